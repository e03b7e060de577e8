"""One interpreter's cells: how one after another is run, and what each tells."""

from __future__ import annotations

import asyncio
import builtins
import io
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
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


def test_a_traceback_shows_lines_of_the_cells_and_none_of_ours(session: Session) -> None:
    session.good("# a comment\ndef f():\n    return 1 / 0  # why")
    error = session.error("x = 1\nf()")
    assert error["name"] == "ZeroDivisionError"
    assert 'File "<cell 2>", line 2, in <module>\n    f()' in error["traceback"]
    assert 'File "<cell 1>", line 3, in f\n    return 1 / 0  # why' in error["traceback"]
    assert "glovebox" not in error["traceback"]
    assert session.errors() == ""


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    1 / 0\nexcept Exception as e:\n    raise KeyError(3) from e",
        "try:\n    display()\n    1 / 0\nexcept Exception:\n    raise KeyError(3)",
        "class A:\n    def __iter__(self): raise KeyError(3)\ndisplay(*A())",
        "raise ExceptionGroup('g', [KeyError(3)])" if sys.version_info >= (3, 11) else "raise KeyError(3)",
        "import asyncio\nasync def f(): raise KeyError(3)\nawait asyncio.gather(f())",
        "async def f(): raise KeyError(3)\nawait f()",
    ],
)
def test_chained_and_awaited_exceptions_show_the_program_only(session: Session, source: str) -> None:
    error = session.error(source)
    assert "KeyError: 3" in error["traceback"]
    assert "<cell 1>" in error["traceback"]
    assert "glovebox" not in error["traceback"]
    assert "run_until_complete" not in error["traceback"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = 1\nx = (", "    x = ("),
        ("return 3", "    return 3"),
        ("def f():\n    x = 1\n    nonlocal y", "    nonlocal y"),
        ("x = 1\n  y = 2", "    y = 2"),
    ],
)
def test_a_syntax_error_points_at_its_line(session: Session, source: str, line: str) -> None:
    error = session.error(source)
    assert error["name"] in ("SyntaxError", "IndentationError")
    assert '"<cell 1>"' in error["traceback"]
    assert line in error["traceback"]


def test_traceback_print_exc_in_a_cell_shows_the_lines_too(session: Session) -> None:
    session.good("import traceback\ntry:\n    1 / 0\nexcept Exception:\n    traceback.print_exc()")
    assert "    1 / 0" in session.errors()


def test_lines_are_there_after_linecache_was_emptied(session: Session) -> None:
    session.good("def f():\n    1 / 0")
    session.good("import linecache; linecache.clearcache()")
    assert "    1 / 0" in session.error("f()")["traceback"]


@pytest.mark.parametrize(
    ("source", "name", "memory"),
    [
        ("raise MemoryError", "MemoryError", True),
        ("def f(): f()\nf()", "RecursionError", False),
        ("import no_such_module", "ModuleNotFoundError", False),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", False),
        ("raise SystemExit(3)", "SystemExit", False),
        ("raise SystemExit('why')", "SystemExit", False),
        ("raise GeneratorExit", "GeneratorExit", False),
        ("import asyncio\nraise asyncio.CancelledError", "CancelledError", False),
        ("(" * 500 + ")" * 500, "SyntaxError", False),
        ("a\0b", "SyntaxError" if sys.version_info >= (3, 11, 4) else "ValueError", False),
    ],
)
def test_whatever_a_cell_raises_is_its_error(session: Session, source: str, name: str, memory: bool) -> None:
    error = session.error(source)
    assert (error["name"], error["memory"]) == (name, memory)
    assert session.value("1 + 1") == "2"


def test_a_missing_module_is_named(session: Session) -> None:
    assert session.error("import not_there.at_all")["module"] == "not_there"


@pytest.mark.parametrize("source", ["exit()", "import sys; sys.exit()", "quit(0)", "raise SystemExit"])
def test_exit_ends_the_cell_and_the_session_goes_on(session: Session, source: str) -> None:
    session.good("x = 5")
    outcome = session.good(source)
    assert "the session goes on" in outcome["notes"][0]
    assert session.value("x") == "5"


def test_an_interrupt_is_an_error_of_the_cell(session: Session) -> None:
    timer = threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGINT])
    timer.start()
    error = session.error("import time\nx = 1\ntime.sleep(30)")
    assert error["name"] == "KeyboardInterrupt"
    assert "line 3" in error["traceback"]
    assert session.value("x") == "1"


def test_an_interrupt_while_a_cell_awaits_shows_where(session: Session) -> None:
    threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGINT]).start()
    error = session.error("import asyncio\nx = 1\nawait asyncio.sleep(30)")
    assert error["name"] == "KeyboardInterrupt"
    assert 'File "<cell 1>", line 3' in error["traceback"]
    assert session.value("await asyncio.sleep(0, 8)") == "8"


def test_await_works_at_the_top_level(session: Session) -> None:
    assert session.value("import asyncio\nx = await asyncio.sleep(0, 5)\nx + 1") == "6"
    assert session.value("[await asyncio.sleep(0, i) for i in range(3)]") == "[0, 1, 2]"
    session.good("async with asyncio.Lock(): y = 3")
    assert session.value("y") == "3"


def test_a_cell_that_does_not_await_has_no_running_loop(session: Session) -> None:
    assert session.value("import asyncio\nasyncio.run(asyncio.sleep(0, 7))") == "7"
    assert session.value("await asyncio.sleep(0, 8)") == "8"
    assert session.value("asyncio.get_event_loop().run_until_complete(asyncio.sleep(0, 9))") == "9"


def test_a_task_goes_on_in_later_cells(session: Session) -> None:
    session.good("import asyncio\nseen = []")
    session.good(
        "async def work():\n    await asyncio.sleep(0.01)\n    seen.append(1)\n"
        "task = asyncio.create_task(work())\nawait asyncio.sleep(0)"
    )
    assert session.value("seen") == "[]"
    session.good("await asyncio.sleep(0.05)")
    assert session.value("seen") == "[1]"


def test_a_task_goes_on_while_the_session_is_idle(session: Session) -> None:
    reading, writing = os.pipe()
    session.cells.namespace["tell"] = lambda: os.write(writing, b"x")
    session.good(
        "import asyncio\nasync def work():\n    await asyncio.sleep(0.01)\n    print('worked')\n    tell()\n"
        "task = asyncio.create_task(work())\nawait asyncio.sleep(0)"
    )
    session.cells.idle(reading)
    assert session.output() == "worked\n"
    session.cells.idle(reading)
    assert os.read(reading, 10) == b"x"
    assert session.value("task.done()") == "True"
    os.close(reading)
    os.close(writing)


def test_without_a_loop_idle_is_a_plain_wait(session: Session) -> None:
    reading, writing = os.pipe()
    threading.Timer(0.05, os.write, [writing, b"x"]).start()
    session.cells.idle(reading)
    assert os.read(reading, 1) == b"x"
    os.close(reading)
    os.close(writing)


def test_the_loop_works_on_in_a_fork(session: Session) -> None:
    session.good("import asyncio\ntask = asyncio.create_task(asyncio.sleep(0.05, 4))\nawait asyncio.sleep(0)")
    child = os.fork()
    if child == 0:
        code = 1
        try:
            session.cells.forked()
            outcome = session.run("assert await task == 4\nassert await asyncio.to_thread(int, '3') == 3")
            code = 0 if outcome["ok"] else 2
        finally:
            os._exit(code)
    assert session.value("await task") == "4"
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_cell_runs_in_a_loop_that_belongs_to_the_host(session: Session) -> None:
    async def both() -> list[Any]:
        first = await session.cells.run_async("import asyncio\nx = await asyncio.sleep(0, 5)\nx")
        second = await session.cells.run_async("1 / 0")
        return [first, second]

    first, second = asyncio.run(both())
    assert first["ok"]
    assert session.results[0]["mime"]["text/plain"] == "5"
    assert second["error"]["name"] == "ZeroDivisionError"
    assert "glovebox" not in second["error"]["traceback"]


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


@pytest.mark.parametrize(
    "source",
    [
        "import sys; sys.stdout = None",
        "import sys, io; sys.stdout = io.StringIO(); print('lost')",
        "import sys; sys.stdout = sys.stderr = object()",
        "import sys; del sys.stdout",
        "import sys; sys.displayhook = None; sys.excepthook = None",
        "display = None",
        "import builtins; builtins.display = None",
        "import builtins; builtins.print = None",
        "import builtins; builtins.isinstance = builtins.len = builtins.repr = None",
        "import builtins; del builtins.print",
        "import builtins; builtins.__import__ = None",
        "import sys; sys.meta_path.clear()",
        "import sys; sys.modules['__main__'] = None",
        "import sys; sys.modules.clear()",
        "import linecache; linecache.cache = None",
        "import traceback; traceback.format_exception = None",
        "globals().clear()",
        "import os; os.environ.clear()",
    ],
)
def test_a_cell_that_breaks_the_house_leaves_the_next_one_whole(tmp_path: Path, source: str) -> None:
    show = "" if source == "display = None" else "\ndisplay(5)"
    _, said, failed = apart(tmp_path, [source, f"print('said'){show}", "1 / 0"])
    assert said["outcome"]["ok"], said
    assert [each["mime"]["text/plain"] for each in said["results"]] == ([] if show == "" else ["5"])
    assert failed["outcome"]["error"]["name"] == "ZeroDivisionError"
    assert said["output"].endswith("said\n")


def test_an_error_is_told_in_the_cell_that_breaks_the_builtins(tmp_path: Path) -> None:
    [told] = apart(tmp_path, ["import builtins\nbuiltins.isinstance = builtins.len = None\n1 / 0"])
    assert told["outcome"]["error"]["name"] == "ZeroDivisionError"
    assert "line 3" in told["outcome"]["error"]["traceback"]
    assert "builtins.len was restored" in " ".join(told["outcome"]["notes"])


# An interpreter of its own for cells that leave theirs in ruins.
APART = """
import json, os, sys
sys.path.insert(0, {folder!r})
from glovebox_sandbox.running.cells import Cells
dumps, loads, keep, write = json.dumps, json.loads, open({answers!r}, "w"), os.write
results = []
cells = Cells(lambda name, payload: results.append(payload))
for source in loads(sys.argv[1]):
    outcome = cells.run(source)
    keep.write(dumps({{"outcome": outcome, "results": results}}) + chr(10))
    keep.flush()
    results.clear()
os._exit(0)
"""


def apart(tmp_path: Path, sources: list[str]) -> list[dict[str, Any]]:
    """Runs the cells, and answers of each its outcome and results, of all the output."""
    answers = tmp_path / "answers"
    folder = Path(compiling.__file__).parents[2]
    program = APART.format(folder=str(folder), answers=str(answers))
    command = [sys.executable, "-c", program, json.dumps(sources)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    lines = [json.loads(line) for line in answers.read_text().splitlines()]
    assert len(lines) == len(sources), ended.stderr
    return [{**line, "output": ended.stdout, "errors": ended.stderr} for line in lines]


def test_a_builtin_that_was_replaced_by_a_function_stays_so(session: Session) -> None:
    original = builtins.print
    try:
        session.good("import builtins\nold = print\nbuiltins.print = lambda *a: old('>', *a)")
        session.good("print('x')")
        assert session.output() == "> x\n"
    finally:
        builtins.print = original


def test_output_to_a_replaced_stdout_is_the_cell_s_own(session: Session) -> None:
    session.good("import sys, io\nsys.stdout = kept = io.StringIO()\nprint('inside')")
    assert session.output() == ""
    assert session.value("kept.getvalue()") == "'inside\\n'"


def test_a_closed_stdout_is_opened_anew(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from glovebox_sandbox.running import standard_streams

    stream = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)))
    monkeypatch.setattr(sys, "stdout", stream)
    streams = standard_streams.StandardStreams()
    stream.close()
    streams.install(False)
    print("again", flush=True)
    assert session.output() == "again\n"


def test_warnings_are_seen_in_every_cell_with_their_line_and_so_is_logging(tmp_path: Path) -> None:
    cell = "import warnings, logging\nfor i in '123': warnings.warn('careful')\nlogging.warning('look')"
    _, told = apart(tmp_path, [cell, cell])
    once = (
        "<cell {}>:2: UserWarning: careful\n  for i in '123': warnings.warn('careful')\nWARNING:root:look\n"
    )
    assert told["errors"] == once.format(1) + once.format(2)


def test_a_thread_goes_on_after_its_cell(session: Session) -> None:
    session.good(
        "import threading, time\nt = threading.Thread(target=lambda: (time.sleep(0.05), print('late')))\n"
        "t.start()"
    )
    session.good("t.join()")
    assert session.output() == "late\n"


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
