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
    feed.complete()
    assert feed.write() == PIPE
    assert feed.write() == 0
    assert feed.waiting
    rid = PIPE
    arrived = b""
    while feed.file >= 0:
        arrived += os.read(reader, PIPE)
        rid += feed.write()
    while piece := os.read(reader, PIPE):
        arrived += piece
    assert rid == 150_000
    assert arrived == b"a" * 100_000 + b"b" * 50_000
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


def test_the_next_reader_finds_nothing_of_before_and_no_end() -> None:
    reader, writer = os.pipe()
    feed = Feed(writer, renews=True)
    feed.add(b"a" * 100_000)
    feed.write()
    feed.complete()
    feed.renew()
    assert not feed.waiting
    feed.add(b"new")
    assert feed.write() == 3
    assert os.read(reader, 100) == b"new"
    feed.complete()
    feed.write()
    assert os.read(reader, 1) == b""
    feed.renew()
    feed.add(b"again")
    assert feed.write() == 5
    assert os.read(reader, 100) == b"again"
    os.close(reader)
    feed.renew()
    feed.close()
