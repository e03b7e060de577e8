"""A whole program whose results are shown as those of a cell: its last value, its displays, its figures."""

from __future__ import annotations

from .. import own
from ..showing.display import Display
from ..showing.hooks import Hooks
from . import compiling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Emit = Callable[[str, dict[str, Any]], None]

__builtins__ = own.BUILTINS


def execute(source: bytes, path: str, namespace: dict[str, Any], emit: Emit, *, svg: bool = False) -> None:
    """Runs the program in the namespace, to its end or its exception.

    `emit` is told of every "result" {mime, main, chart?}, in order with what is printed, and at the end,
    if something was left out, of "notes" {notes}.
    """
    parts = _compiled(source, path)
    display = Display(emit)
    display.figures.svg = svg
    Hooks(display).install()
    try:
        display.show_main(_evaluated(parts, namespace))
    finally:
        notes = display.finish()
        if notes:
            emit("notes", {"notes": notes})


def _compiled(source: bytes, path: str) -> compiling.Parts:
    """A program that only its await at the top level keeps from being Python may have it."""
    try:
        return compiling.parts(source, path)
    except SyntaxError as error:
        if b"await" not in source and b"async" not in source:
            raise
        try:
            return compiling.parts(source, path, compiling.TOP_LEVEL_AWAIT)
        except SyntaxError:
            raise error from None


def _evaluated(parts: compiling.Parts, namespace: dict[str, Any]) -> Any:
    codes = [parts.body] if parts.last is None else [parts.body, parts.last]
    if not any(code.co_flags & compiling.COROUTINE for code in codes):
        value = None
        for code in codes:
            value = eval(code, namespace)  # noqa: S307
        return value if parts.last is not None else None
    import asyncio

    return asyncio.run(_awaited(codes, namespace, parts.last is not None))


async def _awaited(codes: list[Any], namespace: dict[str, Any], has_value: bool) -> Any:
    value = None
    for code in codes:
        value = eval(code, namespace)  # noqa: S307
        if code.co_flags & compiling.COROUTINE:
            value = await value
    return value if has_value else None
