"""Takes memory of one kind (first argument) in steps until it is stopped or has the MiB of the second argument."""

import ctypes
import mmap
import os
import sys
import time

kind, most = sys.argv[1], int(sys.argv[2])
STEP = 8 << 20
filling = b"\x01" * STEP
kept = []
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p


def heap():
    kept.append(bytearray(filling))


def file_in(folder):
    with open(f"{folder}/{len(kept)}", "wb") as file:
        file.write(filling)
    kept.append(None)


def memfd():
    kept.append(os.memfd_create("m"))
    os.write(kept[-1], filling)


def shared():
    kept.append(mmap.mmap(-1, STEP))
    kept[-1].write(filling)


def unseen():
    """Shared memory of a process that forbids all others to look at its mappings."""
    libc.prctl(4, 0, 0, 0, 0)
    shared()


def system_v():
    segment = libc.shmget(0, STEP, 0o1600)
    if segment < 0:
        raise OSError(ctypes.get_errno(), "shmget")
    ctypes.memset(libc.shmat(segment, None, 0), 1, STEP)
    kept.append(segment)


def detached():
    """Shared memory that is mapped nowhere, so that no process's resident size shows it."""
    segment = libc.shmget(0, STEP, 0o1600)
    if segment < 0:
        raise OSError(ctypes.get_errno(), "shmget")
    address = libc.shmat(segment, None, 0)
    ctypes.memset(address, 1, STEP)
    libc.shmdt(ctypes.c_void_p(address))
    kept.append(segment)


def child():
    if os.fork() == 0:
        taken = bytearray(filling)
        time.sleep(60)
        print(len(taken))
    kept.append(None)


kinds = {
    "heap": heap, "memfd": memfd, "shared": shared, "unseen": unseen, "system-v": system_v, "detached": detached, "children": child,
    "workspace": lambda: file_in("/workspace"), "tmp": lambda: file_in("/tmp"),
    "shm": lambda: file_in("/dev/shm"), "home": lambda: file_in("/home/user"),
}  # fmt: skip
while len(kept) * 8 < most:
    kinds[kind]()
if kind == "children":
    time.sleep(3)
print("took", len(kept) * 8, "MiB", flush=True)
