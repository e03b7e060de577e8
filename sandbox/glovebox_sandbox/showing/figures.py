"""matplotlib's figures: each is shown once, in order, and then closed, so that none comes back stale."""

from __future__ import annotations

import sys

from .. import own
from . import summaries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Send = Callable[[dict[str, Any], "dict[str, Any] | None", bool], None]

__builtins__ = own.BUILTINS

_MAX_PIXELS = 40_000_000


class Figures:
    """Those of one program, or of one cell after another."""

    def __init__(self, send: Send, notes: list[str]) -> None:
        self._send = send
        self._notes = notes
        self._shown: dict[int, Any] = {}
        self.svg = False

    def show(self, figure: Any, *, main: bool = False) -> None:
        self._shown[id(figure)] = figure
        mime = self._mime(figure)
        chart = self._chart(figure) if "image/png" in mime else None
        self._send(mime, chart, main)

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

    def _mime(self, figure: Any) -> dict[str, Any]:
        mime: dict[str, Any] = {"text/plain": summaries.safe_repr(figure)}
        if len(figure.get_children()) <= 1:
            return mime  # nothing was drawn: there is only its background
        try:
            area = _area(figure)
            mime["image/png"] = _base64(_rendered(figure, "png", area))
            if self.svg:
                mime["image/svg+xml"] = _rendered(figure, "svg", area).decode("utf-8", "replace")
        except Exception as error:
            self._notes.append(f"a figure could not be drawn: {summaries.told(error)}")
            mime["text/plain"] += f"\n(it could not be drawn: {summaries.told(error)})"
        return mime

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


def _area(figure: Any) -> Any:
    """The part of the figure that holds something, with a margin, in inches; None for the whole of it."""
    width, height = (float(each) for each in figure.get_size_inches())
    _check_size(width, height, figure.dpi)
    if not hasattr(figure, "draw_without_rendering"):
        return "tight"
    figure.draw_without_rendering()
    area = figure.get_tightbbox(_renderer(figure)).padded(0.1)
    if area.width * area.height * figure.dpi**2 > _MAX_PIXELS:
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


def _rendered(figure: Any, kind: str, area: Any) -> bytes:
    import io

    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, bbox_inches=area, dpi=figure.dpi)
    return buffer.getvalue()


def _base64(data: bytes) -> str:
    import binascii

    return binascii.b2a_base64(data, newline=False).decode()
