"""Shell commands of a cell: their output is the cell's, as it comes."""

from __future__ import annotations

import os
import sys

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from typing import Any

    from .standard_streams import StandardStreams

__builtins__ = own.BUILTINS

_MAX_ARGUMENT = 100_000


def run(command: str, streams: StandardStreams) -> int:
    """Runs it to its end and answers its exit code, which is negative for a signal."""
    return _run([_shell(), "-c", command], b"", streams)


def script(body: str, streams: StandardStreams, options: str = "") -> None:
    """Several lines. An exit code other than 0 is an error, as that of %%bash."""
    flags = options.split() if options.startswith("-") else []
    if len(body) < _MAX_ARGUMENT:
        code = _run([_shell(), *flags, "-c", body], b"", streams)
    else:
        code = _run([_shell(), *flags, "-s"], body.encode("utf-8", "surrogateescape"), streams)
    if code != 0:
        import subprocess

        first = body.strip().split("\n", 1)[0][:200]
        raise subprocess.CalledProcessError(code, first)


def feed(command: list[str], body: str, streams: StandardStreams, kept: dict[str, str]) -> dict[str, str]:
    """A program that reads the text. `kept`: the names for which its "out" or "err" is answered, not told."""
    if not kept:
        code, said = _run(command, body.encode("utf-8", "surrogateescape"), streams), {"out": b"", "err": b""}
    else:
        process = _start(command, captured=True, fed=True, apart=True)
        out, err = process.communicate(body.encode("utf-8", "surrogateescape"))
        code, said = process.returncode, {"out": out, "err": err}
    for name, stream in (("out", sys.stdout), ("err", sys.stderr)):
        if name not in kept.values():
            stream.write(said[name].decode("utf-8", "replace"))
    if code != 0:
        import subprocess

        raise subprocess.CalledProcessError(code, " ".join(command))
    return {name: said[which].decode("utf-8", "replace") for name, which in kept.items()}


def lines(command: str) -> list[str]:
    """What it prints on both streams."""
    process = _start([_shell(), "-c", command], captured=True)
    try:
        output, _ = process.communicate()
    except BaseException:
        process.kill()
        process.wait()
        raise
    return output.decode("utf-8", "replace").splitlines()


def _run(command: list[str], data: bytes, streams: StandardStreams) -> int:
    own_streams = streams.is_own("stdout") and streams.is_own("stderr")
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    process = _start(command, captured=not own_streams, fed=bool(data))
    try:
        if data and own_streams:
            process.communicate(data)
        elif not own_streams:
            output, _ = process.communicate(data or None)
            sys.stdout.write(output.decode("utf-8", "replace"))
        return process.wait()
    except BaseException:
        process.kill()
        process.wait()
        raise


def _start(
    command: list[str], *, captured: bool, fed: bool = False, apart: bool = False
) -> subprocess.Popen[bytes]:
    if sys.platform == "emscripten":
        raise OSError(
            "there are no shell commands in the portable engine: it has one process; write it in Python"
        )
    import subprocess

    more: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if captured else {}
    if apart:
        more["stderr"] = subprocess.PIPE
    process: Any = subprocess.Popen(command, stdin=subprocess.PIPE if fed else subprocess.DEVNULL, **more)
    return process


def _shell() -> str:
    return "/bin/bash" if os.path.exists("/bin/bash") else "/bin/sh"
