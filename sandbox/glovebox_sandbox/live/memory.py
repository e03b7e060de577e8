"""The memory of a whole live sandbox, where no cgroup counts it: init looks, and says what must end."""

from __future__ import annotations

import time

from ..watch import memory_in_use, private_memory, processes

_LOOK_SECONDS = 0.02
_IDLE_LOOK_SECONDS = 0.25

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Memory:
    """`limit`: bytes, or None where a cgroup counts. The stem's own memory is nobody's fault."""

    def __init__(self, limit: int | None, stem: int) -> None:
        self._limit = limit
        self._stem = str(stem)
        self._before = 0 if limit is None else memory_in_use()
        self._next_look = 0.0
        self._hurry = False

    @property
    def watches(self) -> bool:
        return self._limit is not None

    @property
    def note(self) -> str:
        limit = self._limit or 0
        return f"a process was ended because the limit of {limit >> 20} MiB of memory was reached"

    def next_look_seconds(self) -> float:
        return max(0.0, self._next_look - time.monotonic())

    def largest_of_too_much(self, copies_of: Callable[[], dict[int, int]], *, hurry: bool) -> int | None:
        """The process that holds the most, where all of them hold too much.

        `copies_of`: checkpoints, and how much each held at its birth, which the others may hold beside it, up
        to the limit once more. `hurry`: a cell runs, so that much can happen until the next look.
        """
        if self._limit is None:
            return None
        now = time.monotonic()
        if now < self._next_look and not (hurry and not self._hurry):
            return None
        self._hurry = hurry
        copies = copies_of()
        self._next_look = now + (_LOOK_SECONDS if hurry else _IDLE_LOOK_SECONDS)
        most = self._before + self._limit + min(self._limit, sum(copies.values()))
        # Pages that forks share are counted once for each of them at first, which is told sooner.
        if memory_in_use() <= most or memory_in_use(shared_once=True) <= most:
            return None
        grown = {int(pid): private_memory(pid) for pid in processes() if pid != self._stem}
        for pid, size in copies.items():
            grown[pid] = grown.get(pid, 0) - size
        return max(grown, key=lambda pid: grown[pid]) if grown else None
