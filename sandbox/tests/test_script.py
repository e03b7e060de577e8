"""[truth.program] How a Python program is run in a warm interpreter, as `python FILE` would run it."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from glovebox_sandbox.running import script

# As the worker does: whatever happens in `run`, the process ends.
RUNNER = """
import json, os, sys
sys.path.insert(0, {sources!r})
from glovebox_sandbox.running import script
path = sys.argv[1]
def report(error):
    with open({reports!r}, "a") as file:
        file.write(json.dumps(error) + chr(10))
def emit(name, payload):
    told = payload["mime"]["text/plain"] if name == "result" else payload["notes"]
    os.write(1, f"[{{name}} {{told}}]".encode())
code = 1
try:
    code = script.run(path, sys.argv[2:], report, emit if {shows!r} else None)
finally:
    os._exit(code)
"""


def run(
    tmp_path: Path, program: str, *arguments: str, shows: bool = False
) -> tuple[int, str, str, list[dict[str, Any]]]:
    """Exit code, stdout, stderr and reports of the program, in an interpreter of its own."""
    file = tmp_path / "program.py"
    file.write_text(textwrap.dedent(program))
    reports = tmp_path / "reports"
    runner = RUNNER.format(
        sources=str(Path(script.__file__).parent.parent), reports=str(reports), shows=shows
    )
    command = [sys.executable, "-c", runner, str(file), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    lines = reports.read_text().splitlines() if reports.exists() else []
    return ended.returncode, ended.stdout, ended.stderr, [json.loads(line) for line in lines]


def plain(tmp_path: Path, program: str) -> tuple[int, str, str]:
    """The same by the bare interpreter."""
    file = tmp_path / "program.py"
    file.write_text(textwrap.dedent(program))
    ended = subprocess.run(
        [sys.executable, str(file)], capture_output=True, text=True, timeout=30, check=False
    )
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("shows", [False, True])
@pytest.mark.parametrize(
    "program",
    [
        "print(__name__, __file__ is not None)",
        "import sys; sys.exit(3)",
        "import sys; sys.exit('a message')",
        "import sys; sys.exit()",
        "import sys; sys.exit(256 + 7)",
        "raise SystemExit",
        "1 / 0",
        "def f():\n    raise ValueError('in f')\nf()",
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise KeyError('k') from e",
        "x = (",
        "import atexit\natexit.register(print, 'at exit')\nprint('first')",
        "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.1), print('thread'))).start()",
        "class A:\n    def __del__(self): print('deleted')\na = A()",
        "import sys\nsys.excepthook = lambda *a: print('hook', a[0].__name__)\n1 / 0",
        "f = open('/dev/stdout', 'w')\n_ = f.write('unflushed')",
        "print('no newline', end='')",
        "from __future__ import annotations\nx: nothing = 1\nprint(__annotations__)",
        "import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))).__name__)",
        "raise KeyboardInterrupt",
        "import os; os._exit(9)",
        "x = 1\nreturn x",
        "async def f(): pass\nx = (",
        "def f():\n    await g()",
        "import warnings\nwarnings.warn('careful')\nx = '\\d'",
    ],
)
def test_a_program_ends_as_under_the_bare_interpreter(tmp_path: Path, program: str, shows: bool) -> None:
    """[truth.program]"""
    code, stdout, stderr, _ = run(tmp_path, program, shows=shows)
    wanted_code, wanted_stdout, wanted_stderr = plain(tmp_path, program)
    # A shell shows an interrupt as 130; the bare interpreter kills itself with the signal.
    assert code == (130 if wanted_code == -2 else wanted_code)
    assert stdout == wanted_stdout
    assert stderr == wanted_stderr


@pytest.mark.parametrize(
    ("program", "output"),
    [
        ("print(1)", "1\n"),
        ("print(1)\n2", "1\n[result 2]"),
        ("print(1, end='')\ndisplay('a', 3)\nprint(2)\nNone", "1[result 'a'][result 3]2\n"),
        ("2;", ""),
        ("# coding: latin-1\nx = '\xe4'\nx # ;", "[result 'Ã¤']"),
        ("import asyncio\nx = await asyncio.sleep(0, 5)\nx + 1", "[result 6]"),
        ("import asyncio\nasyncio.run(asyncio.sleep(0, 5))", "[result 5]"),
        ("class A:\n    def _repr_html_(self): 1 / 0\n    def __repr__(self): return 'A'\nA()",
         "[result A][notes ['_repr_html_ of A raised ZeroDivisionError: division by zero']]"),
        ("import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt\n"
         "plt.plot([1])\nplt.show()\n"
         "print('between')\nplt.plot([2])\nplt.gca().set_title('t');",
         "[result <Figure size 640x480 with 1 Axes>]between\n[result <Figure size 640x480 with 1 Axes>]"),
        ("import matplotlib.pyplot as plt\nplt.plot([1])\nraise SystemExit",
         "[result <Figure size 640x480 with 1 Axes>]"),
    ],
)  # fmt: skip
def test_a_program_shows_its_last_value_its_displays_and_its_figures(
    tmp_path: Path, program: str, output: str
) -> None:
    code, stdout, stderr, _ = run(tmp_path, program, shows=True)
    assert (code, stdout, stderr) == (0, output, "")


def test_an_exception_of_a_program_that_awaits_shows_only_the_program(tmp_path: Path) -> None:
    program = "import asyncio\nasync def f():\n    1 / 0\nawait f()"
    code, _, stderr, [report] = run(tmp_path, program, shows=True)
    assert code == 1
    assert report["traceback"] == stderr
    assert stderr.startswith(
        'Traceback (most recent call last):\n  File "' + str(tmp_path / "program.py") + '", line 4'
    )
    assert "asyncio" not in stderr


def test_arguments_are_the_program_s(tmp_path: Path) -> None:
    """[truth.inputs]"""
    _, stdout, _, _ = run(tmp_path, "import sys; print(sys.argv[1:])", "a b", "--c")
    assert stdout == "['a b', '--c']\n"


def test_an_exception_is_reported_with_the_traceback_in_their_code_only(tmp_path: Path) -> None:
    """[truth.program]"""
    *_, stderr, reports = run(tmp_path, "def f():\n    raise ValueError('why')\nf()")
    [report] = reports
    assert (report["name"], report["message"], report["memory"], report["module"]) == (
        "ValueError",
        "why",
        False,
        "",
    )
    assert report["traceback"] == stderr
    assert "script.py" not in stderr


def test_a_missing_module_is_named(tmp_path: Path) -> None:
    """[truth.program]"""
    *_, reports = run(tmp_path, "import not_there.at_all")
    assert reports[0]["module"] == "not_there"


@pytest.mark.parametrize(
    "program",
    [
        "class E(Exception):\n    def __str__(self): raise RuntimeError('no')\nraise E",
        "class E(Exception):\n    def __str__(self): return 7\nraise E",
        "class E(Exception):\n    def __repr__(self): raise E\n    __str__ = __repr__\nraise E",
        "class M(type):\n    def __getattribute__(c, n): raise RuntimeError(n)\n"
        "class E(Exception, metaclass=M): pass\nraise E('x')",
        "class E(ModuleNotFoundError):\n    name = property(lambda s: 1 / 0)\nraise E",
        "class E(SystemExit):\n    code = property(lambda s: 1 / 0)\nraise E",
        "class I(int):\n    def __and__(s, o): return 'x'\nraise SystemExit(I(3))",
        "raise ValueError('\\ud800')",
        "raise ValueError('x' * 10_000_000)",
        "def f(): f()\nf()",
        "e = ValueError('loop')\ne.__cause__ = e\nraise e",
        "raise ExceptionGroup('g', [ExceptionGroup('h', [ValueError('deep')])])"
        if sys.version_info >= (3, 11)
        else "raise ValueError",
        "import sys\nsys.excepthook = None\n1 / 0",
        "import sys\nsys.stderr = None\n1 / 0",
        "import sys\ndel sys.stdout\n1 / 0",
        "import sys, traceback\ntraceback.format_exception = None\n1 / 0",
        "import builtins\nbuiltins.isinstance = None\n1 / 0",
        "import sys\nsys.modules.clear()\n1 / 0",
    ],
)
def test_a_hostile_exception_ends_the_program_and_its_report_is_bounded(tmp_path: Path, program: str) -> None:
    """[truth.program]"""
    code, _, stderr, reports = run(tmp_path, program)
    assert code != 0
    assert code < 128, stderr[-500:]
    for report in reports:
        assert len(json.dumps(report)) < 512 * 1024


def test_long_texts_keep_their_head_and_their_tail() -> None:
    """[truth.program]"""
    message = script.describe(ValueError("h" * 100_000 + "t" * 100_000))["message"]
    assert message.startswith("hhh")
    assert message.endswith("ttt")
    assert "characters cut" in message
    assert len(message) < 20_000
