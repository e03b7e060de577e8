"""Whether a fork of an interpreter can be relied on, and what it needs to be as its parent was."""

from __future__ import annotations

import fcntl
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..running.cells import Cells

OURS = 5
_ABOVE = 64


def problem(cells: Cells, passed: Sequence[int]) -> str:
    """Why a fork would not be what the session is; empty where it would be.

    `passed`: descriptors that came with the order. A fork has one thread only, but the locks of all;
    and two processes at one end of a pipe or socket
    take each other's bytes.
    """
    if cells.awaits:
        return "tasks of its event loop were not over"
    threads = len(os.listdir("/proc/self/task")) - 1
    if threads:
        return f"{threads} other thread{'s' if threads > 1 else ''} of it ran"
    ours = {*range(OURS), *passed, *cells.files}
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in ours and _is_shared(name):
            return "it held a pipe or a socket open"
    return ""


def _is_shared(name: str) -> bool:
    try:
        target = os.readlink(f"/proc/self/fd/{name}")
    except OSError:
        return False
    return target.startswith(("socket:", "pipe:", "anon_inode:[eventpoll]"))


def random_state() -> Any:
    """Of the module `random`, which reseeds itself in every fork."""
    random = sys.modules.get("random")
    return None if random is None else random.getstate()


def restore_random(state: Any) -> None:
    random = sys.modules.get("random")
    if random is not None and state is not None:
        random.setstate(state)


def take_places(files: Sequence[int]) -> int:
    """Makes these descriptors 0, 1, 2, the orders and the reports, and closes where they came from."""
    high = [fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, _ABOVE) for file in files]
    for file in set(files):
        os.close(file)
    for target in range(OURS):
        try:
            os.close(target)
        except OSError:
            continue  # a cell closed it
    for target, file in enumerate(high):
        os.dup2(file, target, inheritable=target < 3)
        os.close(file)
    return 3
