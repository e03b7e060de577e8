"""A value as text/plain, as a notebook shows it: wrapped at 79 columns, types and functions by their names.

Its rules are IPython's, `_repr_pretty_` included, so that a notebook reads here as it does there.
"""

from __future__ import annotations

import sys

from .. import own
from . import summaries
from .line_layout import LineLayout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from .formatters import Formatter

__builtins__ = own.BUILTINS

_WIDTH = 79
_MAX_ITEMS = 1000
_MAX_DEPTH = 200
_BUILTIN = (None, "builtins", "exceptions")
_FLAGS = ("TEMPLATE", "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "UNICODE", "VERBOSE", "DEBUG")


def pretty(value: Any, printers: Formatter | None = None) -> str:
    """Bounded. One whose own methods raise is told; an interrupt passes. `printers`: the program's own."""
    printer = Printer(printers)
    try:
        shortened = summaries.shortened_builtin(value)
        if shortened is not None:
            return summaries.bounded(shortened)
        printer.pretty(value)
        return summaries.bounded(str(printer))
    except KeyboardInterrupt:
        raise
    except BaseException:
        return summaries.safe_repr(value)


class Printer(LineLayout):
    """What a `_repr_pretty_` method gets."""

    def __init__(self, printers: Formatter | None = None) -> None:
        super().__init__(_WIDTH)
        self._printers = printers
        self._inside: list[int] = []
        self.stack = self._inside
        self.max_seq_length = _MAX_ITEMS
        self.verbose = False

    def pretty(self, obj: Any) -> None:
        cycle = id(obj) in self._inside
        if len(self._inside) > _MAX_DEPTH:
            raise RecursionError("it is nested too deeply")
        self._inside.append(id(obj))
        self.begin_group()
        try:
            _printer_of(obj, self._printers)(obj, self, cycle)
        finally:
            self.end_group()
            self._inside.pop()

    def group(self, indent: int = 0, open: str = "", close: str = "") -> _Within:
        return _Within(lambda: self.begin_group(indent, open), lambda: self.end_group(indent, close))

    def indent(self, indent: int) -> _Within:
        return _Within(lambda: self._move(indent), lambda: self._move(-indent))

    def flush(self) -> None:
        """What waits is written at the end."""

    def items(self, values: Iterable[Any]) -> Iterator[Any]:
        """With commas between them, as far as they are shown."""
        for at, value in enumerate(values):
            if at:
                self.text(",")
                self.breakable()
            if at >= _MAX_ITEMS:
                self.text("...")
                return
            yield value

    def call(self, name: str, *values: Any, **named: Any) -> None:
        """`name(value, name=value)`."""
        with self.group(len(name) + 1, name + "(", ")"):
            for key, value in self.items([*((None, each) for each in values), *named.items()]):
                with self.group(len(key) + 1, key + "=") if key else self.group():
                    self.pretty(value)

    def _move(self, indent: int) -> None:
        self.indentation += indent


class _Within:
    def __init__(self, begin: Callable[[], None], end: Callable[[], None]) -> None:
        self._begin, self._end = begin, end

    def __enter__(self) -> None:
        self._begin()

    def __exit__(self, *_error: object) -> None:
        self._end()


def _printer_of(value: Any, printers: Formatter | None) -> Callable[[Any, Printer, bool], None]:
    for kind in type.__dict__["__mro__"].__get__(summaries.kind_of(value)):
        asked = None if printers is None else printers.of(kind)
        if asked is not None:
            return asked
        known = _PRINTERS.get(kind) or _LATER.get((kind.__module__, kind.__qualname__))
        if known is not None:
            return known
        if callable(kind.__dict__.get("_repr_pretty_")):
            return _own_way
        if kind is not object and callable(kind.__dict__.get("__repr__")):
            return _as_repr
    return _without_repr


def _own_way(value: Any, printer: Printer, cycle: bool) -> None:
    value._repr_pretty_(printer, cycle)


def _as_repr(value: Any, printer: Printer, _cycle: bool) -> None:
    text = str.__str__(repr(value))
    with printer.group():
        for at, line in enumerate(text.splitlines()):
            if at:
                printer.break_()
            printer.text(line)


def _without_repr(value: Any, printer: Printer, cycle: bool) -> None:
    with printer.group(1, "<", ">"):
        printer.pretty(summaries.kind_of(value))
        printer.text(f" at {id(value):#x}" + (" ..." if cycle else ""))


def _sequence(opening: str, closing: str, plain: Any) -> Callable[[Any, Printer, bool], None]:
    def show(value: Any, printer: Printer, cycle: bool) -> None:
        if type(value).__repr__ is not plain.__repr__:
            printer.text(repr(value))
        elif cycle:
            printer.text(f"{opening}...{closing}")
        else:
            with printer.group(len(opening), opening, closing):
                for each in printer.items(value):
                    printer.pretty(each)
                if len(value) == 1 and plain is tuple:
                    printer.text(",")

    return show


def _set(opening: str, closing: str, plain: Any) -> Callable[[Any, Printer, bool], None]:
    def show(value: Any, printer: Printer, cycle: bool) -> None:
        if type(value).__repr__ is not plain.__repr__:
            printer.text(repr(value))
        elif cycle:
            printer.text(f"{opening}...{closing}")
        elif not value:
            printer.text(f"{plain.__name__}()")
        else:
            with printer.group(len(opening), opening, closing):
                for each in printer.items(value if len(value) > _MAX_ITEMS else _sorted(value)):
                    printer.pretty(each)

    return show


def _sorted(values: Any) -> list[Any]:
    try:
        return sorted(values)
    except Exception:
        return sorted(values, key=str)


def _dict(value: Any, printer: Printer, cycle: bool) -> None:
    plain: Any = dict
    if type(value).__repr__ is not plain.__repr__:
        printer.text(repr(value))
    elif cycle:
        printer.text("{...}")
    else:
        with printer.group(1, "{", "}"):
            for key in printer.items(value):
                printer.pretty(key)
                printer.text(": ")
                printer.pretty(value[key])


def _type(value: Any, printer: Printer, _cycle: bool) -> None:
    told_by = next(kind for kind in summaries.kind_of(value).__mro__ if "__repr__" in vars(kind))
    if told_by is not type:
        _as_repr(value, printer, False)
        return
    module = getattr(value, "__module__", None)
    name = summaries.type_attribute(value, "__qualname__")
    printer.text(name if module in _BUILTIN else f"{module}.{name}")


def _function(value: Any, printer: Printer, _cycle: bool) -> None:
    import inspect

    name = getattr(value, "__qualname__", value.__name__)
    module = getattr(value, "__module__", None)
    name = f"{module}.{name}" if module and module not in _BUILTIN else name
    try:
        name += str(inspect.signature(value))
    except ValueError:
        pass  # a builtin that does not say
    printer.text(f"<function {name}>")


def _exception(value: Any, printer: Printer, _cycle: bool) -> None:
    kind = summaries.kind_of(value)
    name = kind.__qualname__ if kind.__module__ in _BUILTIN else f"{kind.__module__}.{kind.__qualname__}"
    printer.call(name, *getattr(value, "args", ()))


def _pattern(value: Any, printer: Printer, _cycle: bool) -> None:
    import re

    text = repr(value.pattern).replace("\\\\", "\\")
    flags = "|".join(f"re.{name}" for name in _FLAGS if value.flags & getattr(re, name, 0))
    printer.text(f"re.compile(r{text}{', ' + flags if flags else ''})")


def _made_of(parts: Callable[[Any], tuple[tuple[Any, ...], dict[str, Any]]]) -> Any:
    def show(value: Any, printer: Printer, cycle: bool) -> None:
        values, named = ((_Dots(),), {}) if cycle else parts(value)
        printer.call(type(value).__name__, *values, **named)

    return show


def _namespace(value: Any, printer: Printer, cycle: bool) -> None:
    name = "namespace" if type(value) is type(sys.implementation) else type(value).__name__
    if cycle:
        printer.call(name, _Dots())
    else:
        printer.call(name, **vars(value))


class _Dots:
    def __repr__(self) -> str:
        return "..."


def _if_any(values: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return ((values,) if values else (), {})


_PRINTERS: dict[type, Callable[[Any, Printer, bool], None]] = {
    list: _sequence("[", "]", list),
    tuple: _sequence("(", ")", tuple),
    set: _set("{", "}", set),
    frozenset: _set("frozenset({", "})", frozenset),
    dict: _dict,
    type: _type,
    BaseException: _exception,
    type(pretty): _function,
    type(print): _function,
    type(sys.implementation): _namespace,
}
_LATER: dict[tuple[str, str], Callable[[Any, Printer, bool], None]] = {
    ("re", "Pattern"): _pattern,
    ("builtins", "mappingproxy"): _made_of(lambda value: ((dict(value),), {})),
    ("collections", "defaultdict"): _made_of(lambda value: ((value.default_factory, dict(value)), {})),
    ("collections", "Counter"): _made_of(lambda value: _if_any(dict(value.most_common()))),
    ("collections", "OrderedDict"): _made_of(lambda value: _if_any(list(value.items()))),
    ("collections", "UserList"): _made_of(lambda value: ((value.data,), {})),
    ("collections", "deque"): _made_of(
        lambda value: ((list(value),), {} if value.maxlen is None else {"maxlen": value.maxlen})
    ),
}
"""Of types that would cost an import, or that share their name with no other."""
