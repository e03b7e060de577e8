"""Frames with descriptors: how init hands the ends of pipes to a process that it did not fork itself."""

from __future__ import annotations

import os
import socket

from .. import frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_FILES = 8
_CHUNK = 262_144
# All others come without descriptors, and one may be read together with the next of these.
_WITH_FILES = frozenset(("spawn", "checkpoint", "rest", "branch", "wake"))


class Orders:
    """The receiving end. Frames come one after the other, each with the descriptors sent with it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._parser = frames.Parser()
        self._arrived: list[tuple[str, bytes]] = []
        self._files: list[int] = []

    def fileno(self) -> int:
        return self._connection.fileno()

    @property
    def waiting(self) -> bool:
        """Whether a frame has come already."""
        return bool(self._arrived)

    def next(self) -> tuple[str, bytes, list[int]]:
        """Blocks until a whole frame has come. Raises EOFError where the other end is closed.

        What is read at once ends with the first frame that has descriptors, so those that have come belong
        to the next that may have some.
        """
        while not self._arrived:
            data, files, _, _ = socket.recv_fds(
                self._connection, _CHUNK, _MOST_FILES, socket.MSG_CMSG_CLOEXEC
            )
            self._files += files
            if not data:
                raise EOFError("the other end closed the connection")
            self._arrived += self._parser.feed(data)
        name, payload = self._arrived.pop(0)
        files: list[int] = []
        if name in _WITH_FILES:
            files, self._files = self._files, []
        return name, payload, files

    def release(self) -> None:
        """Lets go of the descriptor without closing it."""
        self._connection.detach()


def send(connection: int, frame: bytes, files: Sequence[int]) -> None:
    """Sends a frame with descriptors, whole, or raises OSError. Where it does not block: a small one."""
    end = socket.socket(fileno=connection)
    try:
        sent = socket.send_fds(end, [frame], files)
        if sent < len(frame):
            end.sendall(frame[sent:])
    finally:
        end.detach()


def take_places(files: Sequence[int]) -> None:
    """Makes these descriptors 0, 1, 2 and so on, and closes all others. 0 to 2 are passed on to programs."""
    above = 64
    high = [_duplicate(file, above) for file in files]
    for target, file in enumerate(high):
        os.dup2(file, target, inheritable=target < 3)
    os.closerange(len(files), 65_536)


def _duplicate(file: int, above: int) -> int:
    import fcntl

    return fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, above)
