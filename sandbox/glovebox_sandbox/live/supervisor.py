"""Cells until they must end: by an interrupt first, by SIGKILL where that is not heeded."""

from __future__ import annotations

import os
import signal
import time

from .. import frames
from .cell import Cell
from .guest import kill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..output import Output
    from .copies import Copies
    from .guest import Guest
    from .guests import Guests
    from .memory import Memory

_OF_AN_ORDER = ("source", "counts", "stdin", "input", "variables", "returns", "svg", "packages")


class Supervisor:
    def __init__(self, out: Output, guests: Guests, copies: Copies, memory: Memory) -> None:
        self._out = out
        self._guests = guests
        self._copies = copies
        self._memory = memory

    def take(self, guest: Guest, order: dict[str, Any]) -> None:
        if guest.proven:
            self._start(guest, order)
        else:
            guest.pending = order

    def on_ready(self, guest: Guest) -> None:
        guest.proven = True
        if guest.pending is not None:
            self._start(guest, guest.pending)
        else:
            self._copies.order_checkpoint(guest)

    def _start(self, guest: Guest, order: dict[str, Any]) -> None:
        guest.pending = None
        guest.revivals = 0
        guest.chatter.forget()
        guest.ends.stdin.renew()
        guest.cell = Cell(order, guest.pid, guest.baseline)
        self._out.send(frames.pack_json("cell_started", {"guest": guest.number}))
        if guest.order["dialect"] == "texts":
            guest.tell_texts(_as_texts(order))
        else:
            guest.tell("cell", {key: order[key] for key in _OF_AN_ORDER})

    def interrupt(self, guest: Guest, reason: str) -> None:
        """Asks the cell to end. One that does not will be killed."""
        if guest.cell is not None and guest.cell.reason is None:
            guest.cell.stop(reason)
            send_signal(guest, signal.SIGINT)
            if guest.hears_interrupts:
                guest.tell("interrupt")
        elif guest.pending is not None:
            guest.pending["timeoutMs"] = 0

    def answer(self, guest: Guest, told: dict[str, Any]) -> None:
        """What the host says to what a cell asked for. One that ended meanwhile hears nothing."""
        if guest.cell is not None and guest.cell.answered():
            guest.tell("packages_told", told)

    def check_limits(self) -> None:
        for guest in self._guests:
            self._check(guest)
        self._check_memory()

    def next_look_seconds(self) -> list[float]:
        waits = [guest.cell.next_look_seconds() for guest in self._guests if guest.cell is not None]
        if self._memory.watches and len(self._guests):
            waits.append(self._memory.next_look_seconds())
        return waits

    def _check(self, guest: Guest) -> None:
        if guest.doomed_at is not None and time.monotonic() >= guest.doomed_at:
            guest.doomed_at = None
            guest.disconnected = True
            kill(guest.pid)
        cell = guest.cell
        if cell is None:
            return
        exceeded = cell.exceeded(guest.pid)
        if exceeded == "out_of_memory":
            cell.stop(exceeded)
            kill(guest.pid)
        elif exceeded is not None:
            self.interrupt(guest, exceeded)
        elif cell.is_overdue:
            kill(guest.pid)

    def _check_memory(self) -> None:
        """Where no cgroup counts: what holds the most ends, as the kernel's own choice would be."""
        runs = any(each.cell is not None for each in self._guests)
        largest = self._memory.largest_of_too_much(self._guests.copies, hurry=runs)
        if largest is None:
            return
        for guest in self._guests:
            if guest.cell is not None and guest.pid == largest:
                guest.cell.stop("out_of_memory")
            elif guest.cell is not None:
                guest.cell.note_once(self._memory.note)
        kill(largest)


def send_signal(guest: Guest, number: signal.Signals) -> None:
    """To its whole process group, as a terminal does."""
    try:
        os.killpg(guest.pid, number)
    except ProcessLookupError:
        # It has no group yet, as a fork that has just begun, or it is just ending.
        _send_to_itself(guest, number)


def _send_to_itself(guest: Guest, number: signal.Signals) -> None:
    try:
        os.kill(guest.pid, number)
    except ProcessLookupError:
        pass  # it has ended


def _as_texts(cell: dict[str, Any]) -> list[str]:
    """For an interpreter that is a script: see kernels/bash.sh."""
    stdin = "live" if cell["stdin"] else "none" if cell["input"] is None else "text"
    pairs = [f"{name}={value}" for name, value in cell["variables"].items()]
    return [
        "cell",
        "counts" if cell["counts"] else "",
        stdin,
        cell["input"] or "",
        cell["source"],
        str(len(pairs)),
        *pairs,
    ]
