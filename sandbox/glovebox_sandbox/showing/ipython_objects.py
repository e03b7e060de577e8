"""The objects of IPython.display, for where IPython is not installed."""

from __future__ import annotations

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__builtins__ = own.BUILTINS


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


class GeoJSON(JSON):
    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"application/geo+json": self.data}


class Image(DisplayObject):
    _binary = True

    def __init__(
        self, data: Any = None, url: Any = None, filename: Any = None, *more: Any, **options: Any
    ) -> None:
        names = ("format", "embed", "width", "height", "retina")
        options.update(zip(names, more, strict=False))
        self.width, self.height = options.pop("width", None), options.pop("height", None)
        self.url: str | None = None if data is not None or url is None else str(url)
        if isinstance(data, str) and data.startswith(("http:", "https:")):
            self.url = data
        if self.url is not None:
            super().__init__(b"", **options)
            return
        super().__init__(data, None, filename, **options)
        if options.get("retina") and self._format() == "png":
            self.width, self.height = (int.from_bytes(self.data[at : at + 4], "big") // 2 for at in (16, 20))

    def _names_a_file(self, data: Any) -> bool:
        return isinstance(data, str) or super()._names_a_file(data)

    def _repr_html_(self) -> str | None:
        """One of another host is fetched by whoever looks at it."""
        if self.url is None:
            return None
        size = "".join(f' {name}="{value}"' for name, value in self._size().items())
        return f'<img src="{self.url}"{size}/>'

    def _repr_png_(self) -> Any:
        return self.data if self.url is None and self._format() == "png" else None

    def _repr_jpeg_(self) -> Any:
        return self.data if self.url is None and self._format() == "jpeg" else None

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        if self.url is not None:
            return {}
        kind = f"image/{self._format()}"
        about: dict[str, Any] = {**(self.metadata or {}), **self._size()}
        return {kind: self.data}, {kind: about} if about else {}

    def _size(self) -> dict[str, Any]:
        given = {"width": self.width, "height": self.height}
        return {name: value for name, value in given.items() if value is not None}

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


OBJECTS: dict[str, Any] = {
    each.__name__: each
    for each in (
        *(DisplayObject, HTML, Markdown, Latex, Math, SVG, JSON, GeoJSON, Javascript, Pretty, Image),
    )
}
for _each in OBJECTS.values():
    _each.__module__ = "IPython.core.display"
