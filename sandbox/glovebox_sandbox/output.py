"""What init has to tell the host, without ever waiting for it while a program runs."""

import os
import socket

_HIGH_WATER_BYTES = 1 << 20


class Output:
    """A queue in front of the connection. Past the high-water mark the program's pipes are not read."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._queue = bytearray()
        # Whether frames wait for `flush`, so that several go in one call.
        self.gathers = False

    @property
    def waiting(self) -> bool:
        return bool(self._queue)

    @property
    def full(self) -> bool:
        return len(self._queue) > _HIGH_WATER_BYTES

    def send(self, frame: bytes) -> None:
        """Sends at once what the connection takes; keeps the rest. Exits where the host is gone."""
        if self.gathers:
            self._queue += frame
            return
        if self._queue:
            self._queue += frame
            self.flush()
            return
        sent = self._try(frame)
        if sent < len(frame):
            self._queue += frame[sent:]
            if self._connection.getblocking():
                self.flush()

    def flush(self) -> None:
        while self._queue:
            sent = self._try(self._queue)
            if sent == 0:
                return
            del self._queue[:sent]

    def _try(self, data: bytes | bytearray) -> int:
        try:
            return self._connection.send(data)
        except BlockingIOError:
            return 0
        except OSError:
            os._exit(0)
