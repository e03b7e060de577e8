"""A session of cells in the interpreter that runs the tests, and what it changes put back at its end."""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glovebox_sandbox.running import compiling
from glovebox_sandbox.running.cells import Cells


class Session:
    """Cells, and what they said."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.results: list[dict[str, Any]] = []
        self._capture = capture
        self.cells = Cells(self._emit, workspace=os.getcwd())

    def _emit(self, name: str, payload: dict[str, Any]) -> None:
        assert name == "result"
        self.results.append(payload)

    def run(self, source: str, **options: Any) -> dict[str, Any]:
        self.results.clear()
        return self.cells.run(source, **options)

    def good(self, source: str, **options: Any) -> dict[str, Any]:
        """Runs a cell that must succeed."""
        outcome = self.run(source, **options)
        assert outcome["ok"], outcome["error"]["traceback"]
        assert outcome["error"] is None
        return outcome

    def error(self, source: str, **options: Any) -> dict[str, Any]:
        """Runs a cell that must fail, and answers its error."""
        outcome = self.run(source, **options)
        assert not outcome["ok"]
        return outcome["error"]

    def value(self, source: str) -> Any:
        """The text of the main result."""
        self.good(source)
        [main] = [each for each in self.results if each["main"]]
        return main["mime"]["text/plain"]

    def output(self) -> str:
        return self._capture.readouterr().out

    def errors(self) -> str:
        return self._capture.readouterr().err

    def outputs(self) -> str:
        """What processes and this one wrote to both streams."""
        read = self._capture.readouterr()
        return read.out + read.err


_APART = """
import json, os, sys
sys.path.insert(0, {folder!r})
from glovebox_sandbox.running import compiling
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
    """Runs the cells in another interpreter. Of each its outcome and results, of all the output."""
    answers = tmp_path / "answers"
    folder = Path(compiling.__file__).parents[2]
    program = _APART.format(folder=str(folder), answers=str(answers))
    command = [sys.executable, "-c", program, json.dumps(sources)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    lines = [json.loads(line) for line in answers.read_text().splitlines()]
    assert len(lines) == len(sources), ended.stderr
    return [{**line, "output": ended.stdout, "errors": ended.stderr} for line in lines]


@pytest.fixture
def put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    names = ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")
    streams = {name: getattr(sys, name) for name in names}
    finders, main, modules = list(sys.meta_path), sys.modules["__main__"], dict(sys.modules)
    yield
    for name, stream in streams.items():
        setattr(sys, name, stream)
    sys.meta_path[:] = finders
    sys.modules.update(modules)
    sys.modules["__main__"] = main
    for name in [name for name in sys.modules if name.split(".")[0] in ("IPython", "matplotlib_inline")]:
        del sys.modules[name]
    for name in ("display", "get_ipython", "__glovebox_magics__"):
        builtins.__dict__.pop(name, None)


@pytest.fixture
def session(put_back: None, capfd: pytest.CaptureFixture[str]) -> Session:
    return Session(capfd)
