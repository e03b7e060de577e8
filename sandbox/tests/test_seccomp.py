"""[containment.system-calls] The filter in a simulator of the kernel's: its answer to every call."""

import itertools
import struct
from collections.abc import Iterator

import pytest

from glovebox_sandbox import seccomp
from glovebox_sandbox.generated.syscall_numbers import NUMBERS
from glovebox_sandbox.seccomp_policy import ALLOWED, DENIED, RULES, UNCOUNTED, Rule

MACHINES = ("x86_64", "aarch64")
GARBAGE = (0, 1 << 32, 0xDEADBEEF << 32, 0xFFFFFFFF << 32)
LOAD, JUMP, JUMP_EQUAL, JUMP_GREATER, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = (
    0x20,
    0x05,
    0x15,
    0x25,
    0x35,
    0x45,
    0x06,
)


def answer(program: bytes, machine: str, number: int, *arguments: int) -> int:
    """What the program returns for a call. A jump out of it raises."""
    padded = (*arguments, *(0,) * (6 - len(arguments)))
    arch = seccomp.AUDIT_ARCH[machine]
    data = struct.pack("<iIQ6Q", number if number < 2**31 else number - 2**32, arch, 0, *padded)
    return _run(program, data)


def _run(program: bytes, data: bytes) -> int:
    instructions = [struct.unpack_from("<HBBI", program, at) for at in range(0, len(program), 8)]
    accumulator, at = 0, 0
    while True:
        code, if_true, if_false, value = instructions[at]
        at += 1
        if code == LOAD:
            accumulator = struct.unpack_from("<I", data, value)[0]
        elif code == RETURN:
            return value
        elif code == JUMP:
            at += value
        elif code in (JUMP_EQUAL, JUMP_GREATER, JUMP_AT_LEAST, JUMP_ANY_BIT):
            holds = {
                JUMP_EQUAL: accumulator == value,
                JUMP_GREATER: accumulator > value,
                JUMP_AT_LEAST: accumulator >= value,
                JUMP_ANY_BIT: accumulator & value != 0,
            }[code]
            at += if_true if holds else if_false
        else:
            raise AssertionError(f"instruction {code:#x}")


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def program(machine: str) -> bytes:
    return seccomp.assemble(machine)


def test_every_call_is_in_one_list_only() -> None:
    """[containment.system-calls]"""
    rules = [rule.call for rule in RULES]
    names = [*ALLOWED, *DENIED, *UNCOUNTED, *rules]
    assert len(names) == len(set(names)), sorted(name for name in set(names) if names.count(name) > 1)
    known = {name for numbers in NUMBERS.values() for name in numbers}
    assert [name for name in names if name not in known] == []


def test_memory_that_no_cgroup_counts_is_denied_where_there_is_none(machine: str) -> None:
    """[limits.memory]"""
    program = seccomp.assemble(machine, counts_memory=False)
    for name in UNCOUNTED:
        assert answer(program, machine, NUMBERS[machine][name]) == seccomp.RET_EPERM
    assert answer(program, machine, NUMBERS[machine]["read"]) == seccomp.RET_ALLOW


def test_every_known_call_gets_the_answer_of_its_list(program: bytes, machine: str) -> None:
    """[containment.system-calls]"""
    with_rules = {rule.call for rule in RULES}
    lists = {name: seccomp.RET_ALLOW for name in (*ALLOWED, *UNCOUNTED)} | {
        name: seccomp.RET_EPERM for name in DENIED
    }
    # By number, because a call may have two names: fstatat and newfstatat on aarch64.
    expected = {NUMBERS[machine][name]: action for name, action in lists.items() if name in NUMBERS[machine]}
    wrong: list[str] = []
    for name, number in NUMBERS[machine].items():
        if name in with_rules:
            continue
        wanted = expected.get(number, seccomp.RET_ENOSYS)
        for garbage in GARBAGE:
            got = answer(program, machine, number, *(garbage,) * 6)
            if got != wanted:
                wrong.append(f"{name}: {got:#x}, not {wanted:#x}")
    assert wrong == []


def test_a_number_that_no_call_has_is_unknown(program: bytes, machine: str) -> None:
    """[containment.system-calls]"""
    taken = set(NUMBERS[machine].values())
    free = [number for number in range(0, 1200) if number not in taken]
    assert len(free) > 300
    for number in [*free, 5_000, 0x3FFFFFFF]:
        assert answer(program, machine, number) == seccomp.RET_ENOSYS, number


def _cases(rule: Rule) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Arguments, and whether the rule allows them: what it names, neighbours, garbage above."""
    values: set[int] = {0, 1, 2, 3, 0x7FFFFFFF, 0xFFFFFFFF}
    for condition in rule.conditions:
        bits = (
            [1 << bit for bit in range(32) if condition.value >> bit & 1] if condition.kind == "clear" else []
        )
        values |= {condition.value, condition.value ^ 1, (condition.value + 1) & 0xFFFFFFFF, *bits}
    looked_at = sorted({condition.argument for condition in rule.conditions})
    for lows in itertools.product(sorted(values), repeat=len(looked_at)):
        low = dict(zip(looked_at, lows, strict=True))
        holds = [
            low[condition.argument] == condition.value
            if condition.kind == "equal"
            else low[condition.argument] & condition.value == 0
            for condition in rule.conditions
        ]
        wanted = {"any": any(holds), "all": all(holds), "none": not any(holds)}[rule.wanted]
        for garbage in GARBAGE:
            yield tuple(low.get(argument, 0xAAAAAAAA) | garbage for argument in range(6)), wanted


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.call)
def test_a_rule_looks_at_the_bits_that_the_kernel_looks_at(program: bytes, machine: str, rule: Rule) -> None:
    """[containment.system-calls] Of these arguments, the kernel takes 32 bits."""
    if rule.call not in NUMBERS[machine]:
        pytest.skip(f"{machine} has no {rule.call}")
    answers: set[int] = set()
    for arguments, allowed in _cases(rule):
        got = answer(program, machine, NUMBERS[machine][rule.call], *arguments)
        assert got == (seccomp.RET_ALLOW if allowed else seccomp.RET_EPERM), [
            hex(value) for value in arguments
        ]
        answers.add(got)
    assert answers == {seccomp.RET_ALLOW, seccomp.RET_EPERM}


@pytest.mark.parametrize("call", ["socket", "socketpair"])
def test_only_unix_and_internet_sockets_are_made(program: bytes, machine: str, call: str) -> None:
    """[containment.sockets]"""
    number = NUMBERS[machine][call]
    allowed = [
        family for family in range(64) if answer(program, machine, number, family, 1) == seccomp.RET_ALLOW
    ]
    assert allowed in ([1, 2, 10], [1])


@pytest.mark.parametrize("bit", [7, 17, 25, 26, 27, 28, 29, 30])
def test_clone_makes_no_namespace(program: bytes, machine: str, bit: int) -> None:
    """[containment.system-calls]"""
    number = NUMBERS[machine]["clone"]
    threads = 0x3D0F00
    assert answer(program, machine, number, threads) == seccomp.RET_ALLOW
    assert answer(program, machine, number, threads | 1 << bit) == seccomp.RET_EPERM


def test_clone3_is_unknown_so_that_programs_fall_back(program: bytes, machine: str) -> None:
    """[containment.system-calls] Its flags are in memory, where a filter cannot look."""
    assert answer(program, machine, NUMBERS[machine]["clone3"]) == seccomp.RET_ENOSYS


def test_a_call_as_x32_ends_the_process() -> None:
    """[containment.foreign-calls]"""
    program = seccomp.assemble("x86_64")
    for number in (0, 39, 59, 512, 547, 0x3FFFFFFE):
        assert answer(program, "x86_64", seccomp.X32_BIT | number) == seccomp.RET_KILL


def test_a_call_of_another_architecture_ends_the_process(program: bytes, machine: str) -> None:
    """[containment.foreign-calls]"""
    i386, arm = 0x40000003, 0x40000028
    others = {i386, arm, 0, *seccomp.AUDIT_ARCH.values()} - {seccomp.AUDIT_ARCH[machine]}
    for arch in others:
        for number in (0, 1, 11, 39, 59, 400):
            assert _run(program, struct.pack("<iIQ6Q", number, arch, 0, *(0,) * 6)) == seccomp.RET_KILL


def test_the_kernel_would_take_the_program(program: bytes) -> None:
    """[containment.system-calls] At most 4,096 instructions, no jump out of it, a return at its end."""
    count = len(program) // 8
    assert len(program) % 8 == 0
    assert count <= 4096
    for at in range(count):
        code, if_true, if_false, value = struct.unpack_from("<HBBI", program, at * 8)
        if code == LOAD:
            assert value % 4 == 0
            assert value < 64
        if code in (JUMP_EQUAL, JUMP_GREATER, JUMP_AT_LEAST, JUMP_ANY_BIT):
            assert at + 1 + max(if_true, if_false) < count
    assert struct.unpack_from("<H", program, (count - 1) * 8)[0] == RETURN
