"""How one cell is begun, what becomes of what it raises, and what is told of it."""

from __future__ import annotations

import builtins
import os

from .. import own
from . import compiling, tracebacks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, TracebackType
    from typing import Any, TypedDict

    from .cells import Cells

    Outcome = dict[str, Any]

    class Options(TypedDict, total=False):
        """`counts`: whether it has a number, and a place in the history. `variables`: those to answer.

        `stdin`: what it can read, or whether it can read descriptor 0.
        """

        counts: bool
        stdin: bool | str
        env: dict[str, str] | None
        variables: list[str] | None
        svg: bool


__builtins__ = own.BUILTINS

_MAX_NOTES = 100


class Run:
    """One cell. As a context manager it takes what the cell raises, and ends it in any case."""

    def __init__(
        self,
        cells: Cells,
        *,
        counts: bool = True,
        stdin: bool | str = False,
        env: dict[str, str] | None = None,
        variables: list[str] | None = None,
        svg: bool = False,
    ) -> None:
        cells.display.figures.svg = svg
        self._cells = cells
        self._counts = counts
        self._stdin = stdin
        self._env = env or {}
        self._variables = variables or []
        self._before: dict[str, str | None] = {}
        self._replaced: dict[str, Any] = {}
        self._notes: list[str] = []
        self._error: dict[str, Any] | None = None
        self._shows = False
        self.value: Any = None

    def compiled(self, source: str) -> list[CodeType]:
        """What is to be evaluated, in order; the value of the last may be one to show."""
        parts = self._cells.compile(compiling.dedent(source), counts=self._counts)
        self._shows = parts.last is not None
        return [parts.body] if parts.last is None else [parts.body, parts.last]

    def __enter__(self) -> None:
        """Nothing that can fail: see begin."""

    def begin(self, source: str) -> None:
        self._before = {name: os.environ.get(name) for name in self._env}
        os.environ.update(self._env)
        self._cells.begin(self._stdin, counts=self._counts)
        self._cells.tell_before(source)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> bool:
        try:
            self._replaced = own.restore()
            value = self.value
            if error is None and self._shows:
                self._show()
            elif error is not None:
                self._take(error)
            self._cells.tell_after(value, error)
        except BaseException as late:
            self._take(late)
        self._end()
        return True

    def _show(self) -> None:
        value, self.value = self.value, None
        self._cells.show(value)

    def _take(self, error: BaseException) -> None:
        if isinstance(error, SystemExit) and not error.code:
            self._notes.append("exit() ended this cell; the session goes on with its variables")
            return
        self._error = tracebacks.describe(error, self._cells.is_cell)
        self._cells.last_traceback = self._error["traceback"]

    def _end(self) -> None:
        for _attempt in range(2):  # an interrupt may fall into the first
            try:
                self._notes += self._cells.finish()
                break
            except BaseException as error:
                self._error = self._error or tracebacks.describe(error, self._cells.is_cell)
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    @property
    def outcome(self) -> Outcome:
        outcome: Outcome = {"ok": self._error is None, "error": self._error}
        if self._variables:
            from ..showing import values

            outcome["variables"] = values.returned(self._cells.namespace, self._variables, self._notes)
        self._keep_replaced()
        outcome["notes"] = self._notes[:_MAX_NOTES]
        return outcome

    def _keep_replaced(self) -> None:
        """A builtin that the program replaced by one that can be called stays replaced."""
        for name, value in self._replaced.items():
            if callable(value):
                setattr(builtins, name, value)
            elif not name.startswith("__"):
                self._notes.append(f"builtins.{name} was restored: what the cell put there cannot be called")
