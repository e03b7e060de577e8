"""What the warden imports before it forks."""

import builtins
import site
import sys

from . import root

missing: list[str] = []


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
