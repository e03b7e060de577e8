"""The worker: the process in a sandbox that becomes the user's program.

A fork of init, and through it of the warden, so everything that the warden imported is there. It
confines itself, checks the result, says that it is ready, and waits for one request. Descriptors:
0 to 2 the program's own, 3 the request, 4 reports.
"""

from __future__ import annotations

import os
import signal
import site
import sys

from . import frames, heap, rehearsal, root, verify, wall
from .live import stem
from .running import script, streams
from .sleeper import Sleeper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_REQUEST, _REPORT = 3, 4
_KEPT = frozenset(range(5))


def main(
    shape: wall.Shape,
    kit: wall.Kit,
    cgroups: list[int],
    hot: rehearsal.HotPages,
    rehearses: bool,
) -> None:
    """Never returns."""
    try:
        wall.join(cgroups)
        heap.take(hot.worker)
        heap.look_up(hot.seen)
        wall.confine_worker(shape, kit, kept=len(_KEPT))
        verify.process(has_range=kit.has_range)
        verify.descriptors(_KEPT)
        verify.mounts(kit.mounts, kit.masked)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        reseed()
        streams.install(_REPORT)
        sleeper = Sleeper()
    except BaseException as error:
        step = getattr(error, "step", "")
        _tell("broken", {"step": step, "message": str(error)[:2000]})
        os._exit(1)
    _tell("ready", {"sleeper": sleeper.pid})
    try:
        _serve(kit, rehearses, sleeper)
    except KeyboardInterrupt:
        os._exit(130)  # before the program itself could hear of it


def reseed() -> None:
    """Two forks of one warden must not draw the same numbers. `random` reseeds itself in a fork."""
    ssl = sys.modules.get("ssl")
    if ssl is not None:
        ssl.RAND_add(os.urandom(32), 32.0)
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _serve(kit: wall.Kit, rehearses: bool, sleeper: Sleeper) -> None:
    name, payload = frames.read_one(_REQUEST)
    if name == "stem":
        os.kill(sleeper.pid, signal.SIGKILL)
        stem.serve(kit.snapshot)
    program = frames.json.loads(payload)
    if name == "prepare":
        os.kill(sleeper.pid, signal.SIGKILL)
        os.environ.update(program["variables"])
        os.set_inheritable(_REQUEST, True)
        execute(program["command"], reports=True)
    if name != "program":
        os._exit(1)
    os.close(_REQUEST)
    settle_in(program)
    if program["command"] is not None:
        os.kill(sleeper.pid, signal.SIGKILL)
        execute(program["command"], reports=program["reports"])
    code = script.run(
        program["main"], program["arguments"], _report, _show, program["returns"], svg=program["svg"]
    )
    if rehearses:
        pagemap = heap.open_pagemap()
        seen, taken = heap.seen(pagemap), heap.taken(pagemap)
        frames.write_all(_REPORT, rehearsal.pages("seen", seen) + rehearsal.pages("worker", taken))
    os._exit(code)


def settle_in(program: dict[str, Any]) -> None:
    """Takes the variables, the folder and the packages that a program is to find."""
    # The warden has those that every program finds; these are the request's own.
    os.environ.update(program["variables"])
    _enter(program["workdir"])
    if program["modulePath"]:
        extend_module_path(program["modulePath"])


def _enter(folder: str) -> None:
    if folder == root.WORKSPACE:
        return  # where every worker is born
    try:
        os.makedirs(folder, exist_ok=True)
        os.chdir(folder)
    except OSError as error:
        _fail(f"the working directory cannot be used: {error}")


def extend_module_path(folders: list[str]) -> None:
    """Packages of this program's own. What their .pth files run is behind the wall, like the program."""
    _put_first("PYTHONPATH", folders)
    for folder in folders:
        site.addsitedir(folder)
    _put_first("PATH", [f"{folder}/bin" for folder in folders])


def _put_first(variable: str, folders: list[str]) -> None:
    before = os.environ.get(variable, "").split(os.pathsep)
    others = [folder for folder in before if folder and folder not in folders]
    os.environ[variable] = os.pathsep.join([*folders, *others])


def execute(command: list[str], *, reports: bool, listens: bool = False) -> None:
    """Becomes the command. `reports`, `listens`: it keeps the descriptor of its reports, of its request."""
    if listens:
        os.set_inheritable(_REQUEST, True)
    if reports:
        os.set_inheritable(_REPORT, True)
    else:
        os.close(_REPORT)
    for kind in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(kind, signal.SIG_DFL)
    try:
        os.execve(command[0], command, os.environ)
    except OSError as error:
        _fail(f"{command[0]}: {error.strerror}", code=127)


def _fail(message: str, code: int = 1) -> None:
    frames.write_all(2, f"glovebox: {message}\n".encode())
    os._exit(code)


def _report(error: dict[str, Any]) -> None:
    _show("error", error)


def _show(name: str, value: dict[str, Any]) -> None:
    """Results, and what is said about them; see program.py."""
    try:
        streams.let_drain()
        _tell(name, value)
    except OSError:
        pass  # the program closed the pipe: then there is no report


def _tell(name: str, value: dict[str, Any]) -> None:
    frames.write_all(_REPORT, frames.pack_json(name, value))
