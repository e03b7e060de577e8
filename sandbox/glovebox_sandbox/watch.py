"""Limits that no kernel mechanism on this machine enforces: init looks, and kills.

Memory without a cgroup, and CPU time summed over processes. Between two looks a program may
overshoot; what enforces which limit is told by the engine's facts.
"""

import os

from . import root

_TICKS = os.sysconf("SC_CLK_TCK")


class Watch:
    """Limits in bytes and milliseconds; None where something else enforces that limit."""

    interval_seconds = 0.02

    def __init__(self, memory_bytes: int | None, cpu_ms: int | None) -> None:
        self._memory_bytes = memory_bytes
        self._cpu_ms = cpu_ms
        # Pages that the worker shares with the warden are nobody's fault.
        self._memory_before = _memory_in_use()

    def look(self, reaped_cpu_ms: float) -> str | None:
        """The outcome's status if a limit is exceeded."""
        limit = self._memory_bytes
        if limit is not None and _memory_in_use() - self._memory_before > limit:
            return "out_of_memory"
        if self._cpu_ms is not None and reaped_cpu_ms + _cpu_in_use_ms() > self._cpu_ms:
            return "timed_out"
        return None


def _processes() -> list[str]:
    return [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def _memory_in_use() -> int:
    """Bytes of all memory that a program can fill: its own, shared, System V, and files in memory.

    Memory behind a descriptor alone (memfd) is seen nowhere; the filter denies it here.
    """
    total = _system_v_memory()
    for pid in _processes():
        shared = False
        for line in _read(f"/proc/{pid}/status").splitlines():
            if line.startswith(("RssAnon:", "VmSwap:")):
                total += _bytes_of(line)
            elif line.startswith("RssShmem:"):
                shared = _bytes_of(line) > 0
        if shared:
            total += _shared_anonymous_memory(pid)
    for place in root.WRITABLE:
        volume = os.statvfs(place)
        total += (volume.f_blocks - volume.f_bfree) * volume.f_frsize
    return total


def _shared_anonymous_memory(pid: str) -> int:
    """This process's share of memory mapped as shared and anonymous; files are counted where they lie."""
    total = 0
    counts = False
    for line in _read(f"/proc/{pid}/smaps").splitlines():
        if line.startswith("Pss:"):
            total += _bytes_of(line) if counts else 0
        elif not line[0].isupper():
            counts = line.endswith("/dev/zero (deleted)")
    return total


def _system_v_memory() -> int:
    """Of every segment in the sandbox's namespace, attached or not."""
    lines = _read("/proc/sysvipc/shm").splitlines()
    if not lines:
        return 0
    column = lines[0].split().index("rss")
    return sum(int(line.split()[column]) for line in lines[1:])


def _bytes_of(line: str) -> int:
    return int(line.split()[1]) * 1024


def _cpu_in_use_ms() -> float:
    ticks = 0
    for pid in _processes():
        fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
        ticks += sum(int(field) for field in fields[11:15])
    return ticks * 1000 / _TICKS


def _read(path: str) -> str:
    """Empty where the process has ended since it was listed."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""
