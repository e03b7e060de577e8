"""A formula as a picture, by matplotlib's own reader of TeX."""

from __future__ import annotations

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__builtins__ = own.BUILTINS

_DPI = 120


def latex_to_png(
    s: str,
    encode: bool = False,
    backend: Any = None,
    wrap: bool = False,
    color: str = "Black",
    scale: float = 1.0,
) -> bytes | str | None:
    """None where matplotlib is not there, or cannot read it. `color` is a name."""
    try:
        modules: Any = __import__("matplotlib", fromlist=["figure", "font_manager", "mathtext"])
    except ImportError:
        return None
    import binascii
    import io

    text = f"${s.strip('$')}$" if wrap else s.replace("\\displaystyle", "")
    buffer = io.BytesIO()
    font = modules.font_manager.FontProperties(size=12)
    try:
        width, height, depth, _, _ = modules.mathtext.MathTextParser("path").parse(text, dpi=72, prop=font)
        drawn = modules.figure.Figure(figsize=(width / 72, height / 72))
        drawn.text(0, depth / height, text, fontproperties=font, color=color.lower())
        drawn.savefig(buffer, dpi=_DPI * scale, format="png", transparent=True)
    except (ValueError, RuntimeError, ZeroDivisionError):
        return None
    return binascii.b2a_base64(buffer.getvalue()).decode() if encode else buffer.getvalue()
