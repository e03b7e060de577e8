"""Tries to change the memory that every sandbox of an environment shares. Prints a hash of it."""

import ctypes
import hashlib
import os

from attempt import LIBC, attempt

NAME = "/memfd:glovebox-memory"
PAGE = 4096
LIBC.mprotect.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]
LIBC.madvise.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]
LIBC.mremap.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]
LIBC.mremap.restype = ctypes.c_ssize_t
WRITE, REMOVE, MAY_MOVE = 2, 9, 1


def check(result):
    if result == -1:
        raise OSError(ctypes.get_errno(), "")
    return result


def write_through_mem():
    with open("/proc/self/mem", "r+b", buffering=0) as memory:
        memory.seek(start)
        memory.write(b"x" * PAGE)


def write_to_its_file():
    with open(f"/proc/self/map_files/{span}", "r+b", buffering=0) as file:
        file.write(b"x" * PAGE)


with open("/proc/self/maps") as lines:
    fields = [line.split() for line in lines if NAME in line]
private = [span for span, permissions, *_ in fields if permissions == "rw-p"]
span = next(span for span, permissions, *_ in fields if permissions.endswith("s"))
start, end = (int(each, 16) for each in span.split("-"))
attempt("protection", lambda: check(LIBC.mprotect(start, end - start, WRITE)))
attempt("a copy's protection", lambda: check(LIBC.mprotect(check(LIBC.mremap(start, 0, PAGE, MAY_MOVE)), PAGE, WRITE)))
attempt("hole", lambda: check(LIBC.madvise(start, PAGE, REMOVE)))
attempt("hole in what is private", lambda: check(LIBC.madvise(int(private[0].split("-")[0], 16), PAGE, REMOVE)))
attempt("/proc/self/mem", write_through_mem)
attempt("/proc/self/map_files", write_to_its_file)
print("pages", (end - start) // PAGE, len(private) > 0, hashlib.sha256(ctypes.string_at(start, end - start)).hexdigest())
os._exit(0)
