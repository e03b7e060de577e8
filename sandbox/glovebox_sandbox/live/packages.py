"""Packages that a cell asks for while it runs: the host installs and mounts them, and the cell waits.

Its clock stands still meanwhile (cell.py). Whatever else comes over the connection of orders then is the
answer to a cell that had given up waiting.
"""

from __future__ import annotations

import importlib
import select

from .. import frames, worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .passing import Orders

# More than the host grants to a sandbox.
_MOST_REQUESTS = 128


class Packages:
    """`may_ask`: whether an answer can be waited for here and now. `orders`: where it comes."""

    def __init__(
        self,
        tell: Callable[[str, dict[str, Any]], None],
        orders: Callable[[], Orders],
        may_ask: Callable[[], bool],
    ) -> None:
        self._tell = tell
        self._orders = orders
        self._may_ask = may_ask
        self._mounts = 0
        self._requests = 0
        self._reads = False
        self._interrupted = False

    def take_in(self, mounted: dict[str, Any]) -> None:
        """Takes what was mounted since into the path. Where that fails, an import will say so."""
        if mounted["mounts"] <= self._mounts:
            return
        self._mounts = mounted["mounts"]
        try:
            worker.extend_module_path(mounted["folders"])
            importlib.invalidate_caches()
        except Exception:
            return

    def install(self, wishes: list[str], upgrade: bool) -> str:
        """Why they are not there; empty where they are. An interrupt ends the wait."""
        if not self._may_ask():
            return "only a cell itself can install packages while it runs, not its threads and forks"
        if self._requests >= _MOST_REQUESTS:
            return "packages were asked for too often; name all of them when a session is made"
        self._requests += 1
        self._tell("packages", {"request": self._requests, "wishes": wishes, "upgrade": upgrade})
        told = self._answer()
        while told.get("request") != self._requests:
            told = self._answer()
        self.take_in(told)
        return told["problem"]

    def postpones_interrupt(self) -> bool:
        """A frame of which a part is read cannot be read again."""
        self._interrupted |= self._reads
        return self._reads

    def _answer(self) -> dict[str, Any]:
        orders = self._orders()
        if not orders.waiting:
            select.select([orders.fileno()], [], [])
        self._reads = True
        try:
            name, payload, _ = orders.next()
        finally:
            self._reads = False
            interrupted, self._interrupted = self._interrupted, False
        if interrupted:
            raise KeyboardInterrupt
        return frames.json.loads(payload) if name == "packages_told" else {}
