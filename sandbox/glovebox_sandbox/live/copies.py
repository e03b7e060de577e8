"""Copies of idle interpreters: their checkpoints, and the branches that go on as sessions of their own."""

from __future__ import annotations

import socket

from .. import frames
from . import passing
from .cell import own_memory
from .guest import Checkpoint, Ends, Guest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..output import Output
    from .guests import Guests


class Copies:
    def __init__(self, out: Output, guests: Guests) -> None:
        self._out = out
        self._guests = guests

    def order_checkpoint(self, guest: Guest) -> None:
        """After the answer went out, so that it costs the cell nothing."""
        if guest.forks and not guest.is_busy and self._order_copy(guest, "checkpoint"):
            guest.untrusted = "it had not made one yet"
            guest.rested = False

    def order_rest(self, guest: Guest) -> bool:
        """Another checkpoint, before which it gives back memory. False where there is nothing to gain."""
        if guest.rested or guest.checkpoint is None or guest.is_busy:
            return False
        guest.rested = True
        return self._order_copy(guest, "rest")

    def _order_copy(self, guest: Guest, name: str) -> bool:
        if guest.wake is not None or guest.ends.orders < 0:
            return False
        try:
            ours, theirs = socket.socketpair()
        except OSError:
            return False  # no descriptors are left
        try:
            passing.send(guest.ends.orders, frames.pack(name), [theirs.fileno()])
            guest.wake = ours
            guest.asked.append(None)
        except OSError:
            ours.close()  # it is just ending
            return False
        finally:
            theirs.close()
        return True

    def branch(self, order: dict[str, Any]) -> None:
        parent = self._guests.get(order["from"])
        problem = "the session is not there"
        if parent is not None:
            branch = Guest(order["guest"], parent.order, Ends())
            branch.baseline = parent.baseline
            problem = self._ask(parent, branch)
            if problem:
                branch.ends.close_all()
        if problem:
            self._tell_spawned(order["guest"], 0, problem)

    def _ask(self, parent: Guest, branch: Guest) -> str:
        if self._guests.problem:
            return self._guests.problem
        if not parent.forks:
            return "interpreters of this language cannot be copied"
        if parent.is_busy or parent.ends.told.waiting:
            return "it is not idle"
        try:
            passing.send(parent.ends.orders, frames.pack("branch"), branch.ends.inner)
        except OSError as error:
            return f"it does not listen: {error.strerror}"
        branch.ends.close_inner()
        parent.asked.append(branch)
        return ""

    def answer(self, guest: Guest, pid: int, why: str) -> None:
        """What an interpreter says of the copy that it was asked for: the user's word, and checked."""
        branch = guest.asked.pop(0)
        if pid and not self._guests.is_new(pid):
            pid, why = 0, "its copy is gone"
        if branch is None:
            self._on_checkpoint(guest, pid, why)
        else:
            self._on_branch(branch, pid, why)

    def refuse(self, guest: Guest) -> None:
        """What it was asked and cannot answer any more."""
        if guest.wake is not None:
            guest.wake.close()
            guest.wake = None
        for branch in guest.asked:
            if branch is not None:
                self._on_branch(branch, 0, "the session ended meanwhile")
        guest.asked = []

    def _on_checkpoint(self, guest: Guest, pid: int, why: str) -> None:
        wake, guest.wake = guest.wake, None
        if wake is None:
            guest.untrusted = why
            return
        if guest.checkpoint is not None:
            if not pid:
                wake.close()
                return  # the one that there is serves on
            guest.checkpoint.discard()
        guest.untrusted = why
        # The kernel's word: it raises the limit of the sandbox.
        size = own_memory(pid) if pid else 0
        if pid:
            guest.checkpoint = Checkpoint(pid, wake, size)
        else:
            wake.close()
        told = {"guest": guest.number, "bytes": size, "why": why}
        self._out.send(frames.pack_json("checkpointed", told))

    def _on_branch(self, branch: Guest, pid: int, why: str) -> None:
        if pid:
            branch.born(pid)
            self._guests.add(branch)
        else:
            branch.ends.close_all()
        self._tell_spawned(branch.number, pid, why)

    def _tell_spawned(self, number: int, pid: int, problem: str) -> None:
        told = {"guest": number, "pid": pid, "problem": problem}
        self._out.send(frames.pack_json("spawned", told))
