"""Copies what a program made into the folder that becomes a layer.

Init does it, after the program's last process is gone, so nothing changes meanwhile. Folders, regular
files and symbolic links are kept, with exec bits and no others; devices, pipes and sockets are not.

How many names there can be is bounded by the place that they lie in. The bytes are not: a hole, or a
second link to a file, takes no room there, and all of its size once it is copied to the host's disk.
So they are counted here. Paths are short enough for whoever removes the layer by its path.
"""

from __future__ import annotations

import errno
import os
import stat

from . import layers

_MAX_DEPTH = 64
_MAX_PATH_BYTES = 2048
# What a name takes on a disk at least.
_BLOCK_BYTES = 4096
# Errors that say something of the host's disk, and nothing of what the program left.
_OF_THE_DISK = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS))


class Kept:
    """How many files were copied, and the bytes that all of it takes on a disk."""

    def __init__(self, most_bytes: int) -> None:
        self.files = 0
        self.bytes = 0
        self._left = most_bytes

    def allow(self, size: int) -> None:
        if size > self._left:
            raise OSError(errno.EFBIG, "the files are larger than the place that they lie in")
        self._left -= size


def is_of_the_disk(error: OSError) -> bool:
    return error.errno in _OF_THE_DISK


def keep(source: str, most_bytes: int) -> Kept:
    """Copies this folder's content. Raises OSError where it is none, is too much, or the disk is full."""
    kept = Kept(most_bytes)
    folder = os.open(source, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    target = os.open(layers.KEEPING, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _copy_folder(folder, target, kept, 0, 0)
    finally:
        os.close(folder)
        os.close(target)
    return kept


def _copy_folder(source: int, target: int, kept: Kept, depth: int, path_bytes: int) -> None:
    if depth > _MAX_DEPTH:
        raise OSError(errno.ELOOP, f"folders deeper than {_MAX_DEPTH} levels")
    with os.scandir(source) as entries:
        names = [(entry.name, entry.stat(follow_symlinks=False).st_mode) for entry in entries]
    for name, mode in names:
        longer = path_bytes + len(os.fsencode(name)) + 1
        if longer > _MAX_PATH_BYTES:
            raise OSError(errno.ENAMETOOLONG, f"paths longer than {_MAX_PATH_BYTES} bytes")
        kept.bytes += _BLOCK_BYTES
        if stat.S_ISLNK(mode):
            os.symlink(os.readlink(name, dir_fd=source), name, dir_fd=target)
        elif stat.S_ISDIR(mode):
            os.mkdir(name, 0o755, dir_fd=target)
            inner_flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
            if mode & 0o500 != 0o500:
                os.chmod(name, 0o700, dir_fd=source)
            inner, copy = (os.open(name, inner_flags, dir_fd=each) for each in (source, target))
            try:
                _copy_folder(inner, copy, kept, depth + 1, longer)
            finally:
                os.close(inner)
                os.close(copy)
        elif stat.S_ISREG(mode):
            _copy_file(source, target, name, mode, kept)


def _copy_file(source: int, target: int, name: str, mode: int, kept: Kept) -> None:
    if mode & 0o400 == 0:
        os.chmod(name, 0o644, dir_fd=source)
    read = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=source)
    try:
        bits = 0o755 if mode & 0o111 else 0o644
        write = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, bits, dir_fd=target)
        try:
            information = os.fstat(read)
            kept.allow(information.st_size)
            kept.bytes += max(0, _copy(read, write) - _BLOCK_BYTES)
            kept.files += 1
            # Times stay: what was compiled ahead is checked against its source's.
            os.utime(write, ns=(information.st_atime_ns, information.st_mtime_ns))
        finally:
            os.close(write)
    finally:
        os.close(read)


def _copy(read: int, write: int) -> int:
    total = 0
    while True:
        sent = os.sendfile(write, read, None, 1 << 24)
        if sent == 0:
            return total
        total += sent
