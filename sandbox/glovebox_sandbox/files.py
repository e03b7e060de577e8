"""Files of the workspace, served from inside the wall.

The host never opens a path that sandboxed code controls: it asks init. Init resolves every path
below the workspace, follows no link of any kind, opens regular files only and never blocks on one.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import time

from . import syscalls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_RESOLVE = 0x02 | 0x04 | 0x08  # no magic links, no symlinks, beneath
_BASE_FLAGS = os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY
_MAX_DEPTH = 32
_MAX_ENTRIES = 20_000
_MAX_CHARACTERS = 4 << 20
_SKIPPED_FOLDERS = frozenset({"__pycache__"})
# Older kernels tell the time of a change to the tick only, which is 10 ms at most.
_TICK_NS = 20_000_000
KINDS = {stat.S_IFLNK: "link", stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket"}

Stamp = tuple[int, int, int, int]


class Found:
    """A regular file: `name` relative to the workspace, `size` in bytes."""

    __slots__ = ("name", "size", "stamp")

    def __init__(self, name: str, size: int, stamp: Stamp) -> None:
        self.name = name
        self.size = size
        self.stamp = stamp


class Tree:
    """A folder with all that is below it. Names are relative to it."""

    def __init__(self, path: str) -> None:
        self._root = os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)

    def open_to_read(self, name: str) -> int:
        """Opens a regular file. A link, pipe, device or folder is an error."""
        file = self._open(name, os.O_RDONLY, 0)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            raise OSError(errno.EINVAL, "not a regular file")
        return file

    def open_folder(self, name: str) -> int:
        return self._open(name, os.O_RDONLY | os.O_DIRECTORY, 0)

    def make_folders(self, path: str) -> bool:
        """False where all of them are there already."""
        done = ""
        made = False
        for name in path.split("/"):
            parent = self.open_folder(done or ".")
            try:
                os.mkdir(name, 0o755, dir_fd=parent)
                made = True
            except FileExistsError:
                pass
            finally:
                os.close(parent)
            done = f"{done}/{name}" if done else name
        return made

    def _open(self, name: str, flags: int, mode: int) -> int:
        how = (ctypes.c_uint64 * 3)(flags | _BASE_FLAGS, mode, _RESOLVE)
        return syscalls.openat2(
            self._root, os.fsencode(name), ctypes.byref(how), ctypes.sizeof(how), step="workspace"
        )


class Workspace(Tree):
    """The sandbox's /workspace, and what the host laid there before the program ran."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._laid: dict[str, Stamp] = {}

    def create(self, name: str, *, replace: bool = False) -> int:
        """Opens a new file for writing, making its folders. An existing file is an error, or is replaced."""
        folder = os.path.dirname(name)
        if folder:
            self.make_folders(folder)
        if replace:
            self._remove(name)
        return self._open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)

    def _remove(self, name: str) -> None:
        folder = self.open_folder(os.path.dirname(name) or ".")
        try:
            os.unlink(os.path.basename(name), dir_fd=folder)
        except FileNotFoundError:
            pass
        finally:
            os.close(folder)

    def note_laid(self, name: str, file: int) -> None:
        """Remembers a finished file, so that only a change to it makes it an artifact.

        It is made older than a tick: a change within the tick in which it was laid would go unseen.
        """
        before = time.time_ns() - _TICK_NS
        os.utime(file, ns=(before, before))
        self._laid[name] = _stamp(os.fstat(file))

    def changed(self) -> tuple[list[Found], list[str]]:
        """Files that are new or changed, by name, and notes on what was left out."""
        walk = _Walk(self)
        seen = list(walk.files())
        found = [file for file in seen if self._laid.get(file.name) != file.stamp]
        # What is gone is forgotten: else a session that makes and removes files would fill init's memory.
        self._laid = {file.name: self._laid[file.name] for file in seen if file.name in self._laid}
        return sorted(found, key=lambda file: file.name), walk.notes + walk.special_notes()

    def settle(self, found: list[Found]) -> None:
        """From here on only a further change to one of these counts."""
        self._laid.update((file.name, file.stamp) for file in found)


class _Walk:
    """One bounded walk over the workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._entries = 0
        self._characters = 0
        self._special: dict[str, list[str]] = {}
        self.notes: list[str] = []

    def special_notes(self) -> list[str]:
        """One for each kind of what is no file, however many there are."""
        return [
            f"{len(names)} {kind}{'s' if len(names) > 1 else ''} left out, such as {min(names)[:200]!r}: "
            "only regular files come out"
            for kind, names in sorted(self._special.items())
        ]

    def files(self) -> Iterator[Found]:
        pending = [("", 0)]
        while pending:
            folder, depth = pending.pop()
            for name, information in self._entries_of(folder):
                path = f"{folder}/{name}" if folder else name
                if stat.S_ISREG(information.st_mode):
                    yield Found(path, information.st_size, _stamp(information))
                elif stat.S_ISDIR(information.st_mode) and name not in _SKIPPED_FOLDERS:
                    if depth < _MAX_DEPTH:
                        pending.append((path, depth + 1))
                    else:
                        self._note("folders deeper than 32 levels were left out")
                elif not stat.S_ISDIR(information.st_mode):
                    kind = KINDS.get(stat.S_IFMT(information.st_mode), "device")
                    self._special.setdefault(kind, []).append(path)

    def _entries_of(self, folder: str) -> Iterator[tuple[str, os.stat_result]]:
        try:
            opened = self._workspace.open_folder(folder or ".")
        except OSError:
            self._note(f"the folder {folder!r} cannot be read")
            return
        try:
            with os.scandir(opened) as entries:
                for entry in entries:
                    self._entries += 1
                    self._characters += len(folder) + len(entry.name)
                    if self._entries > _MAX_ENTRIES or self._characters > _MAX_CHARACTERS:
                        self._note(
                            f"more than {_MAX_ENTRIES} files, or too long names; the others were left out"
                        )
                        return
                    try:
                        yield entry.name, entry.stat(follow_symlinks=False)
                    except OSError:
                        continue  # gone since the folder was listed
        finally:
            os.close(opened)

    def _note(self, text: str) -> None:
        if text not in self.notes and len(self.notes) < 20:
            self.notes.append(text)


def _stamp(information: os.stat_result) -> Stamp:
    return information.st_ino, information.st_size, information.st_ctime_ns, information.st_mtime_ns
