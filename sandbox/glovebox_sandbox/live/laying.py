"""Files from the host while guests run: each takes the place of what is there, or is refused."""

from __future__ import annotations

import os

from .. import frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..files import Workspace


class Laying:
    """One file at a time: its name and size, then exactly that many bytes, which a failure drops."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._name = ""
        self._file = -1
        self._left = -1
        self._problem = ""

    def begin(self, name: str, size: int) -> None:
        self._name, self._left, self._problem = name, size, ""
        try:
            self._file = self._workspace.create(name, replace=True)
        except OSError as error:
            self._problem = f"{error.strerror}"

    def add(self, data: bytes) -> None:
        if len(data) > self._left:
            raise frames.FrameError("data that belongs to no file")
        self._left -= len(data)
        if self._problem:
            return
        try:
            frames.write_all(self._file, data)
        except OSError as error:
            self._problem = f"{error.strerror}"

    def settled(self) -> str | None:
        """Why the file could not be laid, or the empty text where it was; None while more of it comes."""
        if self._left:
            return None
        self._left = -1
        if self._file >= 0:
            if not self._problem:
                self._workspace.note_laid(self._name, self._file)
            os.close(self._file)
            self._file = -1
        return self._problem
