"""The variables of a session: names, types, sizes and short previews. Runs no code of the program."""

from __future__ import annotations

import sys

from .. import own
from ..running.history import NAMES
from . import summaries
from .display import Display

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__builtins__ = own.BUILTINS

_MAX_VARIABLES = 1000
_MAX_PREVIEW = 200
_MAX_NAME = 200
_MODULE = summaries.kind_of(sys)
_SIZED: frozenset[Any] = frozenset((str, bytes, bytearray, list, tuple, dict, set, frozenset, range))
_FUNCTIONS: frozenset[Any] = frozenset((type(lambda: None), type(len)))
# Types of the library whose repr is theirs and short.
_TRUSTED = {
    "datetime": ("datetime", "date", "time", "timedelta", "timezone"),
    "decimal": ("Decimal",),
    "fractions": ("Fraction",),
    "uuid": ("UUID",),
    "pathlib": ("PosixPath", "PurePosixPath"),
}


def listed(namespace: dict[str, Any], initial: frozenset[str]) -> list[dict[str, Any]]:
    """The program's own variables, by name: not what was there before, no modules, no private names."""
    found: list[dict[str, Any]] = []
    for name, value in list(namespace.items()):
        if type(name) is not str or name in initial or name in NAMES or name.startswith("_"):
            continue
        if type(value) is _MODULE or type(value) is Display or len(name) > _MAX_NAME:
            continue
        found.append(described(name, value))
        if len(found) == _MAX_VARIABLES:
            break
    return sorted(found, key=lambda each: each["name"])


def described(name: str, value: Any) -> dict[str, Any]:
    result: dict[str, Any] = {"name": name, "type": summaries.type_name(value)}
    kind = summaries.kind_of(value)
    if kind in _SIZED:
        result["size"] = kind.__len__(value)
    elif (
        _is_of("numpy", "ndarray", kind)
        or _is_of("pandas", "DataFrame", kind)
        or _is_of("pandas", "Series", kind)
    ):
        result["shape"] = [int(each) for each in value.shape]
        result["size"] = int(value.size)
    result["preview"] = _cut(_preview(value, 3))
    return result


def _preview(value: Any, depth: int) -> str:
    kind = summaries.kind_of(value)
    if kind in (int, float, bool, complex, type(None)):
        return _number(value)
    if kind in (str, bytes, bytearray):
        return repr(value[:_MAX_PREVIEW])
    if kind in (list, tuple, set, frozenset, dict):
        return _container(value, depth)
    if kind is range:
        return repr(value)
    if issubclass(kind, type):
        return f"class {summaries.type_attribute(value, '__name__')}"
    if kind in _FUNCTIONS:
        return _function(value)
    return _of_library(value, kind)


def _number(value: Any) -> str:
    if type(value) is int and value.bit_length() > 1000:
        return f"<int of {value.bit_length()} bits>"
    return repr(value)


def _container(value: Any, depth: int) -> str:
    kind = summaries.kind_of(value)
    opening, closing = {list: "[]", tuple: "()", dict: "{}", set: "{}", frozenset: "{}"}[kind]
    if depth == 0:
        return f"{opening}…{closing}"
    items: list[str] = []
    for item in _first(value.items() if kind is dict else value, 20):
        if kind is dict:
            items.append(f"{_preview(item[0], depth - 1)}: {_preview(item[1], depth - 1)}")
        else:
            items.append(_preview(item, depth - 1))
    more = [f"… {len(value) - len(items)} more"] if len(value) > len(items) else []
    return opening + ", ".join([*items, *more]) + closing


def _first(values: Iterable[Any], count: int) -> list[Any]:
    from itertools import islice

    return list(islice(values, count))


def _function(value: Any) -> str:
    code = getattr(value, "__code__", None)
    name = str(value.__name__)
    if code is None:
        return f"function {name}(…)"
    count = code.co_argcount + code.co_kwonlyargcount
    return f"function {name}({', '.join(code.co_varnames[:count])})"


def _of_library(value: Any, kind: Any) -> str:
    for module, names in _TRUSTED.items():
        if any(_is_of(module, name, kind) for name in names):
            return repr(value)
    if _is_of("numpy", "ndarray", kind):
        few = [_preview(each, 1) for each in value.flat[:10].tolist()]
        shape = " x ".join(str(each) for each in value.shape)
        return f"array {shape} {value.dtype}: {', '.join(few)}{', …' if value.size > 10 else ''}"
    if _is_of("pandas", "DataFrame", kind):
        names = ", ".join(_preview(each, 1) for each in value.columns[:20].tolist())
        return f"{value.shape[0]} rows x {value.shape[1]} columns: {names}"
    if _is_of("pandas", "Series", kind):
        few = ", ".join(_preview(each, 1) for each in value.iloc[:10].tolist())
        return f"{value.shape[0]} x {value.dtype}: {few}{', …' if value.shape[0] > 10 else ''}"
    numpy = sys.modules.get("numpy")
    if numpy is not None and issubclass(kind, numpy.generic):
        return "<void>" if issubclass(kind, numpy.void) else repr(value.item())
    return f"<{summaries.type_name(value)} object>"


def _is_of(module: str, name: str, kind: Any) -> bool:
    library = sys.modules.get(module)
    return library is not None and library.__dict__.get(name) is kind


def _cut(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= _MAX_PREVIEW else text[: _MAX_PREVIEW - 1] + "…"
