"""The name under which something is shown, so that something else can be shown in its place."""

from __future__ import annotations

from .. import own
from . import summaries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__builtins__ = own.BUILTINS

_MAX_NAME = 200


class Place:
    def __init__(self, name: str, *, update: bool) -> None:
        self.name = name
        self.update = update

    @staticmethod
    def of(display_id: Any, transient: Any, *, update: bool) -> Place | None:
        """`display_id`: a name, or True for a new one; `transient`: where publish_display_data has it."""
        if not display_id and summaries.is_a(transient, dict):
            display_id = transient.get("display_id")
        if not display_id:
            if update:
                raise TypeError("display_id required for update_display")
            return None
        if display_id is True:
            display_id = new_name()
        return Place(str(display_id)[:_MAX_NAME], update=update)

    def told(self) -> dict[str, Any]:
        return {"displayId": self.name, "update": True} if self.update else {"displayId": self.name}


def new_name() -> str:
    import os

    return os.urandom(16).hex()
