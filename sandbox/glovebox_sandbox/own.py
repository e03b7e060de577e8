"""The builtins as they were before any program ran.

A program may replace `builtins.print`, `len` or `isinstance`. A module that begins with
`__builtins__ = own.BUILTINS` does not notice: functions take their builtins from there when they are
made. Only modules whose code runs beside a program's own, in one interpreter, need it.
"""

from __future__ import annotations

import builtins
import operator
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BUILTINS: dict[str, Any] = dict(vars(builtins))
MODULES: dict[str, Any] = {}
_NAMES, _VALUES = tuple(BUILTINS), tuple(BUILTINS.values())
FOLDER = os.path.dirname(__file__) + os.sep


def remember_modules() -> None:
    """To be called before the forks: a list made in one would copy a page for almost every module."""
    MODULES.clear()
    MODULES.update(sys.modules)


def restore() -> dict[str, Any]:
    """Puts the original builtins back, and answers what the program had in their place."""
    namespace: dict[str, Any] = builtins.__dict__
    # In the order in which they were: what a program adds comes after them.
    if all(map(operator.is_, _NAMES, namespace)) and all(map(operator.is_, _VALUES, namespace.values())):
        return {}
    replaced = {
        name: namespace.get(name) for name, value in BUILTINS.items() if namespace.get(name) is not value
    }
    if replaced:
        namespace.update({name: BUILTINS[name] for name in replaced})
    return replaced
