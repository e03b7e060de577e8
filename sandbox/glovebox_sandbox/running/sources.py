"""The sources of cells, for tracebacks: those of functions that an earlier cell defined too."""

from __future__ import annotations

import linecache

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__builtins__ = own.BUILTINS

_KEPT = 1000
_KEPT_CHARACTERS = 16 << 20


class Sources:
    """The oldest go first."""

    def __init__(self) -> None:
        self._entries: dict[str, Any] = {}
        self._newest = ""

    def add(self, name: str, source: str) -> None:
        self.remember()
        lines = [line + "\n" for line in source.split("\n")]
        self._entries[name] = linecache.cache[name] = (len(source), None, lines, name)
        self._newest = name
        total = sum(entry[0] for entry in self._entries.values()) if len(source) > 10_000 else 0
        while len(self._entries) > _KEPT or (total > _KEPT_CHARACTERS and len(self._entries) > 1):
            oldest = next(iter(self._entries))
            total -= self._entries.pop(oldest)[0]
            linecache.cache.pop(oldest, None)

    def forget(self, name: str) -> None:
        self._entries.pop(name, None)

    def has(self, name: str) -> bool:
        """Also one that was let go."""
        return name in self._entries or name.startswith("<cell ")

    def remember(self) -> None:
        """Again, where a program emptied what Python looks at: then the newest is not there either."""
        if type(getattr(linecache, "cache", None)) is not dict:
            linecache.cache = {}
        if self._newest not in linecache.cache:
            linecache.cache.update(self._entries)
