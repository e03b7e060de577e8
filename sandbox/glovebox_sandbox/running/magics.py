"""IPython's extra syntax as Python: `!command`, `%magic`, `%%magic`, `name?`.

Only a cell that is no Python is translated, and in it only lines that begin a statement: not the inside
of a string, of brackets, or what a backslash continues. The lines of the result are those of the cell.
"""

from __future__ import annotations

import re

from .. import own
from .compiling import OBJECT

__builtins__ = own.BUILTINS

_CELL_MAGIC = re.compile(r"%%(\S*)[ \t]*(.*)")
_ASSIGNED = re.compile(r"([A-Za-z_][\w.\[\]'\", ]*?)\s*=\s*([%!])(?![=%])(.*)", re.DOTALL)
_HELP = re.compile(r"(?:\?{1,2}\s*(%{0,2}[A-Za-z_][\w.]*)|(%{0,2}[A-Za-z_][\w.]*)\s*\?{1,2})\s*;?\s*")
_OPENING, _CLOSING = "([{", ")]}"


def translate(source: str) -> str | None:
    """The cell as Python, or None where it has no such line."""
    lines = source.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    whole = _CELL_MAGIC.fullmatch(lines[first].strip())
    if whole and not _HELP.fullmatch(whole[0]):
        body = "\n".join(lines[first + 1 :])
        return "\n" * first + _call("cell", whole[1], whole[2], body, first + 1)
    scanner, result, found, at = _Scanner(), list(lines), False, 0
    while at < len(lines):
        text, taken = _logical(lines, at) if scanner.at_statement else (lines[at], 1)
        translated = _translate_line(text) if scanner.at_statement else None
        if translated is None:
            scanner.read(lines[at])
            at += 1
            continue
        result[at : at + taken] = [translated, *[""] * (taken - 1)]
        found, at = True, at + taken
    return "\n".join(result) if found else None


def _translate_line(line: str) -> str | None:
    text = line.lstrip()
    indentation = line[: len(line) - len(text)]
    text = text.rstrip()
    translated = _as_call(text)
    if translated is None:
        assigned = _ASSIGNED.fullmatch(text)
        if assigned:
            value = _shell("captured", assigned[3]) if assigned[2] == "!" else _line_magic(assigned[3])
            translated = f"{assigned[1]} = {value}"
    return None if translated is None else indentation + translated


def _as_call(text: str) -> str | None:
    if text.startswith("!!"):
        return _shell("captured", text[2:])
    if text.startswith("!"):
        return _shell("shell", text[1:])
    asked = _HELP.fullmatch(text)
    if asked:
        return f"{OBJECT}.help({(asked[1] or asked[2])!r}, {'??' in text!r})"
    if text.startswith("%") and len(text) > 1:
        return _line_magic(text[1:])
    # `pip install x` on a line of its own is what many write.
    if re.match(
        r"(?:pip3?|python3? -m pip|conda)\s+(?:install|uninstall|list|show|freeze)\b(?!\s*[=(.])", text
    ):
        return _shell("shell", text)
    return None


def _line_magic(text: str) -> str:
    name, _, rest = text.strip().partition(" ")
    return f"{OBJECT}.line({name!r}, {rest.strip()!r})"


def _shell(kind: str, command: str) -> str:
    return f"{OBJECT}.{kind}({command.strip()!r})"


def _call(kind: str, name: str, rest: str, body: str, line: int) -> str:
    return f"{OBJECT}.{kind}({name!r}, {rest.strip()!r}, {body!r}, {line})"


def _logical(lines: list[str], at: int) -> tuple[str, int]:
    """A line with those that a backslash at its end brings in, and how many they are."""
    taken, text = 1, lines[at]
    if not re.match(r"\s*(?:[%!]|[\w.\[\]'\", ]+=\s*[%!])", text):
        return text, 1
    while text.endswith("\\") and at + taken < len(lines):
        text = text[:-1] + lines[at + taken].lstrip()
        taken += 1
    return text, taken


class _Scanner:
    """Reads Python line by line, as far as it takes to know whether the next line begins a statement."""

    def __init__(self) -> None:
        self._depth = 0
        self._quote = ""
        self._continued = False

    @property
    def at_statement(self) -> bool:
        return self._depth == 0 and not self._quote and not self._continued

    def read(self, line: str) -> None:
        self._continued = False
        at = 0
        while at < len(line):
            at = self._in_string(line, at) if self._quote else self._in_code(line, at)
        if len(self._quote) == 1:
            # A plain string ends with its line, unless a backslash carries it over.
            if not line.endswith("\\"):
                self._quote = ""
        elif not self._quote and line.endswith("\\"):
            self._continued = True

    def _in_string(self, line: str, at: int) -> int:
        if line[at] == "\\":
            return at + 2
        if line.startswith(self._quote, at):
            at += len(self._quote)
            self._quote = ""
            return at
        return at + 1

    def _in_code(self, line: str, at: int) -> int:
        character = line[at]
        if character == "#":
            return len(line)
        if character in "'\"":
            self._quote = character * 3 if line.startswith(character * 3, at) else character
            return at + len(self._quote)
        if character in _OPENING:
            self._depth += 1
        elif character in _CLOSING:
            self._depth = max(0, self._depth - 1)
        return at + 1
