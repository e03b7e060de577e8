"""What an interpreter says of a fork that it was asked for: the user's word, and acted upon."""

from __future__ import annotations

from .. import frames

_MOST_BYTES = 4096
_MOST_LETTERS = 1000
# The kernel's own bound.
_LARGEST_PID = 1 << 22


def told(payload: bytes) -> tuple[int, str]:
    """The process's id (0: there is none) and why. Raises FrameError for what no interpreter of ours says."""
    if len(payload) > _MOST_BYTES:
        raise frames.FrameError("more than is to be said of a fork")
    try:
        told = frames.json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise frames.FrameError("no JSON") from error
    if not isinstance(told, dict):
        raise frames.FrameError("no answer")
    pid, why = told.get("pid"), told.get("why")
    if type(pid) is not int or not 0 <= pid <= _LARGEST_PID or not isinstance(why, str):
        raise frames.FrameError("no answer")
    return pid, why[:_MOST_LETTERS]
