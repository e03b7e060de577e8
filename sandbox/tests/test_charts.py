"""The data behind figures, in the shapes that E2B's SDK reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import Session

IMPORTS = "import matplotlib.pyplot as plt, numpy as np, pandas as pd, datetime\n"
POINT_KEYS = {
    "type", "title", "elements", "x_label", "y_label", "x_unit", "y_unit",
    "x_ticks", "x_tick_labels", "x_scale", "y_ticks", "y_tick_labels", "y_scale",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_figures_left(put_back: None) -> Iterator[None]:
    yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")  # type: ignore[attr-defined]


def chart(session: Session, code: str) -> Any:
    """Of the one figure that the cell leaves open."""
    session.good(IMPORTS + code + "\nNone")
    [result] = session.results
    found = result.get("chart")
    json.dumps(found, allow_nan=False)
    return found


def test_a_line_chart(session: Session) -> None:
    found = chart(
        session,
        "plt.plot([1, 2, 3], [4, float('nan'), 6], label='first')\nplt.plot([1, 2], [7, 8])\n"
        "plt.xlabel('Time (s)')\nplt.ylabel('Size [cm]')\nplt.title('Growth')\nplt.axhline(5)\nplt.legend()",
    )
    assert set(found) == POINT_KEYS
    assert (found["type"], found["title"]) == ("line", "Growth")
    assert (found["x_label"], found["x_unit"], found["y_label"], found["y_unit"]) == (
        "Time (s)",
        "s",
        "Size [cm]",
        "cm",
    )
    assert found["elements"] == [
        {"label": "first", "points": [[1.0, 4.0], [2.0, None], [3.0, 6.0]]},
        {"label": "", "points": [[1.0, 7.0], [2.0, 8.0]]},
    ]
    assert (found["x_scale"], found["y_scale"]) == ("linear", "linear")
    assert all(1 - 0.2 <= tick <= 3 + 0.2 for tick in found["x_ticks"])
    assert len(found["x_ticks"]) == len(found["x_tick_labels"])
    assert "1.0" in found["x_tick_labels"] or "1.00" in found["x_tick_labels"]


def test_a_scatter_chart(session: Session) -> None:
    found = chart(session, "plt.scatter([1, 2], [3, 4], label='a')\nplt.scatter([5], [6], label='b')")
    assert set(found) == POINT_KEYS
    assert (found["type"], found["title"], found["x_label"]) == ("scatter", None, None)
    assert found["elements"] == [
        {"label": "a", "points": [[1.0, 3.0], [2.0, 4.0]]},
        {"label": "b", "points": [[5.0, 6.0]]},
    ]


def test_points_without_a_line_are_a_scatter_chart(session: Session) -> None:
    found = chart(session, "plt.plot([1, 2], [3, 4], 'o')")
    assert (found["type"], found["elements"][0]["points"]) == ("scatter", [[1.0, 3.0], [2.0, 4.0]])


def test_a_line_with_a_few_marks_is_a_line_chart(session: Session) -> None:
    assert chart(session, "plt.plot(range(9), range(9))\nplt.scatter([4], [4])")["type"] == "line"


def test_a_bar_chart(session: Session) -> None:
    found = chart(session, "plt.bar(['x', 'y'], [1, 2.5], label='g')\nplt.ylabel('Sold')")
    assert found == {
        "type": "bar", "title": None, "x_label": None, "y_label": "Sold", "x_unit": None, "y_unit": None,
        "elements": [{"label": "x", "value": 1.0, "group": "g"}, {"label": "y", "value": 2.5, "group": "g"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "elements"),
    [
        ("plt.barh(['x', 'y'], [1, 2])", [("x", 1, ""), ("y", 2, "")]),
        ("plt.bar([1, 2], [3, 4])", [("1", 3, ""), ("2", 4, "")]),
        ("plt.bar([0, 1], [3, 4]); plt.xticks([0, 1], ['a', 'b'])", [("a", 3, ""), ("b", 4, "")]),
        ("plt.bar([datetime.date(2024, 1, 1)], [3])", [("2024-01-01T00:00:00+00:00", 3, "")]),
        ("plt.hist([1, 1, 3], bins=[0, 2, 4])", [("1", 2, ""), ("3", 1, "")]),
        ("plt.bar(['x'], [1], yerr=[0.1])", [("x", 1, "")]),
        (
            "pd.DataFrame({'a': [1, 2], 'b': [3, 4]}, index=['x', 'y']).plot.bar()",
            [("x", 1, "a"), ("y", 2, "a"), ("x", 3, "b"), ("y", 4, "b")],
        ),
        (
            "plt.bar(['x'], [1], label='l'); plt.bar(['x'], [2], bottom=[1], label='u')",
            [("x", 1, "l"), ("x", 2, "u")],
        ),
    ],
)
def test_bars_are_named_by_their_axis(
    session: Session, code: str, elements: list[tuple[str, float, str]]
) -> None:
    found = chart(session, code)
    assert found["type"] == "bar"
    assert [(each["label"], each["value"], each["group"]) for each in found["elements"]] == elements


def test_a_pie_chart(session: Session) -> None:
    found = chart(
        session, "plt.pie([90, 10], labels=['No', 'Yes'], autopct='%1.1f%%', startangle=90)\nplt.title('t')"
    )
    assert found == {
        "type": "pie",
        "title": "t",
        "elements": [
            {"label": "No", "angle": 324.0, "radius": 1.0},
            {"label": "Yes", "angle": 36.0, "radius": 1.0},
        ],
    }


BOXES = [
    {
        "label": "a",
        "min": 75,
        "first_quartile": 79,
        "median": 82,
        "third_quartile": 86,
        "max": 88,
        "outliers": [],
    },
    {
        "label": "b",
        "min": 84,
        "first_quartile": 84.75,
        "median": 88,
        "third_quartile": 90.5,
        "max": 95,
        "outliers": [76],
    },
]


@pytest.mark.parametrize(
    "code",
    [
        "b = plt.boxplot(list(d.values())); plt.xticks([1, 2], list(d))",
        "plt.boxplot(list(d.values()), patch_artist=True); plt.xticks([1, 2], list(d))",
        "plt.subplots()[1].boxplot(d.values(), labels=d.keys())",
        "plt.boxplot(list(d.values()), labels=list(d), patch_artist=True)",
        "pd.DataFrame({k: pd.Series(v) for k, v in d.items()}).plot.box()",
        "pd.DataFrame({k: pd.Series(v) for k, v in d.items()}).boxplot()",
        "import seaborn as sns\nrows = [(k, x) for k, v in d.items() for x in v]\n"
        "sns.boxplot(data=pd.DataFrame(rows, columns=['k', 'x']), x='k', y='x')",
    ],
)
def test_a_box_and_whisker_chart(session: Session, code: str) -> None:
    found = chart(session, "d = {'a': [75, 82, 88, 79, 86], 'b': [95, 89, 76, 91, 84, 87]}\n" + code)
    assert found["type"] == "box_and_whisker"
    assert found["elements"] == BOXES
    assert {"x_label", "y_label", "x_unit", "y_unit"} < set(found)


@pytest.mark.parametrize("call", ["plt.boxplot", "plt.subplots()[1].boxplot"])
def test_the_older_name_of_a_box_plots_labels_is_taken_with_a_warning(session: Session, call: str) -> None:
    session.good(IMPORTS)
    with pytest.warns(DeprecationWarning, match="calls labels tick_labels") as told:
        named = session.value(f"{call}([1, 2, 3], labels=['a'])\nplt.gca().get_xticklabels()[0].get_text()")
    assert named == "'a'"
    assert [each.filename for each in told] == ["<cell 2>"]
    session.good(
        f"import warnings\nwarnings.simplefilter('error')\n{call}([1, 2, 3], tick_labels=['a'])\nNone"
    )
    assert session.error(f"{call}([1], labels=['a'], tick_labels=['a'])")["name"] == "TypeError"


def test_several_charts_are_a_superchart(session: Session) -> None:
    found = chart(
        session,
        "fig, (a, b, c) = plt.subplots(1, 3)\nfig.suptitle('All')\na.plot([1, 2])\na.set_title('A')\n"
        "m = b.scatter([1], [2], c=[3])\nfig.colorbar(m)\nc.pie([1, 1])",
    )
    assert set(found) == {"type", "title", "elements"}
    assert (found["type"], found["title"]) == ("superchart", "All")
    assert [each["type"] for each in found["elements"]] == ["line", "scatter", "pie"]
    assert [each["title"] for each in found["elements"]] == ["A", None, None]


@pytest.mark.parametrize(
    "code",
    [
        "fig, ax = plt.subplots()\nax.add_artist(plt.Circle((0, 0), 1))\nplt.title('t')",
        "plt.imshow([[1, 2]])\nplt.title('t')",
        "plt.fill_between([1, 2], [3, 4])\nplt.title('t')",
        "plt.violinplot([[1, 2, 3]])\nplt.title('t')",
    ],
)
def test_what_is_no_known_chart_is_unknown(session: Session, code: str) -> None:
    assert chart(session, code) == {"type": "unknown", "title": "t", "elements": []}


def test_an_empty_figure_has_no_chart(session: Session) -> None:
    assert chart(session, "plt.subplots()") is None


def test_times_are_iso_with_their_zone(session: Session) -> None:
    found = chart(session, "plt.plot([datetime.date(2023, 9, 1), datetime.date(2023, 9, 2)], [1, 2])")
    assert (found["x_scale"], found["y_scale"]) == ("datetime", "linear")
    assert found["elements"][0]["points"][0] == ["2023-09-01T00:00:00+00:00", 1.0]
    assert all(isinstance(tick, str) for tick in found["x_ticks"])


@pytest.mark.parametrize("code", ["s.plot()", "s.plot(x_compat=True)", "s.resample('MS').sum().plot()"])
def test_times_of_pandas_are_iso_too(session: Session, code: str) -> None:
    found = chart(session, f"s = pd.Series(range(3), index=pd.date_range('2024-01-01', periods=3))\n{code}")
    assert found["x_scale"] == "datetime"
    assert found["elements"][0]["points"][0][0] == "2024-01-01T00:00:00+00:00"


def test_names_on_an_axis_are_names(session: Session) -> None:
    found = chart(session, "plt.plot([1, 2], ['A', 'B'])")
    assert (found["x_scale"], found["y_scale"]) == ("linear", "categorical")
    assert found["elements"][0]["points"] == [[1.0, "A"], [2.0, "B"]]
    assert (found["y_ticks"], found["y_tick_labels"]) == (["A", "B"], ["A", "B"])


@pytest.mark.parametrize("scale", ["log", "symlog", "logit", "asinh"])
def test_scales_are_named(session: Session, scale: str) -> None:
    found = chart(
        session, f"plt.plot([0.1, 0.2], [0.3, 0.4])\nplt.yscale('{scale}')\nplt.ylabel('Y-axis (log scale)')"
    )
    assert (found["y_scale"], found["y_unit"]) == (scale, "log scale")


@pytest.mark.parametrize("scale", ["function", "functionlog"])
def test_scales_of_functions_are_named(session: Session, scale: str) -> None:
    found = chart(
        session, f"plt.plot([1, 2], [3, 4])\nplt.xscale('{scale}', functions=(lambda x: x, lambda x: x))"
    )
    assert found["x_scale"] == scale


def test_points_are_bounded_and_what_was_cut_is_said(session: Session) -> None:
    outcome = session.good(IMPORTS + "for i in range(3): plt.plot(range(6_000))")
    [result] = session.results
    assert sum(len(each["points"]) for each in result["chart"]["elements"]) == 10_000
    assert outcome["notes"] == ["chart data hold the first 10000 points of a figure; 8000 more were left out"]


@pytest.mark.parametrize(
    "code", ["plt.gca().get_title = None", "plt.gca().lines[0].get_xdata = lambda orig: 1 / 0"]
)
def test_a_chart_that_cannot_be_read_leaves_its_picture(session: Session, code: str) -> None:
    outcome = session.good(IMPORTS + f"plt.plot([1])\n{code}")
    [result] = session.results
    assert "image/png" in result["mime"]
    assert "chart" not in result
    assert "could not be read" in outcome["notes"][0]


def test_a_chart_in_three_dimensions_is_no_trouble(session: Session) -> None:
    found = chart(session, "ax = plt.figure().add_subplot(projection='3d')\nax.scatter([1], [2], [3])")
    assert found["type"] in ("scatter", "unknown")
