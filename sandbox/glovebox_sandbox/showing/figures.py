"""matplotlib's figures: each is shown once, in order, and then closed, so that none comes back stale."""

from __future__ import annotations

import sys

from .. import own
from . import summaries
from .mime import Bundle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .place import Place

    Send = Callable[[Bundle, "dict[str, Any] | None", bool, "Place | None"], None]

__builtins__ = own.BUILTINS

_MAX_PIXELS = 40_000_000
_KINDS = {
    "png": "image/png",
    "retina": "image/png",
    "png2x": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}
"""Formats by the names that a notebook's InlineBackend has for them."""


class Figures:
    """Those of one program, or of one cell after another."""

    def __init__(self, send: Send, notes: list[str]) -> None:
        self._send = send
        self._notes = notes
        self._shown: dict[int, Any] = {}
        self.svg = False
        self._formats = ["png"]
        self.options: dict[str, Any] = {}
        """What savefig is given beside."""

    def show(self, figure: Any, *, main: bool = False, place: Place | None = None) -> None:
        self._shown[id(figure)] = figure
        found = self._drawn(figure)
        chart = self._chart(figure) if len(found.mime) > 1 else None
        self._send(found, chart, main, place)

    def show_open(self) -> None:
        """Shows what pyplot holds open and was not shown before, and closes it."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        numbers = _open_numbers(pyplot)
        for number in numbers:
            try:
                figure = pyplot.figure(number)  # type: ignore[union-attr]
                if id(figure) not in self._shown:
                    self.show(figure)
            finally:
                pyplot.close(number)  # type: ignore[union-attr]

    def finish(self) -> None:
        """The end of a cell."""
        try:
            self.show_open()
        finally:
            self._shown.clear()

    @property
    def formats(self) -> list[str]:
        """In which each figure comes from now on."""
        return self._formats

    @formats.setter
    def formats(self, formats: list[str]) -> None:
        unknown = [each for each in formats if each not in _KINDS]
        if unknown or not formats:
            raise ValueError(f"figures come as {', '.join(_KINDS)}, not as {', '.join(unknown) or 'nothing'}")
        self._formats = list(formats)

    def _drawn(self, figure: Any) -> Bundle:
        found = Bundle({"text/plain": summaries.safe_repr(figure)})
        if len(figure.get_children()) <= 1:
            return found  # nothing was drawn: there is only its background
        try:
            for each in [*self._formats, *(["svg"] if self.svg else [])]:
                self._draw(figure, each, found)
        except Exception as error:
            self._notes.append(f"a figure could not be drawn: {summaries.told(error)}")
            found.mime["text/plain"] += f"\n(it could not be drawn: {summaries.told(error)})"
        return found

    def _draw(self, figure: Any, name: str, found: Bundle) -> None:
        kind, scale = _KINDS[name], 2 if name in ("retina", "png2x") else 1
        if kind in found.mime:
            return
        options = {"dpi": figure.dpi * scale, **self.options}
        if "bbox_inches" not in options:
            options["bbox_inches"] = _area(figure, scale)
        data = _rendered(figure, kind.split("/")[1].split("+")[0], options)
        found.mime[kind] = data.decode("utf-8", "replace") if name == "svg" else _base64(data)
        if scale > 1:
            width, height = (int.from_bytes(data[at : at + 4], "big") // scale for at in (16, 20))
            found.metadata[kind] = {"width": width, "height": height}

    def _chart(self, figure: Any) -> dict[str, Any] | None:
        import warnings

        from . import charts

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what a library says to us is nothing to the program
                return charts.chart(figure, self._notes)
        except Exception as error:
            self._notes.append(f"the data of a figure could not be read: {summaries.told(error)}")
            return None


def is_figure(value: Any) -> bool:
    module = sys.modules.get("matplotlib.figure")
    kind = getattr(module, "Figure", None)
    return isinstance(kind, type) and isinstance(value, kind)


def _open_numbers(pyplot: Any) -> list[int]:
    try:
        return [] if pyplot is None else list(pyplot.get_fignums())
    except AttributeError:
        return []  # it is being imported, or was replaced


def _area(figure: Any, scale: int) -> Any:
    """The part of the figure that holds something, with a margin, in inches; None for the whole of it."""
    width, height = (float(each) for each in figure.get_size_inches())
    dpi = float(figure.dpi) * scale
    _check_size(width, height, dpi)
    if not hasattr(figure, "draw_without_rendering"):
        return "tight"
    figure.draw_without_rendering()
    area = figure.get_tightbbox(_renderer(figure)).padded(0.1)
    if area.width * area.height * dpi**2 > _MAX_PIXELS:
        return None
    return area


def _renderer(figure: Any) -> Any:
    canvas = figure.canvas
    if not hasattr(canvas, "get_renderer"):
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        canvas = FigureCanvasAgg(figure)
    return canvas.get_renderer()


def _check_size(width: float, height: float, dpi: float) -> None:
    pixels = width * height * dpi**2
    if not pixels <= _MAX_PIXELS:
        size = f"{width * dpi:.0f} x {height * dpi:.0f} pixels"
        raise ValueError(f"{size} are too many; make figsize or dpi smaller (at most {_MAX_PIXELS} pixels)")


def _rendered(figure: Any, kind: str, options: dict[str, Any]) -> bytes:
    import io

    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, **options)
    return buffer.getvalue()


def _base64(data: bytes) -> str:
    import binascii

    return binascii.b2a_base64(data, newline=False).decode()
