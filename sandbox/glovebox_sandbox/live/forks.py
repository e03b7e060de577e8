"""What an interpreter says of a fork that it was asked for: the user's word, and acted upon."""

from __future__ import annotations

from .. import frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST_BYTES = 4096
_MOST_LETTERS = 1000
# The kernel's own bound.
_LARGEST_PID = 1 << 22


def told(payload: bytes) -> tuple[int, str]:
    """The process's id (0: there is none) and why. Raises FrameError for what no interpreter of ours says."""
    if len(payload) > _MOST_BYTES:
        raise frames.FrameError("more than is to be said of a fork")
    try:
        told: dict[str, Any] = frames.json.loads(payload)
        pid, why = told["pid"], told["why"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise frames.FrameError("no answer") from error
    if type(pid) is not int or not 0 <= pid <= _LARGEST_PID or not isinstance(why, str):
        raise frames.FrameError("no answer")
    return pid, why[:_MOST_LETTERS]
