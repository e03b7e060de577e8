"""System calls for building a wall, each checked.

ctypes does not raise when a call answers -1, and a wall with one silent failure is no wall. So no
module of this package calls libc directly: each call goes through `Syscall`, which raises
`WallError`. A step can also be told to fail, so that tests can make every step fail in turn.
"""

from __future__ import annotations

import ctypes
import errno
import os
import time
from ctypes import c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p

from .generated.syscall_numbers import NUMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MACHINE = os.uname().machine
NUMBER = NUMBERS.get(MACHINE, {})

CLONE_PARENT = 0x00008000
CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x20, 0x1000, 0x4000, 0x40000
MNT_DETACH = 2

AT_FDCWD = -100
AT_RECURSIVE = 0x8000
AT_EMPTY_PATH = 0x1000
AT_SYMLINK_NOFOLLOW = 0x100
OPEN_TREE_CLONE, OPEN_TREE_CLOEXEC = 1, 0o2000000
MOVE_MOUNT_F_EMPTY_PATH = 4
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
LAST_CAPABILITY = 40
_PATIENCE, _MOMENT_SECONDS = 100, 0.005

# PyDLL, not CDLL: the interpreter's lock is not released around a call, so a fork happens under it.
_libc = ctypes.PyDLL(None, use_errno=True)
_steps: list[str] = []
_fault: list[str] = []


class WallError(OSError):
    """A step of building the wall that failed. `step` names it, such as "mount /proc"."""

    def __init__(self, code: int, step: str) -> None:
        super().__init__(code, f"{os.strerror(code)} ({step})")
        self.step = step


def inject_fault(step: str | None) -> None:
    """Makes the named step fail from now on, in this process and its children. For tests."""
    _fault[:] = [] if step is None else [step]


def record_steps() -> list[str]:
    """Clears and returns the list into which every step is written, and which only tests read."""
    _steps.clear()
    return _steps


def _enter(step: str) -> None:
    _steps.append(step)
    if step in _fault:
        raise WallError(errno.EPERM, step)


class Syscall:
    """One libc function or raw system call whose failure raises `WallError`."""

    def __init__(self, name: str, *types: Any, raw: bool = False) -> None:
        self._name = name
        if raw:
            function = _libc["syscall"]
            function.argtypes = [c_long, *types]
            self._prefix: tuple[int, ...] = (NUMBER.get(name, -1),)
        else:
            function = _libc[name]
            function.argtypes = list(types)
            self._prefix = ()
        function.restype = c_long if raw else c_int
        self._function = function
        # For a call whose failure changes nothing; only of functions, not of raw calls.
        self.unchecked = function

    def __call__(self, *arguments: Any, step: str = "") -> int:
        name = f"{self._name} {step}" if step else self._name
        _enter(name)
        result = self._function(*self._prefix, *arguments)
        if result == -1:
            raise WallError(ctypes.get_errno(), name)
        return result


mount = Syscall("mount", c_char_p, c_char_p, c_char_p, c_ulong, c_char_p)
umount2 = Syscall("umount2", c_char_p, c_int)
pivot_root = Syscall("pivot_root", c_char_p, c_char_p, raw=True)
mount_setattr = Syscall("mount_setattr", c_int, c_char_p, c_uint, c_void_p, ctypes.c_size_t, raw=True)
open_tree = Syscall("open_tree", c_int, c_char_p, c_uint, raw=True)
move_mount = Syscall("move_mount", c_int, c_char_p, c_int, c_char_p, c_uint, raw=True)
setns = Syscall("setns", c_int, c_int)
unshare = Syscall("unshare", c_int)
clone = Syscall("clone", c_ulong, c_void_p, c_void_p, c_void_p, c_void_p, raw=True)
# libc's own: runs a C function as a new process on a stack of its own, with memory shared if asked.
clone_thread = Syscall("clone", c_void_p, c_void_p, c_int, c_void_p)
PAUSE = ctypes.cast(_libc.pause, c_void_p)
prctl = Syscall("prctl", c_int, c_ulong, c_ulong, c_ulong, c_ulong)
capset = Syscall("capset", c_void_p, c_void_p)
setresuid = Syscall("setresuid", c_uint, c_uint, c_uint)
setresgid = Syscall("setresgid", c_uint, c_uint, c_uint)
setgroups = Syscall("setgroups", ctypes.c_size_t, c_void_p)
sethostname = Syscall("sethostname", c_char_p, ctypes.c_size_t)
close_range = Syscall("close_range", c_uint, c_uint, c_uint, raw=True)
openat2 = Syscall("openat2", c_int, c_char_p, c_void_p, ctypes.c_size_t, raw=True)
signalfd = Syscall("signalfd", c_int, c_void_p, c_int)
landlock_create_ruleset = Syscall("landlock_create_ruleset", c_void_p, ctypes.c_size_t, c_uint, raw=True)
landlock_add_rule = Syscall("landlock_add_rule", c_int, c_int, c_void_p, c_uint, raw=True)
landlock_restrict_self = Syscall("landlock_restrict_self", c_int, c_uint, raw=True)
madvise = Syscall("madvise", c_void_p, ctypes.c_size_t, c_int)


before_fork = ctypes.pythonapi.PyOS_BeforeFork
after_fork_child = ctypes.pythonapi.PyOS_AfterFork_Child
after_fork_parent = ctypes.pythonapi.PyOS_AfterFork_Parent
for _handler in (before_fork, after_fork_child, after_fork_parent):
    _handler.restype = None
    _handler.argtypes = []


def write_file(path: str, content: str) -> None:
    """Writes to a file of the kernel's (procfs) in one call, as a checked step."""
    step = f"write {path}"
    _enter(step)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    except OSError as error:
        raise WallError(error.errno or errno.EIO, step) from error
    try:
        write_to(file, content.encode(), step=step)
    finally:
        os.close(file)


def write_to(file: int, content: bytes, *, step: str) -> None:
    """Writes to an open file of the kernel's in one call, as a checked step."""
    _enter(step)
    try:
        written = os.write(file, content)
    except OSError as error:
        raise WallError(error.errno or errno.EIO, step) from error
    if written != len(content):
        raise WallError(errno.EIO, step)


def make_read_only(path: str, *, recursive: bool, dev: bool = False) -> None:
    """Makes a mount, and with `recursive` every mount below it, read-only, nosuid and nodev."""
    attributes = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | (0 if dev else MOUNT_ATTR_NODEV)
    struct = (ctypes.c_uint64 * 4)(attributes, 0, 0, 0)
    flags = AT_RECURSIVE if recursive else 0
    mount_setattr(AT_FDCWD, path.encode(), flags, ctypes.byref(struct), ctypes.sizeof(struct), step=path)


def make_tree_read_only(tree: int) -> None:
    """The same for a mount that is not attached anywhere yet."""
    struct = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, 0, 0, 0)
    mount_setattr(tree, b"", AT_EMPTY_PATH, ctypes.byref(struct), ctypes.sizeof(struct), step="a layer")


def become_file_system_user(identity: int) -> None:
    """Files are made and checked as this uid and gid. The calls do not tell failure, so it is looked up."""
    for name in ("setfsgid", "setfsuid"):
        _enter(name)
        function = _libc[name]
        function(identity)
        # An id that cannot be changes nothing, and the answer is the present one.
        if function(c_uint(0xFFFFFFFF)) != identity:
            raise WallError(errno.EPERM, name)


def empty_bounding_set() -> None:
    """No file executed from here on can bring a capability back. Needs CAP_SETPCAP."""
    for capability in range(LAST_CAPABILITY + 1):
        prctl(PR_CAPBSET_DROP, capability, 0, 0, 0, step="PR_CAPBSET_DROP")


def drop_capabilities() -> None:
    """Empties the effective, permitted and inheritable sets."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    capset(ctypes.byref(header), ctypes.byref(data))


class Sleep:
    """What a fork does before all else, in calls that copy hardly a page: it closes, and waits to be woken.

    `closes`: so many of the first descriptors. `wake`: the descriptor that can be read once it is woken.
    """

    def __init__(self, closes: int, wake: int) -> None:
        self._closes = closes
        # struct pollfd of one descriptor, and POLLIN.
        self._polled = (ctypes.c_int * 2)(wake, 1)

    def __call__(self) -> None:
        for file in range(self._closes):
            _libc.close(file)
        _libc.setsid()
        while _libc.poll(self._polled, 1, -1) < 0:
            continue


def fork_into(flags: int, step: str, sleep: Sleep | None = None) -> int:
    """Forks like os.fork, with namespace flags. 0 in the child, with `sleep` once it has been woken.

    A raw clone skips what the interpreter does around a fork (its locks, the reseeding of
    `random`), so those handlers are called here. Refuses where other threads run: they would not
    exist in the child, but their locks would. One that is just ending gets a moment for it.
    """
    for _ in range(_PATIENCE):
        if len(os.listdir("/proc/self/task")) == 1:
            break
        time.sleep(_MOMENT_SECONDS)
    else:
        raise RuntimeError("other threads run in this process; it must not fork")
    before_fork()
    try:
        pid = clone(flags | 17, None, None, None, None, step=step)
    except WallError:
        after_fork_parent()
        raise
    if pid == 0:
        if sleep is not None:
            sleep()
        after_fork_child()
    else:
        after_fork_parent()
    return pid
