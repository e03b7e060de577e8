"""What a feed says it is rid of is what the host may send again."""

from __future__ import annotations

import os

from glovebox_sandbox.feed import Feed

PIPE = 65_536


def test_what_the_pipe_took_is_counted_and_the_rest_waits() -> None:
    reader, writer = os.pipe()
    feed = Feed(writer)
    feed.add(b"a" * 100_000)
    feed.add(b"b" * 50_000)
    assert feed.write() == PIPE
    assert feed.write() == 0
    assert feed.waiting
    assert os.read(reader, PIPE) == b"a" * PIPE
    assert feed.write() == PIPE
    feed.complete()
    assert os.read(reader, PIPE) == b"a" * (100_000 - PIPE) + b"b" * (2 * PIPE - 100_000)
    assert feed.write() == 150_000 - 2 * PIPE
    assert feed.file == -1
    assert len(os.read(reader, PIPE)) == 150_000 - 2 * PIPE
    assert os.read(reader, 1) == b""
    os.close(reader)


def test_what_nobody_reads_any_more_is_gone_at_once() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    feed = Feed(writer)
    feed.add(b"a" * 100_000)
    assert feed.write() == 100_000
    feed.add(b"b")
    assert feed.write() == 1
    assert not feed.waiting
    os.close(writer)


def test_after_its_end_nothing_is_written() -> None:
    reader, writer = os.pipe()
    feed = Feed(writer)
    feed.complete()
    assert feed.write() == 0
    feed.add(b"late")
    assert feed.write() == 0
    assert not feed.waiting
    assert os.read(reader, 1) == b""
    os.close(reader)
