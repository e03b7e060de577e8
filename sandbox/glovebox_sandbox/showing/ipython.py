"""What programs written for notebooks import from IPython, where it is not installed."""

from __future__ import annotations

import builtins

from .. import own
from .functions import display_functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

    from .display import Display

    Make = Callable[[Display], dict[str, Any]]

__builtins__ = own.BUILTINS


def spec(name: str, display: Display) -> ModuleSpec | None:
    """For one of the modules that there are."""
    make = _MODULES.get(name)
    if make is None:
        return None
    from importlib.machinery import ModuleSpec

    loader: Any = _Loader(make, display)
    return ModuleSpec(name, loader, is_package=any(other.startswith(f"{name}.") for other in _MODULES))


class _Loader:
    def __init__(self, make: Make, display: Display) -> None:
        self._make = make
        self._display = display

    def create_module(self, _spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__.update(self._make(self._display))
        if module.__name__ == "IPython":
            __import__("IPython.display")  # as IPython's own does: `IPython.display` is a module


def get_ipython() -> Any:
    """The shell of this session; None in a program that is no session."""
    made = builtins.__dict__.get("get_ipython")
    return None if made is None else made()


def _whole(_display: Display) -> dict[str, Any]:
    # Of this version, so that matplotlib asks for nothing that is not here.
    return {"version_info": (8, 24, 0, ""), "__version__": "8.24.0", "get_ipython": get_ipython}


def _display_module(display: Display) -> dict[str, Any]:
    from .ipython_media import MEDIA
    from .ipython_objects import OBJECTS

    shown = {name: _shower(display, kind) for name, kind in _SHORT.items()}
    return {**OBJECTS, **MEDIA, **display_functions(display), **shown, **inline(display)}


def inline(display: Display) -> dict[str, Any]:
    """What sets how figures come."""

    def set_matplotlib_formats(*formats: str, **options: Any) -> None:
        """In which figures come from now on: png, retina, jpeg, svg, pdf."""
        display.figures.formats = list(formats)
        display.figures.options = options

    def set_matplotlib_close(close: bool = True) -> None:
        """Nothing: figures are always closed once they have been shown."""

    return {"set_matplotlib_formats": set_matplotlib_formats, "set_matplotlib_close": set_matplotlib_close}


def _backend(display: Display) -> dict[str, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    return {"FigureCanvas": FigureCanvasAgg, **inline(display)}


def _shower(display: Display, kind: str) -> Any:
    def show(*values: Any, raw: bool = False, **options: Any) -> None:
        if raw:
            display(*({kind: value} for value in values), raw=True, **options)
        else:
            display(*values, include=["text/plain", kind], **options)

    return show


class InteractiveShell:
    """Has what programs set or ask for on IPython's class of that name."""

    ast_node_interactivity = "last_expr"

    @classmethod
    def initialized(cls) -> bool:
        return get_ipython() is not None

    @classmethod
    def instance(cls, *_arguments: Any, **_options: Any) -> Any:
        return get_ipython()


class TerminalInteractiveShell(InteractiveShell):
    """None is one: it is what programs ask for that want to know whether they are in a terminal."""


def _pretty(_display: Display) -> dict[str, Any]:
    from .pretty import Printer, pretty

    def pprint(obj: Any, *_arguments: Any, **_options: Any) -> None:
        print(pretty(obj))

    def whole(obj: Any, *_arguments: Any, **_options: Any) -> str:
        return pretty(obj)

    return {"pretty": whole, "pprint": pprint, "PrettyPrinter": Printer, "RepresentationPrinter": Printer}


def _latex(_display: Display) -> dict[str, Any]:
    from .latex import latex_to_png

    return {"latex_to_png": latex_to_png}


def _magic(_display: Display) -> dict[str, Any]:
    from ..running.own_magics import names

    return names()


def _errors(_display: Display) -> dict[str, Any]:
    from ..running.commands import UsageError

    return {"UsageError": UsageError, "TryNext": type("TryNext", (Exception,), {})}


def _formatters(_display: Display) -> dict[str, Any]:
    from .formatters import DisplayFormatter, Formatter

    return {"BaseFormatter": Formatter, "DisplayFormatter": DisplayFormatter}


def _capturing(_display: Display) -> dict[str, Any]:
    from ..running.capturing import capture_output

    return {"capture_output": capture_output}


def _nothing(_display: Display) -> dict[str, Any]:
    return {}


_MODULES: dict[str, Make] = {
    "IPython": _whole,
    "IPython.display": _display_module,
    "IPython.core": _nothing,
    "IPython.core.display": _display_module,
    "IPython.core.display_functions": display_functions,
    "IPython.core.error": _errors,
    "IPython.core.formatters": _formatters,
    "IPython.core.getipython": lambda _: {"get_ipython": get_ipython},
    "IPython.core.interactiveshell": lambda _: {"InteractiveShell": InteractiveShell},
    "IPython.core.magic": _magic,
    "IPython.lib": _nothing,
    "IPython.lib.display": _display_module,
    "IPython.lib.latextools": _latex,
    "IPython.lib.pretty": _pretty,
    "IPython.terminal": _nothing,
    "IPython.terminal.interactiveshell": lambda _: {"TerminalInteractiveShell": TerminalInteractiveShell},
    "IPython.utils": _nothing,
    "IPython.utils.capture": _capturing,
    "IPython.utils.io": _capturing,
    "matplotlib_inline": _nothing,
    "matplotlib_inline.backend_inline": _backend,
}
_SHORT = {
    "display_html": "text/html",
    "display_markdown": "text/markdown",
    "display_svg": "image/svg+xml",
    "display_png": "image/png",
    "display_jpeg": "image/jpeg",
    "display_pdf": "application/pdf",
    "display_latex": "text/latex",
    "display_json": "application/json",
    "display_javascript": "application/javascript",
    "display_pretty": "text/plain",
}
