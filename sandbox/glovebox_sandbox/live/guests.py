"""Who lives in a live sandbox: its guests, by their numbers, and the processes that are known."""

from __future__ import annotations

from .guest import is_child_of_init

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .guest import Guest
    from .home import Stem

_MOST_GUESTS = 256


class Guests:
    def __init__(self, stem: Stem) -> None:
        self.stem = stem
        # Commands may leave processes behind, which are nobody else's to end.
        self.had_commands = False
        self._guests: dict[int, Guest] = {}

    def __iter__(self) -> Iterator[Guest]:
        """Of those that are here now: some may leave meanwhile."""
        return iter(list(self._guests.values()))

    def __len__(self) -> int:
        return len(self._guests)

    def get(self, number: int) -> Guest | None:
        return self._guests.get(number)

    def of_process(self, pid: int) -> Guest | None:
        return next((each for each in self._guests.values() if each.pid == pid), None)

    @property
    def problem(self) -> str:
        """Why there can be no more of them; the empty text where there can."""
        full = len(self._guests) >= _MOST_GUESTS
        return f"{_MOST_GUESTS} processes live in this sandbox; end some" if full else ""

    def add(self, guest: Guest) -> None:
        self._guests[guest.number] = guest
        self.had_commands |= guest.is_command

    def remove(self, guest: Guest) -> None:
        del self._guests[guest.number]

    def is_new(self, pid: int) -> bool:
        """Whether it can be the copy of an interpreter that was just told of."""
        known = {self.stem.pid, *(each.pid for each in self), *self.copies()}
        return pid not in known and is_child_of_init(pid)

    def copies(self) -> dict[int, int]:
        """The processes of checkpoints, and the bytes that each held at its birth."""
        found = [each.checkpoint for each in self if each.checkpoint is not None]
        return {each.pid: each.bytes for each in found}
