"""Cells that replace or break what every cell stands on, and what later ones see of it."""

from __future__ import annotations

import builtins
import io
import sys
from pathlib import Path

import pytest
from conftest import Session, apart


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
