"""What IPython.display has of frames, sounds, films, links and bars, for where IPython is not installed."""

from __future__ import annotations

import html

from .. import own
from .ipython_objects import DisplayObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__builtins__ = own.BUILTINS


class IFrame:
    """A page in a frame."""

    __module__ = "IPython.lib.display"

    def __init__(self, src: str, width: Any, height: Any, extras: Any = None, **params: Any) -> None:
        self.src, self.width, self.height = src, width, height
        self.extras, self.params = list(extras or ()), params

    def _repr_html_(self) -> str:
        source = self.src
        if self.params:
            from urllib.parse import urlencode

            source = f"{source}?{urlencode(self.params)}"
        more = "".join(f" {each}" for each in self.extras)
        return (
            f'<iframe width="{_text(self.width)}" height="{_text(self.height)}" '
            f'src="{_text(source)}" frameborder="0" allowfullscreen{more}></iframe>'
        )


class YouTubeVideo(IFrame):
    def __init__(self, id: str, width: Any = 400, height: Any = 300, **params: Any) -> None:
        self.id = id
        super().__init__(f"https://www.youtube.com/embed/{id}", width, height, **params)


class VimeoVideo(IFrame):
    def __init__(self, id: str, width: Any = 400, height: Any = 300, **params: Any) -> None:
        self.id = id
        super().__init__(f"https://player.vimeo.com/video/{id}", width, height, **params)


class Audio(DisplayObject):
    """Sound: samples with their `rate`, or what a file holds."""

    _binary = True

    def __init__(
        self,
        data: Any = None,
        filename: Any = None,
        url: Any = None,
        embed: Any = None,
        rate: Any = None,
        autoplay: bool = False,
        normalize: bool = True,
        *,
        element_id: Any = None,
    ) -> None:
        if data is None and filename is None and url is None:
            raise ValueError("Audio needs data, a filename or a url")
        self.autoplay, self.element_id, self.source = autoplay, element_id, url
        if isinstance(data, str) and data.startswith(("http:", "https:")):
            data, self.source = None, data
        if self.source is not None:
            data = b""
        elif data is not None and not isinstance(data, (str, bytes)) and not hasattr(data, "__fspath__"):
            if rate is None:
                raise ValueError("Audio of samples needs their rate: Audio(samples, rate=22050)")
            data = _wave(data, rate, normalize=normalize)
        super().__init__(data, None, filename)

    def _names_a_file(self, data: Any) -> bool:
        return isinstance(data, str) or super()._names_a_file(data)

    def _repr_html_(self) -> str:
        source = _text(self.source) if self.source is not None else _data_url(self.data, self._kind())
        element = f' id="{_text(self.element_id)}"' if self.element_id else ""
        plays = " autoplay" if self.autoplay else ""
        return f'<audio{element} controls{plays}><source src="{source}" type="{self._kind()}"></audio>'

    def _kind(self) -> str:
        return _guessed(self.filename or self.source, "audio/wav")


class Video(DisplayObject):
    """A film: a link to it, or with `embed` what it holds."""

    _binary = True

    def __init__(
        self,
        data: Any = None,
        url: Any = None,
        filename: Any = None,
        embed: bool = False,
        mimetype: str | None = None,
        width: Any = None,
        height: Any = None,
        html_attributes: str = "controls",
    ) -> None:
        if isinstance(data, str) and data.startswith(("http:", "https:")):
            data, url = None, data
        elif isinstance(data, str) or hasattr(data, "__fspath__"):
            data, filename = None, data
        if isinstance(data, bytes) and not embed:
            raise ValueError("Video of bytes needs embed=True")
        self.source, self.embed, self.mimetype = url or filename, embed, mimetype
        self.width, self.height, self.html_attributes = width, height, html_attributes
        super().__init__(data if data is not None else b"", None, filename if embed else None)

    def _repr_html_(self) -> str:
        size = "".join(
            f' {name}="{_text(value)}"'
            for name, value in (("width", self.width), ("height", self.height))
            if value
        )
        kind = self.mimetype or _guessed(self.source, "video/mp4")
        source = _data_url(self.data, kind) if self.embed else _text(self.source)
        return f'<video {self.html_attributes}{size}><source src="{source}" type="{kind}"></video>'


class FileLink:
    """The name of a file, as a link."""

    def __init__(
        self, path: Any, url_prefix: str = "", result_html_prefix: str = "", result_html_suffix: str = "<br>"
    ) -> None:
        self.path, self.url_prefix = str(path), url_prefix
        self.result_html_prefix, self.result_html_suffix = result_html_prefix, result_html_suffix

    def _repr_html_(self) -> str:
        path = _text(self.path)
        link = f"<a href='{_text(self.url_prefix)}{path}' target='_blank'>{path}</a>"
        return f"{self.result_html_prefix}{link}{self.result_html_suffix}"

    def __repr__(self) -> str:
        import os

        return os.path.abspath(self.path)


class FileLinks(FileLink):
    """The files in a folder, as links."""

    def _repr_html_(self) -> str:
        return "".join(FileLink(each, self.url_prefix)._repr_html_() for each in self._files())

    def __repr__(self) -> str:
        return "\n".join(self._files())

    def _files(self) -> list[str]:
        import os

        found = [os.path.join(folder, name) for folder, _, names in os.walk(self.path) for name in names]
        return sorted(found)[:1000]


class Code(DisplayObject):
    """The text of a program."""

    def _repr_html_(self) -> str:
        return f"<pre>{_text(self.data)}</pre>"

    def __repr__(self) -> str:
        return str(self.data)


class ProgressBar:
    """A bar that is shown again in its place as it grows; as an iterator it grows by itself."""

    def __init__(self, total: int) -> None:
        from .place import new_name

        self.total, self._progress, self._name = total, 0, new_name()

    def _repr_html_(self) -> str:
        return f"<progress style='width:60ex' max='{self.total}' value='{self._progress}'></progress>"

    def __repr__(self) -> str:
        done = int(60 * self._progress / self.total) if self.total else 60
        return f"[{'=' * done:<60}] {self._progress}/{self.total}"

    def display(self) -> None:
        _display()(self, display_id=self._name)

    def update(self) -> None:
        _display().update(self, display_id=self._name)

    @property
    def progress(self) -> int:
        return self._progress

    @progress.setter
    def progress(self, value: int) -> None:
        self._progress = value
        self.update()

    def __iter__(self) -> ProgressBar:
        self.display()
        self._progress = -1
        return self

    def __next__(self) -> int:
        self.progress += 1
        if self.progress < self.total:
            return self.progress
        raise StopIteration


def _display() -> Any:
    import builtins

    return builtins.__dict__["display"]


def _text(value: Any) -> str:
    return html.escape(str(value))


def _data_url(data: bytes, kind: str) -> str:
    import binascii

    return f"data:{kind};base64,{binascii.b2a_base64(data, newline=False).decode()}"


def _guessed(name: Any, otherwise: str) -> str:
    import mimetypes

    return (mimetypes.guess_type(str(name))[0] if name else None) or otherwise


def _wave(samples: Any, rate: int, *, normalize: bool) -> bytes:
    """16 bits for each sample; of two rows, the left and the right side."""
    import array
    import io
    import wave

    rows = [list(each) for each in samples] if _has_rows(samples) else [list(samples)]
    most = max((abs(float(each)) for row in rows for each in row), default=0.0)
    if not normalize and most > 1:
        raise ValueError("with normalize=False samples must lie between -1 and 1")
    scale = 32767 / (most if normalize and most else 1)
    mixed = [int(float(each) * scale) for step in zip(*rows, strict=True) for each in step]
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(len(rows))
        file.setframerate(rate)
        file.setsampwidth(2)
        file.writeframes(array.array("h", mixed).tobytes())
    return buffer.getvalue()


def _has_rows(samples: Any) -> bool:
    return len(samples) > 0 and hasattr(samples[0], "__len__")


MEDIA: dict[str, Any] = {
    each.__name__: each
    for each in (*(IFrame, YouTubeVideo, VimeoVideo, Audio, Video, FileLink, FileLinks, Code, ProgressBar),)
}
for _each in MEDIA.values():
    _each.__module__ = "IPython.lib.display"
