"""Limits that no kernel mechanism on this machine enforces: init looks, and kills.

Memory without a cgroup, and CPU time summed over processes. Between two looks a program may
overshoot; what enforces which limit is told by the engine's facts.
"""

import os

from . import root, snapshot

_TICKS = os.sysconf("SC_CLK_TCK")
_ANONYMOUS = "/dev/zero (deleted)"
# Nobody in a sandbox can make a file whose path begins like this.
_OF_THE_WARDEN = f"/memfd:{snapshot.NAME} (deleted)"


class Watch:
    """Limits in bytes and milliseconds; None where something else enforces that limit."""

    interval_seconds = 0.02

    def __init__(self, memory_bytes: int | None, cpu_ms: int | None) -> None:
        self._memory_bytes = memory_bytes
        self._cpu_ms = cpu_ms
        # Pages that the worker shares with the warden are nobody's fault.
        self._memory_before = memory_in_use()

    def look(self, reaped_cpu_ms: float) -> str | None:
        """The outcome's status if a limit is exceeded."""
        limit = self._memory_bytes
        if limit is not None and memory_in_use() - self._memory_before > limit:
            return "out_of_memory"
        if self._cpu_ms is not None and reaped_cpu_ms + _cpu_in_use_ms() > self._cpu_ms:
            return "timed_out"
        return None


def processes() -> list[str]:
    return [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def memory_in_use(*, shared_once: bool = False) -> int:
    """Bytes of all memory that a program can fill: its own, shared, System V, and files in memory.

    Memory behind a descriptor alone (memfd) is seen nowhere; the filter denies it here. `shared_once`:
    what forks have in common counts once, which takes the kernel longer to tell.
    """
    total = _system_v_memory()
    for pid in processes():
        own, shared = _held(pid)
        total += _proportional(pid, own) if shared_once else own
        if shared:
            total += _shared_anonymous_memory(pid, shared)
    for place in root.WRITABLE:
        volume = os.statvfs(place)
        total += (volume.f_blocks - volume.f_bfree) * volume.f_frsize
    return total


def private_memory(pid: str) -> int:
    """Bytes that it holds itself, also what it shares with forks and with whom it maps shared memory."""
    own, shared = _held(pid)
    return own + max(0, shared - _of_the_warden(pid))


def _of_the_warden(pid: str) -> int:
    """What it has mapped of the warden's memory (snapshot.py), and did not write to."""
    total, counts = 0, False
    for line in _read(f"/proc/{pid}/smaps").splitlines():
        if not line[0].isupper():
            counts = line.split(maxsplit=5)[5:] == [_OF_THE_WARDEN]
        elif counts and line.startswith(("Rss:", "Anonymous:")):
            total += _bytes_of(line) if line[0] == "R" else -_bytes_of(line)
    return total


def _held(pid: str) -> tuple[int, int]:
    """Its anonymous memory, and what it has mapped as shared, files in memory among it."""
    own = shared = 0
    for line in _read(f"/proc/{pid}/status").splitlines():
        if line.startswith(("RssAnon:", "VmSwap:")):
            own += _bytes_of(line)
        elif line.startswith("RssShmem:"):
            shared = _bytes_of(line)
    return own, shared


def _proportional(pid: str, own: int) -> int:
    """Its share of its anonymous memory. All of it where the process forbids others to look closer."""
    lines = _read(f"/proc/{pid}/smaps_rollup").splitlines()
    shares = [_bytes_of(line) for line in lines if line.startswith(("Pss_Anon:", "SwapPss:"))]
    return sum(shares) if shares else own


def _shared_anonymous_memory(pid: str, shared: int) -> int:
    """This process's share of memory mapped as shared and anonymous; files are counted where they lie.

    All of `shared` where the process forbids others to look closer.
    """
    maps = _read(f"/proc/{pid}/maps")
    if maps and _ANONYMOUS not in maps:
        return 0  # nearly always: all that it shares is the warden's
    total = 0
    counts = False
    lines = _read(f"/proc/{pid}/smaps").splitlines()
    if not lines:
        return shared
    for line in lines:
        if line.startswith("Pss:"):
            total += _bytes_of(line) if counts else 0
        elif not line[0].isupper():
            counts = line.endswith(_ANONYMOUS)
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
    for pid in processes():
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
