"""What an error, an exit or an interrupt in a cell is told as."""

from __future__ import annotations

import os
import signal
import sys
import threading

import pytest
from conftest import Session


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
