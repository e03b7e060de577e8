"""`%name rest`: the magics of one line."""

from __future__ import annotations

import os
import sys

from .. import own
from . import run_file, timing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .commands import Commands

__builtins__ = own.BUILTINS


def _pip(commands: Commands, rest: str) -> None:
    from . import pip_command

    command = f"pip {rest}"
    commands.run_shell(command if pip_command.read(command) else f"{sys.executable} -m {command}")


def _time(commands: Commands, rest: str) -> Any:
    return timing.timed(lambda: commands.run_code(rest))


def _timeit(commands: Commands, rest: str) -> None:
    options, statement = timing.options_of(rest)
    timing.repeat(statement, "pass", options, commands.cells.namespace)


def _cd(commands: Commands, rest: str) -> None:
    before = os.getcwd()
    folder = commands.left if rest.strip() == "-" else rest.strip("'\"") or commands.cells.workspace
    os.chdir(os.path.expanduser(folder))
    commands.left = before
    print(os.getcwd())


def _pwd(_commands: Commands, _rest: str) -> str:
    return os.getcwd()


def _env(_commands: Commands, rest: str) -> Any:
    name, sign, value = rest.partition("=" if "=" in rest else " ")
    if sign:
        os.environ[name.strip()] = value.strip()
        print(f"env: {name.strip()}={value.strip()}")
        return None
    return os.environ.get(rest) if rest else dict(os.environ)


def _who(commands: Commands, rest: str) -> None:
    names = _names(commands, rest)
    print("   ".join(names) if names else "Interactive namespace is empty.")


def _names(commands: Commands, rest: str) -> list[str]:
    return [each["name"] for each in _variables(commands, rest)]


def _whos(commands: Commands, rest: str) -> None:
    found = [(each["name"], each["type"], each["preview"]) for each in _variables(commands, rest)]
    rows = [("Variable", "Type", "Data/Info"), *found]
    widths = [max(len(row[at]) for row in rows) for at in range(2)]
    for row in rows:
        print(f"{row[0]:<{widths[0]}}   {row[1]:<{widths[1]}}   {row[2][:80]}")


def _variables(commands: Commands, rest: str) -> list[dict[str, Any]]:
    """All, or those of the types that are named."""
    types = rest.split()
    return [each for each in commands.cells.list_variables() if not types or each["type"] in types]


def _reset(commands: Commands, rest: str) -> None:
    if "-f" not in rest.split():
        raise ValueError("%reset asks before it deletes, and there is nobody to answer: write %reset -f")
    commands.cells.reset()


def _reset_some(commands: Commands, rest: str) -> None:
    import re

    pattern = " ".join(each for each in rest.split() if each != "-f")
    for name in _names(commands, ""):
        if re.search(pattern, name):
            del commands.cells.namespace[name]


def _delete(commands: Commands, rest: str) -> None:
    del commands.cells.namespace[rest.split()[-1]]


def _load_extension(commands: Commands, rest: str) -> None:
    """One that is a module may register magics. That it is not installed is said."""
    if rest in ("", "autoreload", "storemagic"):
        return
    load = getattr(__import__("importlib").import_module(rest), "load_ipython_extension", None)
    if load is not None:
        load(commands.cells.shell())


def _autoreload(commands: Commands, rest: str) -> None:
    from . import reloading

    reloading.ask(commands.cells, rest.strip())


def _config(commands: Commands, rest: str) -> None:
    from . import config

    config.ask(commands.cells, rest)


def _precision(commands: Commands, rest: str) -> str:
    from . import config

    return config.precision(commands.cells, rest.strip())


def _profile(commands: Commands, rest: str) -> None:
    timing.profile(commands.prepared(rest))


def _history(commands: Commands, rest: str) -> None:
    for number, source in enumerate(commands.cells.inputs[1:], 1):
        if source:
            print(f"{number:4}: {source}" if "-n" in rest.split() else source)


def _list_magics(_commands: Commands, _rest: str) -> None:
    from . import cell_magics

    print("Available line magics:\n" + "  ".join(f"%{name}" for name in sorted(BY_NAME)))
    print("\nAvailable cell magics:\n" + "  ".join(f"%%{name}" for name in sorted(cell_magics.BY_NAME)))


def _traceback(commands: Commands, _rest: str) -> None:
    print(commands.cells.last_traceback or "No traceback available to show.")


def _pylab(commands: Commands, _rest: str) -> None:
    names: dict[str, Any] = {}
    exec("from pylab import *\nimport matplotlib, numpy as np\nfrom matplotlib import pyplot as plt", names)  # noqa: S102
    names.pop("__builtins__", None)
    commands.cells.namespace.update(names)


def _exception_mode(_commands: Commands, rest: str) -> None:
    print(f"Exception reporting mode: {rest.capitalize()}")


def _shell(name: str) -> Callable[[Commands, str], None]:
    return lambda commands, rest: commands.run_shell(f"{name} {rest}")


def _lines(commands: Commands, rest: str) -> list[str]:
    return commands.lines(rest)


def _nothing(_commands: Commands, _rest: str) -> None:
    """What it would switch on is so already, or has no meaning here."""


_AS_SHELL = ("ls", "cat", "mkdir", "rm", "rmdir", "cp", "mv")
_WITHOUT_MEANING = (
    "matplotlib", "colors", "gui", "autosave", "pprint", "automagic", "autocall", "autoawait", "clear", "cls",
    "unload_ext", "doctest_mode",
)  # fmt: skip
EXPANDED = frozenset(("pip", "conda", "cd", "run", "sx", "system", *_AS_SHELL))
"""In these, {expression} and $name are replaced first."""
BY_NAME: dict[str, Callable[[Commands, str], Any]] = {
    "pip": _pip,
    "conda": _pip,
    "time": _time,
    "timeit": _timeit,
    "cd": _cd,
    "pwd": _pwd,
    "env": _env,
    "set_env": _env,
    "who": _who,
    "who_ls": _names,
    "whos": _whos,
    "reset": _reset,
    "reset_selective": _reset_some,
    "xdel": _delete,
    "run": run_file.run,
    "autoreload": _autoreload,
    "config": _config,
    "precision": _precision,
    "prun": _profile,
    "history": _history,
    "hist": _history,
    "lsmagic": _list_magics,
    "tb": _traceback,
    "pylab": _pylab,
    "pinfo": lambda commands, rest: commands.help(rest, False),
    "pdoc": lambda commands, rest: commands.help(rest, False),
    "pinfo2": lambda commands, rest: commands.help(rest, True),
    "psource": lambda commands, rest: commands.help(rest, True),
    "ll": lambda commands, rest: commands.run_shell(f"ls -lF {rest}"),
    "load_ext": _load_extension,
    "reload_ext": _load_extension,
    "xmode": _exception_mode,
    "sx": _lines,
    "system": _lines,
    **{name: _shell(name) for name in _AS_SHELL},
    **dict.fromkeys(_WITHOUT_MEANING, _nothing),
}
