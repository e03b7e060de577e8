"""Compiles the seccomp policy to a filter program, and installs it.

The program is a binary search over the call's number, because the kernel walks the filter once for
every known call when it is installed. The warden assembles once; each sandbox only installs. Why not
libseccomp: docs/decisions/0003-own-seccomp-assembler.md.
"""

import ctypes
import errno
import struct

from . import syscalls
from .seccomp_policy import ALLOWED, DENIED, RULES, UNCOUNTED, Condition, Rule

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000

RET_KILL = 0x80000000
RET_ALLOW = 0x7FFF0000
RET_ERRNO = 0x00050000
RET_EPERM = RET_ERRNO | errno.EPERM
RET_ENOSYS = RET_ERRNO | errno.ENOSYS

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_OFFSET_NUMBER, _OFFSET_ARCH, _OFFSET_ARGUMENTS = 0, 4, 16

Instruction = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install(program: bytes) -> None:
    """Puts the filter on this thread. It needs no_new_privs, and cannot be taken off again."""
    structure = _Program(len(program) // 8, program)
    syscalls.prctl(
        syscalls.PR_SET_SECCOMP,
        syscalls.SECCOMP_MODE_FILTER,
        ctypes.addressof(structure),
        0,
        0,
        step="seccomp",
    )


def assemble(machine: str = syscalls.MACHINE, *, counts_memory: bool = True) -> bytes:
    """The filter, 8 bytes an instruction: first the architecture, then a search for the call.

    `counts_memory`: whether a cgroup counts every kind of memory.
    """
    numbers = syscalls.NUMBERS[machine]
    body = _search(_ranges(numbers, RET_ALLOW if counts_memory else RET_EPERM))
    prologue: list[Instruction] = [
        (_LOAD, 0, 0, _OFFSET_ARCH),
        (_JUMP_EQUAL, 1, 0, AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, RET_KILL),
        (_LOAD, 0, 0, _OFFSET_NUMBER),
    ]
    if machine == "x86_64":
        prologue += [(_JUMP_AT_LEAST, 0, 1, X32_BIT), (_RETURN, 0, 0, RET_KILL)]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in prologue + body)


def _ranges(numbers: dict[str, int], uncounted: int) -> list[tuple[int, int | Rule]]:
    """First number and action of each run of calls that are treated alike, in order."""
    actions: dict[int, int | Rule] = {}
    for names, action in ((ALLOWED, RET_ALLOW), (DENIED, RET_EPERM), (UNCOUNTED, uncounted)):
        actions.update({numbers[name]: action for name in names if name in numbers})
    actions.update({numbers[rule.call]: rule for rule in RULES if rule.call in numbers})
    ranges: list[tuple[int, int | Rule]] = [(0, actions.get(0, RET_ENOSYS))]
    for number in range(1, max(actions) + 2):
        action = actions.get(number, RET_ENOSYS)
        if action != ranges[-1][1]:
            ranges.append((number, action))
    return ranges


def _search(ranges: list[tuple[int, int | Rule]]) -> list[Instruction]:
    if len(ranges) == 1:
        action = ranges[0][1]
        return _check(action) if isinstance(action, Rule) else [(_RETURN, 0, 0, action)]
    middle = len(ranges) // 2
    low, high = _search(ranges[:middle]), _search(ranges[middle:])
    if len(low) > 255:
        raise ValueError("the policy is too long for one conditional jump")
    return [(_JUMP_AT_LEAST, len(low), 0, ranges[middle][0]), *low, *high]


def _check(rule: Rule) -> list[Instruction]:
    """Looks at one condition after the other; the first that decides returns."""
    on_hit = {"any": RET_ALLOW, "all": None, "none": RET_EPERM}[rule.wanted]
    program: list[Instruction] = []
    for condition in rule.conditions:
        program += [(_LOAD, 0, 0, _OFFSET_ARGUMENTS + 8 * condition.argument)]
        program += [_compare(condition, hit_decides=on_hit is not None)]
        program += [(_RETURN, 0, 0, RET_EPERM if on_hit is None else on_hit)]
    return [*program, (_RETURN, 0, 0, RET_EPERM if rule.wanted == "any" else RET_ALLOW)]


def _compare(condition: Condition, *, hit_decides: bool) -> Instruction:
    """Falls through to the return behind it where the condition decides; else jumps over that."""
    over_on_hit, over_on_miss = (1, 0), (0, 1)
    over = over_on_miss if hit_decides else over_on_hit
    if condition.kind == "equal":
        return (_JUMP_EQUAL, over[0], over[1], condition.value)
    # Bits that are set are a miss.
    return (_JUMP_ANY_BIT, over[1], over[0], condition.value)
