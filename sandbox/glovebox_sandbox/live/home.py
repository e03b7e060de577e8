"""What a live sandbox has from the time before it was one, and the process that others are forked from."""

from __future__ import annotations

import os
import socket
import struct

from .. import frames
from . import passing, stem
from .guest import kill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..files import Workspace
    from ..output import Output
    from ..pipes import Pipes
    from ..reaper import Reaper
    from ..snapshot import Memory
    from .guest import Ends

_STEM_PATIENCE_SECONDS = 5.0


class Home:
    """What a live sandbox has from the time before it was one."""

    def __init__(
        self,
        connection: socket.socket,
        out: Output,
        orders: frames.Parser,
        workspace: Workspace,
        reaper: Reaper,
        memory: Memory,
    ) -> None:
        self.connection = connection
        self.out = out
        self.orders = orders
        self.workspace = workspace
        self.reaper = reaper
        self.memory = memory


class Stem:
    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.connection = connection

    def fork(self, order: dict[str, Any], ends: Ends) -> int:
        """The new process's id. Raises OSError where there can be none, or no stem."""
        if self.connection.fileno() < 0:
            raise OSError("the process that starts others was ended; make a new sandbox")
        keys = ("command", "variables", "workdir", "modulePath", "terminal")
        spawn = {key: order[key] for key in keys}
        spawn["listens"] = order["dialect"] != "none"
        try:
            passing.send(self.connection.fileno(), frames.pack_json("spawn", spawn), ends.inner)
            name, payload = frames.read_one(self.connection.fileno())
        except (OSError, EOFError) as error:
            # Its answer could come to the next question.
            self.end()
            raise OSError("the process that starts others did not answer") from error
        told: dict[str, Any] = frames.json.loads(payload)
        if name != "forked" or not told["pid"]:
            raise OSError(told["why"])
        return told["pid"]

    def end(self) -> None:
        """Nothing new starts in this sandbox any more."""
        if self.connection.fileno() >= 0:
            self.connection.close()
            kill(self.pid)
            self.pid = 1  # its own may be another's soon


def make_stem(pipes: Pipes, worker: int) -> Stem:
    """Tells the worker to become the stem, and waits for its call."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.bind(stem.ADDRESS)
        os.chmod(stem.ADDRESS, 0o600)
        door.listen(1)
        door.settimeout(_STEM_PATIENCE_SECONDS)
        frames.write_all(pipes.request, frames.pack("stem"))
        connection, _ = door.accept()
        os.unlink(stem.ADDRESS)
    for name in ("stdin", "stdout", "stderr", "request", "report"):
        pipes.close(name)
    # A timeout of the kernel's own: the descriptor is read without the socket object.
    seconds = struct.pack("ll", int(_STEM_PATIENCE_SECONDS), 0)
    connection.setblocking(True)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, seconds)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, seconds)
    return Stem(worker, connection)
