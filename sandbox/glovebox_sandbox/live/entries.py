"""What lies in a folder of a sandbox, as the host is told of it. No link is followed."""

from __future__ import annotations

import errno
import os
import stat

from ..files import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A program may set any time. Dates of JavaScript go no further.
_FURTHEST_MS = 8_640_000_000_000_000
# Of folders, one in another.
MOST_LEVELS = 100
_MOST_ATTRIBUTE_BYTES = 8_192
USER = "user."


def entry_in(folder: int, name: str, path: str) -> dict[str, Any] | None:
    """None where there is nothing of that name."""
    try:
        information = os.stat(name, dir_fd=folder, follow_symlinks=False)
        target = os.readlink(name, dir_fd=folder) if stat.S_ISLNK(information.st_mode) else None
    except FileNotFoundError:
        return None
    entry = {**entry_of(information, path), "target": target}
    if entry["kind"] in ("file", "folder"):
        entry["attributes"] = attributes(f"/proc/self/fd/{folder}/{name}")
    return entry


def attributes(file: int | str) -> dict[str, str]:
    """The user's extended attributes, where the file system keeps any, and not more of them than that."""
    found: dict[str, str] = {}
    left = _MOST_ATTRIBUTE_BYTES
    try:
        follow = isinstance(file, int)
        for name in os.listxattr(file, follow_symlinks=follow):
            value = os.getxattr(file, name, follow_symlinks=follow) if name.startswith(USER) else b""
            left -= len(name) + len(value)
            if name.startswith(USER) and left >= 0:
                found[name.removeprefix(USER)] = value.decode("utf-8", "replace")
    except OSError:
        pass  # gone meanwhile, or none are kept here
    return found


def entry_of(information: os.stat_result, path: str) -> dict[str, Any]:
    mode = information.st_mode
    kind = (
        "file" if stat.S_ISREG(mode) else
        "folder" if stat.S_ISDIR(mode) else
        KINDS.get(stat.S_IFMT(mode), "device")
    )  # fmt: skip
    return {
        "path": path,
        "kind": kind,
        "size": information.st_size if kind == "file" else 0,
        "mode": stat.S_IMODE(mode),
        "modifiedMs": max(-_FURTHEST_MS, min(_FURTHEST_MS, information.st_mtime_ns // 1_000_000)),
        "attributes": {},
        "target": None,
    }


def refuse_to_replace(folder: int, name: str) -> None:
    """A file takes the place of a file or a link, and of nothing else."""
    entry = entry_in(folder, name, name)
    if entry is not None and entry["kind"] == "folder":
        raise OSError(errno.EISDIR, "")


def remove(folder: int, name: str, *, recursive: bool, level: int = 0) -> None:
    """By names of folders that are held open, so that nothing beyond a link is ever touched."""
    information = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if not stat.S_ISDIR(information.st_mode):
        os.unlink(name, dir_fd=folder)
        return
    if recursive:
        if level >= MOST_LEVELS:
            raise OSError(errno.ELOOP, "")
        inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
        try:
            for each in os.listdir(inner):
                remove(inner, each, recursive=True, level=level + 1)
        finally:
            os.close(inner)
    os.rmdir(name, dir_fd=folder)
