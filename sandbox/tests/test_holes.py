from __future__ import annotations

import os
import sys

import pytest

from glovebox_sandbox import holes

_PAGE = os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("size", [40, 200, 480, 1_000])
def test_new_objects_lie_together_although_others_left_holes(size: int) -> None:
    held = [bytes(size) for _ in range(8_000)]
    del held[::2]
    holes.fill()
    made = [bytes(size) for _ in range(400)]
    pages = {id(each) // _PAGE for each in made}
    assert len(pages) <= 400 * (size + sys.getsizeof(b"") + 16) // _PAGE + 4


def test_objects_that_are_there_stay_what_they_are() -> None:
    held = [str(number) * 20 for number in range(5_000)]
    del held[::3]
    before = "".join(held)
    holes.fill()
    assert "".join(held) == before
