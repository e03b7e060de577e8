"""Keeps what a part of a cell prints and shows, instead of letting it out."""

from __future__ import annotations

import builtins
import sys

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..showing.display import Display

__builtins__ = own.BUILTINS


class Captured:
    """What was kept. `outputs`: what was shown, each to be displayed again."""

    __module__ = "IPython.utils.capture"

    def __init__(self) -> None:
        self.stdout, self.stderr = "", ""
        self.outputs: list[Output] = []

    def show(self) -> None:
        sys.stdout.write(self.stdout)
        sys.stderr.write(self.stderr)
        for each in self.outputs:
            each.display()

    __call__ = show

    def __str__(self) -> str:
        return self.stdout


class Output:
    def __init__(self, result: dict[str, Any]) -> None:
        self._result = result

    @property
    def data(self) -> dict[str, Any]:
        return self._result["mime"]

    @property
    def metadata(self) -> dict[str, Any]:
        return self._result.get("metadata", {})

    def display(self) -> None:
        _display().show_again(self._result)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        return self.data, self.metadata


class capture_output:
    """A context manager; what it answers is filled as it ends."""

    def __init__(self, stdout: bool = True, stderr: bool = True, display: bool = True) -> None:
        self._kept = {"stdout": stdout, "stderr": stderr}
        self._display = display

    def __enter__(self) -> Captured:
        import io

        self._captured = Captured()
        self._before = {name: getattr(sys, name) for name in self._kept}
        self._texts = {name: io.StringIO() for name, kept in self._kept.items() if kept}
        for name, text in self._texts.items():
            setattr(sys, name, text)
        if self._display:
            self._told = _display().tell(self._on_result)
        return self._captured

    def __exit__(self, *_error: object) -> None:
        try:
            if self._display:
                _display().figures.show_open()
        finally:
            if self._display:
                _display().tell(self._told)
            for name, text in self._texts.items():
                setattr(self._captured, name, text.getvalue())
                setattr(sys, name, self._before[name])

    def _on_result(self, _name: str, result: dict[str, Any]) -> None:
        if "clear" in result:
            self._captured.outputs.clear()
        else:
            self._captured.outputs.append(Output(result))


def _display() -> Display:
    return builtins.__dict__["display"]
