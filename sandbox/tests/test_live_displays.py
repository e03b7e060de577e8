"""What is shown in the place of something else, and what is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Session

FUNCTIONS = "from IPython.display import clear_output, update_display, publish_display_data, DisplayHandle\n"


def told(session: Session) -> list[Any]:
    """In short: what was cleared, and the texts with the names that they are shown under."""
    return [
        f"clear {each['wait']}"
        if "clear" in each
        else (each["mime"].get("text/plain"), each.get("displayId"), "update" in each)
        for each in session.results
    ]


def test_an_update_names_what_it_takes_the_place_of(session: Session) -> None:
    session.good(FUNCTIONS + "h = display(1, display_id='x')\nh.update(2)\nupdate_display(3, display_id='x')")
    assert told(session) == [("1", "x", False), ("2", "x", True), ("3", "x", True)]
    session.good("h.display(4)")
    assert told(session) == [("4", "x", False)]


def test_a_name_is_made_where_none_is_given(session: Session) -> None:
    session.good("a, b = display(1, display_id=True), display(2, display_id=True)")
    assert session.value("a.display_id != b.display_id") == "True"
    assert session.value("h = display(display_id='later')\nh") == "<DisplayHandle display_id=later>"
    assert session.results[0] == {"mime": {}, "main": False, "displayId": "later"}
    assert session.value("display(1) is None") == "True"


def test_an_update_without_a_name_is_an_error(session: Session) -> None:
    assert session.error("display(1, update=True)")["name"] == "TypeError"
    assert session.results == []


def test_data_are_published_under_a_name(session: Session) -> None:
    session.good(
        FUNCTIONS
        + "publish_display_data({'text/plain': 't'}, {'a': 1}, transient={'display_id': 'p'}, update=True)"
    )
    assert session.results == [
        {"mime": {"text/plain": "t"}, "main": False, "metadata": {"a": 1}, "displayId": "p", "update": True}
    ]


def test_a_handle_of_its_own_shows_and_updates(session: Session) -> None:
    session.good(FUNCTIONS + "h = DisplayHandle()\nh.display(1)\nh.update(2)")
    (_, first, _), (_, second, updated) = told(session)
    assert (first == second, updated) == (True, True)


def test_what_was_shown_is_taken_back_at_once_or_with_what_comes_next(session: Session) -> None:
    session.good(FUNCTIONS + "display(1)\nclear_output()\nclear_output(wait=True)\ndisplay(2, clear=True)")
    assert told(session) == [
        ("1", None, False),
        "clear False",
        "clear True",
        "clear True",
        ("2", None, False),
    ]


def test_a_figure_is_shown_anew_in_its_place(session: Session) -> None:
    session.good(
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\n"
        "h = display(fig, display_id='f')\nax.plot([2, 1])\nh.update(fig)\nplt.close()"
    )
    assert [(each["displayId"], "update" in each) for each in session.results] == [("f", False), ("f", True)]
    assert session.results[0]["mime"]["image/png"] != session.results[1]["mime"]["image/png"]


@pytest.mark.parametrize(
    ("source", "most"),
    [
        ("h = display(0, display_id='x')\nfor i in range(3000): h.update(i)", 1001),
        ("for i in range(3000):\n clear_output(wait=True)\n display(i)", 1001),
        ("for i in range(12): display({'text/plain': str(i) + 'x' * 8_000_000}, raw=True, clear=True)", 6),
    ],
)
def test_of_a_flood_that_replaces_itself_the_last_state_is_shown(
    session: Session, source: str, most: int
) -> None:
    outcome = session.good(FUNCTIONS + source)
    shown = [each for each in session.results if "mime" in each]
    assert len(shown) <= most
    assert shown[-1]["mime"]["text/plain"].rstrip("x") in ("2999", "11")
    assert outcome["notes"] == ["it showed so much that only the last state of what it replaced is shown"]


def test_names_without_end_are_bounded_too(session: Session) -> None:
    session.good("for i in range(3000): display(i, display_id=f'x{i}', update=True)")
    assert len(session.results) == 1100


def test_a_representation_may_say_more_about_itself(session: Session) -> None:
    session.good(
        "class A:\n def _repr_png_(self): return b'png', {'width': 5}\n"
        "display(A())\ndisplay(A(), metadata={'image/png': {'height': 6}})"
    )
    assert [each["metadata"] for each in session.results] == [
        {"image/png": {"width": 5}},
        {"image/png": {"height": 6}},
    ]
