"""Keeps a program that writes a byte at a time from drowning the host in tiny frames."""

from __future__ import annotations

import time

_WINDOW_SECONDS = 0.05
_FREE_PIECES = 64
_SMALL_BYTES = 4096
_PAUSE_SECONDS = 0.002


class Pace:
    """After many small pieces in a short while, output is left in the pipe a moment, to come together."""

    def __init__(self) -> None:
        self._window_ends = 0.0
        self._pieces = 0
        self._paused_until = 0.0

    def saw(self, length: int) -> None:
        """A piece of output was read."""
        if length >= _SMALL_BYTES:
            return
        now = time.monotonic()
        if now > self._window_ends:
            self._window_ends = now + _WINDOW_SECONDS
            self._pieces = 0
        self._pieces += 1
        if self._pieces > _FREE_PIECES:
            self._paused_until = now + _PAUSE_SECONDS

    def pause_seconds(self) -> float:
        """How long output should still be left where it is; 0 for not at all."""
        if self._paused_until == 0.0:
            return 0.0
        left = self._paused_until - time.monotonic()
        if left <= 0:
            self._paused_until = 0.0
        return max(0.0, left)
