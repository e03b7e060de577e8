"""Makes libraries that show things show them through our display.

A library that is loaded already is patched at once, any other when it is imported.
"""

from __future__ import annotations

import builtins
import functools
import os
import sys

from .. import own
from .functions import display_functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec
    from typing import Any

    from .display import Display

    Patch = Callable[[Any], None]

__builtins__ = own.BUILTINS

SHOW_SAVED = "GLOVEBOX_SHOW_SAVED_PICTURES"
"""Set in sandboxes whose clients expect a picture to be shown when it is saved to a file."""


class Hooks:
    """A finder of modules that finds nothing itself, but sees what the others find."""

    def __init__(self, display: Display, *, of_cells: bool = False) -> None:
        """`of_cells`: of a session, in which libraries behave as in a notebook."""
        self._display = display
        self._patches: dict[str, Patch] = {
            "matplotlib.pyplot": self._patch_pyplot,
            "matplotlib.figure": self._patch_figure,
            "matplotlib.axes._axes": self._patch_axes,
            "plotly.io._renderers": self._patch_plotly,
            "PIL.Image": self._patch_pictures,
            "IPython.core.display_functions": self._patch_ipython,
            "IPython.core.getipython": self._patch_shell,
            "IPython.utils.capture": _patch_capturing,
            "matplotlib_inline.backend_inline": self._patch_inline,
            "tqdm.notebook": _patch_bars,
        }
        if of_cells:
            self._patches["pandas.core.config_init"] = _patch_tables

    def install(self) -> None:
        builtins.display = self._display  # type: ignore[attr-defined]
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)  # type: ignore[arg-type]
            for name, patch in self._patches.items():
                module = sys.modules.get(name)
                if module is not None:
                    _quietly(patch, module)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        patch = self._patches.get(name)
        if patch is None and name.split(".", 1)[0] not in ("IPython", "matplotlib_inline"):
            return None
        spec = self._found_by_others(name, path, target)
        if spec is None:
            from . import ipython

            return ipython.spec(name, self._display)
        if patch is not None:
            _patch_after(spec.loader, patch)
        return spec

    def _found_by_others(self, name: str, path: Any, target: Any) -> ModuleSpec | None:
        for finder in sys.meta_path:
            # Another of these would ask this one.
            if not isinstance(finder, Hooks):
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    return spec
        return None

    def _patch_pyplot(self, pyplot: Any) -> None:
        figures = self._display.figures

        def show(*_arguments: Any, **_options: Any) -> None:
            """Shows the figures that are open, and closes them."""
            figures.show_open()

        pyplot.show = show
        from . import older_names

        older_names.take_labels(pyplot)

    def _patch_figure(self, module: Any) -> None:
        figures = self._display.figures

        def show(self: Any, *_arguments: Any, **_options: Any) -> None:
            """Shows this figure."""
            figures.show(self)

        module.Figure.show = show

    def _patch_axes(self, module: Any) -> None:
        from . import charts, older_names

        charts.remember_boxes(module.Axes)
        older_names.take_labels(module.Axes)

    def _patch_plotly(self, renderers: Any) -> None:
        display = self._display

        def show(fig: Any, *_arguments: Any, **_options: Any) -> None:
            """Shows this figure."""
            if isinstance(fig, dict):
                graph_objects: Any = __import__("plotly.graph_objects").graph_objects
                fig = graph_objects.Figure(fig)
            display(fig)

        renderers.show = show
        whole = sys.modules.get("plotly.io")
        if whole is not None:
            whole.show = show  # type: ignore[attr-defined]

    def _patch_pictures(self, images: Any) -> None:
        display = self._display

        def show(self: Any, *_arguments: Any, **_options: Any) -> None:
            """Shows this picture."""
            display(self)

        images.Image.show = show
        if os.environ.get(SHOW_SAVED):
            images.Image.save = _saved_and_shown(images.Image.save, display)

    def _patch_ipython(self, functions: Any) -> None:
        ours = display_functions(self._display)
        modules: list[Any] = [functions, sys.modules.get("IPython.display")]
        for module in modules:
            if module is not None:
                module.__dict__.update(ours)

    def _patch_shell(self, module: Any) -> None:
        from . import ipython

        module.get_ipython = ipython.get_ipython

    def _patch_inline(self, module: Any) -> None:
        from . import ipython

        module.__dict__.update(ipython.inline(self._display))


def _patch_tables(config: Any) -> None:
    """pandas, loaded before there is a notebook, takes 0: as many columns as a terminal has room for."""
    if config.cf.get_option("display.max_columns") == 0:
        config.cf.set_option("display.max_columns", 20)


def _patch_capturing(module: Any) -> None:
    from ..running import capturing

    module.capture_output = capturing.capture_output


def _patch_bars(module: Any) -> None:
    """Bars that are widgets become those of text: there are no widgets here."""
    plain: Any = __import__("tqdm.std").std
    module.__dict__.update(
        tqdm_notebook=plain.tqdm, tqdm=plain.tqdm, tnrange=plain.trange, trange=plain.trange
    )


def _saved_and_shown(save: Callable[..., Any], display: Display) -> Callable[..., Any]:
    @functools.wraps(save)
    def save_and_show(self: Any, fp: Any, *arguments: Any, **options: Any) -> None:
        save(self, fp, *arguments, **options)
        if isinstance(fp, str):
            display(self)

    return save_and_show


def _patch_after(loader: Any, patch: Patch) -> None:
    execute = getattr(loader, "exec_module", None)
    if execute is None:
        return

    def execute_and_patch(module: Any) -> None:
        execute(module)
        _quietly(patch, module)

    _quietly(lambda each: setattr(each, "exec_module", execute_and_patch), loader)


def _quietly(patch: Patch, module: Any) -> None:
    """A library of another shape than the patch knows stays as it is."""
    try:
        patch(module)
    except Exception:
        return
