"""What a guest left running, and nobody waits for."""

from __future__ import annotations

import os

from .guest import kill, stat_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..reaper import Reaper
    from .guest import Guest
    from .guests import Guests

_MOST_ROUNDS = 200


def of(guest: Guest, guests: Guests, reaper: Reaper, since: float = 0.0) -> None:
    """Ends what a guest left: the guest too, unless only what it started `since` then is meant.

    `since`: in ticks since the machine's start.
    """
    kept = {
        1,
        guests.stem.pid,
        *guests.copies(),
        *(each.pid for each in guests if each is not guest or since),
    }
    alone = len(guests) == 1 and not guests.had_commands
    _kill_all(reaper, kept, None if alone else guest.pid, since)


def _kill_all(reaper: Reaper, kept: set[int], session: int | None, since: float) -> None:
    """Ends every process but those that are kept.

    `session`: only what is in that session of processes; None where there is nobody else's in the sandbox.
    `since`: only what was started then or later.
    """
    for _ in range(_MOST_ROUNDS):
        strays = [pid for pid in _processes() - kept if _is_stray(pid, session, since)]
        if not strays:
            return
        for pid in strays:
            kill(pid)
            _reap(reaper, pid)


def _reap(reaper: Reaper, pid: int) -> None:
    try:
        reaper.bury(pid, os.WNOHANG)
    except ChildProcessError:
        pass  # its parent lives, or it was not ours yet


def _processes() -> set[int]:
    return {int(name) for name in os.listdir("/proc") if name.isdigit()}


def _is_stray(pid: int, session: int | None, since: float) -> bool:
    fields = stat_of(pid)
    if len(fields) < 20 or fields[0] in "ZX":
        return False
    return (session is None or int(fields[3]) == session) and int(fields[19]) >= since
