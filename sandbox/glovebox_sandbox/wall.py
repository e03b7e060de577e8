"""The inner wall: what separates one sandbox from everything else.

Theory of operation. The warden clones init with a namespace of every kind, and writes its id maps:
uid 1000 is the user, 999 is init (where only one uid can be mapped, both are 1000). `build` then
runs in init with all capabilities over those namespaces and nothing outside them; `confine_worker`
and `confine_init` give everything up, in this order:

    worker: join the cgroup, leave the cgroup namespace, rlimits, close descriptors,
            become the user, no capabilities, no_new_privs, Landlock, seccomp
    init:   close descriptors, become init, no capabilities, no_new_privs, not dumpable, seccomp

After that neither can mount, make a namespace, change uid, or gain a privilege by executing a file.
Init is out of the worker's reach: another effective uid, not dumpable, and process 1, to which the
kernel delivers no signal from inside that it has no handler for. Its real uid is the user's, so that
it may kill the user's processes; its file-system uid as well, so that the files it lays and reads
are checked with the user's rights and belong to the user.
"""

import fcntl
import os
import resource
import socket
import struct

from . import landlock, layers, root, seccomp, syscalls, verify
from .root import INIT_ID, USER_ID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .snapshot import Snapshot

INNER_NAMESPACES = (
    syscalls.CLONE_NEWUSER | syscalls.CLONE_NEWPID | syscalls.CLONE_NEWNS | syscalls.CLONE_NEWNET
    | syscalls.CLONE_NEWIPC | syscalls.CLONE_NEWUTS
)  # fmt: skip
_NAMESPACE_KINDS = ("user", "pid", "mnt", "net", "ipc", "uts", "time")
_MASKED = (
    "/proc/kcore",
    "/proc/keys",
    "/proc/key-users",
    "/proc/timer_list",
    "/proc/sysrq-trigger",
)
_SIOCSIFFLAGS, _IFF_UP_RUNNING = 0x8914, 0x1 | 0x40
_INODES_PER_MIB = 256
_UNCHANGED = 0xFFFFFFFF


class Shape:
    """What cannot be changed once the wall stands. Sizes in bytes."""

    def __init__(
        self,
        *,
        workspace_bytes: int,
        file_bytes: int,
        open_files: int,
        processes: int | None,
        terminals: bool,
    ) -> None:
        self.workspace_bytes = workspace_bytes
        self.file_bytes = file_bytes
        self.open_files = open_files
        # None where the cgroup counts them.
        self.processes = processes
        # Whether programs can be given terminals. Those of one sandbox are seen in no other.
        self.terminals = terminals


class Kit:
    """What the warden prepares once for all its walls, looking from the outer wall."""

    def __init__(self, *, has_range: bool, counts_memory: bool) -> None:
        self.has_range = has_range
        # None until the warden has imported everything.
        self.snapshot: Snapshot | None = None
        # Where only one uid can be mapped, init and the user share it.
        self.init_id = INIT_ID if has_range else USER_ID
        self.filter = seccomp.assemble(counts_memory=counts_memory)
        self.landlock_abi = landlock.abi()
        self.masked = tuple(path for path in _MASKED if os.path.exists(path))
        self.mounts = verify.mount_points() | {"/proc", root.TERMINALS, *root.WRITABLE, *self.masked}


def write_maps(pid: int, init_uid: int, user_uid: int | None) -> None:
    """Maps the sandbox's ids, from the warden. Ids are those of the outer user namespace."""
    if user_uid is None:
        mapping = f"{USER_ID} {init_uid} 1"
    else:
        mapping = f"{INIT_ID} {init_uid} 1\n{USER_ID} {user_uid} 1"
    syscalls.write_file(f"/proc/{pid}/uid_map", mapping)
    syscalls.write_file(f"/proc/{pid}/gid_map", mapping)


def build(shape: Shape, kit: Kit) -> None:
    """Lays the sandbox's own mounts and network over the outer root. Runs in init."""
    if kit.has_range:
        syscalls.setgroups(0, None)
    syscalls.setresgid(kit.init_id, kit.init_id, kit.init_id)
    # The saved uid stays the warden's until the worker has joined its cgroup: a cgroup of version 1
    # takes a process only from one whose uid it shares. Then both give it up.
    syscalls.setresuid(kit.init_id, kit.init_id, _UNCHANGED)
    syscalls.sethostname(b"glovebox", 8)
    _cover_shelf()
    _forbid_namespaces()
    _mount_writable(shape)
    if shape.terminals:
        _mount_terminals()
    _mount_proc(kit.masked)
    _raise_loopback()
    # Needs CAP_SETPCAP, so before the fork of the worker, which inherits it.
    syscalls.empty_bounding_set()
    os.chdir(root.WORKSPACE)


def _cover_shelf() -> None:
    flags = syscalls.MS_NOSUID | syscalls.MS_NODEV | syscalls.MS_NOEXEC | syscalls.MS_RDONLY
    syscalls.mount(
        b"tmpfs", layers.SHELF.encode(), b"tmpfs", flags, b"size=4k,mode=0", step="cover the shelf"
    )


def _forbid_namespaces() -> None:
    for kind in _NAMESPACE_KINDS:
        syscalls.write_file(f"/proc/sys/user/max_{kind}_namespaces", "0")


def _mount_writable(shape: Shape) -> None:
    inodes = max(1024, shape.workspace_bytes // (1 << 20) * _INODES_PER_MIB)
    flags = syscalls.MS_NOSUID | syscalls.MS_NODEV
    for path in root.WRITABLE:
        mode = "0755" if path in ("/workspace", "/home/user") else "1777"
        options = f"size={shape.workspace_bytes},nr_inodes={inodes},mode={mode},uid={USER_ID},gid={USER_ID}"
        syscalls.mount(b"tmpfs", path.encode(), b"tmpfs", flags, options.encode(), step=path)


def _mount_terminals() -> None:
    flags = syscalls.MS_NOSUID | syscalls.MS_NOEXEC
    options = b"newinstance,ptmxmode=0666,mode=0620,max=64"
    syscalls.mount(b"devpts", root.TERMINALS.encode(), b"devpts", flags, options, step=root.TERMINALS)


def _mount_proc(masked: tuple[str, ...]) -> None:
    flags = syscalls.MS_NOSUID | syscalls.MS_NODEV | syscalls.MS_NOEXEC | syscalls.MS_RDONLY
    syscalls.mount(b"proc", b"/proc", b"proc", flags, None, step="/proc")
    for path in masked:
        syscalls.mount(b"/dev/null", path.encode(), None, syscalls.MS_BIND, None, step=f"mask {path}")


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP_RUNNING))


def join(cgroups: list[int]) -> None:
    """Moves this process into the sandbox's cgroup: first of all, so that all it takes is counted."""
    for cgroup in cgroups:
        syscalls.write_to(cgroup, b"0", step="join the cgroup")


def confine_worker(shape: Shape, kit: Kit, kept: int) -> None:
    """Turns this process into the user for good. Descriptors from `kept` on are closed."""
    syscalls.unshare(syscalls.CLONE_NEWCGROUP, step="cgroup namespace")
    _set_rlimits(shape)
    syscalls.close_range(kept, 0xFFFFFFFF, 0, step="worker")
    os.setsid()
    syscalls.setresgid(USER_ID, USER_ID, USER_ID, step="user")
    syscalls.setresuid(USER_ID, USER_ID, USER_ID, step="user")
    syscalls.drop_capabilities()
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, step="NO_NEW_PRIVS worker")
    # Becoming another uid made the process undumpable, and its /proc/self unreadable to itself.
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1, 0, 0, 0, step="dumpable worker")
    if kit.landlock_abi:
        landlock.restrict(kit.landlock_abi, root.WRITABLE)
    seccomp.install(kit.filter)


def _set_rlimits(shape: Shape) -> None:
    # 1, not 0: with 0 a core still goes to a handler that the host may have configured.
    _limit(resource.RLIMIT_CORE, 1)
    _limit(resource.RLIMIT_FSIZE, shape.file_bytes)
    _limit(resource.RLIMIT_NOFILE, shape.open_files)
    _limit(resource.RLIMIT_MEMLOCK, 64 * 1024)
    _limit(resource.RLIMIT_MSGQUEUE, 819_200)
    if shape.processes is not None:
        _limit(resource.RLIMIT_NPROC, shape.processes)


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, bound))


def confine_init(kit: Kit) -> None:
    """Gives up what init needed for building: from here it has no more rights than the user."""
    identity = kit.init_id
    syscalls.setresgid(USER_ID, identity, identity, step="init")
    syscalls.setresuid(USER_ID, identity, identity, step="init")
    syscalls.become_file_system_user(USER_ID)
    syscalls.drop_capabilities()
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, step="NO_NEW_PRIVS init")
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0, 0, 0, 0, step="not dumpable init")
    seccomp.install(kit.filter)
