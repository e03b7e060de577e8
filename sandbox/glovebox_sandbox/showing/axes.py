"""The axes of a matplotlib chart: labels, units, scales, ticks, and what stands at a place on them."""

from __future__ import annotations

import math
import re
import sys

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__builtins__ = own.BUILTINS

_UNIT = re.compile(r"[(\[]([^()\[\]]+)[)\]]\s*$")
_MAX_TICKS = 200


def labelled(axes: Any) -> dict[str, Any]:
    """Names and units: of "Time (s)" the unit is "s"."""
    x_label, y_label = axes.get_xlabel() or None, axes.get_ylabel() or None
    return {"x_label": x_label, "y_label": y_label, "x_unit": _unit(x_label), "y_unit": _unit(y_label)}


def scaled(axes: Any) -> dict[str, Any]:
    """With the ticks and the scale of both."""
    return {**labelled(axes), **_axis("x", axes.xaxis), **_axis("y", axes.yaxis)}


def values(axis: Any, places: Any) -> list[Any]:
    """Numbers, names, or times in ISO 8601, as the axis means them; null where there is none."""
    kind = scale(axis)
    if kind == "categorical":
        names = _names(axis)
        return [names.get(place, place) for place in _numbers(places)]
    numbers = _numbers(places)
    return [_time(axis, place) for place in numbers] if kind == "datetime" else numbers


def scale(axis: Any) -> str:
    converter = axis.get_converter() if hasattr(axis, "get_converter") else axis.converter
    name = type(converter).__name__
    if "Category" in name:
        return "categorical"
    if "Date" in name or name in ("PeriodConverter", "_SwitchableDateConverter"):
        return "datetime"
    return str(axis.get_scale())


def name_at(axis: Any, place: float) -> str:
    """What a bar at that place stands for."""
    if scale(axis) == "datetime":
        return str(_time(axis, place))
    near = tick_near(axis, place)
    if near:
        return near
    return f"{place:.6g}"


def tick_near(axis: Any, place: float) -> str:
    """The label of the tick that is near, where ticks stand for things and not for a scale."""
    names = _names(axis) if scale(axis) == "categorical" else _fixed(axis)
    near = min(names, key=lambda each: abs(each - place), default=None)
    return names[near] if near is not None and abs(near - place) < 0.5 else ""


def number(value: Any) -> Any:
    """A float that JSON can hold, or None."""
    plain = float(value)
    return plain if math.isfinite(plain) else None


def _axis(letter: str, axis: Any) -> dict[str, Any]:
    low, high = sorted(axis.get_view_interval())
    ticks = list(zip(axis.get_majorticklocs(), axis.get_ticklabels(), strict=False))
    seen = [(place, label.get_text()) for place, label in ticks if low <= place <= high][:_MAX_TICKS]
    return {
        f"{letter}_ticks": values(axis, [place for place, _ in seen]),
        f"{letter}_tick_labels": [text for _, text in seen],
        f"{letter}_scale": scale(axis),
    }


def _unit(label: str | None) -> str | None:
    found = _UNIT.search(label or "")
    return found[1].strip() if found else None


def _names(axis: Any) -> dict[float, str]:
    mapping: dict[Any, Any] = getattr(axis.units, "_mapping", None) or {}
    return {float(place): str(name) for name, place in mapping.items()}


def _fixed(axis: Any) -> dict[float, str]:
    if type(axis.get_major_locator()).__name__ != "FixedLocator":
        return {}
    labels = axis.get_ticklabels()
    return {
        float(place): each.get_text() for place, each in zip(axis.get_majorticklocs(), labels, strict=False)
    }


def _numbers(places: Any) -> list[Any]:
    filled = places.filled(math.nan) if hasattr(places, "filled") else places
    return [number(place) for place in filled]


def _time(axis: Any, place: Any) -> Any:
    if place is None:
        return None
    frequency = getattr(axis.axes, "freq", None)
    pandas = sys.modules.get("pandas")
    if frequency is not None and pandas is not None:
        # pandas draws regular times by their number since 1970.
        return pandas.Period(ordinal=int(place), freq=frequency).to_timestamp().isoformat() + "+00:00"
    dates: Any = __import__("matplotlib.dates").dates
    return dates.num2date(place).isoformat()
