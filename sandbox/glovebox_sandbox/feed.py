"""The program's stdin: what the host sent, on its way into a pipe that must not block."""

from __future__ import annotations

import contextlib
import os
from collections import deque


class Feed:
    def __init__(self, file: int, *, renews: bool = False) -> None:
        """`renews`: it is a pipe that several programs read, one after the other; see renew."""
        os.set_blocking(file, False)
        self.file = file
        # Of the pipe itself: neither a reader's nor a writer's.
        self._pipe = os.open(f"/proc/self/fd/{file}", os.O_PATH) if renews else -1
        self._used = False
        self._pieces: deque[memoryview] = deque()
        self._bytes = 0
        self._complete = False

    @property
    def waiting(self) -> bool:
        """Whether there is something to write, and somewhere to write it to."""
        return self.file >= 0 and bool(self._pieces)

    def add(self, data: bytes) -> None:
        self._pieces.append(memoryview(data))
        self._bytes += len(data)
        self._used = True

    def complete(self) -> None:
        """Nothing is added any more: the program will see the end."""
        self._complete = self._used = True

    def renew(self) -> None:
        """The next one who reads finds nothing of what was sent before, and no end."""
        if not self._used or self._pipe < 0:
            return
        self._used = self._complete = False
        self._drop()
        with contextlib.suppress(OSError):  # it is empty, or nobody has its other end any more
            self._drain()
        if self.file < 0:
            with contextlib.suppress(OSError):
                self.file = self._open(os.O_WRONLY)

    def _drain(self) -> None:
        reader = self._open(os.O_RDONLY)
        try:
            while os.read(reader, 65_536):
                pass
        finally:
            os.close(reader)

    def _open(self, way: int) -> int:
        return os.open(f"/proc/self/fd/{self._pipe}", way | os.O_NONBLOCK | os.O_CLOEXEC)

    def write(self) -> int:
        """Writes what the pipe takes. Answers how many bytes it is rid of, one way or another."""
        if self.file < 0:
            return 0
        waiting = self._bytes
        try:
            while self._pieces:
                written = os.write(self.file, self._pieces[0])
                rest = self._pieces.popleft()[written:]
                self._bytes -= written
                if rest:
                    self._pieces.appendleft(rest)
        except BlockingIOError:
            return waiting - self._bytes
        except OSError:
            self._drop()  # the program closed its stdin
        if self._complete:
            self._end()
        return waiting - self._bytes

    def close(self) -> None:
        """What is still here is dropped."""
        self._end()
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1

    def _end(self) -> None:
        if self.file >= 0:
            os.close(self.file)
            self.file = -1
        self._drop()

    def _drop(self) -> None:
        self._pieces.clear()
        self._bytes = 0
