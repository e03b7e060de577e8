"""A sandbox in which nothing happens gives back the memory that it only looked at.

Looking at an object is writing to it, because Python counts references; many pages that a cell wrote to
hold again what they held before. First each idle interpreter gives such pages back, and makes a new
checkpoint that shares what is left; then init does. What comes next has to take them again.
"""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..snapshot import Memory
    from .copies import Copies
    from .guests import Guests

AFTER_SECONDS = 5.0


class Rest:
    """`memory`: init's own."""

    def __init__(self, guests: Guests, copies: Copies, memory: Memory) -> None:
        self._guests = guests
        self._copies = copies
        self._memory = memory
        # When it is time; None where all has been given back.
        self._due: float | None = None

    def stir(self) -> None:
        """Something happened."""
        if self._memory.can_be_given_back:
            self._due = time.monotonic() + AFTER_SECONDS

    def next_look_seconds(self) -> list[float]:
        return [] if self._due is None else [max(0.0, self._due - time.monotonic())]

    def look(self) -> None:
        if self._due is None or time.monotonic() < self._due:
            return
        self._due = None
        if any(each.is_busy for each in self._guests):
            return
        # What they answer stirs, so init itself rests after them.
        if not any([self._copies.order_rest(each) for each in self._guests]):
            self._memory.give_back()
