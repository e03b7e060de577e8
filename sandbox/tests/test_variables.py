"""Variables that are returned, and the list of them."""

from __future__ import annotations

from conftest import Session


def test_variables_are_returned_as_json(session: Session) -> None:
    outcome = session.good("a = {'x': (1, None)}\nb = 0", variables=["a", "b", "c"])
    assert outcome["variables"] == {"a": {"x": [1, None]}, "b": 0}
    assert outcome["notes"] == ["there is no variable named 'c' to return"]


def test_variables_are_returned_after_an_error_too(session: Session) -> None:
    outcome = session.run("a = 1\n1 / 0", variables=["a"])
    assert (outcome["ok"], outcome["variables"]) == (False, {"a": 1})


def test_the_list_of_variables_tells_types_shapes_and_previews(session: Session) -> None:
    session.good(
        "import numpy as np, pandas as pd, datetime\n"
        "n = np.zeros((2, 3)); df = pd.DataFrame({'a': [1, 2]}); s = 'text'; k = 3; _hidden = 1\n"
        "def f(x, y): pass\nclass C: pass\nc = C()\nday = datetime.date(2024, 2, 29)"
    )
    found = {each["name"]: each for each in session.cells.list_variables()}
    assert sorted(found) == ["C", "c", "day", "df", "f", "k", "n", "s"]
    assert found["n"] == {
        "name": "n", "type": "numpy.ndarray", "shape": [2, 3], "size": 6,
        "preview": "array 2 x 3 float64: 0.0, 0.0, 0.0, 0.0, 0.0, 0.0",
    }  # fmt: skip
    assert (found["df"]["shape"], found["df"]["preview"]) == ([2, 1], "2 rows x 1 columns: 'a'")
    assert found["s"] == {"name": "s", "type": "str", "size": 4, "preview": "'text'"}
    assert found["k"] == {"name": "k", "type": "int", "preview": "3"}
    assert found["f"]["preview"] == "function f(x, y)"
    assert found["C"]["preview"] == "class C"
    assert (found["c"]["type"], found["c"]["preview"]) == ("C", "<C object>")
    assert found["day"]["preview"] == "datetime.date(2024, 2, 29)"


def test_the_list_of_variables_runs_no_code_of_the_program(session: Session) -> None:
    session.good(
        "class M(type):\n"
        "    def __getattribute__(c, n): raise RuntimeError(n)\n"
        "class A(metaclass=M):\n"
        "    def __repr__(self):\n        while True: pass\n"
        "    __len__ = __hash__ = __eq__ = __getattribute__ = __repr__\n"
        "class L(list):\n    def __len__(self):\n        while True: pass\n"
        "    __iter__ = __repr__ = __len__\n"
        "a, l, d = A(), L(), {'k': [A(), L()]}\n"
    )
    found = {each["name"]: each["preview"] for each in session.cells.list_variables()}
    assert (found["a"], found["l"], found["d"]) == (
        "<A object>",
        "<L object>",
        "{'k': [<A object>, <L object>]}",
    )


def test_the_list_of_variables_is_bounded(session: Session) -> None:
    session.good(
        "for i in range(3000): globals()[f'v{i}'] = 'x' * 10_000\nloop = []\n"
        "loop.append(loop)\nbig = 7 ** 100_000"
    )
    found = session.cells.list_variables()
    assert len(found) == 1000
    assert all(len(each["preview"]) <= 200 for each in found)
