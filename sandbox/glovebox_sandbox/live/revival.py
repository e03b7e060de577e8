"""How an interpreter goes on after its death: its checkpoint takes its place, or a new process does."""

from __future__ import annotations

from .. import frames
from . import passing
from .cell import own_memory
from .guest import Ends, kill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .guest import Guest
    from .home import Stem

# How often in a row it may die between cells and still be replaced.
_MOST_REVIVALS = 8


def fork(guest: Guest, stem: Stem) -> None:
    """Gives a guest a process. Raises OSError where there can be none."""
    guest.born(stem.fork(guest.order, guest.ends))
    guest.ends.close_inner()
    guest.baseline = own_memory(guest.pid)


def go_on(guest: Guest, stem: Stem) -> str | None:
    """ "checkpoint", "clean", or None where it is over for good. One that dies at once is not made again."""
    guest.ends.close_all()
    guest.doomed_at = None
    guest.questions = 0
    guest.revivals += 1
    can_start_anew = (guest.proven or guest.woke) and guest.revivals <= _MOST_REVIVALS
    guest.proven = False
    if _wake(guest):
        guest.woke = True
        return "checkpoint"
    guest.woke = False
    if not can_start_anew:
        return None
    try:
        guest.ends = Ends()
        fork(guest, stem)
    except OSError:
        guest.ends.close_all()
        return None
    return "clean"


def _wake(guest: Guest) -> bool:
    copy, guest.checkpoint = guest.checkpoint, None
    if copy is None:
        return False
    try:
        guest.ends = Ends()
        passing.send(copy.wake.fileno(), frames.pack("wake"), guest.ends.inner)
        guest.born(copy.pid)
    except OSError:
        guest.ends.close_all()
        kill(copy.pid)
        return False
    finally:
        copy.wake.close()
    guest.ends.close_inner()
    return True
