"""display(): shows values as MIME bundles, in order with what was printed."""

from __future__ import annotations

import sys

from .. import own
from . import summaries
from .figures import Figures, is_figure
from .mime import bundle, checked, shows_itself

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Emit = Callable[[str, dict[str, Any]], None]

__builtins__ = own.BUILTINS

MAX_REPRESENTATION_BYTES = 10 << 20
MAX_BYTES_OF_A_CELL = 64 << 20
_MAX_JSON_BYTES = 1 << 20
_MAX_RESULTS = 1000
_MAX_NOTES = 50


class Handle:
    """What display(…, display_id=True) answers. An update is shown as one more result."""

    def __init__(self, display: Display, display_id: str) -> None:
        self.display_id = display_id
        self._display = display

    def display(self, value: Any, **options: Any) -> None:
        self._display(value, **options)

    update = display


class Display:
    """Callable as a program calls display()."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._spent = 0
        self._count = 0
        self.notes: list[str] = []
        self.figures = Figures(self._send, self.notes)

    def __call__(
        self,
        *objs: Any,
        include: Any = None,
        exclude: Any = None,
        raw: bool = False,
        display_id: Any = None,
        **_options: Any,
    ) -> Handle | None:
        for value in objs:
            if raw and summaries.is_a(value, dict):
                self._send(_chosen(checked(value, self.notes), include, exclude), None, False)
            else:
                self._show(value, main=False, include=include, exclude=exclude)
        if not display_id:
            return None
        return Handle(self, display_id if isinstance(display_id, str) else f"display-{self._count}")

    def tell(self, emit: Emit) -> Emit:
        """From here on somebody else is told. Answers who was before."""
        before, self._emit = self._emit, emit
        return before

    def show_main(self, value: Any) -> None:
        """The value of the last expression. None shows nothing."""
        if value is not None:
            self._show(value, main=True)

    def start(self) -> None:
        """Each cell has bounds of its own."""
        self._spent = self._count = 0
        self.notes.clear()

    def finish(self) -> list[str]:
        """Shows the figures that are left, and answers what was left out."""
        try:
            self.figures.finish()
        except Exception as error:
            self._note(f"the open figures could not be shown: {summaries.told(error)}")
        return self.notes[:_MAX_NOTES]

    def _show(self, value: Any, *, main: bool, include: Any = None, exclude: Any = None) -> None:
        if is_figure(value):
            self.figures.show(value, main=main)
            return
        if shows_itself(value) and not _is_known(value):
            value._ipython_display_()
            return
        mime = bundle(value, self.notes)
        if main:
            self._add_json(mime, value)
        self._send(_chosen(mime, include, exclude), None, main)

    def _add_json(self, mime: dict[str, Any], value: Any) -> None:
        from . import values

        if values.is_plain(value) and "application/json" not in mime:
            quiet: list[str] = []
            converted = values.to_json(value, quiet, limit=_MAX_JSON_BYTES)
            if not any("is larger than" in note for note in quiet):
                mime["application/json"] = converted

    def _send(self, mime: dict[str, Any], chart: dict[str, Any] | None, main: bool) -> None:
        if self._count >= _MAX_RESULTS:
            self._note(f"results after the first {_MAX_RESULTS} were left out")
            return
        kept = {kind: data for kind, data in mime.items() if self._fits(kind, data)}
        if not kept:
            return
        self._count += 1
        result: dict[str, Any] = {"mime": kept, "main": main}
        if chart is not None:
            result["chart"] = chart
        self._flush()
        self._emit("result", result)

    def _fits(self, kind: str, data: Any) -> bool:
        size = len(data) if isinstance(data, str) else _json_size(data)
        if size > MAX_REPRESENTATION_BYTES:
            self._note(
                f"a {kind} of {size >> 20} MB was left out: at most {MAX_REPRESENTATION_BYTES >> 20} MB each"
            )
            return False
        if self._spent + size > MAX_BYTES_OF_A_CELL:
            self._note(f"a {kind} was left out: at most {MAX_BYTES_OF_A_CELL >> 20} MB of results in all")
            return False
        self._spent += size
        return True

    def _flush(self) -> None:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except Exception:
            return  # the program replaced or closed it

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _is_known(value: Any) -> bool:
    """Of plotly's figures we take the data, without the library that their own method brings along."""
    return summaries.type_name(value).startswith("plotly.")


def _chosen(mime: dict[str, Any], include: Any, exclude: Any) -> dict[str, Any]:
    if isinstance(include, str):
        include = [include]
    if isinstance(exclude, str):
        exclude = [exclude]
    return {
        kind: data
        for kind, data in mime.items()
        if (not include or kind in include) and (not exclude or kind not in exclude)
    }


def _json_size(data: Any) -> int:
    import json

    return len(json.dumps(data))
