"""The host's orders to a live sandbox. What it may not send ends the sandbox."""

from __future__ import annotations

import signal
import struct

from .. import frames
from . import revival, terminal
from .filing import Filing
from .guest import Ends, Guest, kill
from .laying import Laying
from .supervisor import send_signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .copies import Copies
    from .guests import Guests
    from .home import Home
    from .supervisor import Supervisor

_NUMBER = struct.Struct("<I")


class Orders:
    def __init__(self, home: Home, guests: Guests, copies: Copies, supervisor: Supervisor) -> None:
        self._out = home.out
        self._guests = guests
        self._copies = copies
        self._supervisor = supervisor
        self._laying = Laying(home.workspace)
        self._filing = Filing(home.workspace, home.out)

    def obey(self, name: str, payload: bytes) -> None:
        if name == "data":
            self._laying.add(payload)
            self._tell_laid()
        elif name == "feed":
            self._on_feed(payload)
        elif name == "file_put":
            self._filing.put(_NUMBER.unpack_from(payload)[0], payload[_NUMBER.size :])
        else:
            self._obey_json(name, frames.json.loads(payload))

    def feed(self, guest: Guest) -> None:
        """Gives its stdin as much as it takes, and tells the host."""
        rid = guest.ends.stdin.write()
        if rid:
            self._out.send(frames.pack_json("fed_guest", {"guest": guest.number, "bytes": rid}))

    def _obey_json(self, name: str, order: dict[str, Any]) -> None:
        if name == "file":
            self._laying.begin(order["name"], order["size"])
            self._tell_laid()
        elif name == "spawn":
            self._spawn(order)
        elif name == "branch":
            self._copies.branch(order)
        elif name == "file_order":
            self._filing.order(order)
        elif name == "file_take":
            self._filing.take(order["request"])
        elif name == "file_close":
            self._filing.close(order["request"], keep=order["keep"])
        else:
            # One that is just over was told of, so nobody waits for an answer.
            guest = self._guests.get(order["guest"])
            if guest is not None:
                self._obey_for(guest, name, order)

    def _obey_for(self, guest: Guest, name: str, order: dict[str, Any]) -> None:
        if name == "cell":
            self._supervisor.take(guest, order)
        elif name == "interrupt":
            self._supervisor.interrupt(guest, "cancelled")
        elif name == "feed_end":
            guest.ends.stdin.complete()
            self.feed(guest)
        elif name == "signal_guest":
            send_signal(guest, signal.Signals[order["name"]])
        elif name == "resize_guest":
            _resize(guest, order)
        elif name == "packages_told":
            self._supervisor.answer(guest, order)
        elif name == "ask":
            guest.questions += 1
            guest.ask("variables")
        elif name == "end":
            _end(guest)
        else:
            raise frames.FrameError(f"the host may not send {name}")

    def _tell_laid(self) -> None:
        """Once the whole of a file has come, or what stands in its way."""
        problem = self._laying.settled()
        if problem is not None:
            self._out.send(frames.pack_json("laid", {"problem": problem}))

    def _spawn(self, order: dict[str, Any]) -> None:
        told = {"guest": order["guest"], "pid": 0, "problem": self._guests.problem}
        if not told["problem"]:
            try:
                told["pid"] = self._made(order).pid
            except OSError as error:
                told["problem"] = f"{error.strerror or error}"
        self._out.send(frames.pack_json("spawned", told))

    def _made(self, order: dict[str, Any]) -> Guest:
        guest = Guest(order["guest"], order, Ends(order["terminal"]))
        try:
            revival.fork(guest, self._guests.stem)
        except OSError:
            guest.ends.close_all()
            raise
        self._guests.add(guest)
        return guest

    def _on_feed(self, payload: bytes) -> None:
        guest = self._guests.get(_NUMBER.unpack_from(payload)[0])
        if guest is not None:
            guest.ends.stdin.add(payload[_NUMBER.size :])
            self.feed(guest)


def _resize(guest: Guest, size: dict[str, Any]) -> None:
    if guest.order["terminal"] is not None and guest.ends.stdout >= 0:
        guest.order["terminal"] = size
        terminal.resize(guest.ends.stdout, size)


def _end(guest: Guest) -> None:
    guest.ending = True
    guest.drop_checkpoint()
    kill(guest.pid)
