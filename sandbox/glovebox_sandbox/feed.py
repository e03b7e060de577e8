"""The program's stdin: what the host sent, on its way into a pipe that must not block."""

from __future__ import annotations

import os
from collections import deque


class Feed:
    def __init__(self, file: int) -> None:
        os.set_blocking(file, False)
        self.file = file
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

    def complete(self) -> None:
        """Nothing is added any more: the program will see the end."""
        self._complete = True

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
            self._pieces.clear()  # the program closed its stdin
            self._bytes = 0
        if self._complete:
            self.close()
        return waiting - self._bytes

    def close(self) -> None:
        """What is still here is dropped."""
        if self.file >= 0:
            os.close(self.file)
            self.file = -1
        self._pieces.clear()
        self._bytes = 0
