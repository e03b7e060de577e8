"""Killing and burying what runs in a sandbox, and adding up what it used."""

from __future__ import annotations

import os
import signal


class Reaper:
    """The end of the program's processes, as process 1 sees it. Times in ms, memory in bytes."""

    def __init__(self) -> None:
        self.cpu_ms = 0.0
        self.peak_bytes = 0
        # The sleeper's pid, once there is one: it holds nothing but memory that is being given back.
        self.sleeper = 0

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
