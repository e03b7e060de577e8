"""Init: process 1 of a sandbox, and the only one that the host listens to.

Theory of operation. Init builds the wall, forks the worker, gives up its own rights, and then serves
one connection (service.py). The worker cannot reach it (wall.py), so status, time and exit code are
init's own words; what the worker says about itself comes through one pipe, is bounded in length, and
is passed on as a report, never as a fact.

Life of a sandbox: arming → ready → (files) → running → ended. When the host closes the connection,
init exits, and the kernel kills everything in the sandbox with it.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket

from . import frames, heap, rehearsal, root, syscalls, verify, wall, worker
from .pipes import Pipes
from .service import Service
from .snapshot import Memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .rehearsal import HotPages
    from .wall import Kit, Shape

_CONNECTION, _FIRST_UNUSED = 3, 9
_ABOVE_EVERY_TARGET = 64


def main(
    connection: socket.socket, shape: Shape, kit: Kit, cgroups: list[int], hot: HotPages, rehearses: bool
) -> None:
    """Runs in the process that the warden cloned. Never returns."""
    try:
        heap.take(hot.init)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        wall.build(shape, kit)
        before = heap.taken(heap.open_pagemap()) if rehearses else []
        pid, pipes = _fork_worker(shape, kit, cgroups, hot, rehearses)
        if rehearses:
            _hold_pages()
        heap.take(hot.init_again)
        connection, pipes = _move_down(connection, pipes)
        syscalls.close_range(_FIRST_UNUSED, 0xFFFFFFFF, 0, step="init")
        pagemap = heap.open_pagemap()  # in time: it can be opened no more
        wall.confine_init(kit)
        verify.process(has_range=kit.has_range)
        if rehearses:
            connection.sendall(rehearsal.pages("init", before))
        memory = Memory(kit.snapshot, pagemap)
        Service(connection, pid, pipes, memory, shape.workspace_bytes, rehearses=rehearses).run()
    except BaseException as error:
        _tell_failure(connection, error)
    os._exit(1)


def _hold_pages() -> None:
    """A child that only sleeps: what it still shares with init at the end, init has not written to.

    Without it a page that only the worker wrote to would look like init's own.
    """
    if os.fork() == 0:
        signal.pause()
        os._exit(0)


def _fork_worker(
    shape: Shape, kit: Kit, cgroups: list[int], hot: HotPages, rehearses: bool
) -> tuple[int, Pipes]:
    stdin, stdout, stderr, request, report = (os.pipe2(os.O_CLOEXEC) for _ in range(5))
    for pipe in (stdin, stdout, stderr, request, report):
        # The user's, so that /dev/stdin, /dev/stdout and the others can be opened.
        os.fchown(pipe[0], root.USER_ID, root.USER_ID)
    pid = os.fork()
    if pid == 0:
        try:
            inner = (stdin[0], stdout[1], stderr[1], request[0], report[1])
            for target, source in enumerate(inner):
                os.dup2(source, target, inheritable=target < 3)
            worker.main(shape, kit, cgroups, hot, rehearses)
        finally:
            os._exit(1)
    return pid, Pipes(stdin[1], stdout[0], stderr[0], request[1], report[0])


def _move_down(connection: socket.socket, pipes: Pipes) -> tuple[socket.socket, Pipes]:
    """Makes /dev/null 0 to 2, then the connection and the pipes; all others may then be closed."""
    nothing = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
    kept = (nothing, nothing, nothing, connection.detach(), *pipes.numbers())
    # First above every target, so that no step overwrites a descriptor that a later one needs.
    high = [fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, _ABOVE_EVERY_TARGET) for file in kept]
    for target, file in enumerate(high):
        os.dup2(file, target, inheritable=False)
    return socket.socket(fileno=_CONNECTION), Pipes(*range(_CONNECTION + 1, _FIRST_UNUSED))


def _tell_failure(connection: socket.socket, error: BaseException) -> None:
    failure = {"step": getattr(error, "step", ""), "message": str(error)[:2000]}
    try:
        connection.setblocking(True)
        connection.sendall(frames.pack_json("broken", failure))
    except OSError:
        pass  # the host is gone as well
