"""`pip install …` as a command: which packages it names, and which of its options can be honoured here."""

from __future__ import annotations

import re

from .. import own

__builtins__ = own.BUILTINS

_COMMAND = re.compile(
    r"(?:\S*/)?(?P<tool>python[\d.]*\s+-m\s+pip|pip[\d.]*|uv\s+pip|conda|mamba)\s+"
    r"(?P<before>(?:-\S+\s+)*)(?P<verb>install|uninstall|download|remove)\b(?P<after>.*)",
    re.DOTALL,
)
_TOKEN = re.compile(
    r"""\s*(?:(?P<stream>(?:\d|&)?>>?(?!=)\s*(?:&\d|[^\s;&|]+))|(?P<sign>&&|\|\||[;&|])"""
    r"""|(?P<word>(?:"[^"]*"|'[^']*'|(?!>/)[^\s"';&|])+))"""
)
_PART = re.compile(r"""\"([^"]*)"|'([^']*)'|([^"']+)""")
# They change nothing here, where there are no users, no caches and nobody to ask.
_WITHOUT_MEANING = frozenset((
    "-v", "--verbose", "-y", "--yes", "--user", "--no-cache", "--no-cache-dir", "--no-input", "--no-color",
    "--disable-pip-version-check", "--no-python-version-warning", "--break-system-packages", "--system",
    "--no-warn-script-location", "--no-warn-conflicts", "--prefer-binary",
))  # fmt: skip
_WITHOUT_MEANING_VALUED = frozenset((
    "--progress-bar", "--root-user-action", "--retries", "--timeout", "--default-timeout", "--cache-dir",
))  # fmt: skip
_FILES = (".whl", ".tar.gz", ".zip")
_MOST_BYTES = 1 << 20
_MOST_FILES = 20


class Refused(Exception):
    """It cannot be done here; the message says why."""


class Command:
    """`rest`: the command after it, where it succeeds."""

    def __init__(self, tool: str, verb: str, arguments: list[str], rest: str, *, quiet: bool) -> None:
        self.tool = tool
        self.verb = verb
        self.arguments = arguments
        self.rest = rest
        self.quiet = quiet


class Wanted:
    def __init__(self, *, quiet: bool) -> None:
        self.requirements: list[str] = []
        self.upgrade = False
        self.quiet = quiet


def read(command: str) -> Command | None:
    """None for a command that installs nothing, or a file. What would come after a pipe is left out."""
    found = _COMMAND.match(command.strip())
    if not found:
        return None
    words = found["before"].split()
    rest, silent, at, text = "", False, 0, found["after"]
    while token := _TOKEN.match(text, at):
        at = token.end()
        if token["sign"]:
            rest = text[at:].strip() if token["sign"] in ("&&", ";") else ""
            break
        if token["stream"]:
            silent |= token["stream"][0] in ">&1"
        else:
            words.append("".join(map("".join, _PART.findall(token["word"]))))
    if any(word.endswith(_FILES) and "://" not in word for word in words):
        return None
    tool = found["tool"].split()[0]
    return Command(tool, found["verb"], words, rest, quiet=silent)


def wanted(command: Command) -> Wanted:
    """Raises Refused, which names the option that cannot be honoured."""
    if command.verb != "install":
        raise Refused(
            f"{command.tool} {command.verb} cannot be done here: packages are read-only, "
            "and go with the session"
        )
    result = Wanted(quiet=command.quiet)
    _take(command.arguments, result, [])
    if not result.requirements:
        raise Refused('name the packages that are to be installed, such as "rich", or a file with -r')
    return result


def _take(arguments: list[str], result: Wanted, files: list[str]) -> None:
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        option, sign, value = argument.partition("=") if argument.startswith("--") else (argument, "", "")
        if re.fullmatch(r"-[qUvy]{2,}", argument):
            waiting = [f"-{letter}" for letter in argument[1:]] + waiting
        elif not argument.startswith("-"):
            result.requirements.append(argument)
        elif argument in ("-q", "--quiet"):
            result.quiet = True
        elif argument in ("-U", "--upgrade"):
            result.upgrade = True
        elif option in ("-r", "--requirement", "--file"):
            _take_file(value if sign else waiting.pop(0) if waiting else "", result, files)
        elif argument.startswith("-r") and not argument.startswith("--"):
            _take_file(argument[2:], result, files)
        elif option in _WITHOUT_MEANING_VALUED:
            del waiting[: 0 if sign else 1]
        elif argument not in _WITHOUT_MEANING:
            raise Refused(f"the option {option} cannot be honoured here: {_INSTEAD}")


_INSTEAD = "packages come from the host's own registry, by name and version, with all that they need"


def _take_file(name: str, result: Wanted, files: list[str]) -> None:
    if name in files or len(files) >= _MOST_FILES:
        raise Refused(f"{name} refers to itself, or to too many files")
    with open(name, encoding="utf-8") as file:
        text = file.read(_MOST_BYTES)
    for line in text.replace("\\\n", " ").split("\n"):
        line = re.sub(r"(^|\s)#.*$", "", line).strip()
        if line.startswith("-"):
            _take(line.split(), result, [*files, name])
        elif line:
            result.requirements.append(line)
