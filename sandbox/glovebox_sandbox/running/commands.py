"""What the magics and shell commands of a cell call when they run; magics.py makes the calls."""

from __future__ import annotations

import builtins
import functools
import re
import sys

from .. import own
from . import cell_magics, compiling, line_magics, magics, packages_wanted, shell
from .compiling import OBJECT
from .lines import Lines
from .magics_not_here import WHY_NOT
from .own_magics import OwnMagics

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
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
        self.own = OwnMagics()
        self.left = cells.workspace
        """The folder that %cd left last."""

    def install(self) -> None:
        setattr(builtins, OBJECT, self)

    def shell(self, command: str) -> None:
        """`!command`: its output is the cell's. Its exit code is in `_exit_code`."""
        self.run_shell(self._expanded(command))

    def captured(self, command: str) -> Lines:
        """`x = !command`: the lines that it printed."""
        return self.lines(self._expanded(command))

    def lines(self, command: str) -> Lines:
        said, rest = self._captured_pip(command)
        return Lines(said if rest == "" else said + shell.lines(command if rest is None else rest))

    def line(self, name: str, rest: str) -> Any:
        """`%name rest`."""
        run = self.found(name, "line")
        if run is None:
            raise UsageError(_unknown("%", name, line_magics.BY_NAME, cell_magics.BY_NAME))
        return run(self._expanded(rest) if self._expands(name) else rest)

    def cell(self, name: str, rest: str, body: str, line: int) -> Any:
        """`%%name rest`, and what follows; `line` is the number of the line before it."""
        run = self.found(name, "cell")
        if run is None:
            raise UsageError(_unknown("%%", name, cell_magics.BY_NAME, line_magics.BY_NAME))
        if name in self.own.functions["cell"]:
            return run(rest, body)
        return run(rest, body, line)

    def found(self, name: str, kind: str) -> Callable[..., Any] | None:
        """The magic of that name: the program's own before ours."""
        own_one = self.own.functions[kind].get(name)
        if own_one is not None:
            return own_one
        ours = (line_magics.BY_NAME if kind == "line" else cell_magics.BY_NAME).get(name)
        return None if ours is None else functools.partial(ours, self)

    def _expands(self, name: str) -> bool:
        return name in line_magics.EXPANDED or name in self.own.functions["line"]

    def shown(self, value: Any) -> None:
        """Where every expression of a cell is shown."""
        self.cells.show_part(value)

    def help(self, name: str, source: bool) -> None:
        """`name?` and `name??`."""
        import inspect

        if name.startswith("%"):
            print(self._about(name))
            return
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

    def _about(self, name: str) -> str:
        found = self.found(name.lstrip("%"), "cell" if name.startswith("%%") else "line")
        if found is None:
            return f"there is no magic {name} here"
        function: Any = getattr(found, "func", found)
        return getattr(function, "__doc__", None) or f"{name}: as IPython's, as far as it is here"

    def run_shell(self, command: str) -> None:
        rest = self._run_pip(command)
        if rest is None:
            self.cells.namespace["_exit_code"] = shell.run(command, self.streams)
            return
        self.cells.namespace["_exit_code"] = 0
        if rest:
            self.run_shell(rest)

    def _run_pip(self, command: str) -> str | None:
        """What is to be run after it; None where it installs nothing."""
        try:
            return packages_wanted.run(command, self.cells.on_pip)
        except packages_wanted.Refused as error:
            raise UsageError(str(error)) from None

    def _captured_pip(self, command: str) -> tuple[list[str], str | None]:
        import contextlib
        import io

        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            rest = self._run_pip(command)
        return said.getvalue().splitlines(), rest

    def run_code(self, code: str, line: int = 0) -> Any:
        """A part of the cell as Python, in its variables; answers the value of its last expression."""
        return self.prepared(code, line)()

    def prepared(self, code: str, line: int = 0) -> Callable[[], Any]:
        """The same, compiled and not yet run."""
        parts = self._parts("\n" * line + code)
        namespace = self.cells.namespace
        last = parts.last
        if last is None:
            return lambda: eval(parts.body, namespace)  # noqa: S307
        return lambda: (eval(parts.body, namespace), eval(last, namespace))[1]  # noqa: S307

    def run_whole(self, code: str) -> Any:
        """A cell within the cell: with magics of its own, and its last value shown."""
        value = self.run_code(code)
        self.cells.show_part(value)
        return value

    def _parts(self, code: str) -> compiling.Parts:
        """As of a cell: what is no Python may have magics."""
        try:
            return compiling.parts(code, self.cells.current, 0)
        except SyntaxError:
            translated = magics.translate(code)
            if translated is None:
                raise
        return compiling.parts(translated, self.cells.current, 0)

    def _expanded(self, text: str) -> str:
        """{expression} and $name become what they are in the cell; anything else stays for the shell."""
        caller: Any = sys._getframe(2)  # pyright: ignore[reportPrivateUsage]
        while caller.f_globals.get("__package__") == __package__ and caller.f_back is not None:
            caller = caller.f_back
        local = caller.f_locals

        def evaluate(found: re.Match[str]) -> str:
            try:
                return str(eval(found[1] or found[2], self.cells.namespace, local))  # noqa: S307
            except Exception:
                return found[0]

        return _EXPRESSION.sub(evaluate, text)


def _unknown(sign: str, name: str, known: dict[str, Any], others: dict[str, Any]) -> str:
    if name in WHY_NOT:
        return WHY_NOT[name]
    if name in others:
        return f"there is no magic {sign}{name} here, but there is {'%%' if sign == '%' else '%'}{name}"
    names = ", ".join(sign + each for each in sorted(known))
    why = f"there is no magic {sign}{name} here. Write it in Python, or as a !command."
    return f"{why} There are: {names}"
