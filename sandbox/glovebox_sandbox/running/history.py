"""The names in which an interactive session keeps what was run and shown: In, Out, _, __, ___, _7."""

from __future__ import annotations

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__builtins__ = own.BUILTINS

NAMES = frozenset(("In", "Out", "_", "__", "___", "_i"))
_KEPT = 100


class History:
    """The last of them only: what a session keeps for ever is its variables."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._in: list[str] = [""]
        self._out: dict[int, Any] = {}
        self._last: list[Any] = [None, None, None]
        namespace.update(In=self._in, Out=self._out)

    @property
    def inputs(self) -> list[str]:
        return self._in

    def ran(self, source: str) -> None:
        self._in.append(source)
        if len(self._in) > _KEPT:
            self._in[-_KEPT - 1] = ""
        self._namespace["_i"] = self._in[-2]

    def showed(self, number: int, value: Any) -> None:
        self._out[number] = value
        self._namespace[f"_{number}"] = value
        if len(self._out) > _KEPT:
            oldest = next(iter(self._out))
            del self._out[oldest]
            self._namespace.pop(f"_{oldest}", None)
        self._shift(value)

    def _shift(self, value: Any) -> None:
        """A program that uses _ as a name of its own keeps it."""
        names = ("_", "__", "___")
        mine = all(self._namespace.get(name) is last for name, last in zip(names, self._last, strict=True))
        self._last = [value, *self._last[:2]]
        if mine:
            self._namespace.update(zip(names, self._last, strict=True))
