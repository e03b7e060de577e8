"""One sandbox whose program is ours, to learn which pages every sandbox writes to."""

from __future__ import annotations

import socket

from . import frames
from .heap import Span

_DEADLINE_SECONDS = 20.0
_SIZE = 1 << 20


class HotPages:
    """Pages that are written in every sandbox: by init before and after it forks, and by the worker."""

    def __init__(self) -> None:
        self.init: list[Span] = []
        self.init_again: list[Span] = []
        self.worker: list[Span] = []
        # What the worker only looks at.
        self.seen: list[Span] = []


def order() -> dict[str, object]:
    """What the host would order."""
    return {
        "workspaceBytes": _SIZE, "fileBytes": _SIZE, "openFiles": 1024, "processes": None, "terminals": False,
        "initUid": 1000, "userUid": 1001, "rehearsal": True, "ahead": False, "fault": None,
    }  # fmt: skip


def watch(connection: socket.socket, source: str) -> HotPages:
    """Plays the host to the end. Raises OSError or ValueError where the sandbox fails."""
    connection.settimeout(_DEADLINE_SECONDS)
    parser = frames.Parser()
    hot = HotPages()
    while True:
        arrived = frames.receive(connection, parser)
        if arrived is None:
            raise ValueError("the rehearsal ended early")
        for name, payload in arrived:
            if name == "ready":
                connection.sendall(_program(source))
            elif name == "pages":
                told = frames.json.loads(payload)
                setattr(hot, told["who"], [tuple(span) for span in told["spans"]])
            elif name == "broken":
                raise ValueError(payload.decode())
            elif name == "ended":
                return hot


def pages(who: str, spans: list[Span]) -> bytes:
    return frames.pack_json("pages", {"who": who, "spans": spans})


def _program(source: str) -> bytes:
    content = source.encode()
    run: dict[str, object] = {
        "main": "/workspace/main.py", "arguments": [], "variables": {},
        "workdir": "/workspace", "modulePath": [], "command": None, "reports": False,
        "timeoutMs": 15_000, "outputBytes": _SIZE, "watchMemoryBytes": None, "cpuMs": None, "artifacts": True,
        "live": False, "returns": [], "svg": False,
    }  # fmt: skip
    return b"".join(
        (
            frames.pack_json("file", {"name": "main.py", "size": len(content)}),
            frames.pack("data", content),
            frames.pack_json("run", run),
            frames.pack("stdin_end"),
        )
    )
