"""A value as a MIME bundle: what it says of itself, and what we know of common libraries' types."""

from __future__ import annotations

import sys

from .. import own
from . import summaries
from .pretty import pretty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .formatters import DisplayFormatter

    Mime = dict[str, Any]
    Metadata = dict[str, Any]

__builtins__ = own.BUILTINS

DATA = "application/vnd.glovebox.data+json"
PLOTLY = "application/vnd.plotly.v1+json"
MAX_CELLS_OF_A_TABLE = 10_000
_MAX_METADATA_BYTES = 10_000
_METHODS = {
    "_repr_html_": "text/html",
    "_repr_markdown_": "text/markdown",
    "_repr_svg_": "image/svg+xml",
    "_repr_png_": "image/png",
    "_repr_jpeg_": "image/jpeg",
    "_repr_pdf_": "application/pdf",
    "_repr_latex_": "text/latex",
    "_repr_json_": "application/json",
    "_repr_javascript_": "application/javascript",
}
_CANARY = "_glovebox_asks_whether_every_name_is_answered_"


class Bundle:
    """A value in several types, and what is said about some of them, such as a picture's width."""

    def __init__(self, mime: Mime, metadata: Any = None) -> None:
        self.mime = mime
        self.metadata: Metadata = {}
        self.add_metadata(metadata)

    def add_metadata(self, metadata: Any) -> None:
        if summaries.is_a(metadata, dict) and metadata:
            from . import values

            problems: list[str] = []
            told = values.to_json(metadata, problems, limit=_MAX_METADATA_BYTES)
            self.metadata.update({} if problems else told)

    def chosen(self, include: Any, exclude: Any) -> Bundle:
        if isinstance(include, str):
            include = [include]
        if isinstance(exclude, str):
            exclude = [exclude]
        self.mime = {
            kind: data
            for kind, data in self.mime.items()
            if (not include or kind in include) and (not exclude or kind not in exclude)
        }
        return self


def bundle(value: Any, notes: list[str], formatter: DisplayFormatter | None = None) -> Bundle:
    """At least text/plain. What cannot be represented is left out and said in `notes`."""
    printers = None if formatter is None else formatter.formatters["text/plain"]
    found = _known(value, notes)
    if found is None:
        metadata: Metadata = {}
        found = Bundle(_own_mime(value, metadata, notes), metadata)
    if formatter is not None:
        found.mime.update(checked(formatter.asked(value, notes), notes))
    if "text/plain" not in found.mime or (printers is not None and type(value) in printers):
        found.mime["text/plain"] = pretty(value, printers)
    return found


def _known(value: Any, notes: list[str]) -> Bundle | None:
    for kind, make in (("plotly", _plotly), ("PIL", _picture), ("pandas", _table)):
        if kind in sys.modules and (made := _attempt(make, value, notes)) is not None:
            return Bundle({"text/plain": pretty(value), **made})
    return None


def checked(data: Mime, notes: list[str]) -> Mime:
    """The bundle with values that JSON can hold: bytes in base64, text without half characters."""
    result: Mime = {}
    for kind, value in data.items():
        try:
            converted = _checked(str(kind), value)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            notes.append(f"a {kind} representation was left out: {summaries.told(error)}")
            continue
        if converted is not None:
            result[str(kind)] = converted
    return result


def _own_mime(value: Any, metadata: Metadata, notes: list[str]) -> Mime:
    if isinstance(value, type) or _answers_everything(value):
        return {}
    whole, about = _call(value, "_repr_mimebundle_", notes, include=None, exclude=None)
    found: Mime = dict(whole) if summaries.is_a(whole, dict) else {}
    if summaries.is_a(about, dict):
        metadata.update(about)
    for name, kind in _METHODS.items():
        if kind not in found:
            found[kind], about = _call(value, name, notes)
            if about:
                metadata[kind] = about
    return checked({kind: data for kind, data in found.items() if data is not None}, notes)


def shows_itself(value: Any) -> bool:
    """Whether it calls display() in a method of its own."""
    if isinstance(value, type) or _answers_everything(value):
        return False
    try:
        return callable(getattr(value, "_ipython_display_", None))
    except Exception:
        return False


def _answers_everything(value: Any) -> bool:
    """A proxy or a mock, whose methods are no representations."""
    try:
        return getattr(value, _CANARY, None) is not None
    except Exception:
        return False


def _call(value: Any, name: str, notes: list[str], **arguments: Any) -> tuple[Any, Any]:
    """What it answers, and what it says about that."""
    try:
        method = getattr(value, name, None)
        if not callable(method):
            return None, None
        data: Any = method(**arguments)
    except KeyboardInterrupt:
        raise
    except NotImplementedError:
        return None, None
    except BaseException as error:
        notes.append(f"{name} of {summaries.type_name(value)} raised {summaries.told(error)}")
        return None, None
    if summaries.is_a(data, tuple) and data:
        return data[0], data[1] if len(data) > 1 else None
    return data, None


def _checked(kind: str, value: Any) -> Any:
    if kind.endswith("json"):
        return _json(value)
    if kind == "application/pdf" or (kind.startswith("image/") and kind != "image/svg+xml"):
        return _base64(value)
    if isinstance(value, (bytes, bytearray)):
        return value.decode("utf-8", "replace")
    if not isinstance(value, str):
        raise TypeError(f"it is {summaries.type_name(value)}, not str")
    return str.__str__(value).encode("utf-8", "replace").decode("utf-8")


def _base64(value: Any) -> str:
    import binascii

    if summaries.is_a(value, (bytes, bytearray, memoryview)):
        return binascii.b2a_base64(bytes(value), newline=False).decode()
    if not isinstance(value, str):
        raise TypeError(f"it is {summaries.type_name(value)}, not bytes")
    text = "".join(value.split())
    binascii.a2b_base64(text)
    return text


def _json(value: Any) -> Any:
    from . import values

    return values.to_json(value, limit=10 << 20)


def _attempt(make: Callable[[Any, list[str]], Mime | None], value: Any, notes: list[str]) -> Mime | None:
    try:
        return make(value, notes)
    except Exception as error:
        notes.append(f"a representation of {summaries.type_name(value)} failed: {summaries.told(error)}")
        return None


def _plotly(value: Any, notes: list[str]) -> Mime | None:
    """Without the HTML, which would bring the library of three megabytes along."""
    figures = sys.modules.get("plotly.basedatatypes")
    if figures is None or not isinstance(value, figures.BaseFigure):
        return None
    import json

    figure: Any = value
    return {PLOTLY: json.loads(figure.to_json()), "text/plain": summaries.bounded(repr(figure), 2000)}


def _picture(value: Any, notes: list[str]) -> Mime | None:
    images = sys.modules.get("PIL.Image")
    if images is None or not isinstance(value, images.Image):
        return None
    import io

    buffer, picture = io.BytesIO(), value
    try:
        picture.save(buffer, "PNG")
    except OSError:
        picture.convert("RGBA" if "A" in picture.mode else "RGB").save(buffer, "PNG")
    return {"image/png": _base64(buffer.getvalue())}


def _table(value: Any, notes: list[str]) -> Mime | None:
    pandas: Any = sys.modules["pandas"]
    if not isinstance(value, (getattr(pandas, "DataFrame", ()), getattr(pandas, "Series", ()))):
        return None
    table: Any = value
    frame = table if table.ndim == 2 else table.to_frame()
    # A Series has no HTML of its own.
    found = checked({"text/html": frame._repr_html_()}, notes) if frame is table else {}
    if frame.size > MAX_CELLS_OF_A_TABLE:
        notes.append(
            f"the table's data were left out: it has {frame.size} cells, "
            f"and no more than {MAX_CELLS_OF_A_TABLE} "
            "are given as data; name a part of it in returnVariables"
        )
        return found
    from . import values

    return {**found, DATA: values.columns(frame, notes)}
