"""What the magics and shell commands of a cell call when they run; magics.py makes the calls."""

from __future__ import annotations

import builtins
import re
import sys

from .. import own
from . import cell_magics, compiling, line_magics, packages_wanted, shell
from .magics import OBJECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .cells import Cells
    from .standard_streams import StandardStreams

__builtins__ = own.BUILTINS

_EXPRESSION = re.compile(r"(?<![\\$])\{([^{}\s][^{}]*)\}|(?<![\\$\w])\$([A-Za-z_]\w*)")


class UsageError(Exception):
    """A magic that is not known, or that was called in a way it does not know."""

    __module__ = "builtins"  # tracebacks say UsageError, as IPython does


class Commands:
    def __init__(self, cells: Cells, streams: StandardStreams) -> None:
        self.cells = cells
        self.streams = streams

    def install(self) -> None:
        setattr(builtins, OBJECT, self)

    def shell(self, command: str) -> None:
        """`!command`: its output is the cell's. Its exit code is in `_exit_code`."""
        self.run_shell(self._expanded(command))

    def captured(self, command: str) -> list[str]:
        """`x = !command`: the lines that it printed."""
        return shell.lines(self._expanded(command))

    def line(self, name: str, rest: str) -> Any:
        """`%name rest`."""
        run = line_magics.BY_NAME.get(name)
        if run is None:
            raise UsageError(_unknown("%", name, line_magics.BY_NAME))
        return run(self, self._expanded(rest) if name in line_magics.EXPANDED else rest)

    def cell(self, name: str, rest: str, body: str, line: int) -> Any:
        """`%%name rest`, and what follows; `line` is the number of the line before it."""
        run = cell_magics.BY_NAME.get(name)
        if run is None:
            raise UsageError(_unknown("%%", name, cell_magics.BY_NAME))
        return run(self, rest, body, line)

    def help(self, name: str, source: bool) -> None:
        """`name?` and `name??`."""
        import inspect

        value = eval(name, self.cells.namespace)  # noqa: S307
        text = inspect.getdoc(value) or "(no documentation)"
        try:
            print(f"Signature: {name}{inspect.signature(value)}")
        except (TypeError, ValueError):
            print(f"Type: {type(value).__name__}")
        if source:
            try:
                text = inspect.getsource(value)
            except (TypeError, OSError):
                pass  # it was not written in Python
        print(text)

    def run_shell(self, command: str) -> None:
        wanted = packages_wanted.of_command(command)
        if wanted is None:
            self.cells.namespace["_exit_code"] = shell.run(command, self.streams)
            return
        missing = packages_wanted.missing(wanted)
        if not missing:
            return
        if self.cells.on_pip is not None:
            self.cells.on_pip(wanted)
            return
        names = ", ".join(f'"{name}"' for name in missing)
        raise UsageError(
            "packages cannot be installed from inside of a sandbox: it has no network. "
            f"Name them when the sandbox, session or execution is made: packages: [{names}]. "
            "A wheel that is among the files here can be installed: !pip install --target . ./name.whl"
        )

    def run_code(self, code: str, line: int = 0) -> Any:
        """A part of the cell as Python, in its variables; answers the value of its last expression."""
        parts = compiling.parts("\n" * line + code, self.cells.current, 0)
        eval(parts.body, self.cells.namespace)  # noqa: S307
        return None if parts.last is None else eval(parts.last, self.cells.namespace)  # noqa: S307

    def _expanded(self, text: str) -> str:
        """{expression} and $name become what they are in the cell; anything else stays for the shell."""
        local = sys._getframe(2).f_locals  # pyright: ignore[reportPrivateUsage]

        def evaluate(found: re.Match[str]) -> str:
            try:
                return str(eval(found[1] or found[2], self.cells.namespace, local))  # noqa: S307
            except Exception:
                return found[0]

        return _EXPRESSION.sub(evaluate, text)


def _unknown(sign: str, name: str, known: dict[str, Any]) -> str:
    names = ", ".join(sign + each for each in sorted(known))
    return f"there is no magic {sign}{name} here. Write it in Python, or as a !command. There are: {names}"
