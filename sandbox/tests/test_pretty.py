"""Values as text/plain. What is expected is what IPython 9 shows."""

from __future__ import annotations

import collections
import re
import types
from typing import Any

import pytest

from glovebox_sandbox.showing import pretty as module
from glovebox_sandbox.showing.pretty import pretty


class Plain:
    pass


class Loud(list[int]):
    def __repr__(self) -> str:
        return "Loud!"


class TwoLines:
    def __repr__(self) -> str:
        return "first\nsecond"


class OwnWay:
    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        with printer.group(4, "own(", ")"):
            printer.text("here,")
            printer.breakable()
            printer.pretty(["x" * 30] * 2)


def of_two(one: Any, *, two: Any = "x") -> Any:
    """Has a signature."""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (int, "int"),
        (Plain, f"{__name__}.Plain"),
        ([int, None, "a"], "[int, None, 'a']"),
        ((1,), "(1,)"),
        (set(), "set()"),
        ({3, 1, 2}, "{1, 2, 3}"),
        (frozenset({2, 1}), "frozenset({1, 2})"),
        (of_two, f"<function {__name__}.of_two(one: 'Any', *, two: 'Any' = 'x') -> 'Any'>"),
        (len, "<function len(obj, /)>"),
        (ValueError("bad", 1), "ValueError('bad', 1)"),
        (re.compile("a+", re.IGNORECASE), "re.compile(r'a+', re.IGNORECASE|re.UNICODE)"),
        (collections.Counter("aab"), "Counter({'a': 2, 'b': 1})"),
        (collections.Counter(), "Counter()"),
        (collections.defaultdict(list, {"a": [1]}), "defaultdict(list, {'a': [1]})"),
        (collections.OrderedDict(a=1), "OrderedDict([('a', 1)])"),
        (collections.deque([1], maxlen=2), "deque([1], maxlen=2)"),
        (types.SimpleNamespace(a=1), "namespace(a=1)"),
        (types.MappingProxyType({"a": 1}), "mappingproxy({'a': 1})"),
        (Loud([1]), "Loud!"),
        ([TwoLines(), 1], "[first\n second,\n 1]"),
    ],
)
def test_a_value_reads_as_in_a_notebook(value: object, text: str) -> None:
    assert pretty(value) == text


def test_an_object_without_a_text_of_its_own_has_its_type_and_address() -> None:
    value = Plain()
    assert pretty(value) == f"<{__name__}.Plain at {id(value):#x}>"


def test_a_collection_wider_than_79_columns_has_one_item_on_each_line() -> None:
    assert pretty(["x" * 22, "x" * 22, "x" * 23]) == repr(["x" * 22, "x" * 22, "x" * 23])
    assert pretty(["x" * 23] * 3) == "[" + ",\n ".join([repr("x" * 23)] * 3) + "]"
    assert pretty({"key": ["x" * 30] * 3, "other": 1}) == (
        "{'key': [" + ",\n  ".join([repr("x" * 30)] * 3) + "],\n 'other': 1}"
    )


def test_of_more_than_a_thousand_items_the_first_are_shown() -> None:
    lines = pretty(list(range(5000))).split("\n")
    assert lines[0] == "[0,"
    assert lines[-2:] == [" 999,", " ...]"]


def test_what_holds_itself_ends() -> None:
    ring: list[Any] = [1]
    ring.append(ring)
    assert pretty(ring) == "[1, [...]]"
    table: dict[str, Any] = {}
    table["self"] = table
    assert pretty(table) == "{'self': {...}}"


def test_a_pretty_method_is_asked() -> None:
    assert pretty(OwnWay()) == "own(here, ['" + "x" * 30 + "', '" + "x" * 30 + "'])"


def test_a_method_that_raises_is_told_and_depth_and_length_are_bounded() -> None:
    class Bad:
        def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
            raise ValueError("no")

        def __repr__(self) -> str:
            return "in words"

    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert pretty(Bad()) == "in words"
    assert "its repr raised RecursionError" in pretty(deep)
    assert len(pretty({"a": "x" * 10_000_000})) < 70_000
    assert module.Printer().max_seq_length == 1000
