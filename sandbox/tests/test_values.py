"""Values as JSON: every row of the table in values.py, and what a program could do to it."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import ipaddress
import json
import math
import pathlib
import uuid
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from glovebox_sandbox.showing import values


class Colour(enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    LOW = 1


class Point(NamedTuple):
    x: int
    y: int


@dataclasses.dataclass
class Record:
    name: str
    when: datetime.date


UTC = datetime.timezone.utc


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (None, None),
        (0, 0),
        (False, False),
        ("", ""),
        ("a\ud800", "a?"),
        (2**53 - 1, 9007199254740991),
        (2**53, "9007199254740992"),
        (-(2**64), "-18446744073709551616"),
        (1.5, 1.5),
        (math.nan, "NaN"),
        (-math.inf, "-Infinity"),
        (1 + 2j, {"type": "complex", "real": 1.0, "imag": 2.0}),
        (b"\x00\xff", {"type": "bytes", "base64": "AP8="}),
        (bytearray(b"a"), {"type": "bytes", "base64": "YQ=="}),
        (datetime.datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC), "2024-02-29T01:02:03+00:00"),
        (datetime.date(2024, 2, 29), "2024-02-29"),
        (datetime.time(1, 2), "01:02:00"),
        (datetime.timedelta(minutes=1, milliseconds=500), 60.5),
        (decimal.Decimal("1.10"), "1.10"),
        (fractions.Fraction(1, 3), "1/3"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (pathlib.PurePosixPath("/a/b"), "/a/b"),
        (ipaddress.ip_address("10.0.0.1"), "10.0.0.1"),
        (Colour.RED, "red"),
        (Level.LOW, 1),
        ((1, [2, (3,)]), [1, [2, [3]]]),
        ({3, 1, 2}, [1, 2, 3]),
        (range(3), [0, 1, 2]),
        (collections.deque([1]), [1]),
        ({"a": 1}.keys(), ["a"]),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (
            {2: "a", None: "b", False: "c"},
            {"2": "a", "null": "b", "false": "c"},
        ),
        ({(1, 2): 3, 1.5: 4}, {"(1, 2)": 3, "1.5": 4}),
        (Point(1, 2), {"x": 1, "y": 2}),
        (Record("n", datetime.date(2024, 1, 1)), {"name": "n", "when": "2024-01-01"}),
        (np.float32(0.5), 0.5),
        (np.int64(7), 7),
        (np.bool_(True), True),
        (np.float64("nan"), "NaN"),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.array(["2024-01-01", "NaT"], dtype="datetime64[D]"), ["2024-01-01", None]),
        (np.ma.masked_array([1, 2], mask=[False, True]), [1, None]),
        (np.array([{"a": 1}], dtype=object), [{"a": 1}]),
        (pd.Series([1.0, math.nan]), [1.0, None]),
        (pd.Series([1, 2], index=["a", "b"]), {"a": 1, "b": 2}),
        (pd.Index([1, 2]), [1, 2]),
        (pd.Timestamp("2024-01-01"), "2024-01-01T00:00:00"),
        (pd.NaT, None),
        (pd.NA, None),
        (pd.Timedelta(seconds=2), 2.0),
        (pd.Period("2024-01"), "2024-01"),
        (pd.Categorical(["x", "y"]), ["x", "y"]),
        (pd.DataFrame({"a": [1, 2], "b": ["x", None]}), {"a": [1, 2], "b": ["x", None]}),
        (pd.DataFrame({"a": [1]}, index=["r"]), {"index": ["r"], "a": [1]}),
        (pd.DataFrame({"t": pd.to_datetime(["2024-01-01", None])}), {"t": ["2024-01-01T00:00:00", None]}),
        ({"df": pd.DataFrame({"a": [1]})}, {"df": {"a": [1]}}),
    ],
)
def test_values_have_their_likeness_in_json(value: Any, wanted: Any) -> None:
    notes: list[str] = []
    converted = values.to_json(value, notes)
    assert (converted, notes) == (wanted, [])
    assert type(converted) is type(wanted)
    json.dumps(converted, allow_nan=False)


def test_what_has_no_likeness_is_a_marker_with_its_type_and_repr() -> None:
    class Thing:
        def __repr__(self) -> str:
            return "a thing"

    [marker] = values.to_json([Thing()])
    assert marker["repr"] == "a thing"
    assert marker["type"].endswith("Thing")
    assert values.to_json(len) == {"type": "builtin_function_or_method", "repr": "<built-in function len>"}


def test_a_cycle_ends() -> None:
    notes: list[str] = []
    cycle: list[Any] = [1]
    cycle.append(cycle)
    assert values.to_json(cycle, notes) == [1, {"type": "list", "repr": "…"}]
    assert "holds itself" in notes[0]


def test_the_same_value_twice_is_no_cycle() -> None:
    once = [1]
    assert values.to_json([once, once]) == [[1], [1]]


def test_depth_is_bounded() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    notes: list[str] = []
    text = json.dumps(values.to_json(deep, notes))
    assert text.startswith("[" * 100)
    assert '"type": "list"' in text
    assert "deeper than 100" in notes[0]


@pytest.mark.parametrize(
    "value",
    [
        "x" * 9_000_000,
        [0] * 5_000_000,
        b"x" * 9_000_000,
        {str(i): "x" * 100 for i in range(100_000)},
        np.zeros(10_000_000),
        pd.DataFrame({"a": np.zeros(10_000_000)}),
        pd.Series(np.zeros(10_000_000)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_is_too_large_is_left_out_and_said(value: Any) -> None:
    notes: list[str] = []
    converted = values.to_json(value, notes, name="big")
    assert set(converted) == {"type", "repr"}
    assert len(converted["repr"]) < 3000
    assert notes == ["big is larger than 8 MB as JSON and was left out; return a part of it"]


def test_an_int_of_a_million_digits_takes_no_time() -> None:
    assert values.to_json(1 << 3_500_000) == {"type": "int", "repr": "<int of 3500001 bits>"}


def test_keys_that_are_one_in_json_are_said() -> None:
    notes: list[str] = []
    assert values.to_json({1: "a", "1": "b"}, notes, name="d") == {"1": "b"}
    assert notes == ["d has two keys that are both '1' in JSON; the last one stays"]


def test_two_columns_of_one_name_are_said() -> None:
    notes: list[str] = []
    frame = pd.DataFrame([[1, 2]], columns=["a", "a"])
    assert values.to_json(frame, notes, name="df") == {"a": [2]}
    assert "two columns named 'a'" in notes[0]


class Liar(dict[str, Any]):
    def items(self) -> Any:
        while True:
            yield "a", 1

    __iter__ = keys = values = items  # type: ignore[assignment]


class Breaking:
    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __repr__(self) -> str:
        raise ValueError("no")


class LongStr(str):
    __slots__ = ()

    def __len__(self) -> int:
        return -5

    def __str__(self) -> str:
        raise ValueError


class Sneaky(int):
    def __index__(self) -> int:
        raise ValueError

    __lt__ = __gt__ = __le__ = __ge__ = __repr__ = __index__  # type: ignore[assignment]


def test_values_that_lie_about_themselves_are_read_as_what_they_are() -> None:
    lies = [Liar(b=2), LongStr("x"), Sneaky(3), {LongStr("k"): 1}]
    assert values.to_json(lies) == [{"b": 2}, "x", 3, {"k": 1}]


def test_a_value_that_breaks_everything_is_a_marker_and_the_rest_is_there() -> None:
    notes: list[str] = []
    first, second = values.to_json([1, Breaking()], notes)
    assert first == 1
    assert "its repr raised" in second["repr"]


def test_an_interrupt_passes() -> None:
    class Slow:
        def __repr__(self) -> str:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        values.to_json([Slow()])
