"""Leaves, or looks for, traces of every kind: files, processes, sockets, shared memory.

Arguments: any of `leave`, `look`, `stay`. The name that marks each trace is the last argument.
"""

import ctypes
import os
import socket
import sys
import time

from attempt import LIBC, attempt

*what, name = sys.argv[1:]
PLACES = ("/workspace", "/tmp", "/home/user", "/dev/shm", "/var/tmp")
KEY, SIZE, CREATE = 0x61C3, 4096, 0o1666
PORT = 45_871
LIBC.shmat.restype = ctypes.c_void_p


def leave():
    for place in PLACES:
        with open(f"{place}/{name}", "w") as file:
            file.write(name)
    shared = LIBC.shmget(KEY, SIZE, CREATE)
    ctypes.memmove(LIBC.shmat(shared, None, 0), name.encode(), len(name))
    for make in (lambda: LIBC.semget(KEY, 1, CREATE), lambda: LIBC.msgget(KEY, CREATE)):
        if make() < 0:
            raise OSError(ctypes.get_errno(), "System V")
    sockets.append(socket.socket(socket.AF_UNIX))
    sockets[-1].bind(f"\0{name}")
    sockets[-1].listen()
    sockets.append(socket.socket())
    sockets[-1].bind(("127.0.0.1", PORT))
    sockets[-1].listen()
    started, executed = os.pipe()
    if os.fork() == 0:
        os.setsid()
        os.execv("/bin/sleep", [name, "300"])
    os.close(executed)
    os.read(started, 1)  # ends when the child has become another program
    os.environ[name] = name
    return "left"


def found(number):
    if number < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return "found"


def connected(family, address):
    with socket.socket(family) as connection:
        connection.settimeout(2)
        connection.connect(address)
        return "found"


def mentions(path):
    with open(path, "rb") as file:
        return "found" if name.encode() in file.read() else "nothing"


def commands():
    lines = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if int(pid) == os.getpid():
            continue
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            lines.append(file.read())
    return "found" if any(name.encode() in line for line in lines) else "nothing"


def rows(path):
    with open(path) as file:
        return len(file.readlines()) - 1


def look():
    for place in PLACES:
        attempt(f"file in {place}", lambda: "found" if name in os.listdir(place) else "nothing")
    attempt("shared memory", lambda: found(LIBC.shmget(KEY, SIZE, 0)))
    attempt("semaphore", lambda: found(LIBC.semget(KEY, 1, 0)))
    attempt("message queue", lambda: found(LIBC.msgget(KEY, 0)))
    attempt("abstract socket", lambda: connected(socket.AF_UNIX, f"\0{name}"))
    attempt("abstract socket listed", lambda: mentions("/proc/net/unix"))
    attempt("port", lambda: connected(socket.AF_INET, ("127.0.0.1", PORT)))
    attempt("process", commands)
    attempt("environment", lambda: "found" if name in os.environ else "nothing")
    attempt("rows of shared memory", lambda: rows("/proc/sysvipc/shm"))
    attempt("hostname", lambda: os.uname().nodename)


sockets = []
if "leave" in what:
    attempt("leave", leave)
if "stay" in what:
    print("staying", flush=True)
    time.sleep(60)
if "look" in what:
    look()
