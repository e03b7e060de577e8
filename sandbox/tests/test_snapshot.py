"""Each in an interpreter of its own: its memory is replaced."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from glovebox_sandbox import snapshot, syscalls

pytestmark = pytest.mark.skipif(
    not snapshot.is_for(syscalls.MACHINE), reason="on other machines memory stays as it is"
)

_BEFORE = """
import gc, os
from glovebox_sandbox import snapshot
PAGE = 4096
SIZE = 512 * PAGE
# Smaller ones are mappings of their own, and not where objects are.
blocks = bytearray(os.urandom(SIZE))
names = {str(number): [number] * 3 for number in range(20_000)}
expected = bytes(blocks)

def own():
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) * 1024

def touch():
    for page in range(0, SIZE, PAGE):
        blocks[page] ^= 1

def memory():
    return snapshot.Memory(taken, os.open("/proc/self/pagemap", os.O_RDONLY))

def in_fork(function):
    pid = os.fork()
    if pid == 0:
        function()
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0

before = own()
taken = snapshot.take()
assert taken is not None
"""


def _run(program: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", _BEFORE + program],
        capture_output=True,
        text=True,
        cwd=Path(snapshot.__file__).parent.parent,
        timeout=60,
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_memory_is_the_file_s_and_what_it_was() -> None:
    _run("""
assert own() < before / 4, (own(), before)
assert bytes(blocks) == expected
assert names == {str(number): [number] * 3 for number in range(20_000)}
names.update({str(number): [] for number in range(10_000)})
assert len(names) == 20_000 and names["3"] == []
gc.collect()
""")


def test_a_fork_that_writes_changes_nothing_for_others() -> None:
    _run("""
in_fork(touch)
in_fork(lambda: bytes(blocks) == expected or os._exit(1))
assert bytes(blocks) == expected
""")


def test_a_page_that_is_again_what_it_was_is_given_back_and_any_other_is_kept() -> None:
    _run("""
def child():
    touch()
    grown = own()
    for page in range(PAGE, SIZE, PAGE):
        blocks[page] ^= 1
    memory().give_back()
    assert own() < grown - SIZE * 0.9, (own(), grown)
    assert blocks[1:] == expected[1:] and blocks[0] == expected[0] ^ 1
    gc.collect()
    assert names["7"] == [7, 7, 7]
in_fork(child)
""")


def test_it_can_be_given_back_again_and_again() -> None:
    _run("""
def child():
    for _ in range(5):
        touch()
        touch()
        memory().give_back()
        assert bytes(blocks) == expected
        names.update({str(number): [number] * 3 for number in range(20_000)})
        gc.collect()
in_fork(child)
""")


def test_nobody_can_write_to_the_file() -> None:
    _run("""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.mprotect.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]
libc.madvise.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]

def child():
    spans = [line.split() for line in open("/proc/self/maps") if snapshot.NAME in line]
    shared = [span for span, permissions, *_ in spans if permissions.endswith("s")]
    assert shared and len(spans) > len(shared)
    for span in shared:
        start, end = (int(each, 16) for each in span.split("-"))
        for protection in (2, 3, 6, 7):
            assert libc.mprotect(start, end - start, protection) == -1
        MADV_REMOVE = 9
        assert libc.madvise(start, end - start, MADV_REMOVE) == -1
        with open("/proc/self/mem", "r+b", buffering=0) as memory:
            memory.seek(start)
            try:
                memory.write(b"x" * PAGE)
            except OSError:
                pass
            else:
                raise AssertionError("written")
    for name in os.listdir("/proc/self/map_files"):
        place = f"/proc/self/map_files/{name}"
        try:
            if snapshot.NAME not in os.readlink(place):
                continue
            with open(place, "r+b", buffering=0) as file:
                file.write(b"x" * PAGE)
        except OSError:
            continue
        raise AssertionError("written")
in_fork(child)
assert bytes(blocks) == expected
""")


def test_beside_another_thread_memory_stays_as_it_is() -> None:
    """It could write to what is just being replaced."""
    program = """
import threading
from glovebox_sandbox import snapshot
end = threading.Event()
other = threading.Thread(target=end.wait)
other.start()
assert snapshot.take() is None
end.set()
other.join()
"""
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(snapshot.__file__).parent.parent, timeout=60
    )
    assert result.returncode == 0
