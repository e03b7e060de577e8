"""What the host is told at the end of a cell and of a guest: the artifacts first, then how it ended."""

from __future__ import annotations

from collections import deque

from .. import frames
from ..epilogue import Epilogue, ending_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .cell import Cell
    from .copies import Copies
    from .guest import Guest
    from .home import Home

_OF_AN_EXIT = (
    "guest", "recovered", "exitCode", "signal", "reason", "wallMs", "cpuMs", "peakMemoryBytes", "notes"
)  # fmt: skip


class Endings:
    def __init__(self, home: Home, copies: Copies, workspace_bytes: int) -> None:
        self._home = home
        self._out = home.out
        self._copies = copies
        self._workspace_bytes = workspace_bytes
        self._leaving: deque[tuple[Guest, Epilogue, dict[str, Any]]] = deque()

    def of_cell(
        self, guest: Guest, cell: Cell, status: int | None = None, recovered: str | None = None
    ) -> None:
        """`status`: as wait gives it where the interpreter died; None where it goes on."""
        guest.cell = None
        ending = {
            "guest": guest.number,
            "disconnected": guest.disconnected,
            "died": status is not None,
            "recovered": recovered,
            **ending_of(
                status,
                cell.reason,
                cell.notes + _notes(guest, status, recovered),
                wall_ms=cell.wall_ms(),
                cpu_ms=cell.cpu_ms(guest.pid) if status is None else cell.cpu_ms(0),
                peak_bytes=cell.peak_bytes,
            ),
        }
        most = self._workspace_bytes if cell.order["artifacts"] else None
        self._leaving.append((guest, Epilogue(self._home.workspace, most), ending))
        if status is None:
            guest.drop_checkpoint()

    def of_guest(self, name: str, guest: Guest, status: int, used_ms: float, recovered: str | None) -> None:
        notes = _notes(guest, status, recovered)
        ending = ending_of(status, None, notes, wall_ms=guest.age_ms(), cpu_ms=used_ms, peak_bytes=0)
        self._out.send(frames.pack_json(name, {"guest": guest.number, "recovered": recovered, **ending}))

    def send_more(self) -> None:
        """Goes on until all is told, or the connection is to tell when it takes more."""
        while True:
            self._gather_more()
            self._out.flush()
            if self._out.waiting or not self._leaving:
                return

    def _gather_more(self) -> None:
        """The artifacts first; after the last comes the ending."""
        while self._leaving and not self._out.full:
            guest, epilogue, ending = self._leaving[0]
            piece = epilogue.next_piece()
            if piece is not None:
                self._out.send(frames.pack_json("leaving", {"guest": guest.number}) + piece)
                continue
            self._leaving.popleft()
            ending["notes"] += epilogue.notes
            self._out.send(frames.pack_json("cell_ended", ending))
            if not ending["died"]:
                self._copies.order_checkpoint(guest)
            elif ending["recovered"] is None:
                self._out.send(frames.pack_json("exited", {key: ending[key] for key in _OF_AN_EXIT}))


def _notes(guest: Guest, status: int | None, recovered: str | None) -> list[str]:
    if status is None or recovered != "clean" or not guest.forks:
        return []
    return [f"there was no checkpoint to go back to: {guest.untrusted}"]
