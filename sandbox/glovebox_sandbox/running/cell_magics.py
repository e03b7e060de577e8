"""`%%name rest`: the magics that take the whole cell below them."""

from __future__ import annotations

import os
import sys

from .. import own
from . import shell, timing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .commands import Commands

__builtins__ = own.BUILTINS


class Captured:
    """What %%capture kept."""

    def __init__(self, stdout: str, stderr: str) -> None:
        self.stdout, self.stderr = stdout, stderr

    def show(self) -> None:
        sys.stdout.write(self.stdout)
        sys.stderr.write(self.stderr)

    __call__ = show

    def __str__(self) -> str:
        return self.stdout


def _script(commands: Commands, rest: str, body: str, _line: int) -> None:
    shell.script(body, commands.streams, rest)


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
    import contextlib
    import io

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        commands.run_code(body, line)
    name = rest.split()[0] if rest.split() else ""
    if name.isidentifier():
        commands.cells.namespace[name] = Captured(out.getvalue(), err.getvalue())


def _shown(kind: str, name: str) -> Callable[[Commands, str, str, int], None]:
    return lambda commands, _rest, body, _line: commands.cells.show_as(
        kind, body if body.endswith("\n") else body + "\n", name
    )


BY_NAME: dict[str, Callable[[Commands, str, str, int], Any]] = {
    "bash": _script,
    "sh": _script,
    "!": _script,
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
    "javascript": _shown("application/javascript", "Javascript"),
    "js": _shown("application/javascript", "Javascript"),
}
