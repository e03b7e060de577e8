"""`pip install …` in a cell: what it asks for, what of that is here already, and what is said about it."""

from __future__ import annotations

import re

from .. import own
from . import pip_command
from .pip_command import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Install = Callable[[list[str], bool], str]
    # By their names as pip compares them: the version, and the folder that says it.
    Found = dict[str, tuple[str, str]]

__builtins__ = own.BUILTINS

_REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*(.*)", re.DOTALL)
_MOST = 200


def run(command: str, install: Install | None) -> str | None:
    """Runs a command of pip's that installs, and answers the command after it; None for any other.

    What is missing is installed, and said as pip says it. Raises Refused.
    """
    pip = pip_command.read(command)
    if pip is None:
        return None
    _install(pip_command.wanted(pip), install)
    return pip.rest


def _install(wanted: pip_command.Wanted, install: Install | None) -> None:
    before = _installed()
    missing = [each for each in wanted.requirements if not _is_met(each, before, wanted)]
    if not missing:
        return
    if len(missing) > _MOST:
        raise Refused(f"at most {_MOST} packages at once; these are {len(missing)}")
    if install is None:
        names = ", ".join(f'"{name}"' for name in missing)
        raise Refused(
            "packages cannot be installed from inside of a sandbox: it has no network. "
            f"Name them when the sandbox, session or execution is made: packages: [{names}]. "
            "A wheel that is among the files here can be installed: !pip install --target . ./name.whl"
        )
    problem = install(missing, wanted.upgrade)
    if problem:
        raise Refused(problem)
    _tell(missing, before, _installed(), quiet=wanted.quiet)


def _tell(missing: list[str], before: Found, after: Found, *, quiet: bool) -> None:
    new = {name: version for name, (version, _) in after.items() if before.get(name, ("", ""))[0] != version}
    if not quiet:
        for each in missing:
            name = normal(each)
            if name not in new and name in after:
                print(f"Requirement already satisfied: {each} ({after[name][0]})")
        if new:
            print("Successfully installed", *(f"{name}-{new[name]}" for name in sorted(new)))
    old = sorted(name for name in new if name in before and _is_imported(after[name][1]))
    if old:
        print(f"Note: imported already, and of the old version until the session restarts: {', '.join(old)}")


def _is_imported(folder: str) -> bool:
    """Whether a module of it is. `folder`: what pip wrote about the package."""
    import sys

    try:
        with open(f"{folder}/RECORD", encoding="utf-8") as lines:
            tops = {re.split(r"[/,]", line, maxsplit=1)[0].removesuffix(".py") for line in lines}
    except OSError:
        return False
    return any(top in sys.modules for top in tops)


def _installed() -> Found:
    import os
    import sys

    found: Found = {}
    for path in sys.path:
        try:
            entries = os.listdir(path or ".")
        except OSError:
            continue
        for entry in entries:
            told = re.fullmatch(r"(.+?)-([^-]+)\.(?:dist|egg)-info", entry)
            if told:
                found.setdefault(normal(told[1]), (told[2], os.path.join(path, entry)))
    return found


def normal(requirement: str) -> str:
    """The name of a requirement, as names are compared."""
    name = re.match(r"[\w.-]+", requirement.strip())
    return re.sub(r"[-_.]+", "-", name[0]).lower() if name else ""


def _is_met(requirement: str, installed: Found, wanted: pip_command.Wanted) -> bool:
    """What is met is said, as pip says it. Extras are the installer's to know."""
    found = _REQUIREMENT.fullmatch(requirement)
    version, folder = installed.get(normal(requirement), ("", ""))
    if not found or found[2] or not version:
        return False
    if not all(_meets(version, each.strip()) for each in found[3].split(",") if each.strip()):
        return False
    is_fixed = not folder.startswith("/opt/packages/")
    if wanted.upgrade and not is_fixed:
        return False
    if not wanted.quiet:
        why = ", of the environment, which does not change" if wanted.upgrade else ""
        print(f"Requirement already satisfied: {requirement} ({version}{why})")
    return True


def _meets(version: str, condition: str) -> bool:
    found = re.fullmatch(r"(==|>=|<=|>|<|!=)\s*([\d.]+)", condition)
    if not found:
        return False
    has, wants = _numbers(version), _numbers(found[2])
    return {
        "==": has == wants,
        ">=": has >= wants,
        "<=": has <= wants,
        ">": has > wants,
        "<": has < wants,
        "!=": has != wants,
    }[found[1]]


def _numbers(version: str) -> list[int]:
    numbers = [int(part) for part in re.findall(r"\d+", version.split("+")[0])][:6]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return numbers
