"""`%run`: a file as a program of its own, whose variables are the session's afterwards."""

from __future__ import annotations

import os
import sys

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .commands import Commands

__builtins__ = own.BUILTINS


def run(commands: Commands, rest: str) -> None:
    """`-i`: with the session's variables. `-m`: a module. A notebook's cells run in the session itself."""
    import shlex

    words = shlex.split(rest)
    options: list[str] = []
    while words and words[0].startswith("-"):
        options.append(words.pop(0))
    if not words:
        raise ValueError("%run needs the name of a file")
    name = os.path.expanduser(words[0])
    if name.endswith(".ipynb"):
        _notebook(commands, name)
        return
    if "-m" not in options and not os.path.exists(name) and os.path.exists(f"{name}.py"):
        name += ".py"
    before, sys.argv = sys.argv, [name, *words[1:]]
    try:
        _program(commands, name, options)
    finally:
        sys.argv = before


def _program(commands: Commands, name: str, options: list[str]) -> None:
    import runpy

    namespace = commands.cells.namespace
    given = (
        {key: value for key, value in namespace.items() if not key.startswith("_")}
        if "-i" in options
        else None
    )
    if "-m" in options:
        found = runpy.run_module(name, given, run_name="__main__")
    else:
        sys.path.insert(0, os.path.dirname(os.path.abspath(name)))
        try:
            found = runpy.run_path(name, given, run_name="__main__")
        finally:
            sys.path.pop(0)
    namespace.update({key: value for key, value in found.items() if not key.startswith("__")})


def _notebook(commands: Commands, name: str) -> None:
    import json

    with open(name, encoding="utf-8") as file:
        notebook: dict[str, Any] = json.load(file)
    for cell in notebook["cells"]:
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        if cell["cell_type"] == "code" and source.strip():
            commands.run_whole(source)
