"""`%name rest`: the magics of one line."""

from __future__ import annotations

import os
import sys

from .. import own
from . import timing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .commands import Commands

__builtins__ = own.BUILTINS


def _pip(commands: Commands, rest: str) -> None:
    arguments = rest.split()
    if arguments[:1] and arguments[0] in ("install", "uninstall", "download"):
        commands.run_shell(f"pip {rest}")
    else:
        commands.run_shell(f"{sys.executable} -m pip {rest}")


def _time(commands: Commands, rest: str) -> Any:
    return timing.timed(lambda: commands.run_code(rest))


def _timeit(commands: Commands, rest: str) -> None:
    options, statement = timing.options_of(rest)
    timing.repeat(statement, "pass", options, commands.cells.namespace)


def _cd(commands: Commands, rest: str) -> None:
    os.chdir(os.path.expanduser(rest.strip("'\"") or commands.cells.workspace))
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


def _who(commands: Commands, _rest: str) -> None:
    names = _names(commands, "")
    print("   ".join(names) if names else "Interactive namespace is empty.")


def _names(commands: Commands, _rest: str) -> list[str]:
    return [each["name"] for each in commands.cells.list_variables()]


def _whos(commands: Commands, _rest: str) -> None:
    found = [(each["name"], each["type"], each["preview"]) for each in commands.cells.list_variables()]
    rows = [("Variable", "Type", "Data/Info"), *found]
    widths = [max(len(row[at]) for row in rows) for at in range(2)]
    for row in rows:
        print(f"{row[0]:<{widths[0]}}   {row[1]:<{widths[1]}}   {row[2][:80]}")


def _reset(commands: Commands, rest: str) -> None:
    if "-f" not in rest.split():
        raise ValueError("%reset asks before it deletes, and there is nobody to answer: write %reset -f")
    commands.cells.reset()


def _run(commands: Commands, rest: str) -> None:
    """A file as a program of its own, whose variables are the session's afterwards."""
    import runpy
    import shlex

    arguments = shlex.split(rest)
    if not arguments:
        raise ValueError("%run needs the name of a file")
    before, sys.argv = sys.argv, arguments
    try:
        found = runpy.run_path(arguments[0], run_name="__main__")
    finally:
        sys.argv = before
    own_names = {name: value for name, value in found.items() if not name.startswith("__")}
    commands.cells.namespace.update(own_names)


def _load_extension(_commands: Commands, rest: str) -> None:
    """What it would add is here or is not; that it is not installed is said."""
    if rest and rest not in ("autoreload", "storemagic"):
        __import__(rest)


def _exception_mode(_commands: Commands, rest: str) -> None:
    print(f"Exception reporting mode: {rest.capitalize()}")


def _shell(name: str) -> Callable[[Commands, str], None]:
    return lambda commands, rest: commands.run_shell(f"{name} {rest}")


def _lines(commands: Commands, rest: str) -> list[str]:
    from . import shell

    return shell.lines(rest)


def _nothing(_commands: Commands, _rest: str) -> None:
    """What it would switch on is so already, or has no meaning here."""


_AS_SHELL = ("ls", "cat", "mkdir", "rm", "cp", "mv")
_WITHOUT_MEANING = (
    "matplotlib", "autoreload", "config", "precision", "pylab", "colors",
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
    "run": _run,
    "load_ext": _load_extension,
    "reload_ext": _load_extension,
    "xmode": _exception_mode,
    "sx": _lines,
    "system": _lines,
    **{name: _shell(name) for name in _AS_SHELL},
    **dict.fromkeys(_WITHOUT_MEANING, _nothing),
}
