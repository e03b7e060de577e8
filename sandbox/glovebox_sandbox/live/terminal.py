"""A terminal of the sandbox's own: init holds one end, a guest has the other as its 0, 1 and 2.

init opens it, not the guest: so its size is set before the guest runs, and the end that init holds
is in nobody else's hands.
"""

from __future__ import annotations

import fcntl
import os
import struct
import termios

from .. import root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TIOCSPTLCK, _TIOCGPTPEER = 0x40045431, 0x5441


def open_pair(size: dict[str, Any]) -> tuple[int, int]:
    """Init's end and the guest's. Raises OSError where the sandbox has no terminals, or no more."""
    ours = os.open(f"{root.TERMINALS}/ptmx", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        fcntl.ioctl(ours, _TIOCSPTLCK, struct.pack("i", 0))
        resize(ours, size)
        # By the open end, not by a name: whatever lies at that path, it is this terminal's.
        return ours, fcntl.ioctl(ours, _TIOCGPTPEER, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except BaseException:
        os.close(ours)
        raise


def resize(file: int, size: dict[str, Any]) -> None:
    """The kernel tells the programs that have the terminal."""
    fcntl.ioctl(file, termios.TIOCSWINSZ, struct.pack("HHHH", size["rows"], size["columns"], 0, 0))
