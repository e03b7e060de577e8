"""Bounds what one cell shows.

What is shown to stay is left out past the bounds. What is shown to be replaced, updates and what follows
a clear_output, is then held back until the cell ends: of it the last state is what matters.
"""

from __future__ import annotations

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Result = dict[str, Any]
    Tell = Callable[[Result], None]

__builtins__ = own.BUILTINS

MAX_REPRESENTATION_BYTES = 10 << 20
MAX_BYTES_OF_A_CELL = 64 << 20
MAX_RESULTS = 1000
_MAX_HELD = 100


class Flood:
    def __init__(self, tell: Tell, notes: list[str]) -> None:
        self._tell = tell
        self._notes = notes
        self.start()

    def start(self) -> None:
        self._spent = self._count = 0
        self._clears = False
        self._held: list[Result] = []

    def cleared(self) -> None:
        self._clears = True
        self._held = [result for result in self._held if "update" in result]

    def add(self, result: Result) -> None:
        passing = self._clears or "update" in result
        full = self._count >= MAX_RESULTS
        if passing and (full or self._spent > MAX_BYTES_OF_A_CELL // 2):
            self._hold(result)
        elif full:
            self._note(f"results after the first {MAX_RESULTS} were left out")
        else:
            self._pass(result)

    def finish(self) -> None:
        held, self._held = self._held, []
        for result in held:
            self._pass(result)

    def _hold(self, result: Result) -> None:
        self._note("it showed so much that only the last state of what it replaced is shown")
        name = result.get("displayId")
        same = [each for each in self._held if name is not None and each.get("displayId") == name]
        for each in same:
            each.update({key: result[key] for key in result if key != "update"})
        if same and "update" in result:
            return
        if len(self._held) < _MAX_HELD:
            self._held.append(result)

    def _pass(self, result: Result) -> None:
        mime = {kind: data for kind, data in result["mime"].items() if self._fits(kind, data)}
        if mime or "displayId" in result:
            self._count += 1
            self._tell({**result, "mime": mime})

    def _fits(self, kind: str, data: Any) -> bool:
        size = len(data) if isinstance(data, str) else _json_size(data)
        if size > MAX_REPRESENTATION_BYTES:
            self._note(
                f"a {kind} of {size >> 20} MB was left out: at most {MAX_REPRESENTATION_BYTES >> 20} MB each"
            )
            return False
        if self._spent + size > MAX_BYTES_OF_A_CELL:
            self._note(f"a {kind} was left out: at most {MAX_BYTES_OF_A_CELL >> 20} MB of results in all")
            return False
        self._spent += size
        return True

    def _note(self, note: str) -> None:
        if note not in self._notes:
            self._notes.append(note)


def _json_size(data: Any) -> int:
    import json

    return len(json.dumps(data))
