"""What a program asked to be called before and after cells."""

from __future__ import annotations

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__builtins__ = own.BUILTINS

_NAMES = ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell", "shell_initialized")


class Events:
    def __init__(self) -> None:
        self.callbacks: dict[str, list[Callable[..., Any]]] = {name: [] for name in _NAMES}

    def register(self, event: str, function: Callable[..., Any]) -> None:
        if event not in self.callbacks:
            raise KeyError(f"there is no event {event!r}; there are: {', '.join(_NAMES)}")
        if function not in self.callbacks[event]:
            self.callbacks[event].append(function)

    def unregister(self, event: str, function: Callable[..., Any]) -> None:
        if function not in self.callbacks.get(event, ()):
            raise ValueError(f"{function!r} is not registered for {event!r}")
        self.callbacks[event].remove(function)

    def before(self, told: Any) -> None:
        self._call("pre_execute")
        self._call("pre_run_cell", told)

    def after(self, told: Any) -> None:
        self._call("post_execute")
        self._call("post_run_cell", told)

    def _call(self, event: str, *told: Any) -> None:
        """Those that take nothing are told nothing. What one raises is printed, and the others go on."""
        for function in list(self.callbacks[event]):
            try:
                function(*told) if told and _takes(function) else function()
            except Exception:
                import traceback

                traceback.print_exc(limit=-1)


def _takes(function: Callable[..., Any]) -> bool:
    import inspect

    try:
        return bool(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return False
