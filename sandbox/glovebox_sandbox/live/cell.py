"""The clock and the limits of one cell that runs."""

from __future__ import annotations

import os
import time

from . import guest as guests

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TICKS_PER_MS = os.sysconf("SC_CLK_TCK") / 1000
_LOOK_SECONDS = 0.02
_MOST_ASKED_BYTES = 256 * 1024
# More than the host ever grants: what is asked after that is not even passed on.
_MOST_ASKED = 256


class Cell:
    """Times in ms. `reason`: why it is being stopped, the first that counts."""

    def __init__(self, order: dict[str, Any], pid: int, baseline: int) -> None:
        self.order = order
        self.started = time.monotonic()
        # As the kernel tells when a process was started: rounded down.
        self.started_ticks = int(time.clock_gettime(time.CLOCK_BOOTTIME) * 1000 * _TICKS_PER_MS)
        self.counts = {"stdout": 0, "stderr": 0}
        self.report_bytes = 0
        self.reason: str | None = None
        self._give_up = 0.0
        self._baseline = baseline
        self._cpu_before = cpu_ms(pid)
        self._cpu = 0.0
        self._next_look = self.started + _LOOK_SECONDS
        # Its clock stands still while the host sees to what it asked for.
        self._held_since: float | None = None
        self._held_before = 0.0
        self._asked = 0
        self.peak_bytes = 0
        self.notes: list[str] = []

    def note_once(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)

    def wall_ms(self) -> float:
        return (time.monotonic() - self.started) * 1000

    def cpu_ms(self, pid: int) -> float:
        """Of the process and of its children that it waited for. Remembered, for when it is gone."""
        now = cpu_ms(pid)
        if now:
            self._cpu = max(0.0, now - self._cpu_before)
        return self._cpu

    def stop(self, reason: str) -> None:
        """It gets an interrupt from its caller, and then some time to end by itself."""
        if self.reason is None:
            self.reason = reason
            self._give_up = time.monotonic() + self.order["graceMs"] / 1000

    def ask(self, size: int) -> bool:
        """Whether the host is to hear of what it asks for: one thing at a time, none once it is to end."""
        self._asked += 1
        if self._held_since is not None or self.reason is not None:
            return False
        if size > _MOST_ASKED_BYTES or self._asked > _MOST_ASKED:
            return False
        self._held_since = time.monotonic()
        return True

    def answered(self) -> bool:
        """Whether it had asked for something. Its clock goes on."""
        if self._held_since is None:
            return False
        self._held_before += time.monotonic() - self._held_since
        self._held_since = None
        return True

    def exceeded(self, pid: int) -> str | None:
        """The limit that it has passed just now."""
        if self.reason is not None:
            return None
        now = time.monotonic()
        if self._held_since is None and now >= self._deadline():
            return "timed_out"
        if now < self._next_look:
            return None
        self._next_look = now + _LOOK_SECONDS
        held = own_memory(pid) - self._baseline
        self.peak_bytes = max(self.peak_bytes, held)
        if held > self.order["memoryBytes"]:
            return "out_of_memory"
        if self.order["cpuMs"] is not None and self.cpu_ms(pid) > self.order["cpuMs"]:
            return "timed_out"
        return None

    @property
    def is_overdue(self) -> bool:
        """Whether it was asked to end, and did not."""
        return self.reason is not None and time.monotonic() >= self._give_up

    def next_look_seconds(self) -> float:
        now = time.monotonic()
        if self.reason is not None:
            return max(0.0, self._give_up - now)
        ends = self._next_look if self._held_since is not None else min(self._deadline(), self._next_look)
        return max(0.0, ends - now)

    def _deadline(self) -> float:
        return self.started + self._held_before + self.order["timeoutMs"] / 1000


def cpu_ms(pid: int) -> float:
    """CPU time of a process and its buried children; 0 where there is none."""
    fields = guests.stat_of(pid)
    return sum(int(field) for field in fields[11:15]) / _TICKS_PER_MS if len(fields) > 14 else 0.0


def own_memory(pid: int) -> int:
    """Bytes of anonymous memory, also what other processes share; 0 where there is no such process."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as file:
            lines = [line for line in file if line.startswith(("RssAnon:", "VmSwap:"))]
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines)
