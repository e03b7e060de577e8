"""What init does in a live sandbox: many guests, one thread, one poll.

Theory of operation. A guest is an interpreter, which is given cells, or a command. Init forks none of
them: the stem does, or an interpreter that is idle, always as init's children. So init knows by wait
which one died, and how. While an interpreter is idle it has a checkpoint: a sleeping copy of itself.
Where the interpreter dies, init wakes the copy, gives it new pipes, and the session goes on with the
variables of before the cell. The cell is not run again.

What a guest reports is passed on as the user's word, as far as it was asked for. Init acts on two
things in it alone: that a cell is over, and the process id of a fork, which it checks (forks.py). What
was not asked for, and what is said between cells without end, costs nobody outside anything.
"""

from __future__ import annotations

import os
import select

from .. import frames
from .copies import Copies
from .deaths import Deaths
from .endings import Endings
from .guests import Guests
from .hearing import LAST_MOMENT_SECONDS, Hearing
from .memory import Memory
from .orders import Orders
from .rest import Rest
from .supervisor import Supervisor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from .guest import Guest
    from .home import Home, Stem

Handlers = dict[int, tuple[int, "Callable[[int], object]"]]


class Service:
    """`deaths`: becomes readable where a child has died."""

    def __init__(
        self, home: Home, stem: Stem, deaths: int, workspace_bytes: int, watched_bytes: int | None
    ) -> None:
        self._home = home
        self._out = home.out
        self._guests = Guests(stem)
        copies = Copies(home.out, self._guests)
        self._supervisor = Supervisor(home.out, self._guests, copies, Memory(watched_bytes, stem.pid))
        self._endings = Endings(home, copies, workspace_bytes)
        self._hearing = Hearing(home, self._guests, copies, self._supervisor, self._endings)
        self._deaths = Deaths(deaths, home, self._guests, copies, self._endings, self._hearing)
        self._orders = Orders(home, self._guests, copies, self._supervisor)
        self._rest = Rest(self._guests, copies, home.memory)

    def run(self) -> NoReturn:
        """Until the host closes the connection."""
        self._out.send(frames.pack("alive"))
        self._out.gathers = True
        while True:
            pause = self._hearing.pace.pause_seconds()
            handlers = self._handlers(paused=pause > 0)
            poll = select.poll()
            for file, (mask, _) in handlers.items():
                poll.register(file, mask)
            for file, event in poll.poll(self._timeout_ms(pause)):
                handlers[file][1](event)
                self._rest.stir()
            self._supervisor.check_limits()
            self._rest.look()
            self._endings.send_more()

    def _handlers(self, *, paused: bool) -> Handlers:
        """Past the high-water mark nothing is read from the guests."""
        connection = self._home.connection.fileno()
        handlers: Handlers = {
            connection: (select.POLLIN | (select.POLLOUT if self._out.waiting else 0), self._on_connection),
            self._deaths.file: (select.POLLIN, lambda _: self._deaths.bury_all()),
        }
        for guest in self._guests:
            self._add_handlers(handlers, guest, reads=not self._out.full, listens=not paused)
        handlers.pop(-1, None)
        return handlers

    def _add_handlers(self, handlers: Handlers, guest: Guest, *, reads: bool, listens: bool) -> None:
        ends, hearing = guest.ends, self._hearing
        if reads:
            handlers[ends.reports] = (select.POLLIN, lambda _: hearing.reports(guest))
        if reads and listens and guest.chatter.pause_seconds() <= 0:
            handlers[ends.stdout] = (select.POLLIN, lambda _: hearing.output(guest, "stdout"))
            handlers[ends.stderr] = (select.POLLIN, lambda _: hearing.output(guest, "stderr"))
        if ends.stdin.waiting:
            handlers[ends.stdin.file] = (select.POLLOUT, lambda _: self._orders.feed(guest))
        if ends.told.waiting:
            handlers[ends.told.file] = (select.POLLOUT, lambda _: ends.told.write())

    def _timeout_ms(self, pause: float) -> float | None:
        waits = self._supervisor.next_look_seconds() + self._rest.next_look_seconds()
        if pause > 0:
            waits.append(pause)
        if any(guest.doomed_at is not None for guest in self._guests):
            waits.append(LAST_MOMENT_SECONDS)
        waits += [pause for guest in self._guests if (pause := guest.chatter.pause_seconds()) > 0]
        return min(waits) * 1000 + 1 if waits else None

    def _on_connection(self, event: int) -> None:
        if event & select.POLLOUT:
            self._out.flush()
        if not event & ~select.POLLOUT:
            return
        try:
            arrived = frames.receive(self._home.connection, self._home.orders)
        except BlockingIOError:
            return
        except OSError:
            arrived = None
        if arrived is None:
            os._exit(0)
        for name, payload in arrived:
            self._orders.obey(name, payload)
