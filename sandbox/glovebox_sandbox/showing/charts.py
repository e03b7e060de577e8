"""The data behind matplotlib's figures, as charts that a program can read and draw anew.

The shapes are those that E2B's SDK reads: line, scatter, bar, pie, box_and_whisker; superchart for a figure
of several charts; unknown for what is none of them. What a chart does not have is null.
"""

from __future__ import annotations

from .. import own
from . import axes as axes_of_charts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Chart = dict[str, Any]
    Elements = list[dict[str, Any]]

__builtins__ = own.BUILTINS

MAX_POINTS = 10_000
BOX = "_glovebox_box"
"""What boxes carry that boxplot() drew: their numbers. See `remember_boxes`."""


def chart(figure: Any, notes: list[str]) -> Chart | None:
    """The chart of the figure, or None of one that is empty."""
    budget = _Budget(MAX_POINTS)
    found = [_chart_of_axes(axes, budget) for axes in figure.axes if not _is_colorbar(axes)]
    charts = [each for each in found if each is not None]
    if budget.cut:
        notes.append(
            f"chart data hold the first {MAX_POINTS} points of a figure; {budget.cut} more were left out"
        )
    if not charts:
        return None
    title = _main_title(figure)
    if len(charts) == 1:
        return {**charts[0], "title": charts[0]["title"] or title}
    return {"type": "superchart", "title": title, "elements": charts}


def remember_boxes(axes_class: Any) -> None:
    """Makes Axes.bxp leave its numbers on what it draws: they could hardly be read from the lines."""
    draw = axes_class.bxp
    if hasattr(draw, BOX):
        return

    def bxp(self: Any, bxpstats: Any, positions: Any = None, *arguments: Any, **options: Any) -> Any:
        stats = list(bxpstats)
        drawn = draw(self, stats, positions, *arguments, **options)
        _mark_boxes(drawn, stats, positions)
        return drawn

    bxp.__doc__, bxp.__wrapped__ = draw.__doc__, draw  # type: ignore[attr-defined]
    setattr(bxp, BOX, None)
    axes_class.bxp = bxp


def _mark_boxes(drawn: Any, stats: list[Any], positions: Any) -> None:
    try:
        places = list(range(1, len(stats) + 1)) if positions is None else list(positions)
        for artists in drawn.values():
            for artist in artists:
                setattr(artist, BOX, None)
        boxes = drawn["boxes"] or drawn["medians"]
        for box, numbers, place in zip(boxes, stats, places, strict=False):
            setattr(box, BOX, (float(place), numbers))
    except Exception:
        return  # then they are lines like any others


class _Budget:
    def __init__(self, left: int) -> None:
        self._left = left
        self.cut = 0

    def take(self, wanted: int) -> int:
        granted = min(wanted, self._left)
        self._left -= granted
        self.cut += wanted - granted
        return granted


def _chart_of_axes(axes: Any, budget: _Budget) -> Chart | None:
    title = _texts(axes.get_title(), axes.get_title("left"), axes.get_title("right"))
    for kind, read in _KINDS:
        elements = read(axes, budget)
        if elements:
            return {
                "type": kind,
                "title": title,
                **(axes_of_charts.labelled(axes) if kind != "pie" else {}),
                "elements": elements,
            }
    series = _series(axes)
    if series is not None:
        kind, artists = series
        elements = [_points(axes, label, xs, ys, budget) for label, xs, ys in artists]
        return {"type": kind, "title": title, **axes_of_charts.scaled(axes), "elements": elements}
    if not (_has_something(axes) or title):
        return None
    return {"type": "unknown", "title": title, "elements": []}


def _boxes(axes: Any, budget: _Budget) -> Elements:
    found = [getattr(artist, BOX, None) for artist in (*axes.lines, *axes.patches)]
    # The same data drawn twice, once for its lines and once for its colours, is one box.
    places = {place: numbers for place, numbers in (each for each in found if each is not None)}
    return [_box(axes, place, places[place], budget) for place in sorted(places)[: budget.take(len(places))]]


def _box(axes: Any, place: float, numbers: Any, budget: _Budget) -> dict[str, Any]:
    fliers = numbers.get("fliers")
    outliers = [] if fliers is None else [axes_of_charts.number(each) for each in list(fliers)]
    given = str(numbers.get("label", ""))
    return {
        "label": axes_of_charts.tick_near(axes.xaxis, place)
        or axes_of_charts.tick_near(axes.yaxis, place)
        or given,
        "min": axes_of_charts.number(numbers["whislo"]),
        "first_quartile": axes_of_charts.number(numbers["q1"]),
        "median": axes_of_charts.number(numbers["med"]),
        "third_quartile": axes_of_charts.number(numbers["q3"]),
        "max": axes_of_charts.number(numbers["whishi"]),
        "outliers": outliers[: budget.take(len(outliers))],
    }


def _slices(axes: Any, budget: _Budget) -> Elements:
    wedges = [patch for patch in axes.patches if type(patch).__name__ == "Wedge"]
    return [
        {
            "label": _label(wedge),
            "angle": round(float(wedge.theta2) - float(wedge.theta1), 4),
            "radius": float(wedge.r),
        }
        for wedge in wedges[: budget.take(len(wedges))]
    ]


def _bars(axes: Any, budget: _Budget) -> Elements:
    elements: Elements = []
    for container in axes.containers:
        if type(container).__name__ != "BarContainer":
            continue
        upright = container.orientation != "horizontal"
        axis = axes.xaxis if upright else axes.yaxis
        patches = list(container.patches)
        for patch in patches[: budget.take(len(patches))]:
            if upright:
                value, centre = patch.get_height(), patch.get_x() + patch.get_width() / 2
            else:
                value, centre = patch.get_width(), patch.get_y() + patch.get_height() / 2
            elements.append(
                {
                    "label": axes_of_charts.name_at(axis, float(centre)),
                    "value": axes_of_charts.number(value),
                    "group": _label(container),
                }
            )
    return elements


def _series(axes: Any) -> tuple[str, list[tuple[str, Any, Any]]] | None:
    """Lines or clouds of points, whichever are more; of lines without a line, the points."""
    lines = [line for line in axes.lines if not hasattr(line, BOX) and _is_of_data(axes, line)]
    clouds = [
        each
        for each in axes.collections
        if type(each).__name__ == "PathCollection" and len(each.get_offsets())
    ]
    drawn = [line for line in lines if str(line.get_linestyle()).lower() not in ("none", "", " ")]
    if len(drawn) > len(clouds) or (
        drawn and len(drawn) == len(clouds) and _size(drawn[0]) > _size(clouds[0])
    ):
        return "line", [
            (_label(line), line.get_xdata(orig=False), line.get_ydata(orig=False)) for line in lines
        ]
    dots = [line for line in lines if line not in drawn]
    if not clouds and not dots:
        return None
    series = [(_label(cloud), cloud.get_offsets()[:, 0], cloud.get_offsets()[:, 1]) for cloud in clouds]
    series += [(_label(line), line.get_xdata(orig=False), line.get_ydata(orig=False)) for line in dots]
    return "scatter", series


def _size(artist: Any) -> int:
    return len(artist.get_xdata() if hasattr(artist, "get_xdata") else artist.get_offsets())


def _points(axes: Any, label: str, xs: Any, ys: Any, budget: _Budget) -> dict[str, Any]:
    count = budget.take(min(len(xs), len(ys)))
    x_values = axes_of_charts.values(axes.xaxis, xs[:count])
    y_values = axes_of_charts.values(axes.yaxis, ys[:count])
    return {"label": label, "points": [list(point) for point in zip(x_values, y_values, strict=True)]}


def _is_of_data(axes: Any, line: Any) -> bool:
    """Not so for axhline() and its like, which span the axes whatever the data are."""
    transform = line.get_transform()
    separately = getattr(transform, "contains_branch_seperately", None)
    if separately is None:
        return bool(transform.contains_branch(axes.transData))
    return all(separately(axes.transData))


def _is_colorbar(axes: Any) -> bool:
    return getattr(axes, "_colorbar", None) is not None or axes.get_label() == "<colorbar>"


def _has_something(axes: Any) -> bool:
    return any(
        len(getattr(axes, name, ()))
        for name in ("lines", "patches", "collections", "images", "tables", "texts", "artists")
    )


def _label(artist: Any) -> str:
    """Names that begin with an underscore are matplotlib's own."""
    label = str(artist.get_label())
    return "" if label.startswith("_") else label


def _main_title(figure: Any) -> str | None:
    title = getattr(figure, "_suptitle", None)
    return _texts(title.get_text()) if title is not None else None


def _texts(*texts: Any) -> str | None:
    return next((str(text) for text in texts if text), None)


_KINDS: tuple[tuple[str, Callable[[Any, _Budget], Elements]], ...] = (
    ("box_and_whisker", _boxes),
    ("pie", _slices),
    ("bar", _bars),
)
