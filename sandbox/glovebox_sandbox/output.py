"""What init has to tell the host, without ever waiting for it while a program runs."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

_HIGH_WATER_BYTES = 1 << 20
_MUCH_BYTES = 16_384
# Nobody sees a millisecond, but it lets a short program's words go out in one piece.
_SOON_SECONDS = 0.001


class Output:
    """A queue in front of the connection. Past the high-water mark the program's pipes are not read."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._queue = bytearray()
        self._blocked = False
        self._due = 0.0

    @property
    def waiting(self) -> bool:
        """Whether the host must take something before more can be sent."""
        return self._blocked

    @property
    def full(self) -> bool:
        return len(self._queue) > _HIGH_WATER_BYTES

    def send(self, frame: bytes) -> None:
        """Sends at once, after what is queued; keeps what the connection does not take."""
        self._queue += frame
        self.flush()

    def post(self, frame: bytes) -> None:
        """Sends soon: within a millisecond, or with what comes before that, or at once if it is much."""
        self._queue += frame
        if len(self._queue) >= _MUCH_BYTES:
            self.flush()
        elif self._due == 0.0:
            self._due = time.monotonic() + _SOON_SECONDS

    def due_seconds(self) -> float | None:
        """How long what was posted may still be kept; None where there is nothing, or no way to send it."""
        if self._due == 0.0 or self._blocked:
            return None
        return max(0.0, self._due - time.monotonic())

    def flush(self) -> None:
        """Exits where the host is gone."""
        self._due = 0.0
        while self._queue:
            try:
                sent = self._connection.send(self._queue)
            except BlockingIOError:
                self._blocked = True
                return
            except OSError:
                os._exit(0)
            del self._queue[:sent]
        self._blocked = False
