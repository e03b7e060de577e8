"""display(): shows values as MIME bundles, in order with what was printed."""

from __future__ import annotations

import builtins
import sys

from .. import own
from . import summaries
from .figures import Figures, is_figure
from .flood import Flood
from .mime import Bundle, bundle, checked, shows_itself
from .place import Place, new_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .formatters import DisplayFormatter

    Emit = Callable[[str, dict[str, Any]], None]

__builtins__ = own.BUILTINS

_MAX_JSON_BYTES = 1 << 20
_MAX_NOTES = 50


class DisplayHandle:
    """What display(…, display_id=True) answers: shows other values in the place of the first."""

    def __init__(self, display_id: str | None = None) -> None:
        self.display_id = display_id or new_name()

    def display(self, obj: Any, **options: Any) -> None:
        _current()(obj, display_id=self.display_id, **options)

    def update(self, obj: Any, **options: Any) -> None:
        _current().update(obj, display_id=self.display_id, **options)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} display_id={self.display_id}>"


def _current() -> Display:
    return builtins.__dict__["display"]


class Display:
    """Callable as a program calls display()."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self.notes: list[str] = []
        self._flood = Flood(self._tell, self.notes)
        self.figures = Figures(self._send, self.notes)
        self.formatter: DisplayFormatter | None = None
        """What the program registered, if it asked for it."""

    def __call__(
        self,
        *objs: Any,
        include: Any = None,
        exclude: Any = None,
        metadata: Any = None,
        transient: Any = None,
        display_id: Any = None,
        raw: bool = False,
        clear: bool = False,
        update: bool = False,
        **_options: Any,
    ) -> DisplayHandle | None:
        place = Place.of(display_id, transient, update=update)
        if clear:
            self.clear(wait=True)
        if not objs and place is not None:
            objs, raw = ({},), True  # an empty place, to be filled later
        for value in objs:
            if raw and summaries.is_a(value, dict):
                found = Bundle(checked(value, self.notes), metadata)
                self._send(found.chosen(include, exclude), place=place)
            else:
                self._show(value, include=include, exclude=exclude, metadata=metadata, place=place)
        return DisplayHandle(place.name) if place is not None and display_id else None

    def update(self, obj: Any, *, display_id: str, **options: Any) -> None:
        """Shows it in the place of what was shown under that name, also by earlier cells."""
        self(obj, display_id=display_id, **{**options, "update": True})

    def clear(self, wait: bool = False) -> None:
        """Takes back what the cell has shown and printed; with `wait`, once it shows something new."""
        self._flood.cleared()
        self._tell({"clear": True, "wait": bool(wait)})

    def show_again(self, result: dict[str, Any]) -> None:
        """What was emitted before, and not told."""
        self._flood.add({**result, "main": False})

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
        self._flood.start()
        self.notes.clear()

    def finish(self) -> list[str]:
        """Shows what is left, and answers what was left out."""
        try:
            self.figures.finish()
        except Exception as error:
            self._note(f"the open figures could not be shown: {summaries.told(error)}")
        self._flood.finish()
        return self.notes[:_MAX_NOTES]

    def _show(
        self,
        value: Any,
        *,
        main: bool = False,
        include: Any = None,
        exclude: Any = None,
        metadata: Any = None,
        place: Place | None = None,
    ) -> None:
        if is_figure(value):
            self.figures.show(value, main=main, place=place)
            return
        if shows_itself(value) and not _is_known(value):
            value._ipython_display_()
            return
        found = bundle(value, self.notes, self.formatter)
        if main:
            self._add_json(found.mime, value)
        found.add_metadata(metadata)
        self._send(found.chosen(include, exclude), main=main, place=place)

    def _add_json(self, mime: dict[str, Any], value: Any) -> None:
        from . import values

        if values.is_plain(value) and "application/json" not in mime:
            quiet: list[str] = []
            converted = values.to_json(value, quiet, limit=_MAX_JSON_BYTES)
            if not any("is larger than" in note for note in quiet):
                mime["application/json"] = converted

    def _send(
        self,
        shown: Bundle,
        chart: dict[str, Any] | None = None,
        main: bool = False,
        place: Place | None = None,
    ) -> None:
        result: dict[str, Any] = {"mime": shown.mime, "main": main}
        if shown.metadata:
            result["metadata"] = shown.metadata
        if chart is not None:
            result["chart"] = chart
        if place is not None:
            result.update(place.told())
        self._flood.add(result)

    def _tell(self, report: dict[str, Any]) -> None:
        _flush()
        self._emit("result", report)

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _flush() -> None:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except Exception:
        return  # the program replaced or closed it


def _is_known(value: Any) -> bool:
    """Of plotly's figures we take the data, without the library that their own method brings along."""
    return summaries.type_name(value).startswith("plotly.")
