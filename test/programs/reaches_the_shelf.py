"""Tries to get at what lies around a layer, and to change the layer, from a program that has one."""

import ctypes
import os
import sys

from attempt import attempt, call

own = sys.argv[1]
AT_FDCWD, AT_EMPTY_PATH, AT_RECURSIVE, OPEN_TREE_CLONE = -100, 0x1000, 0x8000, 1
CLONE_NEWUSER, CLONE_NEWNS = 0x10000000, 0x00020000
MS_BIND, MS_REMOUNT, MS_REC = 4096, 32, 16384

for path in (
    "/opt/shelf",
    "/opt/shelf/layers",
    "/opt/keeping/..//shelf",
    f"{own}/../shelf",
    f"{own}/../shelf/../shelf/staging",
    "/proc/self/root/opt/shelf",
    "/proc/1/root/opt/shelf",
    "/proc/1/cwd/../opt/shelf",
    "/proc/self/cwd/../opt/shelf",
    "/proc/thread-self/root/opt/shelf",
):
    attempt(f"list {path}", lambda path=path: os.listdir(path))
    attempt(f"stat below {path}", lambda path=path: os.stat(f"{path}/layers"))
attempt("list keeping", lambda: os.listdir("/opt/keeping"))


def parents():
    """Every folder above the layer, by descriptors: names of layers would be among what they hold."""
    names = set()
    folder = os.open(own, os.O_RDONLY | os.O_DIRECTORY)
    for _ in range(6):
        above = os.open("..", os.O_RDONLY | os.O_DIRECTORY, dir_fd=folder)
        os.close(folder)
        folder = above
        names.update(os.listdir(folder))
    return sorted(name for name in names if name.startswith("program-") or name in ("layers", "staging"))


attempt("parents", parents)


def through_magic():
    folder = os.open(own, os.O_PATH | os.O_DIRECTORY)
    return os.listdir(f"/proc/self/fd/{folder}/../../layers")


attempt("parents of a descriptor", through_magic)
handle = ctypes.create_string_buffer(128)
ctypes.c_uint.from_buffer(handle).value = 120
attempt("handle", lambda: call(303, 264, AT_FDCWD, own.encode(), handle, ctypes.byref(ctypes.c_int()), 0))
attempt("open a handle", lambda: call(304, 265, os.open(own, os.O_RDONLY), handle, os.O_RDONLY))
attempt("uncover", lambda: call(166, 39, b"/opt/shelf", 2))
attempt("uncover the layer", lambda: call(166, 39, own.encode(), 2))
attempt("remount", lambda: call(165, 40, None, own.encode(), None, MS_REMOUNT | MS_BIND, None))
attempt("bind", lambda: call(165, 40, b"/opt", b"/tmp", None, MS_BIND | MS_REC, None))
attempt("clone the tree", lambda: call(428, 428, AT_FDCWD, b"/opt/shelf", OPEN_TREE_CLONE))
attempt("set attributes", lambda: call(442, 442, AT_FDCWD, own.encode(), 0, bytes(32), 32))
attempt("new user namespace", lambda: call(272, 97, CLONE_NEWUSER))
attempt("new mount namespace", lambda: call(272, 97, CLONE_NEWNS))
attempt("namespace of init", lambda: os.open("/proc/1/ns/mnt", os.O_RDONLY))

some = os.path.join(own, sorted(os.listdir(own))[0])
attempt("write", lambda: os.open(some, os.O_WRONLY))
attempt("truncate", lambda: os.truncate(some, 0))
attempt("mode", lambda: os.chmod(some, 0o4777))
attempt("mode of the folder", lambda: os.chmod(own, 0o777))
attempt("times", lambda: os.utime(some))
attempt("attribute", lambda: os.setxattr(some, "user.x", b"x"))
attempt("owner", lambda: os.chown(some, os.getuid(), os.getgid()))
attempt("remove", lambda: os.unlink(some))
attempt("rename", lambda: os.rename(some, some + "-"))
attempt("add", lambda: os.mkdir(f"{own}/x"))
attempt("link", lambda: os.link(some, "/tmp/x"))
attempt("reopen", lambda: os.open(f"/proc/self/fd/{os.open(some, os.O_RDONLY)}", os.O_RDWR))


def options():
    with open("/proc/self/mountinfo", encoding="utf-8") as lines:
        mine = [line.split(" ")[5] for line in lines if line.split(" ")[4] == own]
    return [[flag in each.split(",") for flag in ("ro", "nosuid", "nodev")] for each in mine]


attempt("options", options)
