"""The outer wall: what every sandbox of one environment shares, built once.

Theory of operation. The host starts this file, as root or as an ordinary user, with a control
socket as descriptor 3 and its orders as the only argument. Three processes come of it:

    keeper   this process. As root it claims a block of host uids (a lock on a byte of a file, which
             the kernel releases when the keeper dies) and makes toolchains reachable that lie in a
             home folder. Then it enters a user namespace in which uid 0 is the first uid of the
             block (or the ordinary user), so it is root over nothing but its own namespace. It only
             waits.
    reaper   process 1 of a new process namespace, with a mount namespace of its own: a read-only
             root that holds the toolchains, a minimal /etc and /dev, and nothing else of the host.
             It starts the warden and reaps. It dies with the keeper, and everything in it with it.
    warden   warden.py, run by the environment's own interpreter from inside that root.

The host's file system is unmounted from the reaper's namespace before the warden starts. What is
left of the host are two descriptors of folders, for the host's socket and for cgroups; the warden
closes both in every child.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from glovebox_sandbox import frames, root, syscalls

CONTROL = 3
BLOCK_SIZE = 65_536


def main() -> None:
    orders = json.loads(sys.argv[1])
    control = socket.socket(fileno=CONTROL)
    try:
        _run(orders, control)
    except BaseException as error:
        _tell_failure(control, error)
        os._exit(1)


def _run(orders: dict[str, Any], control: socket.socket) -> None:
    _die_with_parent()
    # Layers that one sandbox makes are for others, which have other uids.
    os.umask(0o022)
    folders = {
        "host": _open_folder(orders["runFolder"]),
        "cgroups": [_open_folder(path) for path in orders["cgroupFolders"]],
    }
    privileged = os.geteuid() == 0 and _has_uids(orders["uidBase"])
    if privileged:
        first_uid = _claim_block(orders["uidBase"], orders["uidLock"])
        os.chown(orders["runFolder"], first_uid, first_uid)
        os.chown(f"{orders['runFolder']}/host.sock", first_uid, first_uid)
        _stage(orders)
        _enter_user_namespace(f"0 {first_uid} {BLOCK_SIZE}", privileged=True)
    else:
        first_uid = os.geteuid()
        _enter_user_namespace(f"0 {first_uid} 1", privileged=False)
    control.sendall(frames.pack_json("claimed", {"firstUid": first_uid, "range": privileged}))
    _die_with_parent()
    flags = (
        syscalls.CLONE_NEWPID | syscalls.CLONE_NEWNS | syscalls.CLONE_NEWNET
        | syscalls.CLONE_NEWIPC | syscalls.CLONE_NEWUTS
    )  # fmt: skip
    if syscalls.fork_into(flags, "outer namespaces") == 0:
        try:
            _reap(orders, control, folders, privileged)
        except BaseException as error:
            _tell_failure(control, error)
        os._exit(1)
    control.close()
    with contextlib.suppress(ChildProcessError):
        os.wait()
    os._exit(0)


def _die_with_parent() -> None:
    parent = os.getppid()
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0, step="PDEATHSIG")
    # The parent may have died before the call above.
    if os.getppid() != parent:
        os._exit(1)


def _open_folder(path: str) -> int:
    return os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)


def _has_uids(base: int) -> bool:
    """Whether the uids of sandboxes exist here: root of a container may have but a few."""
    with open("/proc/self/uid_map", encoding="utf-8") as lines:
        ranges = [tuple(int(field) for field in line.split()) for line in lines]
    return any(first <= base and base + BLOCK_SIZE <= first + count for first, _, count in ranges)


def _claim_block(base: int, lock_path: str) -> int:
    """The first uid of a block that no other keeper on this machine holds."""
    file = os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    for block in range((2**31 - base) // BLOCK_SIZE):
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, block)
            return base + block * BLOCK_SIZE
        except BlockingIOError:
            continue
    raise RuntimeError("every block of uids is in use")


def _stage(orders: dict[str, Any]) -> None:
    """Binds each toolchain where an unprivileged uid can reach it, in a mount namespace of our own."""
    syscalls.unshare(syscalls.CLONE_NEWNS, step="staging")
    syscalls.mount(None, b"/", None, syscalls.MS_REC | syscalls.MS_PRIVATE, None, step="private /")
    stage = f"{orders['runFolder']}/stage"
    syscalls.mount(b"tmpfs", stage.encode(), b"tmpfs", 0, b"mode=0755,size=64k", step="stage")
    for index, toolchain in enumerate(orders["toolchains"]):
        target = f"{stage}/{index}"
        root.bind(toolchain["source"], target)
        toolchain["source"] = target
    shelf = f"{stage}/shelf"
    os.mkdir(shelf)
    syscalls.mount(orders["shelf"].encode(), shelf.encode(), None, syscalls.MS_BIND, None, step="the shelf")
    orders["shelf"] = shelf


def _enter_user_namespace(mapping: str, *, privileged: bool) -> None:
    """Becomes uid 0 of a new user namespace. Only a process outside it may map a range of uids."""
    keeper = os.getpid()
    ready, entered = os.pipe2(os.O_CLOEXEC)
    mapper = os.fork() if privileged else 0
    if privileged and mapper == 0:
        code = 1
        try:
            os.close(entered)
            os.read(ready, 1)
            _write_maps(f"/proc/{keeper}", mapping)
            code = 0
        finally:
            os._exit(code)
    syscalls.unshare(syscalls.CLONE_NEWUSER, step="outer user namespace")
    if privileged:
        os.write(entered, b"x")
        if os.waitstatus_to_exitcode(os.waitpid(mapper, 0)[1]) != 0:
            raise RuntimeError(f"the uids {mapping} cannot be mapped in this user namespace")
    else:
        syscalls.write_file("/proc/self/setgroups", "deny")
        _write_maps("/proc/self", mapping)
    os.close(ready)
    os.close(entered)
    if privileged:
        syscalls.setgroups(0, None)
    syscalls.setresgid(0, 0, 0)
    syscalls.setresuid(0, 0, 0)
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1, 0, 0, 0, step="dumpable")


def _write_maps(process: str, mapping: str) -> None:
    syscalls.write_file(f"{process}/uid_map", mapping)
    syscalls.write_file(f"{process}/gid_map", mapping)


def _reap(orders: dict[str, Any], control: socket.socket, folders: dict[str, Any], privileged: bool) -> None:
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0, step="PDEATHSIG")
    os.setsid()
    syscalls.sethostname(b"glovebox", 8)
    root.build(orders)
    warden = os.fork()
    if warden == 0:
        try:
            _become_warden(orders, control, folders, privileged)
        except BaseException as error:
            _tell_failure(control, error)
        os._exit(1)
    control.close()
    for folder in (folders["host"], *folders["cgroups"]):
        os.close(folder)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            os._exit(0)


def _become_warden(
    orders: dict[str, Any], control: socket.socket, folders: dict[str, Any], privileged: bool
) -> None:
    for file in (control.fileno(), folders["host"], *folders["cgroups"]):
        os.set_inheritable(file, True)
    warden = {
        "hostFolder": folders["host"],
        "cgroupFolders": folders["cgroups"],
        "range": privileged,
        "environment": orders["environment"],
        "preload": orders["preload"],
        "warmUp": orders["warmUp"],
        "programVariables": orders["programVariables"],
    }
    python = orders["python"]
    script = f"{root.GLOVEBOX}/glovebox_sandbox/warden.py"
    arguments = [python, "-I", "-S", "-B", script, json.dumps(warden)]
    os.execve(python, arguments, orders["variables"])


def _tell_failure(control: socket.socket, error: BaseException) -> None:
    step = getattr(error, "step", "")
    with contextlib.suppress(OSError):
        control.sendall(frames.pack_json("broken", {"step": step, "message": str(error)[:2000]}))


if __name__ == "__main__":
    main()
