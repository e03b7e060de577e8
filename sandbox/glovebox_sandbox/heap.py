"""Makes the warden's memory cheap to fork.

A fork shares every page until one side writes to it; then the page is copied, at the price of a trap
into the kernel, and Python writes to a page whenever it looks at an object on it. Nearly the same
pages are written in every sandbox. So the warden rehearses one, learns which, and has each sandbox
take those pages in a few calls, before the request comes and at a fraction of the price.
"""

from __future__ import annotations

import os

from . import mappings, syscalls
from .mappings import EXCLUSIVE, OF_A_FILE, PAGE, PRESENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    import array

_HUGE = 2 << 20
_MADV_POPULATE_READ, _MADV_POPULATE_WRITE, _MADV_COLLAPSE = 22, 23, 25
# A call costs about as much as taking one page does, so a page between two spans is not worth it.
_GAP = 1

Span = tuple[int, int]


def settle() -> None:
    """Joins private memory into huge pages where the kernel can: a fork copies one entry for 512."""
    for start, end in _private_regions():
        first = -(-start // _HUGE) * _HUGE
        for address in range(first, end - _HUGE + 1, _HUGE):
            try:
                syscalls.madvise(address, _HUGE, _MADV_COLLAPSE)
            except OSError:
                continue  # this kernel, or this region, cannot


def take(spans: list[Span]) -> None:
    """Makes this process's own copies of these pages. A span that is gone is passed over."""
    advise = syscalls.madvise.unchecked
    for start, length in spans:
        advise(start, length, _MADV_POPULATE_WRITE)


def look_up(spans: list[Span]) -> None:
    """Puts these pages, which others have too, into this process's page tables."""
    advise = syscalls.madvise.unchecked
    for start, length in spans:
        advise(start, length, _MADV_POPULATE_READ)


def open_pagemap() -> int:
    """What /proc tells of this process's pages. Makes it dumpable, as only such a one may look at itself."""
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1, 0, 0, 0, step="dumpable for a rehearsal")
    return os.open("/proc/self/pagemap", os.O_RDONLY | os.O_CLOEXEC)


def taken(pagemap: int) -> list[Span]:
    """The pages of which this process has its own copy: those it has written to since its fork."""
    return _spans(pagemap, PRESENT | EXCLUSIVE)


def seen(pagemap: int) -> list[Span]:
    """The pages of files, our own among them, that this process has looked at."""
    return _spans(pagemap, PRESENT | OF_A_FILE)


def _spans(pagemap: int, wanted: int) -> list[Span]:
    spans: list[Span] = []
    for start, end in _private_regions():
        _add_spans(spans, start, mappings.pages(pagemap, start, end), wanted)
    return spans


def _add_spans(spans: list[Span], start: int, entries: array.array[int], wanted: int) -> None:
    first = last = -1
    for index, entry in enumerate(entries):
        if entry & (wanted | OF_A_FILE) != wanted:
            continue
        if first >= 0 and index - last > _GAP:
            spans.append((start + first * PAGE, (last - first + 1) * PAGE))
            first = -1
        first = index if first < 0 else first
        last = index
    if first >= 0:
        spans.append((start + first * PAGE, (last - first + 1) * PAGE))


def _private_regions() -> list[Span]:
    """Start and end of the writable private mappings, but the stack, which grows."""
    return [
        (start, end)
        for start, end, permissions, _, _, name in mappings.mappings()
        if permissions == "rw-p" and name != "[stack]"
    ]
