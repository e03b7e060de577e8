"""`%config` and `%precision`: the settings of IPython that mean something here."""

from __future__ import annotations

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .cells import Cells

__builtins__ = own.BUILTINS


def ask(cells: Cells, line: str) -> None:
    """`Class.name = value`. What means nothing here changes nothing."""
    name, sign, value = (part.strip() for part in line.partition("="))
    if not sign:
        print("\n".join(f"%config {each} = …" for each in _SETTINGS))
    elif name in _SETTINGS:
        _SETTINGS[name](cells, eval(value, dict(cells.namespace)))  # noqa: S307


def precision(cells: Cells, asked: str) -> str:
    """Digits after the point, or a format such as %.3e; nothing for all of them."""
    floats = cells.shell().display_formatter.formatters["text/plain"]
    if not asked:
        floats.pop(float, None)
        return "%r"
    form = asked if "%" in asked else f"%.{int(asked)}f"

    def show(value: Any, printer: Any, _cycle: bool) -> None:
        printer.text(form % value)

    floats.for_type(float, show)
    numpy: Any = __import__("sys").modules.get("numpy")
    if numpy is not None:
        numpy.set_printoptions(precision=int("".join(filter(str.isdigit, form)) or "8"))
    return form


def _formats(cells: Cells, value: Any) -> None:
    cells.display.figures.formats = [value] if isinstance(value, str) else list(value)


def _savefig(cells: Cells, value: Any) -> None:
    cells.display.figures.options = dict(value)


def _style(_cells: Cells, value: Any) -> None:
    pyplot: Any = __import__("matplotlib.pyplot").pyplot
    pyplot.rcParams.update(value)


def _interactivity(cells: Cells, value: Any) -> None:
    cells.shell().ast_node_interactivity = value


_SETTINGS: dict[str, Callable[[Cells, Any], None]] = {
    "InlineBackend.figure_format": _formats,
    "InlineBackend.figure_formats": _formats,
    "InlineBackend.print_figure_kwargs": _savefig,
    "InlineBackend.rc": _style,
    "InteractiveShell.ast_node_interactivity": _interactivity,
}
