"""The stem: the process that the interpreters and commands of a live sandbox are forked from.

Theory of operation. The worker of an armed sandbox becomes the stem, and never runs user code: so a
fork of it is as new as the first. Each fork is made init's child, not the stem's own, so that init
learns of its end and its use from the kernel. The stem has the user's uid: the user can end it, and
then has a sandbox in which nothing new starts. It is not dumpable, so the user can read or change
nothing in it.
"""

from __future__ import annotations

import os
import select
import signal
import socket

from .. import frames, heap, syscalls, worker
from ..snapshot import Memory
from . import interpreter, passing, rest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from ..snapshot import Snapshot

# Where init listens until the worker has called, which is before any user code runs.
ADDRESS = "/tmp/.glovebox"
_REQUEST, _PAGEMAP = 3, 4


def serve(snapshot: Snapshot | None) -> NoReturn:
    """Runs in the worker. Orders come one at a time, each with the descriptors of the new process."""
    pagemap = heap.open_pagemap()
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(ADDRESS)
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0, 0, 0, 0, step="not dumpable stem")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nothing = os.open("/dev/null", os.O_RDWR)
    passing.take_places((nothing, nothing, nothing, connection.detach(), pagemap))
    orders = passing.Orders(socket.socket(fileno=_REQUEST))
    while True:
        _rest_until_asked(Memory(snapshot, _PAGEMAP))
        try:
            name, payload, files = orders.next()
        except EOFError:
            os._exit(0)
        if name != "spawn":
            os._exit(1)
        _spawn(frames.json.loads(payload), files, snapshot)


def _rest_until_asked(memory: Memory) -> None:
    """It may sleep as long as the sandbox lives, so it gives back first what it only looked at."""
    poll = select.poll()
    poll.register(_REQUEST, select.POLLIN)
    if not poll.poll(rest.AFTER_SECONDS * 1000):
        memory.give_back()


def _spawn(order: dict[str, Any], files: list[int], snapshot: Snapshot | None) -> None:
    pid, why = 0, ""
    try:
        pid = syscalls.fork_into(syscalls.CLONE_PARENT, "a process of a live sandbox")
        if pid == 0:
            become(order, files, snapshot)
    except OSError as error:
        why = f"no further process can be made: {error.strerror}"
    for file in files:
        os.close(file)
    frames.write_all(_REQUEST, frames.pack_json("forked", {"pid": pid, "why": why}))


def become(order: dict[str, Any], files: list[int], snapshot: Snapshot | None) -> NoReturn:
    """What the fork does: it takes its descriptors, and turns into an interpreter or a program."""
    try:
        passing.take_places(files)
        os.setsid()
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1, 0, 0, 0, step="dumpable again")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        worker.reseed()
        worker.settle_in(order)
        if order["command"] is None:
            interpreter.serve(snapshot)
        if order["terminal"]:
            _take_terminal()
        worker.execute(order["command"], reports=order["listens"], listens=order["listens"])
    finally:
        os._exit(1)


def _take_terminal() -> None:
    """Makes descriptor 0, a terminal, the controlling one."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
