"""Keeps what a session says between its cells from costing the host anything, however much it is."""

from __future__ import annotations

import time

_WINDOW_SECONDS = 0.1
_WINDOW_BYTES = 131_072


class Chatter:
    """After so many bytes in a window, its pipes are left alone until the window is over."""

    def __init__(self) -> None:
        self._window_ends = 0.0
        self._bytes = 0

    def saw(self, length: int) -> None:
        now = time.monotonic()
        if now >= self._window_ends:
            self._window_ends = now + _WINDOW_SECONDS
            self._bytes = 0
        self._bytes += length

    def forget(self) -> None:
        """A cell begins, which has a limit of its own."""
        self._bytes = 0

    def pause_seconds(self) -> float:
        if self._bytes < _WINDOW_BYTES:
            return 0.0
        left = self._window_ends - time.monotonic()
        if left <= 0:
            self._bytes = 0
        return max(0.0, left)
