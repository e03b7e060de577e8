"""One interpreter's cells: how one after another is run, and what each tells."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest
from conftest import Session

from glovebox_sandbox.running import compiling
from glovebox_sandbox.running.cells import Cells


def test_variables_live_on_from_cell_to_cell(session: Session) -> None:
    session.good("x = 6")
    session.good("def times(y):\n    return x * y")
    assert session.value("times(7)") == "42"


def test_cells_are_the_main_module_and_apart_from_our_own_names(session: Session) -> None:
    session.good("class A: pass\nimport pickle\na = pickle.loads(pickle.dumps(A()))")
    assert session.value("__name__, type(a) is A") == "('__main__', True)"
    assert session.value("sorted(n for n in globals() if not n.startswith('_'))") == (
        "['A', 'In', 'Out', 'a', 'pickle']"
    )


@pytest.mark.parametrize(
    "source", ["None", "x = 1", "1;", "1; # why", "(1);", "(\n1\n); # ;", "pass", "", "# nothing"]
)
def test_a_cell_without_a_value_shows_nothing(session: Session, source: str) -> None:
    session.good(source)
    assert session.results == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("1", "1"),
        ("x = 2\nx", "2"),
        ("1 # no; semicolon", "1"),
        ("('a;b')", "'a;b'"),
        ("'ä' 'ö;'", "'äö;'"),
        ("[1,\n 2]", "[1, 2]"),
        ("    y = 1\n    y", "1"),
        ("0", "0"),
        ("''", "''"),
        ("False", "False"),
    ],
)
def test_the_last_expression_is_the_main_result(session: Session, source: str, text: str) -> None:
    assert session.value(source) == text


def test_only_the_last_expression_is_shown(session: Session) -> None:
    session.good("1\n2\n3")
    assert [each["mime"]["text/plain"] for each in session.results] == ["3"]


def test_results_come_in_order_with_what_is_printed(
    put_back: None, capfd: pytest.CaptureFixture[str]
) -> None:
    def emit(_name: str, payload: dict[str, Any]) -> None:
        os.write(1, f"[{payload['mime']['text/plain']}]".encode())

    cells = Cells(emit)
    outcome = cells.run(
        "import sys\nsys.stdout.write('a')\ndisplay(1)\nsys.stdout.write('b')\ndisplay(2, 3)\n4"
    )
    assert outcome["ok"]
    assert capfd.readouterr().out == "a[1]b[2][3][4]"


def test_underscores_hold_the_last_values(session: Session) -> None:
    session.good("10")
    session.good("20")
    assert session.value("_ + __") == "30"
    assert session.value("_1, Out[2], In[1]") == "(10, 20, '10')"


def test_an_underscore_of_the_program_s_own_is_left_alone(session: Session) -> None:
    session.good("for _ in range(3): pass")
    session.good("'shown'")
    assert session.value("_") == "2"


def test_the_history_is_bounded(session: Session) -> None:
    for number in range(130):
        session.good(str(number))
    assert session.value("len(Out), '_1' in globals(), _130") == "(100, False, 129)"


def test_a_future_import_holds_for_the_cells_after_it(session: Session) -> None:
    session.good("from __future__ import annotations")
    session.good("def f(x: nothing_of_that_name): return x")
    assert session.value("f.__annotations__['x']") == "'nothing_of_that_name'"


def test_input_without_stdin_is_a_clear_error(session: Session) -> None:
    error = session.error("input('name? ')")
    assert error["name"] == "EOFError"
    assert "give the execution `stdin`" in error["message"]
    assert session.value("import sys\nsys.stdin.read()") == "''"


def test_input_reads_descriptor_0_where_stdin_is_given(session: Session) -> None:
    reading, writing = os.pipe()
    before = os.dup(0)
    os.dup2(reading, 0)
    try:
        os.write(writing, b"Ada\nmore\n")
        session.good("name = input('name? ')", stdin=True)
        assert session.value("name") == "'Ada'"
    finally:
        os.dup2(before, 0)
        for file in (reading, writing, before):
            os.close(file)


def test_env_holds_for_one_cell_only(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOVEBOX_TEST_KEPT", "before")
    session.good(
        "import os\nseen = os.environ['GLOVEBOX_TEST_NEW'], os.environ['GLOVEBOX_TEST_KEPT']",
        env={"GLOVEBOX_TEST_NEW": "1", "GLOVEBOX_TEST_KEPT": "2"},
    )
    assert session.value("seen") == "('1', '2')"
    assert "GLOVEBOX_TEST_NEW" not in os.environ
    assert os.environ["GLOVEBOX_TEST_KEPT"] == "before"


def test_an_env_that_cannot_be_set_is_an_error_and_no_more(session: Session) -> None:
    assert session.error("1", env={"A": "\0"})["name"] == "ValueError"
    assert session.value("1") == "1"


def test_a_thread_goes_on_after_its_cell(session: Session) -> None:
    session.good(
        "import threading, time\nt = threading.Thread(target=lambda: (time.sleep(0.05), print('late')))\n"
        "t.start()"
    )
    session.good("t.join()")
    assert session.output() == "late\n"


def test_many_cells_do_not_pile_up_their_sources(session: Session) -> None:
    import linecache

    cache: dict[str, Any] = vars(linecache)["cache"]
    for _ in range(20):
        session.good("x = 1 # " + "y" * 2_000_000)
    assert sum(len(str(entry[2])) for name, entry in cache.items() if name.startswith("<cell")) < 20_000_000


def test_dedent_takes_off_what_all_lines_share() -> None:
    assert compiling.dedent("  a\n\n    b\n   \n  c") == "a\n\n  b\n\nc"
    assert compiling.dedent("a\n  b") == "a\n  b"
    assert compiling.dedent("\t a\n\tb") == " a\nb"
    assert compiling.dedent("") == ""


def test_a_plain_cell_imports_nothing(session: Session) -> None:
    session.good("x = 1\nx")
    before = set(sys.modules)
    session.good("print(x)\nx")
    assert set(sys.modules) - before == set()
