"""What guests say: their output within its limits, and their reports as far as they were asked for."""

from __future__ import annotations

import os
import struct
import time

from .. import frames
from ..pace import Pace
from . import forks, strays
from .guest import STREAMS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .copies import Copies
    from .endings import Endings
    from .guest import Guest
    from .guests import Guests
    from .home import Home
    from .supervisor import Supervisor

LAST_MOMENT_SECONDS = 0.05
_READ_SIZE = 65_536
_MOST_REPORT_BYTES = 64 << 20
# More than a pipe holds: what is said on and on after an end is not waited for.
_LAST_READS = 24
_NUMBER = struct.Struct("<I")


class Hearing:
    def __init__(
        self, home: Home, guests: Guests, copies: Copies, supervisor: Supervisor, endings: Endings
    ) -> None:
        self.pace = Pace()
        self._out = home.out
        self._reaper = home.reaper
        self._guests = guests
        self._copies = copies
        self._supervisor = supervisor
        self._endings = endings

    def output(self, guest: Guest, name: str) -> bool:
        """False where there is nothing to read, for now or for good."""
        file = getattr(guest.ends, name)
        if file < 0:
            return False
        try:
            data = os.read(file, _READ_SIZE)
        except BlockingIOError:
            return False
        except OSError:
            data = b""  # how a terminal tells that nobody has its other end
        if not data:
            guest.ends.close(name)
            return False
        self.pace.saw(len(data))
        allowed = _allowed(guest, name, len(data))
        if allowed > 0:
            head = _NUMBER.pack(guest.number) + bytes((STREAMS.index(name) + 1,))
            self._out.send(frames.pack("said", head + data[:allowed]))
        if allowed < len(data):
            self._supervisor.interrupt(guest, "output_limit")
        return True

    def reports(self, guest: Guest) -> bool:
        """False where there is nothing to hear, for now or for good."""
        if guest.ends.reports < 0:
            return False
        try:
            data = os.read(guest.ends.reports, _READ_SIZE)
            if data:
                for name, payload in guest.ends.parser.feed(data):
                    self._on_report(guest, name, payload)
                return True
        except BlockingIOError:
            return False
        except frames.FrameError:
            pass  # the cell wrote into the interpreter's own reports: nothing in there is believed any more
        guest.ends.close("reports")
        if not guest.is_command:
            # One that is just ending closes them too.
            guest.doomed_at = time.monotonic() + LAST_MOMENT_SECONDS
        return False

    def last_words(self, guest: Guest) -> None:
        """Of one that has died."""
        self._rest_of_output(guest)
        for _ in range(_LAST_READS):
            if not self.reports(guest):
                return

    def _on_report(self, guest: Guest, name: str, payload: bytes) -> None:
        if name in ("woke", "done") and not guest.proven:
            self._supervisor.on_ready(guest)
        elif name == "done" and guest.cell is not None:
            self._pass_on(guest, name, payload)
            if guest.cell.reason is not None:
                strays.of(guest, self._guests, self._reaper, since=guest.cell.started_ticks)
            self._rest_of_output(guest)
            self._endings.of_cell(guest, guest.cell)
        elif name == "result" and guest.cell is not None:
            guest.cell.report_bytes += len(payload)
            if guest.cell.report_bytes <= _MOST_REPORT_BYTES:
                if not guest.forks:  # one that forks has waited until it was read: streams.py
                    self._rest_of_output(guest)  # what was written before it comes before it
                self._pass_on(guest, name, payload)
            else:
                self._supervisor.interrupt(guest, "output_limit")
        elif name == "packages" and guest.cell is not None and guest.forks:
            if guest.cell.ask(len(payload)):
                self._rest_of_output(guest)
                self._pass_on(guest, name, payload)
        elif name == "told" and guest.questions:
            guest.questions -= 1
            self._pass_on(guest, name, payload)
        elif name == "forked" and guest.asked:
            self._copies.answer(guest, *forks.told(payload))

    def _rest_of_output(self, guest: Guest) -> None:
        """What is in its pipes: they may have writers who never end."""
        for name in STREAMS:
            for _ in range(_LAST_READS):
                if not self.output(guest, name):
                    break

    def _pass_on(self, guest: Guest, name: str, payload: bytes) -> None:
        head = _NUMBER.pack(guest.number) + bytes((frames.TYPES[name],))
        self._out.send(frames.pack("report", head + payload))


def _allowed(guest: Guest, name: str, length: int) -> int:
    if guest.cell is None:
        if not guest.is_command:
            guest.chatter.saw(length)
        return length
    before = guest.cell.counts[name]
    guest.cell.counts[name] += length
    return max(0, min(length, guest.cell.order["outputBytes"] - before))
