"""Standard streams of a Python program in a sandbox: written through line by line, in order.

stdout and stderr are two pipes, and init cannot know which of two waiting pieces was written first.
So a write to one waits until init has emptied the other. The wait is short and bounded: it is a
courtesy to the reader, not a guarantee.
"""

import array
import fcntl
import io
import sys
import termios
import time

_PATIENCE_SECONDS = 0.02
_PAUSE_SECONDS = 0.00005


class _Pipe(io.FileIO):
    def __init__(self, file: int, other: int) -> None:
        super().__init__(file, "w", closefd=False)
        self._other = other
        self._waiting = array.array("i", [0])

    def write(self, data: object) -> int:
        self._let_other_drain()
        return super().write(data)  # type: ignore[arg-type]

    def _let_other_drain(self) -> None:
        give_up = 0.0
        while True:
            try:
                fcntl.ioctl(self._other, termios.FIONREAD, self._waiting)
            except (OSError, ValueError):
                return  # the program closed or replaced it
            if self._waiting[0] == 0:
                return
            now = time.monotonic()
            give_up = give_up or now + _PATIENCE_SECONDS
            if now > give_up:
                return
            time.sleep(_PAUSE_SECONDS)


def install() -> None:
    """Puts fresh stdin, stdout and stderr over descriptors 0, 1 and 2."""
    stdin = io.TextIOWrapper(
        io.BufferedReader(io.FileIO(0, "r", closefd=False)),
        encoding="utf-8", errors="surrogateescape",
    )  # fmt: skip
    stdout = _text(_Pipe(1, other=2), "surrogateescape")
    stderr = _text(_Pipe(2, other=1), "backslashreplace")
    for name, stream in (("stdin", stdin), ("stdout", stdout), ("stderr", stderr)):
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _text(pipe: _Pipe, errors: str) -> io.TextIOWrapper:
    names = {1: "<stdout>", 2: "<stderr>"}
    buffer = io.BufferedWriter(pipe)
    text = io.TextIOWrapper(buffer, encoding="utf-8", errors=errors, line_buffering=True)
    text.mode = "w"  # type: ignore[attr-defined]
    pipe.name = names[pipe.fileno()]  # type: ignore[misc]
    return text
