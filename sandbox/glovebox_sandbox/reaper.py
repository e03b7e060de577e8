"""Killing and burying what runs in a sandbox, and adding up what it used."""

from __future__ import annotations

import ctypes
import os
import signal
import time

from . import syscalls

_SIGNAL_SET_BYTES = 128
_NONBLOCK_CLOEXEC = 0o2004000
_CPU_CLOCK = 2


class Reaper:
    """The end of the program's processes, as process 1 sees it. Times in ms, memory in bytes."""

    def __init__(self) -> None:
        self.cpu_ms = 0.0
        self.peak_bytes = 0
        # The sleeper's pid, once there is one: it holds nothing but memory that is being given back.
        self.sleeper = 0

    def watch_deaths(self) -> int:
        """A descriptor that becomes readable when a child has died."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        mask = (1 << (signal.SIGCHLD - 1)).to_bytes(_SIGNAL_SET_BYTES, "little")
        return syscalls.signalfd(-1, ctypes.c_char_p(mask), _NONBLOCK_CLOEXEC)

    def bury_orphans(self, deaths: int, worker: int) -> None:
        """Reaps who has died, but the worker: dead processes count against the limit until then."""
        try:
            os.read(deaths, 4096)
        except BlockingIOError:
            return
        while True:
            dead = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            # The worker, once dead, is the first that waitid finds; its end is handled elsewhere.
            if dead is None or dead.si_pid == worker:
                return
            self.bury(dead.si_pid)

    def start_counting(self, worker: int) -> None:
        """What the worker used until now was for arming it, not for the program."""
        self.cpu_ms = -time.clock_gettime(~worker << 3 | _CPU_CLOCK) * 1000

    def signal(self, group: int, name: str) -> None:
        """Only by a name that Python knows: never 0, never a number from outside."""
        try:
            os.killpg(group, signal.Signals[name])
        except ProcessLookupError:
            pass  # it is just ending

    def kill_all(self) -> None:
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass  # nobody is left

    def bury(self, pid: int, options: int = 0) -> tuple[int, int]:
        """Waits for a process; answers its pid (0: none is dead yet) and its wait status."""
        buried, status, usage = os.wait4(pid, options)
        self.cpu_ms += (usage.ru_utime + usage.ru_stime) * 1000
        self.peak_bytes = max(self.peak_bytes, usage.ru_maxrss * 1024)
        return buried, status

    def kill_rest(self) -> None:
        """A program is over when its main process is: what it left running is killed and reaped.

        Only for the sleeper nobody waits.
        """
        only_sleeper = str(self.sleeper)
        while True:
            self.kill_all()
            try:
                buried, _ = self.bury(-1, os.WNOHANG if _children() == only_sleeper else 0)
            except ChildProcessError:
                return
            if not buried:
                return


def _children() -> str:
    """The pids of init's children, or what no pid is, where the kernel does not tell."""
    try:
        with open("/proc/self/task/1/children", encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return "unknown"


def signal_name(number: int | None) -> str | None:
    if number is None:
        return None
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIG{number}"
