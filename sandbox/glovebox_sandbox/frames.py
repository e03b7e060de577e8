"""Frames: how host, warden, init and worker talk. The schema is generated/frames.json, written from
packages/core/src/engines/native/frames.ts, which also states the order in which frames may come.

A frame is 4 bytes of length (little endian, payload only), 1 byte of type, and the payload: JSON, or
bytes as they are.
"""

from __future__ import annotations

import json
import os
import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from typing import Any

HEADER = struct.Struct("<IB")
with open(f"{os.path.dirname(__file__)}/generated/frames.json", encoding="utf-8") as _file:
    _SCHEMA = json.load(_file)
MAX_PAYLOAD: int = _SCHEMA["maxPayloadBytes"]
MAX_REPORT: int = _SCHEMA["maxReportBytes"]
TYPES: dict[str, int] = {name: ord(frame["letter"]) for name, frame in _SCHEMA["frames"].items()}
NAMES = {letter: name for name, letter in TYPES.items()}


class FrameError(ValueError):
    """Bytes that are no frame: the stream cannot be trusted any further."""


def pack(name: str, payload: bytes = b"") -> bytes:
    return HEADER.pack(len(payload), TYPES[name]) + payload


def pack_json(name: str, value: Any) -> bytes:
    return pack(name, json.dumps(value, separators=(",", ":")).encode())


class Parser:
    """Cuts a stream of bytes into frames. A length over the limit raises before it is allocated."""

    def __init__(self, limit: int = MAX_PAYLOAD) -> None:
        self._buffer = bytearray()
        self._limit = limit

    def feed(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        self._buffer += data
        while len(self._buffer) >= HEADER.size:
            length, letter = HEADER.unpack_from(self._buffer)
            if length > self._limit:
                raise FrameError(f"a frame of {length} bytes; the limit is {self._limit}")
            name = NAMES.get(letter)
            if name is None:
                raise FrameError(f"unknown frame type {letter}")
            end = HEADER.size + length
            if len(self._buffer) < end:
                return
            payload = bytes(self._buffer[HEADER.size : end])
            del self._buffer[:end]
            yield name, payload


def receive(connection: socket.socket, parser: Parser) -> list[tuple[str, bytes]] | None:
    """The frames that one read brings, or None at the end of the stream."""
    data = connection.recv(262_144)
    return list(parser.feed(data)) if data else None


def read_one(file: int) -> tuple[str, bytes]:
    """Blocks until one whole frame has come through a pipe. For trusted ends only."""
    length, letter = HEADER.unpack(read_exactly(file, HEADER.size))
    return NAMES[letter], read_exactly(file, length)


def read_exactly(file: int, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        chunk = os.read(file, min(count - len(data), 1 << 20))
        if not chunk:
            raise EOFError("the other end closed the pipe")
        data += chunk
    return bytes(data)


def write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
