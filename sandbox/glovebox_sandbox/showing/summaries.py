"""Short texts about a program's values, whatever their own methods do."""

from __future__ import annotations

import sys

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__builtins__ = own.BUILTINS

MAX_TEXT = 64 * 1024
_MAX_ITEMS = 10_000
_MAX_MARKER = 2000


def safe_repr(value: Any) -> str:
    """Its repr, bounded. One that raises is told; an interrupt passes."""
    try:
        shortened = shortened_builtin(value)
        if shortened is not None:
            return bounded(shortened)
        return bounded(str.__str__(repr(value)))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return f"<{type_name(value)}: its repr raised {told(error)}>"


def marker(value: Any) -> dict[str, str]:
    """What stands in JSON for a value that has no likeness there."""
    return {"type": type_name(value), "repr": bounded(safe_repr(value), _MAX_MARKER)}


def bounded(text: str, limit: int = MAX_TEXT) -> str:
    """Keeps head and tail, and says what was cut. What is no character becomes "?"."""
    if len(text) > limit:
        half = limit // 2
        text = f"{text[:half]}\n… {len(text) - 2 * half} characters cut …\n{text[-half:]}"
    return text.encode("utf-8", "replace").decode("utf-8")


def type_name(value: Any) -> str:
    """Full name of its type; only the name for builtins and what the program itself defined."""
    kind = kind_of(value)
    name = type_attribute(kind, "__qualname__")
    module = type.__dict__["__module__"].__get__(kind)
    return name if module in ("builtins", "__main__") or not isinstance(module, str) else f"{module}.{name}"


def kind_of(value: Any) -> Any:
    """Its type, of which nothing more is known."""
    kind: Any = type
    return kind(value)


def is_a(value: Any, kinds: Any) -> bool:
    """As isinstance, for values of which nothing more is known than that."""
    return isinstance(value, kinds)


def type_attribute(kind: type, name: str) -> str:
    """An attribute of the type itself, past its metaclass."""
    return str(type.__dict__[name].__get__(kind))[:200]


def digits(number: int) -> str:
    """The number in decimal. Python refuses more than 4,300 digits, unless it is told otherwise."""
    get = getattr(sys, "get_int_max_str_digits", None)
    if get is None:
        return str(number)
    before = get()
    sys.set_int_max_str_digits(0)
    try:
        return str(number)
    finally:
        sys.set_int_max_str_digits(before)


def told(error: BaseException) -> str:
    name = type_attribute(type(error), "__name__")
    try:
        message = str(error)
    except BaseException:
        return name
    return f"{name}: {message[:500]}" if message else name


def shortened_builtin(value: Any) -> str | None:
    """A text for a large builtin value, without making the whole one first."""
    kind = kind_of(value)
    if kind is str and len(value) > MAX_TEXT:
        half = MAX_TEXT // 2
        cut = len(value) - 2 * half
        return f"{value[:half]!r}\n… {cut} characters cut …\n{value[-half:]!r}"
    if kind in (bytes, bytearray) and len(value) > MAX_TEXT:
        return f"{value[: MAX_TEXT // 8]!r}\n… {len(value) - MAX_TEXT // 8} bytes cut …"
    if kind in (list, tuple) and len(value) > _MAX_ITEMS:
        return _first(value[:1000], value[-10:], len(value), "[]" if kind is list else "()")
    if kind in (dict, set, frozenset) and len(value) > _MAX_ITEMS:
        from itertools import islice

        if kind is not dict:
            return _first(list(islice(value, 1000)), [], len(value), "{}")
        items = ", ".join(f"{key!r}: {item!r}" for key, item in islice(value.items(), 1000))
        return f"{{{items}, … {len(value) - 1000} more …}}"
    return None


def _first(head: Iterable[Any], tail: Iterable[Any], count: int, brackets: str) -> str:
    first, last = [repr(each) for each in head], [repr(each) for each in tail]
    more = f"… {count - len(first) - len(last)} more …"
    return brackets[0] + ", ".join([*first, more, *last]) + brackets[1]
