"""What the warden imports before it forks."""

import builtins
import os
import site
import sys

from . import own, root, snapshot

_TIMES = 12

missing: list[str] = []


def warm_up(source: str) -> None:
    """Runs what programs often do, so that what is made at first use is made here, once.

    Several times, because the interpreter adapts a function's code in place once it was run a few
    times, and each adaptation after a fork would be one more page to copy.
    """
    code = compile(source, "warm-up", "exec", dont_inherit=True)
    snapshot.forget_lookups()
    stdout = sys.stdout
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        sys.stdout = nowhere
        try:
            for _ in range(_TIMES):
                exec(code, {"__name__": "warm-up"})  # noqa: S102
        finally:
            sys.stdout = stdout


def load_own() -> None:
    """What shows values and figures is loaded here too, where libraries are that it is for."""
    for name in (
        "showing.values",
        "showing.variables",
        "showing.charts",
        "running.tracebacks",
        "running.magics",
    ):
        __import__(f"{__package__}.{name}")
    own.remember_modules()
    _start_openssl()


def _start_openssl() -> None:
    """Its first use makes thousands of small things. Every sandbox adds numbers of its own: worker.reseed."""
    ssl = sys.modules.get("ssl")
    if ssl is not None:
        ssl.RAND_add(os.urandom(32), 32.0)


def run(has_environment: bool, modules: list[str]) -> None:
    """Imports the modules by name. One that cannot be imported is noted in `missing`, no more."""
    if has_environment:
        sys.path.append(f"{root.ENVIRONMENT}/site-packages")
    # -S leaves out site, and with it the names that every interactive lesson uses.
    site.setquit()
    site.setcopyright()
    site.sethelper()
    for name in modules:
        try:
            __import__(name)
        except ImportError:
            missing.append(name)
    if not hasattr(builtins, "exit"):
        raise RuntimeError("site did not install exit()")
