"""Tracebacks that begin and end in the program's own code."""

from __future__ import annotations

from .. import own
from . import script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any

__builtins__ = own.BUILTINS

_MAX_CHAINED = 200


def describe(error: BaseException, is_cell: Callable[[str], bool]) -> dict[str, Any]:
    """As script.describe, without our frames: not of the error, nor of those that led to it."""
    trim(error, is_cell)
    try:
        return script.describe(error)
    except KeyboardInterrupt:
        raise
    except BaseException:
        # The program left the standard library unusable.
        return {
            "name": type(error).__name__,
            "message": "(its traceback cannot be shown)",
            "traceback": "",
            "memory": isinstance(error, MemoryError),
            "module": "",
        }


def trim(error: BaseException, is_cell: Callable[[str], bool]) -> None:
    """Takes our frames off, and what ran the program's coroutine."""
    frames = _frames(error.__traceback__)
    first = next((at for at, frame in enumerate(frames) if is_cell(frame.tb_frame.f_code.co_filename)), 0)
    waiting, seen = [(error, frames[first:])], {id(error)}
    while waiting and len(seen) < _MAX_CHAINED:
        each, frames = waiting.pop()
        each.__traceback__ = _chain([frame for frame in frames if not _is_ours(frame)])
        for other in _led_to(each):
            if isinstance(other, BaseException) and id(other) not in seen:
                seen.add(id(other))
                waiting.append((other, _frames(other.__traceback__)))


def _led_to(error: BaseException) -> list[Any]:
    group = getattr(error, "exceptions", None) if type(error).__name__.endswith("Group") else None
    return [error.__cause__, error.__context__, *(group if isinstance(group, tuple) else ())]


def _is_ours(frame: TracebackType) -> bool:
    return frame.tb_frame.f_code.co_filename.startswith(own.FOLDER)


def _frames(first: TracebackType | None) -> list[TracebackType]:
    frames: list[TracebackType] = []
    while first is not None:
        frames.append(first)
        first = first.tb_next
    return frames


def _chain(frames: list[TracebackType]) -> TracebackType | None:
    for frame, following in zip(frames, [*frames[1:], None], strict=False):
        if frame.tb_next is not following:
            frame.tb_next = following
    return frames[0] if frames else None
