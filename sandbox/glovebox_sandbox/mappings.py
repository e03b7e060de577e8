"""What the kernel tells a process of its own memory: /proc/self/maps and pagemap, see proc(5)."""

from __future__ import annotations

import array
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = os.sysconf("SC_PAGE_SIZE")
# Of an entry of pagemap.
PRESENT, OF_A_FILE, EXCLUSIVE = 1 << 63, 1 << 61, 1 << 56

# Start, end, permissions such as rw-p, offset in the file, its inode (0: none), and what it is called.
Mapping = tuple[int, int, str, int, str, str]


def mappings() -> Iterator[Mapping]:
    with open("/proc/self/maps", encoding="utf-8") as lines:
        for line in lines:
            span, permissions, offset, _, inode, *name = line.split(maxsplit=5)
            start, end = span.split("-")
            yield int(start, 16), int(end, 16), permissions, int(offset, 16), inode, "".join(name).rstrip()


def pages(pagemap: int, start: int, end: int) -> array.array[int]:
    """An entry for each page between two addresses."""
    return array.array("Q", os.pread(pagemap, (end - start) // PAGE * 8, start // PAGE * 8))
