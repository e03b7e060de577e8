"""What a sandbox says once its program is over: its artifacts, a piece at a time, and how it ended."""

from __future__ import annotations

import os

from . import frames
from .reaper import signal_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .files import Workspace
    from .reaper import Reaper

_PIECE_BYTES = 262_144
_MAX_NOTES = 20


class Epilogue:
    """Artifacts together are at most `most_bytes`: a sparse file is larger than the room it takes.

    None: none are asked for.
    """

    def __init__(self, workspace: Workspace, most_bytes: int | None, status: int, wall_ms: float) -> None:
        self._workspace = workspace
        self._left = most_bytes or 0
        self._status = status
        self._wall_ms = wall_ms
        self._notes: list[str] = []
        self._pieces = iter(()) if most_bytes is None else self._all()

    def next_piece(self) -> bytes | None:
        """The next frame, or None after the last."""
        return next(self._pieces, None)

    def ending(self, reason: str | None, reaper: Reaper) -> bytes:
        signal_number = os.WTERMSIG(self._status) if os.WIFSIGNALED(self._status) else None
        ending = {
            "exitCode": None if signal_number else os.WEXITSTATUS(self._status),
            "signal": signal_name(signal_number),
            "reason": reason,
            "wallMs": round(self._wall_ms, 3),
            "cpuMs": round(max(0.0, reaper.cpu_ms), 3),
            "peakMemoryBytes": reaper.peak_bytes,
            "notes": _bounded(self._notes),
        }
        return frames.pack_json("ended", ending)

    def _all(self) -> Iterator[bytes]:
        found, self._notes = self._workspace.changed()
        for file in found:
            if file.size > self._left:
                self._notes.append(f"{file.name!r} was left out: artifacts larger than limits.workspaceBytes")
                continue
            self._left -= file.size
            try:
                yield from self._file(file.name, file.size)
            except OSError as error:
                self._notes.append(f"{file.name!r} was left out: {error.strerror}")

    def _file(self, name: str, size: int) -> Iterator[bytes]:
        file = self._workspace.open_to_read(name)
        try:
            yield frames.pack_json("artifact", {"name": name, "size": size})
            for start in range(0, size, _PIECE_BYTES):
                wanted = min(size - start, _PIECE_BYTES)
                # Nobody is left who could shorten it; the host gets what it was promised in any case.
                yield frames.pack("data", os.read(file, wanted).ljust(wanted, b"\0"))
        finally:
            os.close(file)


def _bounded(notes: list[str]) -> list[str]:
    if len(notes) <= _MAX_NOTES:
        return notes
    return [*notes[: _MAX_NOTES - 1], f"and {len(notes) - _MAX_NOTES + 1} more notes like these"]
