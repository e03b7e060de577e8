"""What values show: MIME bundles, tables, pictures, figures."""

from __future__ import annotations

import base64
import struct
import sys
from typing import Any

import pytest
from conftest import Session, apart

DATA = "application/vnd.glovebox.data+json"
PLOTLY = "application/vnd.plotly.v1+json"


def mime(session: Session, source: str) -> dict[str, Any]:
    """Of the one result of the cell."""
    session.good(source)
    [result] = session.results
    return result["mime"]


def kinds(session: Session) -> list[list[str]]:
    return [sorted(each["mime"]) for each in session.results]


def test_methods_of_an_object_become_a_bundle(session: Session) -> None:
    found = mime(
        session,
        """
        class A:
            def _repr_html_(self): return "<b>"
            def _repr_markdown_(self): return "**m**", {"meta": 1}
            def _repr_svg_(self): return "<svg/>"
            def _repr_png_(self): return b"png"
            def _repr_jpeg_(self): return "anBlZw=="
            def _repr_latex_(self): return "$x$"
            def _repr_json_(self): return {"a": (1, float("nan"))}
            def _repr_javascript_(self): return "1"
            def _repr_pdf_(self): return None
            def __repr__(self): return "text"
        A()
        """,
    )
    assert found == {
        "text/html": "<b>",
        "text/markdown": "**m**",
        "image/svg+xml": "<svg/>",
        "image/png": base64.b64encode(b"png").decode(),
        "image/jpeg": "anBlZw==",
        "text/latex": "$x$",
        "application/json": {"a": [1, "NaN"]},
        "application/javascript": "1",
        "text/plain": "text",
    }


def test_a_bundle_of_its_own_goes_first(session: Session) -> None:
    found = mime(
        session,
        """
        class A:
            def _repr_html_(self): return "no"
            def _repr_mimebundle_(self, include=None, exclude=None):
                return {"text/html": "yes", "text/x-own": "o"}, {"meta": 1}
        A()
        """,
    )
    assert (found["text/html"], found["text/x-own"]) == ("yes", "o")


@pytest.mark.parametrize("body", ["1 / 0", "return 5", "return object()", "raise SystemExit"])
def test_a_representation_that_fails_is_left_out_and_said(session: Session, body: str) -> None:
    outcome = session.good(
        f"class A:\n    def _repr_html_(self): {body}\n    def __repr__(self): return 'A'\nA()"
    )
    assert session.results[0]["mime"] == {"text/plain": "A"}
    assert len(outcome["notes"]) == 1
    assert "html" in outcome["notes"][0]


def test_a_repr_that_raises_is_told_in_its_place(session: Session) -> None:
    assert session.value("class Foo:\n    def __repr__(self): raise ValueError('no')\n[Foo()] and Foo()") == (
        "<Foo: its repr raised ValueError: no>"
    )


@pytest.mark.parametrize("body", ["return 5", "return None", "raise SystemExit(3)", "return self.__repr__()"])
def test_a_repr_that_lies_or_never_ends_is_told(session: Session, body: str) -> None:
    assert session.value(f"class Foo:\n    def __repr__(self): {body}\nFoo()").startswith(
        "<Foo: its repr raised "
    )


def test_an_interrupt_in_a_repr_is_an_interrupt_of_the_cell(session: Session) -> None:
    assert (
        session.error("class F:\n    def __repr__(self): raise KeyboardInterrupt\nF()")["name"]
        == "KeyboardInterrupt"
    )


@pytest.mark.parametrize(
    "source",
    [
        "class A:\n    def __getattr__(self, name): return lambda *a, **k: name\nA()",
        "import unittest.mock\nunittest.mock.MagicMock()",
    ],
)
def test_an_object_that_answers_to_every_name_is_text(session: Session, source: str) -> None:
    assert list(mime(session, source)) == ["text/plain"]


def test_a_class_is_not_asked_for_what_its_objects_show(session: Session) -> None:
    outcome = session.good("class A:\n    def _repr_html_(self): return 'x'\nA")
    assert (list(session.results[0]["mime"]), outcome["notes"]) == (["text/plain"], [])


@pytest.mark.parametrize(
    ("source", "value"), [("[1, (2, None)]", [1, [2, None]]), ("{'a': {1}}", {"a": [1]}), ("0", 0)]
)
def test_the_main_result_is_json_too_where_it_is_plain_data(
    session: Session, source: str, value: Any
) -> None:
    assert mime(session, source)["application/json"] == value


def test_long_texts_keep_head_and_tail(session: Session) -> None:
    for source in (
        "'h' * 100_000 + 't' * 100_000",
        "list(range(1_000_000))",
        "b'x' * 1_000_000",
        "set(range(20_000))",
    ):
        text = session.value(source)
        assert len(text) < 70_000
        assert "…" in text
    assert session.value("dict.fromkeys(range(1_000_000))").endswith("999000 more …}")


def test_display_shows_several_values_and_chosen_kinds(session: Session) -> None:
    session.good(
        "class A:\n    def _repr_html_(self): return 'h'\n    def __repr__(self): return 'p'\n"
        "display(A(), A(), include='text/html')\ndisplay(A(), exclude=['text/html'])\n"
        "display({'text/x-own': 'o', 'image/png': b'p'}, raw=True)"
    )
    assert [each["mime"] for each in session.results] == [
        {"text/html": "h"},
        {"text/html": "h"},
        {"text/plain": "p"},
        {"text/x-own": "o", "image/png": "cA=="},
    ]
    assert not any(each["main"] for each in session.results)


def test_a_display_can_be_updated(session: Session) -> None:
    session.good("handle = display(1, display_id=True)\nhandle.update(2)")
    assert [each["mime"]["text/plain"] for each in session.results] == ["1", "2"]


def test_results_are_bounded(session: Session) -> None:
    outcome = session.good("display({'text/html': 'x' * 11_000_000, 'text/plain': 'p'}, raw=True)")
    assert session.results[0]["mime"] == {"text/plain": "p"}
    assert outcome["notes"] == ["a text/html of 10 MB was left out: at most 10 MB each"]
    outcome = session.good("for i in range(8): display({'text/html': 'x' * 9_000_000}, raw=True)")
    assert len(session.results) == 7
    assert "at most 64 MB of results in all" in outcome["notes"][0]
    outcome = session.good("for i in range(5000): display(i)")
    assert len(session.results) == 1000
    assert outcome["notes"] == ["results after the first 1000 were left out"]


NOTEBOOK = (
    "from IPython.display import display, HTML, Markdown, Image, SVG, JSON, Latex, Math, clear_output\n"
)
PNG = "b'\\x89PNG\\r\\n'"


def without_ipython(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "IPython"]:
        monkeypatch.delitem(sys.modules, name)


def test_what_notebooks_import_from_ipython_shows_itself(session: Session) -> None:
    session.good(
        NOTEBOOK + "clear_output(wait=True)\ndisplay(HTML('<b>'))\n"
        "display(Markdown('*m*'), JSON({'a': 1}), Latex('$x$'))\n"
        f"display(Image({PNG}), Image(data=b'\\xff\\xd8jpg', format='jpeg'))\ndisplay(SVG('<svg/>'))\n"
        "HTML('<i>')"
    )
    assert session.results.pop(0) == {"clear": True, "wait": True}
    shown = [{**each["mime"]} for each in session.results]
    for each in shown:
        each.pop("text/plain", None)
    assert shown[:4] == [
        {"text/html": "<b>"},
        {"text/markdown": "*m*"},
        {"application/json": {"a": 1}},
        {"text/latex": "$x$"},
    ]
    assert [list(each) for each in shown[4:]] == [
        ["image/png"],
        ["image/jpeg"],
        ["image/svg+xml"],
        ["text/html"],
    ]
    assert session.results[-1]["main"]


def test_a_table_is_html_text_and_data(session: Session) -> None:
    found = mime(
        session,
        "import pandas as pd\npd.DataFrame({'a': [1.5, None], 'b': pd.to_datetime(['2024-01-01', None])})",
    )
    assert sorted(found) == [DATA, "text/html", "text/plain"]
    assert found[DATA] == {"a": [1.5, None], "b": ["2024-01-01T00:00:00", None]}
    assert "<table" in found["text/html"]


def test_a_series_is_shown_as_text_and_as_data(session: Session) -> None:
    found = mime(session, "import pandas as pd\npd.Series([1, 2], name='n')")
    assert found == {DATA: {"n": [1, 2]}, "text/plain": "0    1\n1    2\nName: n, dtype: int64"}


def test_the_data_of_a_large_table_are_left_out_and_said(session: Session) -> None:
    outcome = session.good("import pandas as pd\npd.DataFrame({'a': range(10_001)})")
    assert sorted(session.results[0]["mime"]) == ["text/html", "text/plain"]
    assert "10001 cells" in outcome["notes"][0]


def test_plotly_comes_as_its_json_without_the_library(session: Session) -> None:
    session.good(
        "import plotly.graph_objects as go\nf = go.Figure(go.Scatter(x=[1, 2], y=[3, 4]))\nf.show()\nf"
    )
    assert kinds(session) == [[PLOTLY, "text/plain"]] * 2
    assert session.results[0]["mime"][PLOTLY]["data"][0]["type"] == "scatter"
    assert [each["main"] for each in session.results] == [False, True]
    assert all(len(str(each)) < 100_000 for each in session.results)


def test_pictures_are_png(session: Session) -> None:
    session.good("from PIL import Image\ni = Image.new('CMYK', (4, 3))\ni.show()\ni")
    assert kinds(session) == [["image/png", "text/plain"]] * 2
    assert size(session.results[1]["mime"]["image/png"]) == (4, 3)


def size(picture: str) -> tuple[int, int]:
    data = base64.b64decode(picture)
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


PLOT = "import matplotlib.pyplot as plt\n"


@pytest.fixture(autouse=True)
def no_figures_left(put_back: None) -> Any:
    yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")  # type: ignore[attr-defined]


def titles(session: Session) -> list[Any]:
    return [(each.get("chart") or {}).get("title") for each in session.results]


def test_figures_that_are_left_open_are_shown_once_in_order(session: Session) -> None:
    session.good(PLOT + "for t in 'abc':\n    plt.figure()\n    plt.plot([1, 2])\n    plt.title(t)")
    assert titles(session) == ["a", "b", "c"]
    assert kinds(session) == [["image/png", "text/plain"]] * 3
    assert session.results[0]["mime"]["text/plain"] == "<Figure size 640x480 with 1 Axes>"
    session.good("plt.get_fignums()")
    assert session.results[0]["mime"]["text/plain"] == "[]"


def test_show_shows_at_once_and_what_comes_after_is_a_new_figure(
    put_back: None, capfd: pytest.CaptureFixture[str]
) -> None:
    import os

    from glovebox_sandbox.running.cells import Cells

    cells = Cells(lambda _name, payload: (os.write(1, payload["chart"]["title"].encode()), None)[1])
    code = "plt.plot([1])\nplt.title('first')\nprint('<')\nplt.show()\nprint('>')\n"
    code += "plt.plot([1])\nplt.title('second');"
    outcome = cells.run(PLOT + code)
    assert outcome["ok"]
    assert capfd.readouterr().out == "<\nfirst>\nsecond"


def test_a_figure_is_the_main_result_and_not_shown_again(session: Session) -> None:
    session.good(PLOT + "fig, ax = plt.subplots()\nax.plot([1])\nfig")
    assert [each["main"] for each in session.results] == [True]
    session.good("1")
    assert kinds(session) == [["application/json", "text/plain"]]
    session.good("fig")
    assert kinds(session) == [["image/png", "text/plain"]]


def test_every_way_to_show_a_figure_shows_it_once(session: Session) -> None:
    session.good(
        PLOT + "def make(t):\n    f, a = plt.subplots()\n    a.plot([1])\n    a.set_title(t)\n    return f\n"
        "display(make('displayed'))\nmake('own show').show()\nplt.close(make('closed'))\n"
        "make('open')\nplt.show()\n"
        "from matplotlib.figure import Figure\nf = Figure()\nf.subplots().set_title('apart')\ndisplay(f);"
    )
    assert titles(session) == ["displayed", "own show", "open", "apart"]


def test_figures_of_a_cell_that_fails_are_shown_and_not_kept(session: Session) -> None:
    session.run(PLOT + "plt.plot([1])\nplt.title('t')\n1 / 0")
    assert titles(session) == ["t"]
    session.good("1")
    assert len(session.results) == 1


def test_figures_are_svg_too_where_that_is_asked_for(session: Session) -> None:
    session.cells.run(PLOT + "plt.plot([1]);", svg=True)
    session.cells.run("plt.plot([1]);")
    first, second = (result["mime"] for result in session.results)
    assert "<svg" in first["image/svg+xml"]
    assert "image/svg+xml" not in second


def test_a_picture_is_cut_to_what_was_drawn(session: Session) -> None:
    session.good(PLOT + "fig = plt.figure(figsize=(8, 8), dpi=50)\nfig.add_axes((0.4, 0.4, 0.2, 0.2));")
    width, height = size(session.results[0]["mime"]["image/png"])
    assert width < 200
    assert height < 200


@pytest.mark.parametrize(
    "code",
    [
        "plt.figure(figsize=(1000, 1000)); plt.plot([1]);",
        "plt.figure(dpi=1e9); plt.plot([1]);",
        "plt.plot([1]); plt.title('$\\\\frac{$');",
        "f = plt.figure(); plt.plot([1]); f.savefig = None;",
        "f = plt.figure(); plt.plot([1]); f.get_size_inches = lambda: 1 / 0;",
    ],
)
def test_a_figure_that_cannot_be_drawn_is_said_in_its_place(session: Session, code: str) -> None:
    outcome = session.good(PLOT + code)
    assert kinds(session) == [["text/plain"]]
    assert "could not be drawn" in session.results[0]["mime"]["text/plain"]
    assert any("could not be drawn" in note for note in outcome["notes"])
    session.good("plt.plot([1]);")
    assert kinds(session) == [["image/png", "text/plain"]]


def test_an_artist_far_outside_makes_no_giant_picture(session: Session) -> None:
    session.good(PLOT + "fig, ax = plt.subplots()\nax.text(60, 0.5, 'far');")
    width, height = size(session.results[0]["mime"]["image/png"])
    assert width * height < 40_000_000


def test_an_empty_figure_has_no_picture(session: Session) -> None:
    session.good(PLOT + "plt.figure();")
    assert [each["mime"] for each in session.results] == [{"text/plain": "<Figure size 640x480 with 0 Axes>"}]


def test_libraries_that_were_not_loaded_are_met_when_they_are(session: Session, tmp_path: Any) -> None:
    first, second = apart(
        tmp_path,
        [
            PLOT + "plt.plot([1])\nplt.show()\nplt.title('x');",
            "import plotly.express as px\npx.bar(x=[1], y=[2]).show()",
        ],
    )
    assert [sorted(each["mime"]) for each in first["results"]] == [["image/png", "text/plain"]] * 2
    assert [sorted(each["mime"]) for each in second["results"]] == [[PLOTLY, "text/plain"]]
    assert "Warning" not in first["errors"] + second["errors"]


def test_a_value_that_shows_itself_does_so_and_nothing_else_is_shown(session: Session) -> None:
    session.good("class A:\n    def _ipython_display_(self): display('mine')\nA()")
    assert [result["mime"]["text/plain"] for result in session.results] == ["'mine'"]


def test_a_bundle_of_its_own_comes_before_single_methods_which_are_not_asked_again(session: Session) -> None:
    found = mime(
        session,
        "class A:\n    asked = 0\n    def _repr_html_(self):\n        A.asked += 1\n"
        "        return f'{A.asked}'\n"
        "    def _repr_mimebundle_(self, **_): return {'text/html': self._repr_html_()}\nA()",
    )
    assert found["text/html"] == "1"


def test_ipython_display_is_a_module_also_as_an_attribute(session: Session) -> None:
    session.good("from IPython import display\ndisplay.display(display.HTML('<b>'))")
    session.good("import IPython\nIPython.display.display_html('<i>', raw=True)")
    assert [result["mime"].get("text/html") for result in session.results][-1] == "<i>"


def test_what_a_library_warns_of_while_a_figure_is_read_is_not_the_programs(session: Session) -> None:
    session.good(
        "import pandas as pd\ns = pd.Series(range(5), pd.bdate_range('2024-01-01', periods=5))\ns.plot();"
    )
    assert "Warning" not in session.output()
