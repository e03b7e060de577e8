"""Standard streams of a Python program in a sandbox: written through line by line, in order.

stdout, stderr and what is reported are pipes, and init cannot know which of two waiting pieces was
written first. So a write to one waits until init has emptied the others. The wait is short and bounded:
it is a courtesy to the reader, not a guarantee.
"""

import array
import fcntl
import io
import os
import stat
import sys
import termios
from time import monotonic, sleep  # a program that replaces those of the module does not meet ours

_PATIENCE_SECONDS = 0.02
_PATIENCE_WITH_REPORTS_SECONDS = 0.2
_PAUSE_SECONDS = 0.00005


class _Pipe(io.FileIO):
    def __init__(self, file: int, other: int, reports: int) -> None:
        super().__init__(file, "w", closefd=False)
        self._other = other
        self._reports = reports

    def write(self, data: object) -> int:
        _let_drain(self._other, _PATIENCE_SECONDS)
        if self._reports >= 0:
            _let_drain(self._reports, _PATIENCE_WITH_REPORTS_SECONDS)
        return super().write(data)  # type: ignore[arg-type]


def let_drain() -> None:
    """To be called before something is reported: what was printed before it comes before it."""
    for file in (1, 2):
        _let_drain(file, _PATIENCE_WITH_REPORTS_SECONDS)


def _let_drain(file: int, patience: float) -> None:
    give_up = 0.0
    waiting = array.array("i", [0])
    while True:
        try:
            fcntl.ioctl(file, termios.FIONREAD, waiting)
            if waiting[0] == 0 or not stat.S_ISFIFO(os.fstat(file).st_mode):
                return
        except (OSError, ValueError):
            return  # the program closed or replaced it
        now = monotonic()
        give_up = give_up or now + patience
        if now > give_up:
            return
        sleep(_PAUSE_SECONDS)


def install(reports: int = -1) -> None:
    """Puts fresh stdin, stdout and stderr over descriptors 0 to 2. `reports`: a pipe to init beside them."""
    stdin = io.TextIOWrapper(
        io.BufferedReader(io.FileIO(0, "r", closefd=False)),
        encoding="utf-8", errors="surrogateescape",
    )  # fmt: skip
    stdout = _text(_Pipe(1, 2, reports), "surrogateescape")
    stderr = _text(_Pipe(2, 1, reports), "backslashreplace")
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
