"""Landlock: a second opinion on the file system, and walls that namespaces do not give.

Where the kernel has it, user code may write only in the sandbox's writable places, may read and
execute the rest, and (from ABI 6) may neither signal processes nor reach abstract sockets outside
its own domain: init among them.
"""

import ctypes
import errno
import os

from . import syscalls

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_IOCTL_DEV = 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_RULE_PATH_BENEATH = 1
_CREATE_RULESET_VERSION = 1
_SCOPE_ABSTRACT_SOCKET, _SCOPE_SIGNAL = 1, 2

# All rights on files that an ABI knows, from version 1 to 5 (5 and later: the same).
_ALL_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_ALL_RIGHTS_NOW = (1 << 16) - 1


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("directory", ctypes.c_int32))


def abi() -> int:
    """The Landlock ABI that the kernel speaks, or 0 where it has none."""
    try:
        return syscalls.landlock_create_ruleset(None, 0, _CREATE_RULESET_VERSION, step="version")
    except syscalls.WallError as error:
        if error.errno in (errno.ENOSYS, errno.EOPNOTSUPP):
            return 0
        raise


def restrict(version: int, writable: tuple[str, ...]) -> None:
    """Restricts this process and its children for good. It needs no_new_privs."""
    rights = _ALL_RIGHTS.get(version, _ALL_RIGHTS_NOW)
    scope = _SCOPE_ABSTRACT_SOCKET | _SCOPE_SIGNAL if version >= 6 else 0
    attributes = (ctypes.c_uint64 * 3)(rights, 0, scope)
    # A kernel of an older ABI refuses a structure longer than its own unless the rest is zero.
    size = 24 if version >= 6 else 8
    ruleset = syscalls.landlock_create_ruleset(ctypes.byref(attributes), size, 0, step="ruleset")
    try:
        _allow(ruleset, "/", _READ & rights)
        _allow(ruleset, "/dev", (_READ | _WRITE_FILE | _IOCTL_DEV) & rights)
        for path in writable:
            _allow(ruleset, path, rights)
        syscalls.landlock_restrict_self(ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    directory = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _PathRule(rights, directory)
        syscalls.landlock_add_rule(ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), 0, step=path)
    finally:
        os.close(directory)
