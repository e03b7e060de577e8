"""What programs written for notebooks import from IPython.display, where IPython is not installed.

No more than that: `IPython.get_ipython()` answers None, as it does outside of a notebook.
"""

from __future__ import annotations

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

    from .display import Display

__builtins__ = own.BUILTINS


def spec(name: str, display: Display) -> ModuleSpec:
    """For `IPython`, or `IPython.display`."""
    from importlib.machinery import ModuleSpec

    loader: Any = _Loader(name, display)
    return ModuleSpec(name, loader, is_package=name == "IPython")


class _Loader:
    def __init__(self, name: str, display: Display) -> None:
        self._name = name
        self._display = display

    def create_module(self, _spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        if self._name == "IPython":
            module.__dict__.update(version_info=(8, 0, 0, ""), __version__="8.0.0", get_ipython=get_ipython)
            __import__("IPython.display")  # as IPython's own does: `IPython.display` is a module
            return
        module.__dict__.update(_CLASSES, display=self._display, clear_output=clear_output)
        for name, kind in _SHORT.items():
            module.__dict__[name] = _shower(self._display, kind)


def get_ipython() -> None:
    """There is no IPython shell here."""
    return None


def clear_output(wait: bool = False) -> None:
    """Does nothing: what was shown stays."""


def _shower(display: Display, kind: str) -> Any:
    def show(*values: Any, raw: bool = False, **_options: Any) -> None:
        if raw:
            display(*({kind: value} for value in values), raw=True)
        else:
            display(*values, include=["text/plain", kind])

    return show


class DisplayObject:
    """Some data that shows itself as its own kind."""

    _binary = False

    def __init__(
        self, data: Any = None, url: Any = None, filename: Any = None, metadata: Any = None, **options: Any
    ) -> None:
        self.data: Any
        if data is None and url is not None:
            raise ValueError(f"a sandbox has no network for {url!r}: give the data, or the name of a file")
        filename = data if filename is None and self._names_a_file(data) else filename
        if filename is not None:
            with open(filename, "rb") as file:
                data = file.read()
            if not self._binary:
                data = data.decode("utf-8")
        self.data = data
        self.filename = filename
        self.metadata = metadata
        self.options = options

    def _names_a_file(self, data: Any) -> bool:
        return hasattr(data, "__fspath__")

    def __repr__(self) -> str:
        return f"<IPython.core.display.{type(self).__name__} object>"


class HTML(DisplayObject):
    def _repr_html_(self) -> Any:
        return self.data


class Markdown(DisplayObject):
    def _repr_markdown_(self) -> Any:
        return self.data


class Latex(DisplayObject):
    def _repr_latex_(self) -> Any:
        return self.data


class Math(Latex):
    def _repr_latex_(self) -> Any:
        return "$\\displaystyle " + str(self.data).strip("$") + "$"


class SVG(DisplayObject):
    def _names_a_file(self, data: Any) -> bool:
        return super()._names_a_file(data) or (isinstance(data, str) and data.endswith(".svg"))

    def _repr_svg_(self) -> Any:
        return self.data


class JSON(DisplayObject):
    def _repr_json_(self) -> Any:
        if isinstance(self.data, str):
            import json

            return json.loads(self.data)
        return self.data


class Javascript(DisplayObject):
    def _repr_javascript_(self) -> Any:
        return self.data


class Pretty(DisplayObject):
    def __repr__(self) -> str:
        return str(self.data)


class Image(DisplayObject):
    _binary = True

    def _names_a_file(self, data: Any) -> bool:
        return isinstance(data, str) or super()._names_a_file(data)

    def _repr_png_(self) -> Any:
        return self.data if self._format() == "png" else None

    def _repr_jpeg_(self) -> Any:
        return self.data if self._format() == "jpeg" else None

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        kind = self._format()
        return {} if kind in ("png", "jpeg") else {f"image/{kind}": self.data}

    def _format(self) -> str:
        given = self.options.get("format")
        if given:
            return str(given).lower().replace("jpg", "jpeg")
        data = bytes(self.data[:12])
        if data.startswith(b"\xff\xd8"):
            return "jpeg"
        if data.startswith(b"GIF8"):
            return "gif"
        return "webp" if data.startswith(b"RIFF") and data.endswith(b"WEBP") else "png"


class IFrame:
    """A page in a frame."""

    __module__ = "IPython.lib.display"

    def __init__(self, src: str, width: Any, height: Any, **_options: Any) -> None:
        self.src, self.width, self.height = src, width, height

    def _repr_html_(self) -> str:
        import html

        return (
            f'<iframe width="{html.escape(str(self.width))}" height="{html.escape(str(self.height))}" '
            f'src="{html.escape(str(self.src))}" frameborder="0" allowfullscreen></iframe>'
        )


_CLASSES: dict[str, Any] = {
    each.__name__: each
    for each in (DisplayObject, HTML, Markdown, Latex, Math, SVG, JSON, Javascript, Pretty, Image, IFrame)
}
_SHORT = {
    "display_html": "text/html",
    "display_markdown": "text/markdown",
    "display_svg": "image/svg+xml",
    "display_png": "image/png",
    "display_jpeg": "image/jpeg",
    "display_latex": "text/latex",
    "display_json": "application/json",
    "display_javascript": "application/javascript",
}
