"""A session of cells in the interpreter that runs the tests, and what it changes put back at its end."""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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
