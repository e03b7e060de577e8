"""[survival.backpressure] What init has to say waits in a queue, in order, and never blocks it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from glovebox_sandbox.output import Output

FRAME = b"x" * 10_000


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


def drain(theirs: socket.socket, count: int) -> bytes:
    theirs.settimeout(5)
    data = bytearray()
    while len(data) < count:
        data += theirs.recv(65_536)
    return bytes(data)


def test_what_the_connection_takes_goes_out_at_once(ends: tuple[socket.socket, socket.socket]) -> None:
    """[survival.backpressure]"""
    ours, theirs = ends
    output = Output(ours)
    output.send(b"hello")
    assert not output.waiting
    assert theirs.recv(100) == b"hello"


def test_a_reader_that_does_not_read_never_blocks_the_writer(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    """[survival.backpressure]"""
    ours, theirs = ends
    output = Output(ours)
    sent = bytearray()
    while not output.full:
        frame = str(len(sent)).encode() * 1000
        output.send(frame)
        sent += frame
        assert len(sent) < 64 << 20, "it never says that it is full"
    assert output.waiting
    received = bytearray()
    while len(received) < len(sent):
        received += drain(theirs, min(4_096, len(sent) - len(received)))
        output.flush()
    assert received == sent
    assert not output.waiting
    assert not output.full


def test_frames_stay_in_order_however_little_the_connection_takes(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    """[truth.streams]"""
    ours, theirs = ends
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
    output = Output(ours)
    wanted = bytearray()
    received = bytearray()
    for number in range(3_000):
        frame = f"<{number}>".encode() * (number % 50 + 1)
        output.send(frame)
        wanted += frame
        if number % 7 == 0:
            received += theirs.recv(1_000)
            output.flush()
    while len(received) < len(wanted):
        received += drain(theirs, 1)
        output.flush()
    assert received == wanted


def test_a_connection_that_waits_takes_everything_before_send_returns(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    """[truth.streams]"""
    ours, theirs = ends
    output = Output(ours)
    while not output.waiting:
        output.send(FRAME)
    pid = os.fork()
    if pid == 0:
        while theirs.recv(1 << 16):
            pass
        os._exit(0)
    theirs.close()
    ours.setblocking(True)
    output.send(b"the last word")
    assert not output.waiting
    ours.shutdown(socket.SHUT_WR)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_it_exits_where_the_host_is_gone() -> None:
    """[survival.host] Process 1 that exits takes the whole sandbox with it."""
    pid = os.fork()
    if pid == 0:
        ours, theirs = socket.socketpair()
        theirs.close()
        Output(ours).send(b"x")
        os._exit(77)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
