"""`pip install …` in a cell: which of the named packages are here already."""

from __future__ import annotations

import re
import shlex

from .. import own

__builtins__ = own.BUILTINS

_COMMAND = re.compile(
    r"(?:\S*/)?(?:python[\d.]*\s+-m\s+pip|pip[\d.]*|uv\s+pip|conda|mamba)\s+(?:-\S+\s+)*(install|uninstall|download)\b(.*)",
    re.DOTALL,
)
_WITH_VALUE = frozenset(
    ("-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-t", "--target", "-c")
)
_FILES = (".whl", ".tar.gz", ".zip")
_REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(.*)", re.DOTALL)


def of_command(command: str) -> list[str] | None:
    """The arguments of a command that installs, or None for any other command, or one for a file."""
    found = _COMMAND.match(command.strip())
    if not found:
        return None
    try:
        arguments = shlex.split(
            re.split(r"[;&|]|\s[<>]|>/", found[2], maxsplit=1)[0] if ">=" not in found[2] else found[2]
        )
    except ValueError:
        arguments = found[2].split()
    return None if any(each.endswith(_FILES) for each in arguments) else arguments


def missing(arguments: list[str]) -> list[str]:
    """The requirements that are not met. What is met is said, as pip says it."""
    wanted: list[str] = []
    takes_value = False
    for argument in arguments:
        if takes_value or argument.startswith("-"):
            takes_value = not takes_value and argument in _WITH_VALUE
            continue
        version = _installed(argument)
        if version is None:
            wanted.append(argument)
        else:
            print(f"Requirement already satisfied: {argument} ({version})")
    return wanted


def _installed(requirement: str) -> str | None:
    from importlib import metadata

    found = _REQUIREMENT.fullmatch(requirement)
    if not found:
        return None
    try:
        version = metadata.version(found[1])
    except (metadata.PackageNotFoundError, ValueError):
        return None
    return (
        version
        if all(_meets(version, each.strip()) for each in found[2].split(",") if each.strip())
        else None
    )


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
