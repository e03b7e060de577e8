"""Functions that a program gave to show values of a type: IPython's `display_formatter`, as far as it is.

They go before what a value says of itself, as they do there.
"""

from __future__ import annotations

from .. import own
from . import summaries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Function = Callable[..., Any]

__builtins__ = own.BUILTINS

KINDS = (
    "text/plain",
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "application/pdf",
    "image/jpeg",
    "text/latex",
    "application/json",
    "application/javascript",
)


class Formatter:
    """For one MIME type. A function is looked up by the value's type, then by those that it derives from."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.enabled = True
        self.type_printers: dict[type, Function] = {}
        self.deferred_printers: dict[tuple[str, str], Function] = {}

    def for_type(self, typ: Any, func: Function | None = None) -> Function | None:
        """Answers who showed that type before. `typ`: a type, or its full name."""
        if isinstance(typ, str):
            module, _, name = typ.rpartition(".")
            return self.for_type_by_name(module, name, func)
        before = self.type_printers.get(typ)
        if func is not None:
            self.type_printers[typ] = func
        return before

    def for_type_by_name(
        self, type_module: str, type_name: str, func: Function | None = None
    ) -> Function | None:
        key = (type_module, type_name)
        before = self.deferred_printers.get(key)
        if func is not None:
            self.deferred_printers[key] = func
        return before

    def of(self, kind: Any) -> Function | None:
        """The one for this very type."""
        return self.type_printers.get(kind) or self.deferred_printers.get(
            (kind.__module__, kind.__qualname__)
        )

    def lookup_by_type(self, typ: type) -> Function:
        for each in typ.__mro__:
            found = self.of(each)
            if found is not None:
                return found
        raise KeyError(f"no function is registered for {typ.__qualname__}")

    def lookup(self, obj: Any) -> Function:
        return self.lookup_by_type(summaries.kind_of(obj))

    def pop(self, typ: Any, *default: Any) -> Any:
        if isinstance(typ, str):
            module, _, name = typ.rpartition(".")
            return self.deferred_printers.pop((module, name), *default)
        return self.type_printers.pop(typ, *default)

    def __contains__(self, typ: Any) -> bool:
        try:
            self.lookup_by_type(typ)
        except KeyError:
            return False
        return True

    def __call__(self, obj: Any) -> Any:
        """What the function for it answers; None without one."""
        try:
            return self.lookup(obj)(obj)
        except KeyError:
            return None


class DisplayFormatter:
    """Those of one interpreter."""

    def __init__(self) -> None:
        self.formatters = {kind: Formatter(kind) for kind in KINDS}
        self.active_types = list(KINDS)

    def asked(self, value: Any, notes: list[str]) -> dict[str, Any]:
        """What the functions for such a value answer, by MIME type; text/plain is its printer's."""
        found: dict[str, Any] = {}
        for kind, formatter in self.formatters.items():
            if kind == "text/plain" or not (formatter.type_printers or formatter.deferred_printers):
                continue
            try:
                found[kind] = formatter(value)
            except Exception as error:
                notes.append(f"the {kind} of {summaries.type_name(value)} raised {summaries.told(error)}")
        return {kind: data for kind, data in found.items() if data is not None}

    def format(self, obj: Any, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], Any]:
        """As IPython's: the value in its types, and what is said about them."""
        from .mime import bundle

        found = bundle(obj, [], self).chosen(include, exclude)
        return found.mime, found.metadata
