"""`%autoreload`: modules of the session's folder are loaded anew once their file has changed."""

from __future__ import annotations

import os
import sys

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .cells import Cells

__builtins__ = own.BUILTINS


def ask(cells: Cells, mode: str) -> None:
    """`0` or `off`: no more. Nothing or `now`: once, at once. Any other: before each cell from now on."""
    events = cells.shell().events
    asked = [each for each in events.callbacks["pre_run_cell"] if isinstance(each, Reloading)]
    reloading = asked[0] if asked else Reloading(cells)
    if mode in ("0", "off"):
        for each in asked:
            events.unregister("pre_run_cell", each)
    elif mode in ("", "now"):
        reloading()
    else:
        events.register("pre_run_cell", reloading)


class Reloading:
    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._seen: dict[str, float] = {}
        self._changed()

    def __call__(self) -> None:
        for module in self._changed():
            now: dict[str, Any] = module.__dict__
            before: dict[str, Any] = dict(now)
            try:
                __import__("importlib").reload(module)
            except Exception as error:
                print(f"[autoreload of {module.__name__} failed: {error!r}]", file=sys.stderr)
            else:
                self._renew(before, now)

    def _changed(self) -> list[Any]:
        found: list[Any] = []
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if not isinstance(file, str) or name == "__main__" or not self._is_own(file):
                continue
            try:
                changed_at = os.stat(file).st_mtime
            except OSError:
                continue
            if self._seen.setdefault(name, changed_at) != changed_at:
                self._seen[name] = changed_at
                found.append(module)
        return found

    def _is_own(self, file: str) -> bool:
        return (
            os.path.abspath(file).startswith(self._cells.workspace + os.sep) and "site-packages" not in file
        )

    def _renew(self, before: dict[str, Any], now: dict[str, Any]) -> None:
        """What was imported by its name becomes the new one."""
        namespace = self._cells.namespace
        for name, value in list(namespace.items()):
            other = next(
                (each for each, old in before.items() if old is value and not each.startswith("__")), None
            )
            if other in now and not isinstance(value, (int, str, type(None))):
                namespace[name] = now[other]
