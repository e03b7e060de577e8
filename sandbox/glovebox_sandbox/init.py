"""Init: process 1 of a sandbox, and the only one that the host listens to.

Theory of operation. Init builds the wall, forks the worker, gives up its own rights, and then serves
one connection. It lays files, starts the program in the worker, pumps its output, keeps its time,
and says how it ended. The worker cannot reach it (wall.py), so status, time and exit code are
init's own words; what the worker says about itself comes through one pipe, is bounded in length, and
is passed on as a report, never as a fact.

Life of a sandbox: arming → ready → (files) → running → ended. When the host closes the connection,
init exits, and the kernel kills everything in the sandbox with it.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import socket
import time

from . import frames, heap, rehearsal, syscalls, verify, wall, worker
from .files import Workspace
from .output import Output
from .watch import Watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

_CONNECTION = 3
_READ_SIZE = 65_536
_OVERDUE_SECONDS = 0.005


class Pipes:
    """Init's ends of the pipes to the worker, as descriptor numbers; -1 once closed."""

    def __init__(self, stdin: int, stdout: int, stderr: int, request: int, report: int) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.request = request
        self.report = report


def main(
    connection: socket.socket,
    shape: wall.Shape,
    kit: wall.Kit,
    cgroups: list[int],
    hot: rehearsal.HotPages,
    rehearses: bool,
) -> None:
    """Runs in the process that the warden cloned. Never returns."""
    try:
        heap.take(hot.init)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        wall.build(shape, kit)
        before = heap.taken(heap.open_pagemap()) if rehearses else []
        pid, pipes = _fork_worker(shape, kit, cgroups, hot, rehearses)
        heap.take(hot.init_again)
        connection, pipes = _close_all_but(connection, pipes)
        pagemap = heap.open_pagemap() if rehearses else -1
        wall.confine_init(kit)
        verify.process(has_range=kit.has_range)
        init = _Init(connection, pid, pipes, pagemap)
        if rehearses:
            init.tell_pages("init", before)
        init.serve()
    except BaseException as error:
        step = getattr(error, "step", "")
        frame = frames.pack_json("broken", {"step": step, "message": str(error)[:2000]})
        try:
            connection.setblocking(True)
            connection.sendall(frame)
        except OSError:
            pass  # the host is gone as well
    os._exit(1)


def _fork_worker(
    shape: wall.Shape,
    kit: wall.Kit,
    cgroups: list[int],
    hot: rehearsal.HotPages,
    rehearses: bool,
) -> tuple[int, Pipes]:
    stdin, stdout, stderr, request, report = (os.pipe2(os.O_CLOEXEC) for _ in range(5))
    pid = os.fork()
    if pid == 0:
        try:
            inner = (stdin[0], stdout[1], stderr[1], request[0], report[1])
            for target, source in enumerate(inner):
                os.dup2(source, target, inheritable=target < 3)
            worker.main(shape, kit, cgroups, hot, rehearses)
        finally:
            os._exit(1)
    return pid, Pipes(stdin[1], stdout[0], stderr[0], request[1], report[0])


def _close_all_but(connection: socket.socket, pipes: Pipes) -> tuple[socket.socket, Pipes]:
    """Keeps /dev/null as 0 to 2, then the connection and the pipes, and nothing else."""
    nothing = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
    kept = (connection.detach(), pipes.stdin, pipes.stdout, pipes.stderr, pipes.request, pipes.report)
    # First above every target, so that no step overwrites a descriptor that a later one needs.
    high = [fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, 64) for file in (nothing, nothing, nothing, *kept)]
    for target, file in enumerate(high):
        os.dup2(file, target, inheritable=False)
    syscalls.close_range(len(high), 0xFFFFFFFF, 0, step="init")
    return socket.socket(fileno=_CONNECTION), Pipes(*range(_CONNECTION + 1, len(high)))


class _Init:
    """One sandbox's events, one thread, one poll."""

    def __init__(
        self, connection: socket.socket, worker_pid: int, pipes: Pipes, pagemap: int
    ) -> None:
        self._connection = connection
        connection.setblocking(False)
        self._worker = worker_pid
        self._sleeper = 0
        self._status = 0
        self._pipes = pipes
        self._out = Output(connection)
        self._parser = frames.Parser()
        self._reports = frames.Parser(frames.MAX_REPORT)
        self._workspace = Workspace("/workspace")
        self._poll = select.poll()
        self._death = os.pidfd_open(worker_pid)
        self._laying: tuple[str, int, int] | None = None
        self._stdin = bytearray()
        self._stdin_ends = False
        self._running: dict[str, Any] | None = None
        self._started = 0.0
        self._counts = {"stdout": 0, "stderr": 0}
        self._reason: str | None = None
        self._cpu_ms = 0.0
        self._peak = 0
        self._watch: Watch | None = None
        self._ended = False
        # Open in a rehearsal only.
        self._pagemap = pagemap
        for file in (pipes.stdin, pipes.stdout, pipes.stderr, pipes.report):
            os.set_blocking(file, False)

    # --- the loop ---

    def serve(self) -> None:
        while True:
            for file, event in self._wait():
                self._handle(file, event)
            self._check_time()

    def _wait(self) -> list[tuple[int, int]]:
        interest = self._interest()
        poll = select.poll()
        for file, mask in interest.items():
            poll.register(file, mask)
        return poll.poll(self._timeout_ms())

    def _interest(self) -> dict[int, int]:
        """Which descriptors matter now. Past the high-water mark nothing is read from the program."""
        connection = select.POLLIN | (select.POLLOUT if self._out.waiting else 0)
        interest = {self._connection.fileno(): connection}
        if self._ended:
            return interest
        interest[self._death] = select.POLLIN
        interest[self._pipes.report] = select.POLLIN
        if not self._out.full:
            interest[self._pipes.stdout] = select.POLLIN
            interest[self._pipes.stderr] = select.POLLIN
        if self._running is not None and self._stdin:
            interest[self._pipes.stdin] = select.POLLOUT
        for closed in [file for file in interest if file < 0]:
            del interest[closed]
        return interest

    def _timeout_ms(self) -> float | None:
        if self._running is None or self._ended:
            return None
        left = self._started + self._running["timeoutMs"] / 1000 - time.monotonic()
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
        elif file == self._pipes.stdin:
            self._feed_stdin()
        elif file == self._death:
            self._end()

    # --- from the host ---

    def _hear_host(self) -> None:
        try:
            arrived = frames.receive(self._connection, self._parser)
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
            self._lay(header["name"], header["size"])
        elif name == "data":
            self._lay_data(payload)
        elif name == "run":
            self._run(frames.json.loads(payload))
        elif name == "stdin":
            self._stdin += payload
        elif name == "stdin_end":
            self._stdin_ends = True
            self._feed_stdin()
        elif name == "stop":
            self._stop("cancelled")
        else:
            raise frames.FrameError(f"the host may not send {name}")

    def _lay(self, name: str, size: int) -> None:
        self._laying = (name, self._workspace.create(name), size)
        if size == 0:
            self._finish_laying()

    def _lay_data(self, payload: bytes) -> None:
        if self._laying is None or len(payload) > self._laying[2]:
            raise frames.FrameError("data that belongs to no file")
        name, file, left = self._laying
        frames.write_all(file, payload)
        self._laying = (name, file, left - len(payload))
        if left == len(payload):
            self._finish_laying()

    def _finish_laying(self) -> None:
        if self._laying is not None:
            name, file, _ = self._laying
            self._workspace.note_laid(name, file)
            os.close(file)
            self._laying = None

    def _run(self, program: dict[str, Any]) -> None:
        self._running = program
        if program["watchMemoryBytes"] is not None or program["cpuMs"] is not None:
            self._watch = Watch(program["watchMemoryBytes"], program["cpuMs"])
        worker_part = {
            key: program[key] for key in ("main", "arguments", "variables", "workdir", "command")
        }
        frames.write_all(self._pipes.request, frames.pack_json("program", worker_part))
        os.close(self._pipes.request)
        self._started = time.monotonic()
        self._out.send(frames.pack("started"))
        self._feed_stdin()

    # --- from and to the worker ---

    def _pump(self, name: str) -> None:
        file = getattr(self._pipes, name)
        try:
            data = os.read(file, _READ_SIZE)
        except BlockingIOError:
            return
        if not data:
            os.close(file)
            setattr(self._pipes, name, -1)
            return
        self._pass_on(name, data)

    def _pass_on(self, name: str, data: bytes) -> None:
        limit = self._running["outputBytes"] if self._running is not None else 0
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
        os.close(self._pipes.report)
        self._pipes.report = -1
        return False

    def _repeat(self, name: str, payload: bytes) -> None:
        if self._running is None and name == "ready":
            self._sleeper = frames.json.loads(payload)["sleeper"]
            self._out.send(frames.pack("ready"))
        elif self._running is None and name == "broken":
            self._out.send(frames.pack(name, payload))
        elif self._running is not None and (name == "error" or self._pagemap >= 0):
            self._out.send(frames.pack(name, payload))

    def _feed_stdin(self) -> None:
        if self._running is None or self._pipes.stdin < 0:
            return
        try:
            while self._stdin:
                del self._stdin[: os.write(self._pipes.stdin, self._stdin[:_READ_SIZE])]
        except BlockingIOError:
            return
        except OSError:
            self._stdin.clear()  # the program closed its stdin
        if self._stdin_ends:
            os.close(self._pipes.stdin)
            self._pipes.stdin = -1

    def tell_pages(self, who: str, spans: list[heap.Span]) -> None:
        self._out.send(rehearsal.pages(who, spans))

    # --- the end ---

    def _check_time(self) -> None:
        if self._running is None or self._ended or self._reason is not None:
            return
        if time.monotonic() - self._started >= self._running["timeoutMs"] / 1000:
            self._stop("timed_out")
        elif self._watch is not None:
            exceeded = self._watch.look(self._cpu_ms)
            if exceeded is not None:
                self._stop(exceeded)

    def _stop(self, reason: str) -> None:
        """Kills the program. The first reason counts."""
        if self._reason is None:
            self._reason = reason
            self._kill_all()

    def _kill_all(self) -> None:
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass  # nobody is left

    def _end(self) -> None:
        self._reap(self._worker)
        status = self._status
        wall_ms = (time.monotonic() - self._started) * 1000
        if self._running is None:
            self._fail_arming()
        self._kill_rest()
        self._drain()
        self._ended = True
        self._connection.setblocking(True)
        notes = self._send_artifacts()
        signal_number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
        ending = {
            "exitCode": None if signal_number else os.WEXITSTATUS(status),
            "signal": _signal_name(signal_number),
            "reason": self._reason,
            "wallMs": round(wall_ms, 3),
            "cpuMs": round(self._cpu_ms, 3),
            "peakMemoryBytes": self._peak,
            "notes": notes,
        }
        if self._pagemap >= 0:
            self.tell_pages("init_again", heap.taken(self._pagemap))
        self._out.send(frames.pack_json("ended", ending))
        self._out.flush()

    def _fail_arming(self) -> NoReturn:
        """The worker could not confine itself, and said why, or died without a word."""
        self._connection.setblocking(True)
        while self._hear_worker():
            pass
        raise RuntimeError("the worker ended before it was asked to run")

    def _reap(self, pid: int, options: int = 0) -> int:
        """Waits for a process and adds up what it used. Answers its pid, or 0 if none is dead yet."""
        reaped, self._status, usage = os.wait4(pid, options)
        self._cpu_ms += (usage.ru_utime + usage.ru_stime) * 1000
        self._peak = max(self._peak, usage.ru_maxrss * 1024)
        return reaped

    def _kill_rest(self) -> None:
        """A program is over when its main process is: what it left running is killed and reaped.

        Only for the sleeper nobody waits: it holds nothing but memory that is being given back.
        """
        only_sleeper = str(self._sleeper)
        while True:
            self._kill_all()
            try:
                reaped = self._reap(-1, os.WNOHANG if _children() == only_sleeper else 0)
            except ChildProcessError:
                return
            if not reaped:
                return

    def _drain(self) -> None:
        """Reads what is still in the pipes. Every writer is dead."""
        self._connection.setblocking(True)
        for name in ("stdout", "stderr"):
            before = -1
            while getattr(self._pipes, name) >= 0 and self._counts[name] != before:
                before = self._counts[name]
                self._pump(name)
        while self._hear_worker():
            pass

    def _send_artifacts(self) -> list[str]:
        found, notes = self._workspace.changed()
        for file in found:
            try:
                self._send_artifact(file.name, file.size)
            except OSError as error:
                notes.append(f"{file.name!r} was left out: {error.strerror}")
        return notes[:20]

    def _send_artifact(self, name: str, size: int) -> None:
        file = self._workspace.open_to_read(name)
        try:
            self._out.send(frames.pack_json("artifact", {"name": name, "size": size}))
            left = size
            while left > 0:
                data = os.read(file, min(left, 1 << 18))
                # The file is shorter than it was: the host was promised `size` bytes.
                data = data or bytes(min(left, 1 << 18))
                self._out.send(frames.pack("data", data))
                left -= len(data)
        finally:
            os.close(file)


def _children() -> str:
    """The pids of init's children, or what no pid is, where the kernel does not tell."""
    try:
        with open("/proc/self/task/1/children", encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return "unknown"


def _signal_name(number: int | None) -> str | None:
    if number is None:
        return None
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIG{number}"
