"""How a program's text becomes code whose last expression has a value to show."""

from __future__ import annotations

import _ast

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any, NamedTuple

    class Parts(NamedTuple):
        """The statements, and the expression that ends them, if its value is to be shown."""

        body: CodeType
        last: CodeType | None
        flags: int

else:
    from collections import namedtuple

    Parts = namedtuple("Parts", ["body", "last", "flags"])

__builtins__ = own.BUILTINS

OBJECT = "__glovebox_magics__"
"""The name by which what is added to a cell calls Commands."""
_ONLY_AST = 0x400
TOP_LEVEL_AWAIT = 0x2000
COROUTINE = 0x80
# What `from __future__ import …` sets in a code object: from division (0x20000) to annotations (0x1000000).
_FUTURE = 0x1FE0000


def parts(source: str | bytes, name: str, flags: int = 0, *, shows_all: bool = False) -> Parts:
    """Compiles. A SyntaxError is as that of `compile`, with its source line."""
    try:
        tree: Any = compile(source, name, "exec", flags | _ONLY_AST, True)
    except (RecursionError, MemoryError):
        return _whole(source, name, flags)
    if shows_all:
        for node in tree.body[:-1]:
            if type(node) is _ast.Expr:
                node.value = _shown(node.value)
    try:
        if not tree.body or type(tree.body[-1]) is not _ast.Expr or _ends_in_semicolon(source, tree.body[-1]):
            return _whole(tree, name, flags)
        last = tree.body.pop().value
        body = compile(tree, name, "exec", flags, True)
        flags |= body.co_flags & _FUTURE
        return Parts(
            body, compile(_ast.Expression(last), name, "eval", flags, True), flags & ~TOP_LEVEL_AWAIT
        )
    except SyntaxError as error:
        _show_line(error, source)
        raise


def dedent(text: str) -> str:
    """Takes off the indentation that all lines share. Blank lines do not count."""
    lines = text.split("\n")
    margin: str | None = None
    for line in lines:
        if not line.strip():
            continue
        indentation = line[: len(line) - len(line.lstrip(" \t"))]
        margin = indentation if margin is None else _common_start(margin, indentation)
        if not margin:
            return text
    if not margin:
        return text
    return "\n".join("" if not line.strip() else line[len(margin) :] for line in lines)


def _whole(program: Any, name: str, flags: int) -> Parts:
    body = compile(program, name, "exec", flags, True)
    return Parts(body, None, (flags | body.co_flags & _FUTURE) & ~TOP_LEVEL_AWAIT)


def _shown(value: Any) -> Any:
    """The expression, as one that shows its value too."""
    place: Any = {
        name: getattr(value, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")
    }
    commands: Any = _ast.Name(OBJECT, _ast.Load(), **place)
    show: Any = _ast.Attribute(commands, "shown", _ast.Load(), **place)
    return _ast.Call(show, [value], [], **place)


def _ends_in_semicolon(source: str | bytes, node: Any) -> bool:
    """After the last expression come only closing parentheses, comments and white space, or a semicolon."""
    data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")[node.end_lineno - 1 :]
    if lines:
        lines[0] = lines[0][node.end_col_offset :]
    return any(b";" in line.split(b"#", 1)[0] for line in lines)


def _show_line(error: SyntaxError, source: str | bytes) -> None:
    """The compiler, unlike the parser, looks for the line in a file, and a cell has none."""
    if error.text is not None or not error.lineno:
        return
    text = source.decode("utf-8", "replace") if isinstance(source, bytes) else source
    lines = text.splitlines()
    if error.lineno <= len(lines):
        error.text = lines[error.lineno - 1] + "\n"


def _common_start(a: str, b: str) -> str:
    length = 0
    while length < len(a) and length < len(b) and a[length] == b[length]:
        length += 1
    return a[:length]
