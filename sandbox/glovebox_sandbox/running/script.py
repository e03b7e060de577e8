"""Runs a Python program as `python FILE` would, in a process that is already warm.

Differences that a program can see: modules of the environment are imported already, and the
interpreter does not tear itself down at the end. What a program relies on at its end is done:
threads are joined, atexit handlers run, its own objects go, open files are written out.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys

from .. import own
from . import program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType
    from typing import Any

    Report = Callable[[dict[str, Any]], None]
    Emit = Callable[[str, dict[str, Any]], None]

_MAX_TEXT = 64 * 1024


def run(
    path: str,
    arguments: list[str],
    report: Report,
    emit: Emit | None = None,
    returns: Sequence[str] = (),
    *,
    svg: bool = False,
) -> int:
    """Runs the file and answers the exit code. An exception is printed, and reported.

    With `emit`, what the program shows is emitted as results, and at last the values of the variables
    that it is to return; see program.py.
    """
    module = type(sys)("__main__")
    module.__dict__.update(__file__=path, __builtins__=__builtins__, __annotations__={}, __cached__=None)
    sys.modules["__main__"] = module
    sys.argv = [path, *arguments]
    sys.path.insert(0, os.path.dirname(path))
    code = _guard(lambda: _execute(path, module, emit, svg), report, path)
    if emit is not None and returns:
        _quietly(lambda: _return(module, returns, emit))
    return _finish(module, report) or code


def _execute(path: str, module: ModuleType, emit: Emit | None, svg: bool) -> None:
    with open(path, "rb") as file:
        source = file.read()
    if emit is not None:
        program.execute(source, path, module.__dict__, emit, svg=svg)
        return
    exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102


def _return(module: ModuleType, names: Sequence[str], emit: Emit) -> None:
    from ..showing import values

    notes: list[str] = []
    found = values.returned(module.__dict__, names, notes)
    emit("returned", {"variables": found, "notes": notes})


def _guard(action: Callable[[], object], report: Report, path: str = "") -> int:
    try:
        action()
    except SystemExit as request:
        return _exit_code(request)
    except BaseException as error:
        _trim(error, path)
        _show(error)
        report(describe(error))
        return 130 if isinstance(error, KeyboardInterrupt) else 1
    return 0


def _exit_code(request: SystemExit) -> int:
    if request.code is None:
        return 0
    if isinstance(request.code, int):
        return request.code & 0xFF
    print(request.code, file=sys.stderr)
    return 1


def _trim(error: BaseException, path: str) -> None:
    """Takes our own frames off, so that the traceback starts in their code."""
    frame = error.__traceback__
    while frame is not None and _is_ours(frame.tb_frame.f_code.co_filename, path):
        frame = frame.tb_next
    error.__traceback__ = frame


def _is_ours(name: str, path: str) -> bool:
    """Also what runs the coroutine that a program with top-level await is."""
    return name != path and (name.startswith(own.FOLDER) or f"{os.sep}asyncio{os.sep}" in name)


def _show(error: BaseException) -> None:
    """Prints by the program's own hook if it has set one."""
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except BaseException:
        sys.__excepthook__(type(error), error, error.__traceback__)
    _quietly(sys.stderr.flush)


def describe(error: BaseException) -> dict[str, Any]:
    """What the host is told of an exception: strings of bounded length, whatever its `__str__` does."""
    try:
        message = str(error)
    except BaseException:
        message = "(its message cannot be shown)"
    # Imported here: a program that succeeds does not need it, and every fork would carry it.
    import traceback

    lines = traceback.format_exception(error)
    return {
        "name": _clean(type(error).__name__, 200),
        "message": _clean(message, _MAX_TEXT // 4),
        "traceback": _clean("".join(lines), _MAX_TEXT),
        "memory": isinstance(error, MemoryError),
        "module": _clean(str(getattr(error, "name", "") or ""), 200)
        if isinstance(error, ModuleNotFoundError)
        else "",
    }


def _clean(text: str, limit: int) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}\n… {len(text) - limit} characters cut …\n{text[-half:]}"


def _finish(module: ModuleType, report: Report) -> int:
    threading = sys.modules.get("threading")
    code = 0 if threading is None else _guard(threading._shutdown, report)
    _quietly(atexit._run_exitfuncs)  # pyright: ignore[reportPrivateUsage]
    _quietly(module.__dict__.clear)
    _quietly(gc.collect)
    _quietly(_flush_open_files)
    return code


def _flush_open_files() -> None:
    # Only objects made since the warden froze its own are looked at.
    for item in gc.get_objects():
        if issubclass(type(item), (io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper)):
            _quietly(item.flush)
    for stream in (sys.stdout, sys.stderr):
        _quietly(stream.flush)


def _quietly(action: Callable[[], object]) -> None:
    """At its end a program has nobody left to tell of a failure."""
    try:
        action()
    except BaseException:
        return
