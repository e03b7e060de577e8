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

    Bundle = dict[str, Any]

__builtins__ = own.BUILTINS

DATA = "application/vnd.glovebox.data+json"
PLOTLY = "application/vnd.plotly.v1+json"
MAX_CELLS_OF_A_TABLE = 10_000
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


def bundle(value: Any, notes: list[str]) -> Bundle:
    """At least text/plain. What cannot be represented is left out and said in `notes`."""
    for kind, make in (("plotly", _plotly), ("PIL", _picture), ("pandas", _table)):
        if kind in sys.modules and (made := _attempt(make, value, notes)) is not None:
            return {"text/plain": pretty(value), **made}
    found = _own_bundle(value, notes)
    found.setdefault("text/plain", pretty(value))
    return found


def checked(data: Bundle, notes: list[str]) -> Bundle:
    """The bundle with values that JSON can hold: bytes in base64, text without half characters."""
    result: Bundle = {}
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


def _own_bundle(value: Any, notes: list[str]) -> Bundle:
    if isinstance(value, type) or _answers_everything(value):
        return {}
    whole = _call(value, "_repr_mimebundle_", notes, include=None, exclude=None)
    found: Bundle = dict(whole) if summaries.is_a(whole, dict) else {}
    for name, kind in _METHODS.items():
        if kind not in found:
            found[kind] = _call(value, name, notes)
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


def _call(value: Any, name: str, notes: list[str], **arguments: Any) -> Any:
    try:
        method = getattr(value, name, None)
        if not callable(method):
            return None
        data: Any = method(**arguments)
    except KeyboardInterrupt:
        raise
    except NotImplementedError:
        return None
    except BaseException as error:
        notes.append(f"{name} of {summaries.type_name(value)} raised {summaries.told(error)}")
        return None
    # With metadata beside it.
    return data[0] if summaries.is_a(data, tuple) and data else data


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


def _attempt(make: Callable[[Any, list[str]], Bundle | None], value: Any, notes: list[str]) -> Bundle | None:
    try:
        return make(value, notes)
    except Exception as error:
        notes.append(f"a representation of {summaries.type_name(value)} failed: {summaries.told(error)}")
        return None


def _plotly(value: Any, notes: list[str]) -> Bundle | None:
    """Without the HTML, which would bring the library of three megabytes along."""
    figures = sys.modules.get("plotly.basedatatypes")
    if figures is None or not isinstance(value, figures.BaseFigure):
        return None
    import json

    figure: Any = value
    return {PLOTLY: json.loads(figure.to_json()), "text/plain": summaries.bounded(repr(figure), 2000)}


def _picture(value: Any, notes: list[str]) -> Bundle | None:
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


def _table(value: Any, notes: list[str]) -> Bundle | None:
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
