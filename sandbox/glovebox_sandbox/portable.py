"""The Python side of the portable engine: runs one program in Pyodide, as worker.py does in a native sandbox.

It is imported when the memory image is made, so it must not keep anything that may not be shared by
every sandbox that starts from that image.
"""

from __future__ import annotations

import gc
import io
import json
import os
import signal
import sys
import time

from .running import (
    capturing,
    cell_magics,
    commands,
    config,
    interactive_shell,
    magics,
    reloading,
    script,
)
from .running.cells import Cells
from .showing import charts, ipython, ipython_media, latex, older_names, values, variables
from .showing.hooks import Hooks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# All of ours is in the image: a sandbox has no files of it to import from later.
_IMPORTED_LATER = (
    *(capturing, cell_magics, charts, commands, config, interactive_shell, ipython, ipython_media, latex),
    *(magics, older_names, reloading, values, variables),
)


def preload(names: list[str]) -> None:
    """Imports what programs often need. A module that is missing is passed over."""
    for name in names:
        try:
            __import__(name)
        except ImportError:
            continue
    # What is here now is not the program's: at its end only its own objects are looked at.
    gc.collect()
    gc.freeze()


def prepare(imports: list[str]) -> None:
    """Makes a copy of the image a sandbox of its own: its streams, its random numbers, its own clock."""
    _install_streams()
    if imports:
        preload(imports)
    _reseed()
    _forbid_sockets()
    time.sleep = _sleep
    time.process_time = _process_time
    os.kill = _kill
    os.chdir("/workspace")


def imports_of(source: str) -> str:
    """Top-level names of the modules that a text imports, as JSON; none for what is no Python."""
    import ast

    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "[]"
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return json.dumps(sorted(names))


def run(request: str) -> str:
    """Runs a program to its end. Takes JSON, and answers `{exitCode, error}`, the error as text or null."""
    program = json.loads(request)
    told: list[dict[str, Any]] = []
    os.environ.update(program["variables"])
    os.chdir(program["workdir"])
    exit_code = script.run(
        program["main"], program["arguments"], told.append, _emit, program["returns"], svg=program["svg"]
    )
    return json.dumps({"exitCode": exit_code, "error": json.dumps(told[-1]) if told else None})


class _Session:
    """The one of this process."""

    cells: Cells
    task: Any = None


def begin_session(request: str) -> None:
    """Takes the variables and the folder that all cells find. Takes JSON."""
    session = json.loads(request)
    os.environ.update(session["variables"])
    os.chdir(session["workdir"])
    _Session.cells = Cells(_emit)
    _Session.cells.on_pip = _cannot_install


def _cannot_install(_names: list[str], _upgrade: bool) -> str:
    return "the portable engine cannot install packages: make the session on the native engine"


async def run_cell(request: str) -> str:
    """Runs a cell to its end. Takes JSON, and answers what Cells.run does, as JSON."""
    import asyncio

    cell = json.loads(request)
    stdin: bool | str = False if cell["input"] is None else cell["input"]
    _Session.task = asyncio.current_task()
    try:
        done = await _Session.cells.run_async(
            cell["source"],
            counts=cell["counts"],
            stdin=stdin,
            env=cell["variables"],
            variables=cell["returns"],
            svg=cell["svg"],
        )
    except KeyboardInterrupt as error:
        done = {"ok": False, "error": script.describe(error)}
    finally:
        _Session.task = None
    return json.dumps(done)


def interrupt_cell() -> None:
    """Ends what a cell awaits. One that computes hears of it by the interrupt itself."""
    if _Session.task is not None:
        _Session.task.cancel()


def list_variables() -> str:
    return json.dumps({"variables": _Session.cells.list_variables()})


def _emit(name: str, value: dict[str, Any]) -> None:
    import _glovebox

    _glovebox.emit(name, json.dumps(value))


def forget() -> None:
    """Undoes what a rehearsal left, so that the program that comes is the first."""
    _install_streams()
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, Hooks)]
    sys.modules["__main__"] = type(sys)("__main__")
    sys.path.remove("/workspace")
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        sys.__dict__.pop(name, None)
    linecache = sys.modules.get("linecache")
    if linecache is not None:
        linecache.clearcache()
    _reseed()
    gc.collect()
    gc.freeze()


def _install_streams() -> None:
    stdin = io.TextIOWrapper(
        io.BufferedReader(io.FileIO(0, "r", closefd=False)), encoding="utf-8", errors="surrogateescape"
    )
    stdout = _writer(1, "surrogateescape")
    stderr = _writer(2, "backslashreplace")
    for name, stream in (("stdin", stdin), ("stdout", stdout), ("stderr", stderr)):
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _writer(file: int, errors: str) -> io.TextIOWrapper:
    buffer = io.BufferedWriter(io.FileIO(file, "w", closefd=False))
    return io.TextIOWrapper(buffer, encoding="utf-8", errors=errors, line_buffering=True)


def _forbid_sockets() -> None:
    """There is no network. Without this the interpreter would end at `listen`, for want of a library."""
    import socket

    class Refused(socket.socket):
        def bind(self, address: object) -> None:
            raise OSError(1, "there is no network in the portable engine")

        def listen(self, backlog: int = 0) -> None:
            raise OSError(1, "there is no network in the portable engine")

        def connect(self, address: object) -> None:
            raise OSError(1, "there is no network in the portable engine")

    socket.socket = Refused


def _reseed() -> None:
    """All sandboxes start from one image, so without this they would draw the same numbers."""
    random = sys.modules.get("random")
    if random is not None:
        random.seed()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _process_time() -> float:
    """Seconds of CPU time since the program began. Pyodide's own counts by the wall clock."""
    import _glovebox

    return _glovebox.cpu() / 1000


def _sleep(seconds: float) -> None:
    """As time.sleep; Pyodide's own keeps the processor busy."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    import _glovebox

    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        _glovebox.wait(left * 1000)


def _kill(pid: int, number: int) -> None:
    """There is one process here. A signal that it does not handle ends it."""
    if pid not in (0, os.getpid()):
        raise ProcessLookupError(3, "No such process")
    handler = signal.SIG_DFL if number in (9, 19) else signal.getsignal(number)
    if number == 0 or handler is signal.SIG_IGN:
        return
    if callable(handler):
        handler(number, None)
        return
    import _glovebox

    _glovebox.die(signal.Signals(number).name)
