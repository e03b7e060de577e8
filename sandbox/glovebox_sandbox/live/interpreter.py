"""An interpreter of a live sandbox: runs one cell after another, and forks while it is idle.

Descriptors: 0 to 2 the cells' own, 3 orders (a socket), 4 reports. Each order is answered by one
report, a cell by any number of results before it. What a report says is the user's word: anything in
this process may be changed by the cells that ran in it.
"""

from __future__ import annotations

import _thread as threads
import os
import select
import signal
import socket

from .. import frames, syscalls, worker
from ..running import streams
from ..running.cells import Cells
from ..snapshot import Memory
from . import packages, passing, trust

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from ..snapshot import Snapshot

_ORDERS, _REPORTS = 3, 4


def serve(snapshot: Snapshot | None) -> NoReturn:
    """Until init closes the connection."""
    streams.install(_REPORTS)
    interpreter = Interpreter(snapshot)
    interpreter.tell("done", {"ok": True})
    while True:
        interpreter.obey()


class Interpreter:
    def __init__(self, snapshot: Snapshot | None) -> None:
        self._snapshot = snapshot
        self._cells = Cells(self.tell, reports=_REPORTS)
        self._orders = passing.Orders(socket.socket(fileno=_ORDERS))
        self._supervisor = False
        self._held = b""
        self._pid = os.getpid()
        self._packages = packages.Packages(self.tell, lambda: self._orders, self._may_ask)
        self._cells.on_pip = self._packages.install
        signal.signal(signal.SIGINT, self._on_interrupt)

    def tell(self, name: str, value: dict[str, Any]) -> None:
        """The value of a cell's last expression waits for what follows: init is woken once for both."""
        frame = frames.pack_json(name, value)
        if name == "result" and value.get("main"):
            self._held += frame
            return
        if name == "result" or self._held:
            streams.let_drain()
        told, self._held = self._held + frame, b""
        frames.write_all(_REPORTS, told)

    def obey(self) -> None:
        try:
            if not self._orders.waiting:
                self._cells.idle(self._orders.fileno())
            name, payload, files = self._orders.next()
        except EOFError:
            os._exit(0)
        value: dict[str, Any] = frames.json.loads(payload) if payload else {}
        if name == "cell":
            self._run(value)
        elif name == "variables":
            self.tell("told", {"variables": self._cells.list_variables()})
        elif name in ("checkpoint", "rest"):
            self._sleep_as_checkpoint(files, rests=name == "rest")
        elif name == "branch":
            self._branch(files)

    def _run(self, cell: dict[str, Any]) -> None:
        signal.signal(signal.SIGINT, self._on_interrupt)
        self._supervisor = True
        try:
            self._packages.take_in(cell["packages"])
            stdin = cell["stdin"] if cell["input"] is None else cell["input"]
            done = self._cells.run(
                cell["source"],
                counts=cell["counts"],
                stdin=stdin,
                env=cell["variables"],
                variables=cell["returns"],
                svg=cell["svg"],
            )
        except KeyboardInterrupt:
            # It came in the moment between the cell and its report.
            done = {"ok": False, "error": _interrupted()}
        self._supervisor = False
        if os.getpid() != self._pid:
            # A fork that the cell made, and that came out of it: it is not the session.
            os._exit(0 if done["ok"] else 1)
        self.tell("done", done)

    def _may_ask(self) -> bool:
        """Whether the cell runs, and in this process and thread."""
        return self._supervisor and os.getpid() == self._pid == threads.get_native_id()

    def _on_interrupt(self, number: int, frame: object) -> None:
        if self._packages.postpones_interrupt():
            return
        if self._supervisor:
            # Once: a second would hit what handles the first.
            self._supervisor = False
            raise KeyboardInterrupt

    # --- forks ---

    def _sleep_as_checkpoint(self, files: list[int], *, rests: bool) -> None:
        """The child sleeps; should it ever wake, it goes on as this session.

        `rests`: no cell is expected soon, so both are to hold as little memory as they can.
        """
        why = trust.problem(self._cells, files)
        if why:
            self._answer_fork(0, why, files)
            return
        if rests:
            self._give_back()
        random_state = trust.random_state()
        pid, why = _fork("checkpoint", syscalls.Sleep(trust.OURS, files[0]))
        if pid or why:
            self._answer_fork(pid, why, files)
            if not rests:
                self._rehearse()
            return
        with socket.socket(fileno=files[0]) as wake:
            try:
                _, _, new = passing.Orders(wake).next()
            except EOFError:
                os._exit(0)
        self._move_in(new)
        trust.restore_random(random_state)
        self._cells.forked()
        self.tell("woke", {})

    def _give_back(self) -> None:
        """No other thread runs: it could write to what is just given back."""
        try:
            pagemap = os.open("/proc/self/pagemap", os.O_RDONLY | os.O_CLOEXEC)
            try:
                Memory(self._snapshot, pagemap).give_back()
            finally:
                os.close(pagemap)
        except Exception:  # a program changed what this needs: it holds more memory, no more
            return

    def _rehearse(self) -> None:
        """Takes the pages that a cell writes to, unless one has come already: it is not kept waiting."""
        if self._orders.waiting or select.select([_ORDERS], [], [], 0)[0]:
            return
        try:
            self._cells.rehearse(_pack)
        except Exception:  # a program changed what this needs: cells are slower, no more
            return

    def _branch(self, files: list[int]) -> None:
        """The child is a session of its own, with the same variables."""
        pid, why = 0, trust.problem(self._cells, files)
        if not why:
            pid, why = _fork("branch")
        if pid or why:
            self._answer_fork(pid, why, files)
            return
        os.setsid()
        self._move_in(files)
        worker.reseed()
        self._cells.forked()
        self.tell("done", {"ok": True})

    def _move_in(self, files: tuple[int, ...] | list[int]) -> None:
        """Takes these for its own descriptors; the user's others stay open."""
        self._orders.release()
        orders = trust.take_places(files)
        self._orders = passing.Orders(socket.socket(fileno=orders))
        self._pid = os.getpid()

    def _answer_fork(self, pid: int, why: str, files: list[int]) -> None:
        for file in files:
            os.close(file)
        self.tell("forked", {"pid": pid, "why": why})


def _pack(name: str, value: dict[str, Any]) -> None:
    """As much of telling as nobody hears."""
    frames.pack_json(name, value)


def _fork(step: str, sleep: syscalls.Sleep | None = None) -> tuple[int, str]:
    """The process's id, 0 in itself; or why there is none."""
    try:
        return syscalls.fork_into(syscalls.CLONE_PARENT, step, sleep), ""
    except (OSError, RuntimeError) as error:
        return 0, f"no copy of it could be made: {error}"


def _interrupted() -> dict[str, Any]:
    return {
        "name": "KeyboardInterrupt",
        "message": "",
        "traceback": "KeyboardInterrupt",
        "memory": False,
        "module": "",
    }
