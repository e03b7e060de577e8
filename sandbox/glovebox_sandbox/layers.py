"""Layers: folders of the host's that one sandbox gets, read-only, after its wall was built.

Theory of operation. All layers of a data directory lie in one folder, the shelf. It is mounted in the
outer wall, where only the warden looks; every sandbox covers it with an empty mount before it does
anything else (wall.py), and has no right to uncover it. For a sandbox that shall have a layer the
warden clones that one folder's mount, makes it read-only, enters the sandbox's mount namespace,
attaches it there, and comes back. Names are the host's: they are checked all the same, so that none
leads off the shelf. A mount that comes from the warden's namespace is locked in the sandbox's.

One mount may be writable: the staging folder into which init copies what becomes a layer, and only
once no process of the program is left (keeping.py).
"""

from __future__ import annotations

import os
import re

from . import syscalls

SHELF = "/opt/shelf"
KEEPING = "/opt/keeping"
# Mount points must be there before the root becomes read-only. The host calls them PLACES, in language.ts.
PLACES = (SHELF, KEEPING, "/opt/program", "/opt/packages", "/node_modules", "/opt/cache", "/opt/registries")
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_FLAGS = syscalls.OPEN_TREE_CLONE | syscalls.OPEN_TREE_CLOEXEC | syscalls.AT_SYMLINK_NOFOLLOW


def attach(process: int, home: int, source: str, target: str, *, writable: bool) -> None:
    """Mounts a folder of the shelf in the mount namespace of this process. `home`: the caller's own."""
    if not _NAME.fullmatch(source) or target not in PLACES[1:]:
        raise ValueError(f"{source!r} cannot be attached at {target!r}")
    tree = syscalls.open_tree(syscalls.AT_FDCWD, f"{SHELF}/{source}".encode(), _FLAGS, step="a layer")
    try:
        if not writable:
            syscalls.make_tree_read_only(tree)
        there = os.open(f"/proc/{process}/ns/mnt", os.O_RDONLY | os.O_CLOEXEC)
        try:
            _move(tree, there, home, target)
        finally:
            os.close(there)
    finally:
        os.close(tree)


def _move(tree: int, there: int, home: int, target: str) -> None:
    syscalls.setns(there, syscalls.CLONE_NEWNS, step="into a sandbox")
    try:
        flags = syscalls.MOVE_MOUNT_F_EMPTY_PATH
        syscalls.move_mount(tree, b"", syscalls.AT_FDCWD, target.encode(), flags, step="a layer")
    finally:
        try:
            syscalls.setns(home, syscalls.CLONE_NEWNS, step="home")
        except OSError:
            # A warden in a sandbox's namespace must not go on.
            os._exit(1)
