"""Files on their way from the host into the workspace."""

from __future__ import annotations

import os

from . import frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .files import Workspace


class Incoming:
    """One file at a time: its name and size, then exactly that many bytes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._name = ""
        self._file = -1
        self._left = 0

    def begin(self, name: str, size: int) -> None:
        self._name, self._left = name, size
        self._file = self._workspace.create(name)
        if size == 0:
            self._finish()

    def add(self, data: bytes) -> None:
        if self._file < 0 or len(data) > self._left:
            raise frames.FrameError("data that belongs to no file")
        frames.write_all(self._file, data)
        self._left -= len(data)
        if self._left == 0:
            self._finish()

    def _finish(self) -> None:
        self._workspace.note_laid(self._name, self._file)
        os.close(self._file)
        self._file = -1
