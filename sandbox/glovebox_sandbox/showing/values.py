"""Values of a program as JSON, all the way down, and without surprises.

| value | JSON |
|---|---|
| None, bool, str | as they are; half a surrogate pair becomes "?" |
| int | a number; beyond 2**53 - 1 either way a string of its digits, so that no reader rounds it |
| float | a number; NaN and the infinities are the strings "NaN", "Infinity", "-Infinity" |
| complex | {"type": "complex", "real": …, "imag": …} |
| bytes, bytearray, memoryview | {"type": "bytes", "base64": "…"} |
| datetime, date, time | ISO 8601; timedelta: a number of seconds |
| Decimal, Fraction, UUID, Path, IP addresses | their text: "1.10", "1/3" |
| Enum | its value |
| list, tuple, range, deque, set, frozenset, dict views | a list; a set is sorted where it can be |
| dict and mappings | an object; keys that are no strings become the text JSON has for them, or their repr |
| dataclass, named tuple, pydantic model | an object of its fields |
| numpy scalar, array | the number, nested lists; datetime64 is ISO 8601 |
| pandas Series | a list, or an object by its index where that is not 0, 1, 2 …; what is missing is null |
| pandas DataFrame | {column: [values]}; an index that is not 0, 1, 2 … is a column before them |
| pandas Index, Timestamp, Timedelta, Period, Interval | a list, or as their like above |
| anything else, a cycle, what lies deeper than 100 | {"type": "module.Name", "repr": "…"} |

Such a marker stands for an int of more than 400,000 bits too, and for a value of more than 8 MB in all;
of that a note says it.
"""

from __future__ import annotations

import sys

from .. import own
from . import summaries
from .summaries import is_a

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

__builtins__ = own.BUILTINS

MAX_BYTES = 8 << 20
_MAX_DEPTH = 100
_EXACT = 2**53 - 1
# Decimal digits of a longer one take Python seconds.
_MAX_BITS = 400_000
_TEXTS = {
    "decimal": ("Decimal",),
    "fractions": ("Fraction",),
    "uuid": ("UUID",),
    "pathlib": ("PurePath",),
    "ipaddress": ("_IPAddressBase", "_BaseNetwork"),
}


def to_json(
    value: Any, notes: list[str] | None = None, *, name: str = "the value", limit: int = MAX_BYTES
) -> Any:
    """Never raises but for an interrupt. What was left out is said in `notes`."""
    notes = [] if notes is None else notes
    conversion = _Conversion(notes, name, limit)
    try:
        return conversion.convert(value, 0)
    except _TooLargeError:
        notes.append(f"{name} is larger than {limit >> 20} MB as JSON and was left out; return a part of it")
        return summaries.marker(value)


def returned(namespace: dict[str, Any], names: Sequence[str], notes: list[str]) -> dict[str, Any]:
    """The values of these variables, as far as they are there and can be told."""
    found: dict[str, Any] = {}
    for name in names:
        if name in namespace:
            try:
                found[name] = to_json(namespace[name], notes, name=name)
            except KeyboardInterrupt:
                notes.append(f"{name} was not returned: its conversion was interrupted")
        else:
            notes.append(f"there is no variable named {name!r} to return")
    return found


def columns(frame: Any, notes: list[str]) -> dict[str, Any]:
    """A DataFrame as {column: [values]}, without its index."""
    conversion = _Conversion(notes, "the table", MAX_BYTES)
    return {_key(name): conversion.column(frame.iloc[:, at], 0) for at, name in enumerate(frame.columns)}


def is_plain(value: Any) -> bool:
    """Data that has a meaning as JSON, as opposed to an object of the program."""
    return type(value) in _PLAIN


class _TooLargeError(Exception):
    pass


class _Conversion:
    def __init__(self, notes: list[str], name: str, limit: int) -> None:
        self._notes = notes
        self._name = name
        self._left = limit
        self._open: set[int] = set()

    def convert(self, value: Any, depth: int) -> Any:
        try:
            return self._convert(value, depth)
        except (_TooLargeError, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._note(f"a part of {self._name} could not be converted: {type(error).__name__}")
            return summaries.marker(value)

    def _convert(self, value: Any, depth: int) -> Any:
        kind = summaries.kind_of(value)
        if value is None or kind is bool:
            return self._spend(5, value)
        if is_a(value, str) and not _is_enum(value):
            return self._text(str.__str__(value))
        if is_a(value, (int, float, complex)) and not _is_enum(value):
            return self._number(value)
        if id(value) in self._open or depth > _MAX_DEPTH:
            self._note(
                f"{self._name} holds itself, or is deeper than {_MAX_DEPTH} levels; that part was left out"
            )
            return self._spend(40, {"type": summaries.type_name(value), "repr": "…"})
        self._open.add(id(value))
        try:
            return self._composite(value, depth)
        finally:
            self._open.discard(id(value))

    def _composite(self, value: Any, depth: int) -> Any:
        if is_a(value, dict):
            return self._object(_items(value), depth)
        if is_a(value, (list, tuple)):
            fields: Any = getattr(value, "_fields", None) if is_a(value, tuple) else None
            if is_a(fields, tuple):
                return self._object(zip(fields, _TUPLE_ITEMS(value), strict=False), depth)
            return self._list(_LIST_ITEMS(value) if is_a(value, list) else _TUPLE_ITEMS(value), depth)
        if is_a(value, (set, frozenset)):
            return self._list(_sorted(value), depth)
        if is_a(value, (range, *_VIEWS)):
            return self._list(value, depth)
        if is_a(value, (bytes, bytearray, memoryview)):
            return self._bytes(value)
        for module, convert in _BY_MODULE.items():
            library = sys.modules.get(module)
            if library is not None:
                converted = convert(self, library, value, depth)
                if converted is not _NOT_MINE:
                    return converted
        return self._other(value, depth)

    def _other(self, value: Any, depth: int) -> Any:
        if _is_enum(value):
            return self.convert(value._value_, depth + 1)
        kind = summaries.kind_of(value)
        fields: Any = getattr(kind, "__dataclass_fields__", None)
        if is_a(fields, dict):
            names = [str(name) for name in fields if hasattr(value, str(name))]
            return self._object(((name, getattr(value, name)) for name in names), depth)
        if hasattr(kind, "model_fields") and callable(getattr(kind, "model_dump", None)):
            return self.convert(value.model_dump(), depth + 1)
        if is_a(value, _MAPPING_PROXY):
            return self._object(dict(value).items(), depth)
        marker = summaries.marker(value)
        return self._spend(len(marker["repr"]) + len(marker["type"]) + 24, marker)

    def _object(self, items: Iterable[tuple[Any, Any]], depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in items:
            text = self._spend(3, _key(key))
            self._left -= len(text)
            if text in result:
                self._note(
                    f"{self._name} has two keys that are both {text[:100]!r} in JSON; the last one stays"
                )
            result[text] = self.convert(value, depth + 1)
        return self._spend(2, result)

    def _list(self, items: Iterable[Any], depth: int) -> list[Any]:
        return self._spend(2, [self._spend(1, self.convert(item, depth + 1)) for item in items])

    def _number(self, value: Any) -> Any:
        if is_a(value, complex):
            number = complex(value)
            parts = {"real": self._number(number.real), "imag": self._number(number.imag)}
            return self._spend(40, {"type": "complex", **parts})
        if is_a(value, int):
            number = int.__add__(value, 0)
            if -_EXACT <= number <= _EXACT:
                return self._spend(8, number)
            if number.bit_length() > _MAX_BITS:
                return self._spend(60, {"type": "int", "repr": f"<int of {number.bit_length()} bits>"})
            return self._spend(number.bit_length() // 3, summaries.digits(number))
        number = float.__add__(value, 0.0)
        if number != number:
            return self._spend(5, "NaN")
        if number in (float("inf"), float("-inf")):
            return self._spend(11, "Infinity" if number > 0 else "-Infinity")
        return self._spend(12, number)

    def _text(self, text: str) -> str:
        self._spend(len(text) + 2, None)
        return text.encode("utf-8", "replace").decode("utf-8")

    def _bytes(self, value: Any) -> dict[str, str]:
        import binascii

        data = bytes(value)
        self._spend(len(data) * 4 // 3 + 30, None)
        return {"type": "bytes", "base64": binascii.b2a_base64(data, newline=False).decode()}

    def _spend(self, size: int, value: Any) -> Any:
        self._left -= size
        if self._left < 0:
            raise _TooLargeError
        return value

    def _note(self, note: str) -> None:
        if note not in self._notes and len(self._notes) < 50:
            self._notes.append(note)

    def datetimes(self, library: Any, value: Any, depth: int) -> Any:
        if is_a(value, (library.datetime, library.date, library.time)):
            missing = value != value  # pandas' NaT
            return self._spend(4, None) if missing else self._text(value.isoformat())
        if is_a(value, library.timedelta):
            return self._number(value.total_seconds())
        return _NOT_MINE

    def texts(self, library: Any, value: Any, depth: int) -> Any:
        kinds = tuple(getattr(library, name) for name in _TEXTS[library.__name__] if hasattr(library, name))
        return self._text(str(value)) if is_a(value, kinds) else _NOT_MINE

    def collections(self, library: Any, value: Any, depth: int) -> Any:
        return self._list(value, depth) if is_a(value, library.deque) else _NOT_MINE

    def numpy(self, library: Any, value: Any, depth: int) -> Any:
        if is_a(value, library.generic):
            if is_a(value, (library.datetime64, library.timedelta64)):
                return self._numpy_time(library, value)
            plain = value.item()
            # A long double stays what it is, and has no better likeness than a float.
            return self.convert(float(plain) if is_a(plain, library.generic) else plain, depth)
        if not is_a(value, library.ndarray):
            return _NOT_MINE
        if value.size > self._left:
            raise _TooLargeError
        if value.dtype.kind in "mM":  # as a list they would be numbers
            return self._list(value, depth) if value.ndim else self._numpy_time(library, value[()])
        return self.convert(value.tolist(), depth)

    def _numpy_time(self, library: Any, value: Any) -> Any:
        if library.isnat(value):
            return None
        if is_a(value, library.timedelta64):
            return self._number(float(value / library.timedelta64(1, "s")))
        return self._text(str(value))

    def pandas(self, library: Any, value: Any, depth: int) -> Any:
        if value is library.NaT or value is library.NA:
            return self._spend(4, None)
        if is_a(value, library.DataFrame):
            return self._frame(value, depth)
        if is_a(value, library.Series):
            items = self.column(value, depth)
            if _is_default(library, value.index):
                return items
            return self._spend(
                len(items), dict(zip((_key(each) for each in value.index), items, strict=True))
            )
        if is_a(value, (library.Index, library.api.extensions.ExtensionArray)):
            return self.column(value, depth)
        if is_a(value, (library.Period, library.Interval)):
            return self._text(str(value))
        return _NOT_MINE

    def _frame(self, frame: Any, depth: int) -> dict[str, Any]:
        library = sys.modules["pandas"]
        if frame.size > self._left:
            raise _TooLargeError
        columns: list[tuple[str, Any]] = []
        if not _is_default(library, frame.index):
            columns.append((str(frame.index.name or "index"), frame.index))
        columns += [(_key(name), frame.iloc[:, at]) for at, name in enumerate(frame.columns)]
        result: dict[str, Any] = {}
        for name, column in columns:
            if name in result:
                self._note(f"{self._name} has two columns named {name[:100]!r}; the last one stays")
            result[name] = self.column(column, depth)
        return result

    def column(self, values: Any, depth: int) -> list[Any]:
        """What is missing in a table is null, not the string NaN."""
        if len(values) > self._left:
            raise _TooLargeError
        return [None if _is_missing(each) else self.convert(each, depth + 2) for each in values]


def _is_missing(value: Any) -> bool:
    return value is None or (is_a(value, float) and value != value)


def _is_default(library: Any, index: Any) -> bool:
    return is_a(index, library.RangeIndex) and (index.start, index.step, index.name) == (0, 1, None)


def _is_enum(value: Any) -> bool:
    enum = sys.modules.get("enum")
    return enum is not None and is_a(value, enum.Enum)


def _items(value: dict[Any, Any]) -> Iterable[tuple[Any, Any]]:
    # A subclass of the program's own may lie about its items; those of the library have their own order.
    return value.items() if type(value).__module__ == "collections" else _ITEMS(value)


def _sorted(value: Iterable[Any]) -> list[Any]:
    try:
        return sorted(value)
    except Exception:
        return list(value)


def _key(key: Any) -> str:
    if is_a(key, str):
        return str.__str__(key).encode("utf-8", "replace").decode("utf-8")
    if key is None:
        return "null"
    if is_a(key, bool):
        return "true" if key else "false"
    converted = to_json(key)
    if is_a(converted, (int, float, str)):
        return str(converted)
    return summaries.safe_repr(key)[:1000]


_NOT_MINE = object()
_EMPTY: dict[Any, Any] = {}
_ITEMS: Any = dict.__dict__["items"]
_LIST_ITEMS: Any = list.__dict__["__iter__"]
_TUPLE_ITEMS: Any = tuple.__dict__["__iter__"]
_VIEWS: tuple[Any, ...] = (type(_EMPTY.keys()), type(_EMPTY.values()), type(_EMPTY.items()))
_MAPPING_PROXY: Any = type(type.__dict__)
_PLAIN = frozenset((bool, int, float, str, list, tuple, dict, set, frozenset, range))
_BY_MODULE: dict[str, Callable[[_Conversion, Any, Any, int], Any]] = {
    "pandas": _Conversion.pandas,
    "numpy": _Conversion.numpy,
    "datetime": _Conversion.datetimes,
    "collections": _Conversion.collections,
    **dict.fromkeys(_TEXTS, _Conversion.texts),
}
