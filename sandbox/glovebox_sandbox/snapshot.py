"""The warden's memory as a file that its forks map, so that they share it at hardly any price.

Theory of operation. A fork copies the page tables of anonymous memory, and a page that it writes to is its
own for ever. Of memory that is mapped privately from a file it copies no page tables, and a page of it that
holds again what it held can be given back. So the warden, once it has imported everything, puts what it has
in memory into a file without a name, and maps the file privately in the same place.

Nothing may write to that memory meanwhile, and Python cannot promise that of itself: it counts references
wherever it looks. So a few instructions of the machine's own do it, which write to no memory but the stack;
and giving back is done in the same way. Where there are none for this machine, all stays as it was.

The file is sealed: whatever a program does with its mappings, the file changes no more.
"""

from __future__ import annotations

import array
import ctypes
import fcntl
import mmap
import os
import signal
import sys

from . import mappings, own, syscalls
from .mappings import OF_A_FILE, PAGE, PRESENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__builtins__ = own.BUILTINS

# In 3.10 it writes to every type.
_clear_type_cache = getattr(sys, "_clear_type_cache", None) if sys.version_info >= (3, 11) else None
NAME = "glovebox-memory"
# Fewer pages than these between two spans are taken along, and all of a small region: a mapping costs more.
_GAP, _SMALL = 64, 4 << 20
_ADD_SEALS, _ALL_SEALS, _MAY_MOVE = 1033, 0xF, 1
_FAILED = ctypes.c_size_t(-1).value

# long take(int file, struct {long address, length, offset, protection;} *spans, long count):
# pwrite64 of each span to the file and mmap of the file over it, until one fails; answers how many are left.
_TAKE = {
    "x86_64": bytes.fromhex(
        "53 55 4154 4189fc 4889f3 4889d5"  # push rbx, rbp, r12; r12d = file, rbx = spans, rbp = count
        "4885ed 7448"  # while rbp:
        "b812000000 4489e7 488b33 488b5308 4c8b5310 0f05"  # pwrite64(r12d, [rbx], [rbx+8], [rbx+16])
        "483b4308 752d"  # until it is not [rbx+8]
        "b809000000 488b3b 488b7308 488b5318 41ba12000000 4589e0 4c8b4b10 0f05"
        # mmap([rbx], [rbx+8], [rbx+24], MAP_PRIVATE | MAP_FIXED, r12d, [rbx+16])
        "483b03 7509"  # until it is not [rbx]
        "4883c320 48ffcd ebb3"  # rbx += 32, rbp -= 1
        "4889e8 415c 5d 5b c3"  # return rbp
    )
}
# long give_back(struct {long address, original;} *pages, long count):
# madvise(MADV_DONTNEED) of each page that equals its original; answers how many did.
_GIVE_BACK = {
    "x86_64": bytes.fromhex(
        "53 55 4154 4889fb 4889f5 4531e4 fc"  # push rbx, rbp, r12; rbx = pages, rbp = count, r12 = 0; cld
        "4885ed 7431"  # while rbp:
        "488b33 488b7b08 b900020000 f348a7 7517"  # if 512 words at [rbx] and [rbx+8] are equal:
        "b81c000000 488b3b be00100000 ba04000000 0f05"  # madvise([rbx], 4096, MADV_DONTNEED)
        "49ffc4"  # r12 += 1
        "4883c310 48ffcd ebca"  # rbx += 16, rbp -= 1
        "4c89e0 415c 5d 5b c3"  # return r12
    )
}


class Snapshot:
    """`view`: where all of the file can be read, `size` bytes. `inode`: by which its mappings are known."""

    def __init__(self, give_back: int, view: int, size: int, inode: str) -> None:
        self._give_back = ctypes.PYFUNCTYPE(ctypes.c_long, ctypes.c_size_t, ctypes.c_long)(give_back)
        self._view = view
        self._size = size
        self._inode = inode

    def give_back(self, pagemap: int) -> int:
        """Gives back the pages that are as they were, and answers how many."""
        # One more view, for the time being, so that its page tables go with it.
        view = _mremap(self._view, 0, self._size, _MAY_MOVE)
        if view == _FAILED:
            return 0
        try:
            pages = array.array("Q")
            for start, end, offset in self._mapped():
                for index, entry in enumerate(mappings.pages(pagemap, start, end)):
                    if entry & PRESENT and not entry & OF_A_FILE:
                        pages.extend((start + index * PAGE, view + offset + index * PAGE))
            # What a handler writes between the comparison and the giving back would be lost.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            try:
                return self._give_back(pages.buffer_info()[0], len(pages) // 2)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        finally:
            _munmap(view, self._size)

    def _mapped(self) -> list[tuple[int, int, int]]:
        """Start, end and offset of what is mapped privately from the file."""
        return [
            (start, end, offset)
            for start, end, permissions, offset, inode, name in mappings.mappings()
            if inode == self._inode and NAME in name and permissions in ("rw-p", "r--p")
        ]


class Memory:
    """A process's own. `pagemap`: what /proc tells of it, opened while that was possible."""

    def __init__(self, snapshot: Snapshot | None, pagemap: int) -> None:
        self.pagemap = pagemap
        self._snapshot = snapshot

    @property
    def can_be_given_back(self) -> bool:
        return self._snapshot is not None

    def give_back(self) -> None:
        """What is as it was in the warden. Only where no other thread runs."""
        if self._snapshot is not None:
            forget_lookups()
            self._snapshot.give_back(self.pagemap)


def is_for(machine: str) -> bool:
    return machine in _TAKE and PAGE == 4096


def forget_lookups() -> None:
    """Attributes of types that Python remembers: one that pushes out another writes to the names of both."""
    if _clear_type_cache is not None:
        _clear_type_cache()


def take() -> Snapshot | None:
    """None where that fails: what was done of it until then harms nobody."""
    if not is_for(syscalls.MACHINE) or len(os.listdir("/proc/self/task")) > 1:
        return None
    forget_lookups()
    # What a handler writes between the copy and the mapping would be lost.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        take_all, give_back = _place(_TAKE[syscalls.MACHINE]), _place(_GIVE_BACK[syscalls.MACHINE])
        file = os.memfd_create(NAME, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            size = _put_all(file, take_all)
            fcntl.fcntl(file, _ADD_SEALS, _ALL_SEALS)
            return Snapshot(give_back, _view(file, size), size, str(os.fstat(file).st_ino))
        finally:
            os.close(file)
    except OSError:
        return None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _put_all(file: int, take_all: int) -> int:
    spans = array.array("q")
    size = 0
    for start, length, protection in _own_memory():
        spans.extend((start, length, size, protection))
        size += length
    os.ftruncate(file, size)
    function = ctypes.PYFUNCTYPE(ctypes.c_long, ctypes.c_int, ctypes.c_size_t, ctypes.c_long)(take_all)
    left = function(file, spans.buffer_info()[0], len(spans) // 4)
    if left:
        raise OSError(f"{left} spans of memory could not be put into a file")
    return size


def _view(file: int, size: int) -> int:
    """Opened for reading only, so that no protection makes it writable."""
    reader = os.open(f"/proc/self/fd/{file}", os.O_RDONLY | os.O_CLOEXEC)
    try:
        return _map(size, mmap.PROT_READ, mmap.MAP_SHARED, reader)
    finally:
        os.close(reader)


def _place(code: bytes) -> int:
    """Instructions in a page that can be executed, and no longer be written to."""
    address = _map(PAGE, mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1)
    ctypes.memmove(address, code, len(code))
    if _mprotect(address, PAGE, mmap.PROT_READ | mmap.PROT_EXEC) != 0:
        raise OSError(ctypes.get_errno(), "mprotect")
    return address


def _map(size: int, protection: int, flags: int, file: int) -> int:
    address = _mmap(0, size, protection, flags, file, 0)
    if address == _FAILED:
        raise OSError(ctypes.get_errno(), "mmap")
    return address


def _own_memory() -> Iterator[tuple[int, int, int]]:
    """Address, length and protection of what this process has written to, but the stack."""
    # The kernel writes to it whenever it likes: see rseq(2).
    kernels = _pthread_self() & -PAGE
    pagemap = os.open("/proc/self/pagemap", os.O_RDONLY | os.O_CLOEXEC)
    try:
        for start, end, protection in _regions():
            for first, last in _runs(mappings.pages(pagemap, start, end), whole=end - start <= _SMALL):
                run = start + first * PAGE, start + (last + 1) * PAGE
                for begin, until in (
                    (run[0], min(run[1], kernels - PAGE)),
                    (max(run[0], kernels + PAGE), run[1]),
                ):
                    if begin < until:
                        yield begin, until - begin, protection
    finally:
        os.close(pagemap)


def _regions() -> list[tuple[int, int, int]]:
    """Start, end and protection of private memory that is no code. Relocated data can only be read."""
    return [
        (start, end, mmap.PROT_READ | (mmap.PROT_WRITE if permissions == "rw-p" else 0))
        for start, end, permissions, _, _, name in mappings.mappings()
        if permissions in ("rw-p", "r--p") and not name.startswith(("[stack", "[v"))
    ]


def _runs(entries: array.array[int], *, whole: bool) -> list[tuple[int, int]]:
    """First and last page of each run of anonymous ones."""
    runs: list[tuple[int, int]] = []
    for index, entry in enumerate(entries):
        if not entry & PRESENT or entry & OF_A_FILE:
            continue
        if runs and index - runs[-1][1] <= _GAP:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return [(0, len(entries) - 1)] if runs and whole else runs


_libc = ctypes.PyDLL(None, use_errno=True)
_mmap, _mremap, _munmap = _libc.mmap, _libc.mremap, _libc.munmap
_mprotect, _pthread_self = _libc.mprotect, _libc.pthread_self
_mmap.restype = _mremap.restype = _pthread_self.restype = ctypes.c_size_t
_mmap.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
_mremap.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]
_munmap.argtypes = [ctypes.c_size_t, ctypes.c_size_t]
_mprotect.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]
