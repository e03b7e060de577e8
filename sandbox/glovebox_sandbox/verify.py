"""Looks at the finished wall from inside, before any code is accepted.

What was asked of the kernel and what stands may differ; only what stands counts.
"""

import os

from . import layers, root, syscalls

_NO_CAPABILITY = "0000000000000000"
_CAPABILITY_SETS = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")


class Unsealed(syscalls.WallError):
    """The wall stands, but not as it should."""

    def __init__(self, what: str) -> None:
        super().__init__(1, f"verify: {what}")


def process(*, has_range: bool) -> None:
    """This process has no capability, no way to gain one, a seccomp filter, and no group but its own."""
    status = _status()
    for name in _CAPABILITY_SETS:
        if status[name] != _NO_CAPABILITY:
            raise Unsealed(f"{name} is {status[name]}")
    for name, wanted in (("NoNewPrivs", "1"), ("Seccomp", "2")):
        if status[name] != wanted:
            raise Unsealed(f"{name} is {status[name]}")
    if has_range and status["Groups"]:
        raise Unsealed(f"supplementary groups {status['Groups']}")


def descriptors(expected: frozenset[int]) -> None:
    """Exactly these descriptors are open."""
    listing = os.open("/proc/self/fd", os.O_RDONLY | os.O_DIRECTORY)
    try:
        found = {int(name) for name in os.listdir(listing)} - {listing}
    finally:
        os.close(listing)
    # os.listdir duplicates the descriptor that it reads, and closes the copy.
    surplus = {file for file in found - expected if _is_open(file)}
    if surplus or expected - found:
        raise Unsealed(f"open descriptors {sorted(found)}, expected {sorted(expected)}")


def mounts(known: frozenset[str], masked: tuple[str, ...]) -> None:
    """No mount but the known ones, and none writable but the sandbox's own places and devices.

    What is masked is the null device in another place.
    Of several mounts at one place the last covers the others, so that one counts.
    """
    covering: dict[str, str] = {}
    covers = 0
    with open("/proc/self/mountinfo", encoding="utf-8") as lines:
        for line in lines:
            fields = line.split(" ", 6)
            covering[fields[4]] = fields[5]
            covers += fields[4] == layers.SHELF
    if covers != 2:
        raise Unsealed("the shelf is not covered")
    unknown = covering.keys() - known
    if unknown:
        raise Unsealed(f"the mounts {sorted(unknown)}")
    for place, options in covering.items():
        flags = options.split(",")
        if place in masked or (place.startswith("/dev/") and place not in root.WRITABLE):
            continue
        if "ro" not in flags and place not in root.WRITABLE:
            raise Unsealed(f"{place} is writable")
        if "nosuid" not in flags:
            raise Unsealed(f"{place} honours set-user-id files")


def mount_points() -> frozenset[str]:
    """Where something is mounted, as this process sees it."""
    with open("/proc/self/mountinfo", encoding="utf-8") as lines:
        return frozenset(line.split(" ", 5)[4] for line in lines)


def _status() -> dict[str, str]:
    with open("/proc/self/status", encoding="utf-8") as lines:
        pairs = (line.split(":", 1) for line in lines)
        return {name: value.strip() for name, value in pairs}


def _is_open(file: int) -> bool:
    try:
        os.fstat(file)
    except OSError:
        return False
    return True
