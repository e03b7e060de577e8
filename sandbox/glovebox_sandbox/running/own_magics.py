"""Magics that a program defines itself, with what IPython.core.magic has for it."""

from __future__ import annotations

import builtins

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Function = Callable[..., Any]

__builtins__ = own.BUILTINS

_KINDS = {"line": ("line",), "cell": ("cell",), "line_cell": ("line", "cell")}
_MARK = "_glovebox_magic_"


class OwnMagics:
    """Those of one session, by their kind and name."""

    def __init__(self) -> None:
        self.functions: dict[str, dict[str, Function]] = {"line": {}, "cell": {}}

    def add(self, function: Function, kind: str = "line", name: str | None = None) -> None:
        for each in _KINDS[kind]:
            self.functions[each][name or function.__name__] = function

    def add_all(self, magics: Any, shell: Any) -> None:
        """The marked methods of an object, or of a class, which is made for this shell first."""
        if hasattr(magics, "registered"):
            self._add_of_ipython(magics, shell)
            return
        made: Any = magics(shell) if isinstance(magics, type) else magics
        kind_of_it: Any = made.__class__
        for name in dir(kind_of_it):
            method = getattr(made, name)
            for kind, called in getattr(method, _MARK, ()):
                self.add(method, kind, called)

    def _add_of_ipython(self, magics: Any, shell: Any) -> None:
        """Classes of an IPython that is installed know their magics. They take no such shell as a parent."""
        made: Any = magics(shell=shell, parent=None) if isinstance(magics, type) else magics
        for kind, functions in made.magics.items():
            for name, function in functions.items():
                self.add(function, kind, name)


class Magics:
    def __init__(self, shell: Any = None, **_options: Any) -> None:
        self.shell = shell


def names() -> dict[str, Any]:
    """What IPython.core.magic has, as far as it is here."""
    return {
        "Magics": Magics,
        **dict.fromkeys(("magics_class", "needs_local_scope", "no_var_expand"), _as_it_is),
        **{f"{kind}_magic": _marker(kind) for kind in _KINDS},
        **{f"register_{kind}_magic": _registrar(kind) for kind in _KINDS},
    }


def _marker(kind: str) -> Any:
    def mark(function: Function, name: str) -> Function:
        setattr(function, _MARK, [*getattr(function, _MARK, ()), (kind, name)])
        return function

    return _with_or_without_name(mark)


def _registrar(kind: str) -> Any:
    def register(function: Function, name: str) -> Function:
        shell: Any = builtins.__dict__.get("get_ipython")
        if shell is None:
            raise NameError("a magic can be registered in a session only")
        shell().register_magic_function(function, kind, name)
        return function

    return _with_or_without_name(register)


def _with_or_without_name(act: Callable[[Function, str], Function]) -> Any:
    """`@decorator`, or `@decorator("name")`."""

    def decorate(given: Any = None) -> Any:
        if callable(given):
            return act(given, given.__name__)

        def named(function: Function) -> Function:
            return act(function, given or function.__name__)

        return named

    return decorate


def _as_it_is(decorated: Any) -> Any:
    return decorated
