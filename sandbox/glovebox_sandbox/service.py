"""What init does once the wall stands: one sandbox's events, one thread, one poll.

It lays files, starts the program in the worker, pumps its output, keeps its time, and says how it
ended. It never waits for the host while a program runs, and never for the program at all.
"""

from __future__ import annotations

import os
import select
import time

from . import frames, heap, keeping, rehearsal, root
from .epilogue import Epilogue, ending_of
from .feed import Feed
from .files import Workspace
from .incoming import Incoming
from .live import home as live_home
from .live import service as live
from .output import Output
from .pace import Pace
from .reaper import Reaper
from .watch import Watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from typing import Any, NoReturn

    from .pipes import Pipes
    from .snapshot import Memory

_READ_SIZE = 65_536
# The deadline is looked at a moment after it has passed, not a moment before.
_OVERDUE_SECONDS = 0.005


class Service:
    """`memory`: init's own. `rehearses`: the program is the warden's, see rehearsal.py."""

    def __init__(
        self,
        connection: socket.socket,
        worker: int,
        pipes: Pipes,
        memory: Memory,
        workspace_bytes: int,
        *,
        rehearses: bool,
    ) -> None:
        connection.setblocking(False)
        self._connection = connection
        self._worker = worker
        self._reaper = Reaper()
        self._death = os.pidfd_open(worker)
        self._deaths = self._reaper.watch_deaths()
        self._pipes = pipes
        self._memory = memory
        self._rehearses = rehearses
        self._out = Output(connection)
        self._orders = frames.Parser()
        self._reports = frames.Parser(frames.MAX_REPORT)
        self._workspace = Workspace(root.WORKSPACE)
        self._incoming = Incoming(self._workspace)
        self._pace = Pace()
        self._error: bytes | None = None
        self._stdin = Feed(pipes.stdin)
        self._program: dict[str, Any] | None = None
        self._waits = False
        self._started = 0.0
        self._counts = {"stdout": 0, "stderr": 0}
        self._reason: str | None = None
        self._watch: Watch | None = None
        self._ended = False
        self._abandoned = False
        self._epilogue: Epilogue | None = None
        self._status = 0
        self._wall_ms = 0.0
        self._workspace_bytes = workspace_bytes
        for file in (pipes.stdout, pipes.stderr, pipes.report):
            os.set_blocking(file, False)

    def run(self) -> NoReturn:
        """Until the host closes the connection."""
        while True:
            pause = self._pace.pause_seconds()
            poll = select.poll()
            for file, mask in self._interest(paused=pause > 0).items():
                poll.register(file, mask)
            for file, event in poll.poll(self._timeout_ms(pause)):
                self._handle(file, event)
            self._check_limits()
            self._send_more()

    def _interest(self, *, paused: bool) -> dict[int, int]:
        """Which descriptors matter now. Past the high-water mark nothing is read from the program."""
        interest = {self._connection.fileno(): select.POLLIN | (select.POLLOUT if self._out.waiting else 0)}
        if self._ended:
            return interest
        interest[self._death] = select.POLLIN
        interest[self._deaths] = select.POLLIN
        if not self._out.full:
            interest[self._pipes.report] = select.POLLIN
        if not self._out.full and not paused:
            interest[self._pipes.stdout] = select.POLLIN
            interest[self._pipes.stderr] = select.POLLIN
        if self._program is not None and self._stdin.waiting:
            interest[self._stdin.file] = select.POLLOUT
        interest.pop(-1, None)
        return interest

    def _timeout_ms(self, pause: float) -> float | None:
        if self._program is None or self._ended:
            return None
        if pause > 0:
            return pause * 1000
        left = self._started + self._program["timeoutMs"] / 1000 - time.monotonic()
        if self._watch is not None:
            left = min(left, self._watch.interval_seconds)
        return max(0.0, (left + _OVERDUE_SECONDS) * 1000)

    def _handle(self, file: int, event: int) -> None:
        if file == self._connection.fileno():
            if event & select.POLLOUT:
                self._out.flush()
            if event & ~select.POLLOUT:
                self._hear_host()
        elif self._ended:
            return
        elif file == self._pipes.stdout:
            self._pump("stdout")
        elif file == self._pipes.stderr:
            self._pump("stderr")
        elif file == self._pipes.report:
            self._hear_worker()
        elif file == self._stdin.file:
            self._feed()
        elif file == self._death:
            self._end()
        elif file == self._deaths:
            self._reaper.bury_orphans(self._deaths, self._worker)

    # --- the host's orders ---

    def _hear_host(self) -> None:
        try:
            arrived = frames.receive(self._connection, self._orders)
        except BlockingIOError:
            return
        except OSError:
            arrived = None
        if arrived is None:
            os._exit(0)
        for name, payload in arrived:
            self._obey(name, payload)

    def _obey(self, name: str, payload: bytes) -> None:
        if name == "file":
            header = frames.json.loads(payload)
            self._incoming.begin(header["name"], header["size"])
        elif name == "data":
            self._incoming.add(payload)
        elif name == "prepare":
            self._waits = True
            frames.write_all(self._pipes.request, frames.pack("prepare", payload))
        elif name == "run":
            self._start(frames.json.loads(payload))
        elif name == "stdin":
            self._stdin.add(payload)
        elif name == "stdin_end":
            self._stdin.complete()
            if not self._ended:
                self._feed()
        elif name == "signal":
            self._signal(frames.json.loads(payload)["name"])
        elif name == "stop":
            self._stop("cancelled")
        elif name == "live":
            self._live(frames.json.loads(payload)["watchMemoryBytes"])
        elif name == "keep":
            self._keep(frames.json.loads(payload)["folder"])
        else:
            raise frames.FrameError(f"the host may not send {name}")

    def _keep(self, folder: str) -> None:
        """After the end only: nothing changes in the folder while it is copied."""
        if not self._ended:
            raise frames.FrameError("a running program's files cannot be kept")
        answer: dict[str, Any] = {"files": 0, "bytes": 0, "problem": "", "ofTheDisk": False}
        try:
            kept = keeping.keep(folder, self._workspace_bytes)
            answer.update(files=kept.files, bytes=kept.bytes)
        except OSError as error:
            answer.update(problem=str(error)[:2000], ofTheDisk=keeping.is_of_the_disk(error))
        self._out.send(frames.pack_json("kept", answer))

    def _start(self, program: dict[str, Any]) -> None:
        self._program = program
        if program["watchMemoryBytes"] is not None or program["cpuMs"] is not None:
            self._watch = Watch(program["watchMemoryBytes"], program["cpuMs"])
        if self._waits:
            told = [f"{argument}\0".encode() for argument in program["command"]]
            request = frames.pack("arguments", b"".join(told))
        else:
            keys = (
                "main",
                "arguments",
                "variables",
                "workdir",
                "modulePath",
                "command",
                "reports",
                "returns",
                "svg",
            )
            request = frames.pack_json("program", {key: program[key] for key in keys})
        frames.write_all(self._pipes.request, request)
        self._pipes.close("request")
        self._reaper.start_counting(self._worker)
        self._started = time.monotonic()
        self._out.send(frames.pack("started"))
        self._feed()

    def _live(self, watched_bytes: int | None) -> NoReturn:
        """Instead of one program: the worker becomes the stem of many."""
        os.close(self._death)
        home = live_home.Home(
            self._connection, self._out, self._orders, self._workspace, self._reaper, self._memory
        )
        stem = live_home.make_stem(self._pipes, self._worker)
        live.Service(home, stem, self._deaths, self._workspace_bytes, watched_bytes).run()

    # --- the program ---

    def _feed(self) -> None:
        """Says what init is rid of: the host sends no more, so that what nobody reads fills no memory."""
        rid = self._stdin.write()
        if rid and self._program is not None and self._program["live"]:
            self._out.send(frames.pack_json("fed", {"bytes": rid}))

    def _signal(self, name: str) -> None:
        """To the program's process group, as a terminal does: its own only once it has started."""
        if self._program is None or not self._program["live"]:
            raise frames.FrameError("a signal for no program")
        if not self._ended:
            self._reaper.signal(self._worker, name)

    def _pump(self, name: str) -> None:
        try:
            data = os.read(getattr(self._pipes, name), _READ_SIZE)
        except BlockingIOError:
            return
        if not data:
            self._pipes.close(name)
            return
        self._pace.saw(len(data))
        limit = self._program["outputBytes"] if self._program is not None else 0
        allowed = limit - self._counts[name]
        self._counts[name] += len(data)
        if allowed > 0:
            self._out.send(frames.pack(name, data[:allowed]))
        if len(data) > allowed:
            self._stop("output_limit")

    def _hear_worker(self) -> bool:
        """False where there is nothing to hear, for now or for good."""
        if self._pipes.report < 0:
            return False
        try:
            data = os.read(self._pipes.report, _READ_SIZE)
            if data:
                for name, payload in self._reports.feed(data):
                    self._repeat(name, payload)
                return True
        except BlockingIOError:
            return False
        except frames.FrameError:
            pass  # the program wrote into its own report: nothing in there is believed any more
        self._pipes.close("report")
        return False

    def _repeat(self, name: str, payload: bytes) -> None:
        """Before the program starts the worker is ours; then only its last `error` counts."""
        if self._program is None:
            if name == "ready":
                self._reaper.sleeper = frames.json.loads(payload)["sleeper"]
                self._out.send(frames.pack("ready", payload))
            elif name in ("broken", "prepared"):
                self._out.send(frames.pack(name, payload))
        elif name == "error":
            self._error = payload
        elif name in ("result", "notes", "returned") or self._rehearses:
            self._out.send(frames.pack(name, payload))

    # --- the end ---

    def _check_limits(self) -> None:
        if self._program is None or self._ended or self._reason is not None:
            return
        if time.monotonic() - self._started >= self._program["timeoutMs"] / 1000:
            self._stop("timed_out")
        elif self._watch is not None:
            exceeded = self._watch.look(self._reaper.cpu_ms)
            if exceeded is not None:
                self._stop(exceeded)

    def _stop(self, reason: str) -> None:
        """Kills the program. The first reason counts."""
        if self._ended:
            # The program is over; what can still be stopped is the sending of its files.
            self._abandoned = True
        elif self._reason is None:
            self._reason = reason
            self._reaper.kill_all()

    def _end(self) -> None:
        """The program's main process is dead: what is left are its last words and its files."""
        _, status = self._reaper.bury(self._worker)
        wall_ms = (time.monotonic() - self._started) * 1000
        if self._program is None:
            self._fail_arming()
        if self._rehearses:
            self._out.send(rehearsal.pages("init_again", heap.taken(self._memory.pagemap)))
        self._reaper.kill_rest()
        self._drain()
        if self._error is not None:
            self._out.send(frames.pack("error", self._error))
        self._ended = True
        most = self._workspace_bytes if self._program["artifacts"] else None
        self._status, self._wall_ms = status, wall_ms
        self._epilogue = Epilogue(self._workspace, most)
        self._send_more()

    def _send_more(self) -> None:
        """Goes on with the artifacts as far as the host takes them; after the last comes the ending."""
        while self._epilogue is not None and not self._out.full:
            piece = None if self._abandoned else self._epilogue.next_piece()
            if piece is None:
                piece = self._ending(self._epilogue.notes)
                self._epilogue = None
            self._out.send(piece)

    def _ending(self, notes: list[str]) -> bytes:
        used = self._reaper
        ending = ending_of(
            self._status,
            self._reason,
            notes,
            wall_ms=self._wall_ms,
            cpu_ms=used.cpu_ms,
            peak_bytes=used.peak_bytes,
        )
        return frames.pack_json("ended", ending)

    def _fail_arming(self) -> NoReturn:
        """The worker could not confine itself, and said why, or died without a word."""
        self._connection.setblocking(True)
        while self._hear_worker():
            pass
        raise RuntimeError("the worker ended before it was asked to run")

    def _drain(self) -> None:
        """Reads what is still in the pipes. Every writer is dead."""
        for name in ("stdout", "stderr"):
            before = -1
            while getattr(self._pipes, name) >= 0 and self._counts[name] != before:
                before = self._counts[name]
                self._pump(name)
        while self._hear_worker():
            pass
