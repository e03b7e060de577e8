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
import signal
import socket
import struct
import time
from collections import deque

from .. import frames
from ..epilogue import Epilogue, ending_of
from ..pace import Pace
from . import forks, passing, revival, strays, terminal
from .cell import Cell, cpu_ms, own_memory
from .filing import Filing
from .guest import STREAMS, Checkpoint, Ends, Guest, is_child_of_init, kill
from .laying import Laying
from .memory import Memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from .home import Home, Stem

_READ_SIZE = 65_536
_MOST_REPORT_BYTES = 64 << 20
# More than a pipe holds: what is said on and on after an end is not waited for.
_LAST_READS = 24
_LAST_MOMENT_SECONDS = 0.05
_MOST_GUESTS = 256
_NUMBER = struct.Struct("<I")

_OF_AN_EXIT = (
    "guest", "recovered", "exitCode", "signal", "reason", "wallMs", "cpuMs", "peakMemoryBytes", "notes"
)  # fmt: skip

Handlers = dict[int, tuple[int, "Callable[[int], object]"]]


class Service:
    def __init__(
        self, home: Home, stem: Stem, deaths: int, workspace_bytes: int, watched_bytes: int | None
    ) -> None:
        self._home = home
        self._out = home.out
        self._reaper = home.reaper
        self._stem = stem
        self._deaths = deaths
        self._workspace_bytes = workspace_bytes
        self._guests: dict[int, Guest] = {}
        self._leaving: deque[tuple[Guest, Epilogue, dict[str, Any]]] = deque()
        # Commands may leave processes behind, which are nobody else's to end.
        self._had_commands = False
        self._pace = Pace()
        self._memory = Memory(watched_bytes, stem.pid)
        self._laying = Laying(home.workspace)
        self._filing = Filing(home.workspace, home.out)

    def run(self) -> NoReturn:
        """Until the host closes the connection."""
        self._out.send(frames.pack("alive"))
        self._out.gathers = True
        while True:
            pause = self._pace.pause_seconds()
            handlers = self._handlers(paused=pause > 0)
            poll = select.poll()
            for file, (mask, _) in handlers.items():
                poll.register(file, mask)
            for file, event in poll.poll(self._timeout_ms(pause)):
                handlers[file][1](event)
            for guest in list(self._guests.values()):
                self._check_limits(guest)
            self._check_memory()
            self._send_more()
            self._out.flush()

    def _handlers(self, *, paused: bool) -> Handlers:
        """Past the high-water mark nothing is read from the guests."""
        connection = self._home.connection.fileno()
        handlers: Handlers = {
            connection: (select.POLLIN | (select.POLLOUT if self._out.waiting else 0), self._on_connection),
            self._deaths: (select.POLLIN, lambda _: self._bury()),
        }
        for guest in self._guests.values():
            self._add_handlers(handlers, guest, reads=not self._out.full, listens=not paused)
        handlers.pop(-1, None)
        return handlers

    def _add_handlers(self, handlers: Handlers, guest: Guest, *, reads: bool, listens: bool) -> None:
        ends = guest.ends
        if reads:
            handlers[ends.reports] = (select.POLLIN, lambda _: self._hear(guest))
        if reads and listens and guest.chatter.pause_seconds() <= 0:
            handlers[ends.stdout] = (select.POLLIN, lambda _: self._pump(guest, "stdout"))
            handlers[ends.stderr] = (select.POLLIN, lambda _: self._pump(guest, "stderr"))
        if ends.stdin.waiting:
            handlers[ends.stdin.file] = (select.POLLOUT, lambda _: self._feed(guest))
        if ends.told.waiting:
            handlers[ends.told.file] = (select.POLLOUT, lambda _: ends.told.write())

    def _timeout_ms(self, pause: float) -> float | None:
        waits = [guest.cell.next_look_seconds() for guest in self._guests.values() if guest.cell is not None]
        if pause > 0:
            waits.append(pause)
        if any(guest.doomed_at is not None for guest in self._guests.values()):
            waits.append(_LAST_MOMENT_SECONDS)
        waits += [pause for guest in self._guests.values() if (pause := guest.chatter.pause_seconds()) > 0]
        if self._memory.watches and self._guests:
            waits.append(self._memory.next_look_seconds())
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
            self._obey(name, payload)

    # --- the host's orders ---

    def _obey(self, name: str, payload: bytes) -> None:
        if name == "data":
            self._laying.add(payload)
            self._tell_laid()
        elif name == "feed":
            self._on_feed(payload)
        elif name == "file_put":
            self._filing.put(_NUMBER.unpack_from(payload)[0], payload[_NUMBER.size :])
        else:
            order: dict[str, Any] = frames.json.loads(payload)
            if name == "file":
                self._laying.begin(order["name"], order["size"])
                self._tell_laid()
            elif name == "spawn":
                self._spawn(order)
            elif name == "file_order":
                self._filing.order(order)
            elif name == "file_take":
                self._filing.take(order["request"])
            elif name == "file_close":
                self._filing.close(order["request"], keep=order["keep"])
            else:
                self._obey_for(name, order, self._guests.get(order["guest"]))

    def _tell_laid(self) -> None:
        """Once the whole of a file has come, or what stands in its way."""
        problem = self._laying.settled()
        if problem is not None:
            self._out.send(frames.pack_json("laid", {"problem": problem}))

    def _obey_for(self, name: str, order: dict[str, Any], guest: Guest | None) -> None:
        """What concerns a guest. One that is just over was told of, so nobody waits for an answer."""
        if name == "branch":
            self._branch(order)
        elif guest is None:
            return
        elif name == "cell":
            self._take_cell(guest, order)
        elif name == "interrupt":
            self._interrupt(guest, "cancelled")
        elif name == "feed_end":
            guest.ends.stdin.complete()
            self._feed(guest)
        elif name == "signal_guest":
            self._signal(guest, signal.Signals[order["name"]])
        elif name == "resize_guest":
            self._resize(guest, order)
        elif name == "ask":
            guest.questions += 1
            guest.ask("variables")
        elif name == "end":
            self._end(guest)
        else:
            raise frames.FrameError(f"the host may not send {name}")

    def _spawn(self, order: dict[str, Any]) -> None:
        told = {"guest": order["guest"], "pid": 0, "problem": ""}
        try:
            if len(self._guests) >= _MOST_GUESTS:
                raise OSError(f"{_MOST_GUESTS} processes live in this sandbox; end some")
            guest = Guest(order["guest"], order, Ends(order["terminal"]))
            try:
                revival.fork(guest, self._stem)
            except OSError:
                guest.ends.close_all()
                raise
            self._guests[guest.number] = guest
            self._had_commands |= guest.is_command
            told["pid"] = guest.pid
        except OSError as error:
            told["problem"] = f"{error.strerror or error}"
        self._out.send(frames.pack_json("spawned", told))

    def _branch(self, order: dict[str, Any]) -> None:
        parent = self._guests.get(order["from"])
        problem = "the session is not there"
        if parent is not None:
            branch = Guest(order["guest"], parent.order, Ends())
            branch.baseline = parent.baseline
            problem = self._ask_to_fork(parent, branch)
            if problem:
                branch.ends.close_all()
        if problem:
            told = {"guest": order["guest"], "pid": 0, "problem": problem}
            self._out.send(frames.pack_json("spawned", told))

    def _ask_to_fork(self, parent: Guest, branch: Guest) -> str:
        if len(self._guests) >= _MOST_GUESTS:
            return f"{_MOST_GUESTS} processes live in this sandbox; end some"
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

    def _take_cell(self, guest: Guest, order: dict[str, Any]) -> None:
        if guest.proven:
            self._start_cell(guest, order)
        else:
            guest.pending = order

    def _start_cell(self, guest: Guest, order: dict[str, Any]) -> None:
        guest.pending = None
        guest.revivals = 0
        guest.chatter.forget()
        guest.cell = Cell(order, guest.pid, guest.baseline)
        self._out.send(frames.pack_json("cell_started", {"guest": guest.number}))
        if guest.order["dialect"] == "texts":
            guest.tell_texts(_as_texts(order))
        else:
            keys = ("source", "stdin", "input", "variables", "returns", "svg")
            guest.tell("cell", {key: order[key] for key in keys})

    def _interrupt(self, guest: Guest, reason: str) -> None:
        """Asks the cell to end. One that does not will be killed."""
        if guest.cell is not None and guest.cell.reason is None:
            guest.cell.stop(reason)
            self._signal(guest, signal.SIGINT)
            if guest.hears_interrupts:
                guest.tell("interrupt")
        elif guest.pending is not None:
            guest.pending["timeoutMs"] = 0

    def _signal(self, guest: Guest, number: signal.Signals) -> None:
        """To its whole process group, as a terminal does."""
        try:
            os.killpg(guest.pid, number)
        except ProcessLookupError:
            # It has no group yet, as a fork that has just begun, or it is just ending.
            self._signal_alone(guest, number)

    def _signal_alone(self, guest: Guest, number: signal.Signals) -> None:
        try:
            os.kill(guest.pid, number)
        except ProcessLookupError:
            pass  # it has ended

    def _resize(self, guest: Guest, size: dict[str, Any]) -> None:
        if guest.order["terminal"] is not None and guest.ends.stdout >= 0:
            guest.order["terminal"] = size
            terminal.resize(guest.ends.stdout, size)

    def _end(self, guest: Guest) -> None:
        guest.ending = True
        guest.drop_checkpoint()
        kill(guest.pid)

    def _on_feed(self, payload: bytes) -> None:
        guest = self._guests.get(_NUMBER.unpack_from(payload)[0])
        if guest is not None:
            guest.ends.stdin.add(payload[_NUMBER.size :])
            self._feed(guest)

    def _feed(self, guest: Guest) -> None:
        rid = guest.ends.stdin.write()
        if rid:
            self._out.send(frames.pack_json("fed_guest", {"guest": guest.number, "bytes": rid}))

    # --- what guests say ---

    def _pump(self, guest: Guest, name: str) -> bool:
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
        self._pace.saw(len(data))
        allowed = self._allowed(guest, name, len(data))
        if allowed > 0:
            head = _NUMBER.pack(guest.number) + bytes((STREAMS.index(name) + 1,))
            self._out.send(frames.pack("said", head + data[:allowed]))
        if allowed < len(data):
            self._interrupt(guest, "output_limit")
        return True

    def _allowed(self, guest: Guest, name: str, length: int) -> int:
        if guest.cell is None:
            if not guest.is_command:
                guest.chatter.saw(length)
            return length
        before = guest.cell.counts[name]
        guest.cell.counts[name] += length
        return max(0, min(length, guest.cell.order["outputBytes"] - before))

    def _hear(self, guest: Guest) -> bool:
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
            guest.doomed_at = time.monotonic() + _LAST_MOMENT_SECONDS
        return False

    def _on_report(self, guest: Guest, name: str, payload: bytes) -> None:
        if name in ("woke", "done") and not guest.proven:
            self._on_ready(guest)
        elif name == "done" and guest.cell is not None:
            self._pass_on(guest, name, payload)
            self._finish(guest, guest.cell)
        elif name == "result" and guest.cell is not None:
            guest.cell.report_bytes += len(payload)
            if guest.cell.report_bytes <= _MOST_REPORT_BYTES:
                self._pump_rest(guest)  # what was written before it comes before it
                self._pass_on(guest, name, payload)
            else:
                self._interrupt(guest, "output_limit")
        elif name == "told" and guest.questions:
            guest.questions -= 1
            self._pass_on(guest, name, payload)
        elif name == "forked" and guest.asked:
            self._on_forked(guest, *forks.told(payload))

    def _on_ready(self, guest: Guest) -> None:
        guest.proven = True
        if guest.pending is not None:
            self._start_cell(guest, guest.pending)
        else:
            self._order_checkpoint(guest)

    def _pass_on(self, guest: Guest, name: str, payload: bytes) -> None:
        head = _NUMBER.pack(guest.number) + bytes((frames.TYPES[name],))
        self._out.send(frames.pack("report", head + payload))

    def _on_forked(self, guest: Guest, pid: int, why: str) -> None:
        branch = guest.asked.pop(0)
        if pid and not self._is_new(pid):
            pid, why = 0, "its copy is gone"
        if branch is None:
            self._on_checkpoint(guest, pid, why)
        else:
            self._on_branched(branch, pid, why)

    def _is_new(self, pid: int) -> bool:
        known = {self._stem.pid}
        for guest in self._guests.values():
            known.add(guest.pid)
            if guest.checkpoint is not None:
                known.add(guest.checkpoint.pid)
        return pid not in known and is_child_of_init(pid)

    def _on_checkpoint(self, guest: Guest, pid: int, why: str) -> None:
        wake, guest.wake = guest.wake, None
        guest.untrusted = why
        if wake is None:
            return
        # The kernel's word: it raises the limit of the sandbox.
        size = own_memory(pid) if pid else 0
        if pid:
            guest.checkpoint = Checkpoint(pid, wake, size)
        else:
            wake.close()
        told = {"guest": guest.number, "bytes": size, "why": why}
        self._out.send(frames.pack_json("checkpointed", told))

    def _on_branched(self, branch: Guest, pid: int, why: str) -> None:
        if pid:
            branch.born(pid)
            self._guests[branch.number] = branch
        else:
            branch.ends.close_all()
        told = {"guest": branch.number, "pid": pid, "problem": why}
        self._out.send(frames.pack_json("spawned", told))

    # --- the end of a cell ---

    def _check_limits(self, guest: Guest) -> None:
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
            self._interrupt(guest, exceeded)
        elif cell.is_overdue:
            kill(guest.pid)

    def _check_memory(self) -> None:
        """Where no cgroup counts: what holds the most ends, as the kernel's own choice would be."""
        checkpoints = [each.checkpoint for each in self._guests.values() if each.checkpoint is not None]
        copies = {each.pid: each.bytes for each in checkpoints}
        runs = any(each.cell is not None for each in self._guests.values())
        largest = self._memory.largest_of_too_much(copies, hurry=runs)
        if largest is None:
            return
        for guest in self._guests.values():
            if guest.cell is not None and guest.pid == largest:
                guest.cell.stop("out_of_memory")
            elif guest.cell is not None:
                guest.cell.note_once(self._memory.note)
        kill(largest)

    def _finish(
        self, guest: Guest, cell: Cell, status: int | None = None, recovered: str | None = None
    ) -> None:
        """The cell is over; what is left are its last words and its files."""
        if status is None:
            if cell.reason is not None:
                self._kill_strays(guest, since=cell.started_ticks)
            self._pump_rest(guest)
        guest.cell = None
        ending = {
            "guest": guest.number,
            "disconnected": guest.disconnected,
            "died": status is not None,
            "recovered": recovered,
            **ending_of(
                status,
                cell.reason,
                cell.notes + self._notes(guest, status, recovered),
                wall_ms=cell.wall_ms(),
                cpu_ms=cell.cpu_ms(guest.pid) if status is None else cell.cpu_ms(0),
                peak_bytes=cell.peak_bytes,
            ),
        }
        most = self._workspace_bytes if cell.order["artifacts"] else None
        self._leaving.append((guest, Epilogue(self._home.workspace, most), ending))
        if status is None:
            guest.drop_checkpoint()

    def _notes(self, guest: Guest, status: int | None, recovered: str | None) -> list[str]:
        if status is None or recovered != "clean" or not guest.forks:
            return []
        return [f"there was no checkpoint to go back to: {guest.untrusted}"]

    def _send_more(self) -> None:
        """Goes on with the artifacts as far as the host takes them; after the last comes the ending."""
        while self._leaving and not self._out.full:
            guest, epilogue, ending = self._leaving[0]
            piece = epilogue.next_piece()
            if piece is not None:
                self._out.send(frames.pack_json("leaving", {"guest": guest.number}) + piece)
                continue
            self._leaving.popleft()
            ending["notes"] += epilogue.notes
            self._out.send(frames.pack_json("cell_ended", ending))
            if not ending["died"]:
                self._order_checkpoint(guest)
            elif ending["recovered"] is None:
                self._out.send(frames.pack_json("exited", {key: ending[key] for key in _OF_AN_EXIT}))

    def _order_checkpoint(self, guest: Guest) -> None:
        """After the answer went out, so that it costs the cell nothing."""
        if not guest.forks or guest.is_busy or guest.wake is not None or guest.ends.orders < 0:
            return
        try:
            ours, theirs = socket.socketpair()
        except OSError:
            return  # no descriptors are left
        try:
            passing.send(guest.ends.orders, frames.pack("checkpoint"), [theirs.fileno()])
            guest.wake = ours
            guest.asked.append(None)
        except OSError:
            ours.close()  # it is just ending
        finally:
            theirs.close()
        guest.untrusted = "it had not made one yet"

    # --- deaths ---

    def _bury(self) -> None:
        try:
            os.read(self._deaths, 4096)
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
        guest = next((each for each in self._guests.values() if each.pid == pid), None)
        if guest is None:
            self._on_other_death(pid)
            return
        before = cpu_ms(pid)
        if guest.cell is not None:
            guest.cell.cpu_ms(pid)
        _, status = self._reaper.bury(pid)
        self._read_last_words(guest)
        if guest.is_command or guest.ending:
            self._leave(guest, status, before)
        else:
            self._go_on(guest, status, before)

    def _on_other_death(self, pid: int) -> None:
        if pid == self._stem.pid:
            self._stem.end()
        for each in self._guests.values():
            if each.checkpoint is not None and each.checkpoint.pid == pid:
                each.drop_checkpoint()
                each.untrusted = "its copy was ended"
        self._reaper.bury(pid)

    def _read_last_words(self, guest: Guest) -> None:
        self._pump_rest(guest)
        for _ in range(_LAST_READS):
            if not self._hear(guest):
                return

    def _pump_rest(self, guest: Guest) -> None:
        """What is in its pipes: they may have writers who never end."""
        for name in STREAMS:
            for _ in range(_LAST_READS):
                if not self._pump(guest, name):
                    break

    def _leave(self, guest: Guest, status: int, used_ms: float) -> None:
        """It is over for good."""
        if not guest.is_command:
            self._kill_strays(guest)
        guest.drop_checkpoint()
        guest.ends.close_all()
        del self._guests[guest.number]
        self._refuse_branches(guest)
        self._tell_end("exited", guest, status, used_ms, None)

    def _go_on(self, guest: Guest, status: int, used_ms: float) -> None:
        """Its copy takes its place, or a new one."""
        self._kill_strays(guest)
        self._refuse_branches(guest)
        cell = guest.cell
        recovered = revival.go_on(guest, self._stem)
        if cell is not None:
            self._finish(guest, cell, status, recovered)
        guest.disconnected = False
        if recovered is None:
            del self._guests[guest.number]
            if cell is None:  # else after the cell's own end
                self._tell_end("exited", guest, status, used_ms, None)
        elif cell is None:
            self._tell_end("revived", guest, status, used_ms, recovered)

    def _refuse_branches(self, guest: Guest) -> None:
        """What it was asked and cannot answer any more."""
        if guest.wake is not None:
            guest.wake.close()
            guest.wake = None
        for branch in guest.asked:
            if branch is not None:
                self._on_branched(branch, 0, "the session ended meanwhile")
        guest.asked = []

    def _tell_end(self, name: str, guest: Guest, status: int, used_ms: float, recovered: str | None) -> None:
        notes = self._notes(guest, status, recovered)
        ending = ending_of(status, None, notes, wall_ms=guest.age_ms(), cpu_ms=used_ms, peak_bytes=0)
        self._out.send(frames.pack_json(name, {"guest": guest.number, "recovered": recovered, **ending}))

    def _kill_strays(self, guest: Guest, since: float = 0.0) -> None:
        alone = len(self._guests) == 1 and not self._had_commands
        kept = {1, self._stem.pid}
        for each in self._guests.values():
            kept.add(each.pid if each is not guest or since else 1)
            if each.checkpoint is not None:
                kept.add(each.checkpoint.pid)
        strays.kill_all(self._reaper, kept, None if alone else guest.pid, since)


def _as_texts(cell: dict[str, Any]) -> list[str]:
    """For an interpreter that is a script: see kernels/bash.sh."""
    stdin = "live" if cell["stdin"] else "none" if cell["input"] is None else "text"
    pairs = [f"{name}={value}" for name, value in cell["variables"].items()]
    return ["cell", stdin, cell["input"] or "", cell["source"], str(len(pairs)), *pairs]
