"""sys.stdin, sys.stdout and sys.stderr for one cell after another, whatever a cell did to them."""

from __future__ import annotations

import io
import sys

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__builtins__ = own.BUILTINS


class StandardStreams:
    """Every cell begins with the session's own. What a cell puts in their place holds until its end."""

    def __init__(self, reports: int = -1) -> None:
        """`reports`: see streams.install."""
        self._reports = reports
        self._own: dict[str, Any] = {"stdout": sys.stdout, "stderr": sys.stderr}

    def install(self, stdin: bool | str) -> None:
        """`stdin`: all that there is to read, or whether descriptor 0 is read."""
        if any(_is_closed(stream) for stream in self._own.values()):
            self._renew()
        for name, stream in self._own.items():
            setattr(sys, name, stream)
        if isinstance(stdin, str):
            sys.stdin = io.StringIO(stdin)
        else:
            sys.stdin = _from_file() if stdin else NoStdin()

    def restore(self) -> None:
        for name, stream in self._own.items():
            current = getattr(sys, name, None)
            if current is not stream:
                _quietly_flush(current)
            _quietly_flush(stream)
            setattr(sys, name, stream)

    def is_own(self, name: str) -> bool:
        return getattr(sys, name, None) is self._own[name]

    def _renew(self) -> None:
        try:
            from . import streams

            streams.install(self._reports)
        except ImportError:  # where the system has no pipes
            sys.stdout, sys.stderr = _writer(1, "surrogateescape"), _writer(2, "backslashreplace")
        self._own = {"stdout": sys.stdout, "stderr": sys.stderr}


class NoStdin(io.TextIOBase):
    """Stands for a standard input that the caller did not give."""

    name = "<stdin>"
    encoding = "utf-8"
    errors = "strict"

    def readable(self) -> bool:
        return True

    def readline(self, size: int = -1, /) -> str:
        raise EOFError(
            "this cell has no standard input; give the execution `stdin`, or set the value in the code"
        )

    def read(self, size: int | None = -1, /) -> str:
        return ""

    def __next__(self) -> str:
        raise StopIteration


def _from_file() -> io.TextIOWrapper:
    """A fresh one: nothing that an earlier cell read ahead comes back."""
    reader = io.BufferedReader(io.FileIO(0, "r", closefd=False))
    return io.TextIOWrapper(reader, encoding="utf-8", errors="surrogateescape")


def _writer(file: int, errors: str) -> io.TextIOWrapper:
    buffer = io.BufferedWriter(io.FileIO(file, "w", closefd=False))
    return io.TextIOWrapper(buffer, encoding="utf-8", errors=errors, line_buffering=True)


def _is_closed(stream: Any) -> bool:
    try:
        return bool(stream.closed)
    except (AttributeError, ValueError):
        return True


def _quietly_flush(stream: Any) -> None:
    try:
        stream.flush()
    except Exception:
        return  # closed, full, or no stream at all
