"""Takes what is free between the objects of the warden, so that what its forks make lies together.

After many imports memory is full of holes. A fork puts what it makes into them, each into another page,
and each of those pages is copied. With the holes taken all of it goes to a few new pages.
"""

from __future__ import annotations

import array
import ctypes

TYPE_CHECKING = False

# Of Python's own allocator, from 3.10 on: Objects/obmalloc.c.
_BLOCK, _LARGEST_BLOCK = 16, 512
_POOL, _POOL_HEADER = 16_384, 48
_MOST_BLOCKS = 1 << 20
# Of libc's: larger blocks are mappings of their own, smaller ones there are none.
_LARGEST_CHUNK, _SMALLEST_CHUNK = 120_000, 24
_MOST_CHUNKS = 1 << 20
_OF_MALLINFO2 = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"

if TYPE_CHECKING:
    from typing import Any


class _Info(ctypes.Structure):
    """struct mallinfo2 of glibc."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in _OF_MALLINFO2.split())


def fill() -> None:
    """What it takes it never gives back."""
    for size in range(_BLOCK, _LARGEST_BLOCK + 1, _BLOCK):
        _fill_pools(size)
    try:
        _fill_heap()
    except AttributeError:
        return  # another libc, or one before mallinfo2


def _fill_pools(size: int) -> None:
    """Until a pool is opened that is ours, but for what this loop itself holds for a moment."""
    allocate = _function(ctypes.pythonapi.PyObject_Malloc, ctypes.c_size_t)
    free = _function(ctypes.pythonapi.PyObject_Free, None)
    whole = (_POOL - _POOL_HEADER) // size - 8
    taken = array.array("Q")
    pool = first = 0
    for _ in range(_MOST_BLOCKS):
        block = allocate(size)
        if block & -_POOL != pool:
            pool, first = block & -_POOL, len(taken)
        taken.append(block)
        if len(taken) - first >= whole:
            break
    for block in taken[first:]:
        free(block)


def _fill_heap() -> None:
    """Its holes lie below its last chunk, the one that grows. The large ones first."""
    libc = ctypes.PyDLL(None)
    allocate, free = _function(libc.malloc, ctypes.c_size_t), _function(libc.free, None)
    libc.mallinfo2.restype = _Info
    top = _function(libc.sbrk, ctypes.c_size_t)(0) - libc.mallinfo2().keepcost
    size = _LARGEST_CHUNK
    for _ in range(_MOST_CHUNKS):
        if size < _SMALLEST_CHUNK:
            return
        chunk = allocate(size)
        if chunk >= top:
            free(chunk)
            size = size * 7 // 8 if size > 4096 else size - 16


def _function(function: Any, result: Any) -> Any:
    function.argtypes, function.restype = [ctypes.c_size_t], result
    return function
