"""`%%name rest`: the magics that take the whole cell below them."""

from __future__ import annotations

import os
import sys

from .. import own
from . import shell, timing
from .capturing import capture_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .commands import Commands

__builtins__ = own.BUILTINS


def _script(*command: str) -> Callable[[Commands, str, str, int], None]:
    """A program that reads the cell. `--out NAME` and `--err NAME` are variables for what it says."""

    def run(commands: Commands, rest: str, body: str, _line: int) -> None:
        import shlex

        words = shlex.split(rest)
        kept: dict[str, str] = {}
        for option in ("--out", "--err"):
            if option in words and words.index(option) + 1 < len(words):
                at = words.index(option)
                kept[words[at + 1]] = option[2:]
                del words[at : at + 2]
        whole = [*command, *words]
        if not whole:
            raise ValueError("%%script needs the name of a program")
        if not kept and command == ("bash",):
            shell.script(body, commands.streams, rest)
        else:
            commands.cells.namespace.update(shell.feed(whole, body, commands.streams, kept))

    return run


def _time(commands: Commands, _rest: str, body: str, line: int) -> Any:
    return timing.timed(lambda: commands.run_code(body, line))


def _timeit(commands: Commands, rest: str, body: str, _line: int) -> None:
    options, setup = timing.options_of(rest)
    timing.repeat(body, setup or "pass", options, commands.cells.namespace)


def _write_file(_commands: Commands, rest: str, body: str, _line: int) -> None:
    words = rest.split()
    append = words[:1] == ["-a"]
    name = os.path.expanduser(" ".join(words[1:] if append else words).strip("'\""))
    if not name:
        raise ValueError("%%writefile needs the name of a file")
    done = "Appending to" if append else "Overwriting" if os.path.exists(name) else "Writing"
    with open(name, "a" if append else "w", encoding="utf-8") as file:
        file.write(body if body.endswith("\n") else body + "\n")
    print(f"{done} {name}")


def _capture(commands: Commands, rest: str, body: str, line: int) -> None:
    words = rest.split()
    out, err, display = (f"--no-{each}" not in words for each in ("stdout", "stderr", "display"))
    with capture_output(out, err, display) as captured:
        commands.cells.show_part(commands.run_code(body, line))
    name = next((each for each in words if each.isidentifier()), None)
    if name is not None:
        commands.cells.namespace[name] = captured


def _profile(commands: Commands, _rest: str, body: str, line: int) -> None:
    timing.profile(commands.prepared(body, line))


def _shown(kind: str, name: str) -> Callable[[Commands, str, str, int], None]:
    return lambda commands, _rest, body, _line: commands.cells.show_as(
        kind, body if body.endswith("\n") else body + "\n", name
    )


BY_NAME: dict[str, Callable[[Commands, str, str, int], Any]] = {
    "bash": _script("bash"),
    "sh": _script("bash"),
    "!": _script("bash"),
    "script": _script(),
    "python": _script(sys.executable, "-"),
    "python3": _script(sys.executable, "-"),
    "perl": _script("perl", "-"),
    "ruby": _script("ruby", "-"),
    "node": _script("node", "-"),
    "time": _time,
    "timeit": _timeit,
    "writefile": _write_file,
    "file": _write_file,
    "capture": _capture,
    "html": _shown("text/html", "HTML"),
    "HTML": _shown("text/html", "HTML"),
    "markdown": _shown("text/markdown", "Markdown"),
    "latex": _shown("text/latex", "Latex"),
    "svg": _shown("image/svg+xml", "SVG"),
    "SVG": _shown("image/svg+xml", "SVG"),
    "prun": _profile,
    "javascript": _shown("application/javascript", "Javascript"),
    "js": _shown("application/javascript", "Javascript"),
}
