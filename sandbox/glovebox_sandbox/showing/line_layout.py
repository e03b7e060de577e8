"""Lays out a text with places where its lines may break: all of a group's or none, the outermost first."""

from __future__ import annotations

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NamedTuple

    class _Place(NamedTuple):
        """Where a line may break."""

        group: _Group
        text: str
        indentation: int

else:
    from collections import namedtuple

    _Place = namedtuple("_Place", ["group", "text", "indentation"])

__builtins__ = own.BUILTINS


class LineLayout:
    """Written from left to right. What may still break waits until the line is full."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._written: list[str] = []
        self._column = 0
        self._waiting: list[_Place | str] = []
        self._waiting_width = 0
        self._groups = [_Group(0)]
        self.indentation = 0

    def text(self, text: str) -> None:
        if not self._waiting:
            self._write(text)
            return
        self._waiting.append(text)
        self._waiting_width += len(text)
        self._break_if_full()

    def breakable(self, sep: str = " ") -> None:
        """A line may break here; `sep` is what stands here otherwise."""
        group = self._groups[-1]
        if group.broken:
            self._write_waiting(len(self._waiting))
            self._write_line_end(self.indentation)
            return
        self._waiting.append(_Place(group, sep, self.indentation))
        self._waiting_width += len(sep)
        self._break_if_full()

    def break_(self) -> None:
        """A line ends here, and so do those of the outermost group that could."""
        group = self._outermost()
        if group is not None:
            self._break(group)
        self._write_waiting(len(self._waiting))
        self._write_line_end(self.indentation)

    def begin_group(self, indent: int = 0, open: str = "") -> None:
        if open:
            self.text(open)
        self._groups.append(_Group(len(self._groups)))
        self.indentation += indent

    def end_group(self, dedent: int = 0, close: str = "") -> None:
        self.indentation -= dedent
        if len(self._groups) > 1:
            self._groups.pop()
        if close:
            self.text(close)

    def __str__(self) -> str:
        self._write_waiting(len(self._waiting))
        return "".join(self._written)

    def _break_if_full(self) -> None:
        while self._column + self._waiting_width > self._width:
            group = self._outermost()
            if group is None:
                return
            self._break(group)

    def _outermost(self) -> _Group | None:
        """Of those with a place that waits. Whatever is further out breaks at all places that follow."""
        groups = [each.group for each in reversed(self._waiting) if isinstance(each, _Place)]
        found = min(groups, key=lambda group: group.depth) if groups else None
        for group in self._groups[: None if found is None else found.depth]:
            group.broken = True
        return found

    def _break(self, group: _Group) -> None:
        """Writes up to the group's last place, and the text after that, which cannot move any more."""
        group.broken = True
        places = enumerate(self._waiting)
        end = 1 + max(at for at, each in places if isinstance(each, _Place) and each.group is group)
        while end < len(self._waiting) and isinstance(self._waiting[end], str):
            end += 1
        self._write_waiting(end)

    def _write_waiting(self, end: int) -> None:
        ready, self._waiting = self._waiting[:end], self._waiting[end:]
        for each in ready:
            text: Any = each.text if isinstance(each, _Place) else each
            self._waiting_width -= len(text)
            if isinstance(each, _Place) and each.group.broken:
                self._write_line_end(each.indentation)
            else:
                self._write(text)

    def _write(self, text: str) -> None:
        self._written.append(text)
        self._column += len(text)

    def _write_line_end(self, indentation: int) -> None:
        self._written.append("\n" + " " * indentation)
        self._column = indentation


class _Group:
    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.broken = False
