"""The Python side of the portable engine, as far as it can be tried outside of Pyodide."""

from __future__ import annotations

import json
import os
import signal
import sys
import types

import pytest

from glovebox_sandbox import portable


class Inside(types.ModuleType):
    """Stands in for what the JavaScript around Pyodide offers."""

    def __init__(self) -> None:
        super().__init__("_glovebox")
        self.died: list[str] = []

    def die(self, name: str) -> None:
        self.died.append(name)

    def cpu(self) -> float:
        return 1500.0


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Inside:
    module = Inside()
    monkeypatch.setitem(sys.modules, "_glovebox", module)
    return module


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        ("import numpy.linalg, os", ["numpy", "os"]),
        ("from pandas.api import types\nfrom . import x\nfrom .y import z", ["pandas"]),
        ("def f():\n    import scipy", ["scipy"]),
        ("import (", []),
        ("a\0b", []),
        ("x = 1", []),
    ],
)
def test_imports_are_found_without_running_anything(source: str, modules: list[str]) -> None:
    assert json.loads(portable.imports_of(source)) == modules


def test_a_text_that_is_nested_without_end_imports_nothing() -> None:
    assert portable.imports_of("(" * 100_000) == "[]"


def test_a_signal_that_nobody_handles_ends_the_program(inside: Inside) -> None:
    portable._kill(os.getpid(), signal.SIGTERM)  # pyright: ignore[reportPrivateUsage]
    portable._kill(0, signal.SIGKILL)  # pyright: ignore[reportPrivateUsage]
    assert inside.died == ["SIGTERM", "SIGKILL"]


def test_a_signal_goes_to_its_handler(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(signal, "getsignal", lambda _number: lambda number, _frame: heard.append(number))
    portable._kill(os.getpid(), signal.SIGUSR1)  # pyright: ignore[reportPrivateUsage]
    assert (heard, inside.died) == ([signal.SIGUSR1], [])


def test_there_is_no_other_process_to_signal(inside: Inside) -> None:
    with pytest.raises(ProcessLookupError):
        portable._kill(os.getpid() + 1, signal.SIGTERM)  # pyright: ignore[reportPrivateUsage]
    assert inside.died == []


@pytest.mark.usefixtures("inside")
def test_cpu_time_comes_from_outside_of_the_interpreter() -> None:
    assert portable._process_time() == 1.5  # pyright: ignore[reportPrivateUsage]


def test_a_module_that_is_missing_is_passed_over() -> None:
    portable.preload(["json", "no_such_module_at_all"])
    assert "json" in sys.modules
