"""What a sandbox says once a program or a cell is over: its artifacts, piece by piece, and how it ended."""

from __future__ import annotations

import os

from . import frames
from .reaper import signal_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from .files import Workspace

_PIECE_BYTES = 262_144
_MAX_NOTES = 20


class Epilogue:
    """Artifacts together are at most `most_bytes`: a sparse file is larger than the room it takes.

    None: none are asked for.
    """

    def __init__(self, workspace: Workspace, most_bytes: int | None) -> None:
        self._workspace = workspace
        self._left = most_bytes or 0
        self._notes: list[str] = []
        self._pieces = iter(()) if most_bytes is None else self._all()

    def next_piece(self) -> bytes | None:
        """The next frame, or None after the last."""
        return next(self._pieces, None)

    @property
    def notes(self) -> list[str]:
        if len(self._notes) <= _MAX_NOTES:
            return self._notes
        return [
            *self._notes[: _MAX_NOTES - 1],
            f"and {len(self._notes) - _MAX_NOTES + 1} more notes like these",
        ]

    def _all(self) -> Iterator[bytes]:
        found, self._notes = self._workspace.changed()
        self._workspace.settle(found)
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


def ending_of(
    status: int | None,
    reason: str | None,
    notes: list[str],
    *,
    wall_ms: float,
    cpu_ms: float,
    peak_bytes: int,
) -> dict[str, Any]:
    """How something ended, by init's own knowledge. `status`: as wait gives it; None for what still lives."""
    killed_by = os.WTERMSIG(status) if status is not None and os.WIFSIGNALED(status) else None
    return {
        "exitCode": None if status is None or killed_by else os.WEXITSTATUS(status),
        "signal": signal_name(killed_by),
        "reason": reason,
        "wallMs": round(wall_ms, 3),
        "cpuMs": round(max(0.0, cpu_ms), 3),
        "peakMemoryBytes": peak_bytes,
        "notes": notes,
    }
