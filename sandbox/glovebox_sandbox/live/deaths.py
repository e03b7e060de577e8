"""What follows from the death of a process: a guest goes on as its copy, or anew, or is over."""

from __future__ import annotations

import os

from . import revival, strays
from .cell import cpu_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .copies import Copies
    from .endings import Endings
    from .guest import Guest
    from .guests import Guests
    from .hearing import Hearing
    from .home import Home


class Deaths:
    """`file`: becomes readable where a child has died."""

    def __init__(
        self, file: int, home: Home, guests: Guests, copies: Copies, endings: Endings, hearing: Hearing
    ) -> None:
        self.file = file
        self._reaper = home.reaper
        self._guests = guests
        self._copies = copies
        self._endings = endings
        self._hearing = hearing

    def bury_all(self) -> None:
        try:
            os.read(self.file, 4096)
        except BlockingIOError:
            return
        while True:
            try:
                dead = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if dead is None:
                return
            self._on_death(dead.si_pid)

    def _on_death(self, pid: int) -> None:
        guest = self._guests.of_process(pid)
        if guest is None:
            self._on_other_death(pid)
            return
        before = cpu_ms(pid)
        if guest.cell is not None:
            guest.cell.cpu_ms(pid)
        _, status = self._reaper.bury(pid)
        self._hearing.last_words(guest)
        if guest.is_command or guest.ending:
            self._leave(guest, status, before)
        else:
            self._go_on(guest, status, before)

    def _on_other_death(self, pid: int) -> None:
        if pid == self._guests.stem.pid:
            self._guests.stem.end()
        for each in self._guests:
            if each.checkpoint is not None and each.checkpoint.pid == pid:
                each.drop_checkpoint()
                each.untrusted = "its copy was ended"
        self._reaper.bury(pid)

    def _leave(self, guest: Guest, status: int, used_ms: float) -> None:
        """It is over for good."""
        if not guest.is_command:
            strays.of(guest, self._guests, self._reaper)
        guest.drop_checkpoint()
        guest.ends.close_all()
        self._guests.remove(guest)
        self._copies.refuse(guest)
        self._endings.of_guest("exited", guest, status, used_ms, None)

    def _go_on(self, guest: Guest, status: int, used_ms: float) -> None:
        """Its copy takes its place, or a new one."""
        strays.of(guest, self._guests, self._reaper)
        self._copies.refuse(guest)
        cell = guest.cell
        recovered = revival.go_on(guest, self._guests.stem)
        if cell is not None:
            self._endings.of_cell(guest, cell, status, recovered)
        guest.disconnected = False
        if recovered is None:
            self._guests.remove(guest)
            if cell is None:  # else after the cell's own end
                self._endings.of_guest("exited", guest, status, used_ms, None)
        elif cell is None:
            self._endings.of_guest("revived", guest, status, used_ms, recovered)
