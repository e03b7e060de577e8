"""The functions of IPython.display that show things, through our display."""

from __future__ import annotations

from .. import own
from .display import DisplayHandle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .display import Display

__builtins__ = own.BUILTINS


def display_functions(display: Display) -> dict[str, Any]:
    """By their names there."""

    def clear_output(wait: bool = False) -> None:
        """Takes back what the cell has shown and printed; with `wait`, once it shows something new."""
        display.clear(wait)

    def update_display(obj: Any, *, display_id: str, **options: Any) -> None:
        """Shows it in the place of what was shown under that name, also by earlier cells."""
        display.update(obj, display_id=display_id, **options)

    def publish_display_data(
        data: dict[str, Any], metadata: Any = None, *, transient: Any = None, **options: Any
    ) -> None:
        """Shows a value that is given in its MIME types."""
        update = bool(options.get("update"))
        display(data, raw=True, metadata=metadata, transient=transient, update=update)

    return {
        "display": display,
        "clear_output": clear_output,
        "update_display": update_display,
        "publish_display_data": publish_display_data,
        "DisplayHandle": DisplayHandle,
    }
