"""%time, %timeit and %prun."""

from __future__ import annotations

import re

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__builtins__ = own.BUILTINS

_LONG_ENOUGH_SECONDS = 0.05
_OPTIONS = re.compile(r"((?:-[nr]\s*\d+\s+|-[tcpqo]\s+)*)(.*)", re.DOTALL)


def timed(action: Callable[[], Any]) -> Any:
    """Prints how long it took, also where it fails."""
    import time

    wall, cpu = time.perf_counter(), _processor_times()
    try:
        return action()
    finally:
        user, system = (now - before for now, before in zip(_processor_times(), cpu, strict=True))
        taken = f"user {_duration(user)}, sys: {_duration(system)}, total: {_duration(user + system)}"
        print(f"CPU times: {taken}")
        print(f"Wall time: {_duration(time.perf_counter() - wall)}")


def profile(action: Callable[[], Any]) -> None:
    """Prints which functions took how long: the first thirty."""
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    try:
        profiler.runcall(action)
    finally:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


def _processor_times() -> tuple[float, float]:
    """Of this process: its own, and the system's for it."""
    try:
        import resource
    except ImportError:  # WebAssembly has none
        import time

        return time.process_time(), 0.0
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime, usage.ru_stime


def repeat(statement: str, setup: str, options: dict[str, int], namespace: dict[str, Any]) -> None:
    """Runs the statement often, and prints the mean time of one."""
    import timeit

    repeats = options.get("r", 7)
    timer = timeit.Timer(statement, setup, globals=namespace)
    number = options.get("n") or _often_enough(timer.timeit)
    each = [taken / number for taken in timer.repeat(repeats, number)]
    mean = sum(each) / len(each)
    deviation = (sum((one - mean) ** 2 for one in each) / len(each)) ** 0.5
    print(
        f"{_duration(mean)} ± {_duration(deviation)} per loop "
        f"(mean ± std. dev. of {_counted(repeats, 'run')}, {_counted(number, 'loop')} each)"
    )


def options_of(rest: str) -> tuple[dict[str, int], str]:
    """`-n 10 -r 3 statement` as {n: 10, r: 3} and the statement."""
    found = _OPTIONS.match(rest + " ")
    if not found:
        return {}, rest
    return {name: int(value) for name, value in re.findall(r"-([nr])\s*(\d+)", found[1])}, found[2].strip()


def _often_enough(measure: Callable[[int], float]) -> int:
    number = 1
    while measure(number) < _LONG_ENOUGH_SECONDS and number < 10_000_000:
        number *= 10
    return number


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _duration(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("μs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"
