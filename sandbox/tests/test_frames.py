"""[truth.frames] Frames: cut at any byte, bounded, and as the schema says."""

from __future__ import annotations

import ast
import json
import time
import tracemalloc
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from glovebox_sandbox import epilogue, frames
from glovebox_sandbox.running import script

SOURCES = Path(frames.__file__).parent
SCHEMA: dict[str, Any] = json.loads((SOURCES / "generated/frames.json").read_text())["frames"]


def parsed(parser: frames.Parser, *chunks: bytes) -> list[tuple[str, bytes]]:
    return [frame for chunk in chunks for frame in parser.feed(chunk)]


STREAM = (
    frames.pack("stdout", b"hello")
    + frames.pack("started")
    + frames.pack_json("error", {"name": "ü"})
    + frames.pack("stderr", b"\0" * 300)
)
FRAMES = [("stdout", b"hello"), ("started", b""), ("error", b'{"name":"\\u00fc"}'), ("stderr", b"\0" * 300)]


@pytest.mark.parametrize("cut", range(len(STREAM) + 1))
def test_a_stream_may_be_cut_anywhere(cut: int) -> None:
    """[truth.frames]"""
    assert parsed(frames.Parser(), STREAM[:cut], STREAM[cut:]) == FRAMES


def test_a_stream_may_come_byte_by_byte() -> None:
    """[truth.frames]"""
    assert parsed(frames.Parser(), *(STREAM[at : at + 1] for at in range(len(STREAM)))) == FRAMES


@pytest.mark.parametrize("limit", [0, 100, frames.MAX_REPORT])
def test_a_length_over_the_limit_raises_before_it_is_allocated(limit: int) -> None:
    """[truth.frames]"""
    parser = frames.Parser(limit)
    assert parsed(parser, frames.pack("stdout", b"x" * limit)) == [("stdout", b"x" * limit)]
    tracemalloc.start()
    try:
        for length in (limit + 1, 0x7FFFFFFF, 0xFFFFFFFF):
            with pytest.raises(frames.FrameError, match=f"{length} bytes"):
                parsed(frames.Parser(limit), frames.HEADER.pack(length, frames.TYPES["stdout"]))
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("letter", sorted(set(range(256)) - set(frames.NAMES)))
def test_an_unknown_type_raises(letter: int) -> None:
    """[truth.frames]"""
    with pytest.raises(frames.FrameError, match="unknown frame type"):
        parsed(frames.Parser(), frames.HEADER.pack(0, letter))


def test_a_million_frames_of_one_byte_take_no_more_than_linear_time() -> None:
    """[truth.frames]"""

    def seconds(count: int) -> float:
        parser = frames.Parser()
        data = frames.pack("stdout", b"x") * count
        started = time.perf_counter()
        for at in range(0, len(data), 65_536):
            for _ in parser.feed(data[at : at + 65_536]):
                pass
        return time.perf_counter() - started

    assert seconds(1_000_000) < 15
    # Ten times as many take ten times as long; where each moved the rest, a hundred times.
    assert min(seconds(200_000) for _ in range(2)) < 30 * min(seconds(20_000) for _ in range(3))


def test_a_large_frame_in_small_pieces_takes_no_more_than_linear_time() -> None:
    """[truth.frames]"""
    parser = frames.Parser()
    data = frames.pack("data", bytes(16 << 20))
    started = time.perf_counter()
    found = parsed(parser, *(data[at : at + 4_096] for at in range(0, len(data), 4_096)))
    assert [(name, len(payload)) for name, payload in found] == [("data", 16 << 20)]
    assert time.perf_counter() - started < 5


def test_letters_are_unique() -> None:
    """[truth.frames]"""
    assert len(frames.NAMES) == len(frames.TYPES) == len(SCHEMA)


def _emitted() -> list[tuple[str, str, set[str]]]:
    """File, frame and keys of every `pack_json` (and `_tell`) whose value is a dictionary in the source."""
    found: list[tuple[str, str, set[str]]] = []
    for path in sorted(SOURCES.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                found += [(path.name, *each) for each in _emitted_by(function)]
    return found


def _emitted_by(function: ast.FunctionDef) -> list[tuple[str, set[str]]]:
    dictionaries = {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Dict)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    found: list[tuple[str, set[str]]] = []
    for call in ast.walk(function):
        if (
            not isinstance(call, ast.Call)
            or len(call.args) != 2
            or not isinstance(call.args[0], ast.Constant)
        ):
            continue
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        value = call.args[1]
        if isinstance(value, ast.Name):
            value = dictionaries.get(value.id, value)
        if called in ("pack_json", "_tell") and isinstance(value, ast.Dict):
            keys = {key.value for key in value.keys if isinstance(key, ast.Constant)}
            found.append((str(call.args[0].value), {str(key) for key in keys}))
    return found


def test_every_frame_is_emitted_with_the_fields_of_its_schema() -> None:
    """[truth.frames]"""
    emitted = _emitted()
    assert {"ready", "broken", "gone", "hello", "artifact"} <= {name for _, name, _ in emitted}
    for file, name, keys in emitted:
        schema = SCHEMA[name]["payload"]
        assert set(schema.get("required", ())) <= keys <= set(schema.get("properties", ())), (
            f"{file}: {name} has {keys}"
        )


class Hostile(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no")


@pytest.mark.parametrize(
    "error",
    [
        ValueError("plain"),
        Hostile(),
        MemoryError(),
        ModuleNotFoundError("no module", name="x" * 5_000),
        ValueError("\ud800 surrogate"),
        ValueError("m" * 1_000_000),
        type("N" * 5_000, (Exception,), {})("long name"),
    ],
    ids=["plain", "unprintable", "memory", "module", "surrogate", "long", "long-name"],
)
def test_a_report_on_an_exception_fits_its_schema_and_its_bound(error: BaseException) -> None:
    """[truth.frames]"""
    report = script.describe(error)
    jsonschema.validate(report, SCHEMA["error"]["payload"])
    packed = frames.pack_json("error", report)
    assert len(packed) < frames.MAX_REPORT
    [(name, payload)] = parsed(frames.Parser(frames.MAX_REPORT), packed)
    assert (name, json.loads(payload)) == ("error", report)


def test_an_ending_has_the_fields_of_its_schema() -> None:
    """[truth.frames]"""
    ending = epilogue.ending_of(0, None, [], wall_ms=1.0, cpu_ms=1.0, peak_bytes=1)
    assert set(ending) == set(SCHEMA["ended"]["payload"]["properties"])
