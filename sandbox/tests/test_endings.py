"""How a live sandbox tells the host that a cell is over."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from glovebox_sandbox import frames
from glovebox_sandbox.files import Workspace
from glovebox_sandbox.live.endings import Endings
from glovebox_sandbox.output import Output


class Host:
    """Takes everything at once."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._parser = frames.Parser()

    def send(self, data: bytes | bytearray) -> int:
        self.heard += [name for name, _ in self._parser.feed(bytes(data))]
        return len(data)


def test_the_end_of_a_cell_is_told_however_much_was_to_be_told_before(tmp_path: Path) -> None:
    """A host that reads all of it leaves nothing that would wake init once more."""
    host: Any = Host()
    workspace = Workspace(str(tmp_path))
    out = Output(host)
    out.gathers = True
    copies: Any = SimpleNamespace(order_checkpoint=lambda guest: None)
    home: Any = SimpleNamespace(workspace=workspace, out=out)
    endings = Endings(home, copies, 64 << 20)
    (tmp_path / "large").write_bytes(bytes(8 << 20))
    guest: Any = SimpleNamespace(
        number=1, disconnected=False, forks=True, pid=1, drop_checkpoint=lambda: None
    )
    cell: Any = SimpleNamespace(
        reason=None,
        notes=[],
        peak_bytes=0,
        order={"artifacts": True},
        wall_ms=lambda: 1.0,
        cpu_ms=lambda pid: 1.0,
    )
    out.send(frames.pack("said", bytes(4 << 20)))
    endings.of_cell(guest, cell)
    endings.send_more()
    assert host.heard[0] == "said"
    assert host.heard[-1] == "cell_ended"
    assert host.heard.count("leaving") > 8
