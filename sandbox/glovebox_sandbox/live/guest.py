"""One process of a live sandbox as init sees it, with the pipes to it."""

from __future__ import annotations

import os
import signal
import socket
import time

from .. import frames
from ..feed import Feed
from . import terminal
from .chatter import Chatter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .cell import Cell

STREAMS = ("stdout", "stderr")


class Ends:
    """Init's ends of a guest's pipes; -1 once closed. `inner`: the guest's own, until they were passed on.

    With `size` it has a terminal of that size instead of three pipes: what it says comes as stdout.
    """

    def __init__(self, size: dict[str, Any] | None = None) -> None:
        if size is None:
            # Init makes files as the user, so the user can open /dev/stdin, /dev/stdout and the others.
            pipes = [os.pipe2(os.O_CLOEXEC) for _ in range(3)]
            (stdin_in, stdin), (self.stdout, out), (self.stderr, err) = pipes
            streams = [stdin_in, out, err]
        else:
            self.stdout, theirs_end = terminal.open_pair(size)
            stdin, self.stderr = os.dup(self.stdout), -1
            streams = [theirs_end, os.dup(theirs_end), os.dup(theirs_end)]
        self.reports, report = os.pipe2(os.O_CLOEXEC)
        ours, theirs = socket.socketpair()
        self.orders = ours.detach()
        self.inner = [*streams, theirs.detach(), report]
        self.stdin = Feed(stdin, renews=size is None)
        self.told = Feed(self.orders)
        for file in (self.stdout, self.stderr, self.reports):
            if file >= 0:
                os.set_blocking(file, False)
        self.parser = frames.Parser(frames.MAX_REPORT)

    def close_inner(self) -> None:
        for file in self.inner:
            os.close(file)
        self.inner = []

    def close(self, name: str) -> None:
        if getattr(self, name) >= 0:
            os.close(getattr(self, name))
            setattr(self, name, -1)

    def close_all(self) -> None:
        self.close_inner()
        for name in (*STREAMS, "reports"):
            self.close(name)
        self.stdin.close()
        self.told.close()
        self.orders = -1


class Checkpoint:
    """A sleeping copy of an interpreter. `wake`: the connection over which it is woken. `size`: bytes."""

    def __init__(self, pid: int, wake: socket.socket, size: int) -> None:
        self.pid = pid
        self.wake = wake
        self.bytes = size

    def discard(self) -> None:
        self.wake.close()
        kill(self.pid)


class Guest:
    """`order`: how it was asked for, and how another one like it is made."""

    def __init__(self, number: int, order: dict[str, Any], ends: Ends) -> None:
        self.number = number
        self.order = order
        self.ends = ends
        self.pid = 0
        self.cell: Cell | None = None
        self.checkpoint: Checkpoint | None = None
        # What a checkpoint that is just being made will be woken over.
        self.wake: socket.socket | None = None
        # Whether it was asked to give memory back since its last cell.
        self.rested = False
        # Why there is no checkpoint.
        self.untrusted = "it had just started"
        # False until it first says something.
        self.proven = False
        self.woke = False
        self.ending = False
        # It closed its orders or its reports, so it is of no use any more.
        self.disconnected = False
        # When it is killed for that, should it not have ended by itself.
        self.doomed_at: float | None = None
        # A cell that came before it was ready.
        self.pending: dict[str, Any] | None = None
        # What it was asked, in order, that it has not answered.
        self.asked: list[Guest | None] = []
        # How many questions about its variables it has not answered.
        self.questions = 0
        # How often it died since its last cell began.
        self.revivals = 0
        self.chatter = Chatter()
        self.baseline = 0
        self.born_at = time.monotonic()

    @property
    def is_command(self) -> bool:
        return self.order["dialect"] == "none"

    @property
    def forks(self) -> bool:
        """Whether it can be copied: it is an interpreter that is a fork itself."""
        return self.order["command"] is None

    @property
    def hears_interrupts(self) -> bool:
        """Whether it is told of an interrupt too: a thread of its own can then help where a signal cannot."""
        return self.order["command"] is not None and self.order["dialect"] == "frames"

    @property
    def is_busy(self) -> bool:
        return self.cell is not None or self.pending is not None

    def born(self, pid: int) -> None:
        self.pid = pid

    def age_ms(self) -> float:
        return (time.monotonic() - self.born_at) * 1000

    def tell(self, name: str, value: Any = None) -> None:
        self.ends.told.add(frames.pack_json(name, value) if value is not None else frames.pack(name))
        self.ends.told.write()

    def tell_texts(self, texts: list[str]) -> None:
        """For the dialect of texts, in which each ends with NUL, and so has none."""
        self.ends.told.add(b"".join(text.replace("\0", "").encode() + b"\0" for text in texts))
        self.ends.told.write()

    def ask(self, question: str) -> None:
        if self.order["dialect"] == "texts":
            self.tell_texts([question])
        else:
            self.tell(question)

    def drop_checkpoint(self) -> None:
        if self.checkpoint is not None:
            self.checkpoint.discard()
            self.checkpoint = None
        if self.wake is not None:
            self.wake.close()
            self.wake = None


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it ended by itself


def is_child_of_init(pid: int) -> bool:
    """Whether what an interpreter says of its fork can be true."""
    fields = stat_of(pid)
    return pid > 1 and len(fields) > 3 and fields[1] == "1"


def stat_of(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the third on; none where there is no such process."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []
