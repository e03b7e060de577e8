"""Names that matplotlib 3.11 dropped and programs go on to use: taken for the new ones, with a warning."""

from __future__ import annotations

import functools
import sys
import warnings

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__builtins__ = own.BUILTINS

_SINCE = (3, 11)


def take_labels(owner: Any) -> None:
    """Lets boxplot() of `owner`, Axes or pyplot, be given `labels`, which it calls `tick_labels`."""
    draw = owner.boxplot
    version = sys.modules["matplotlib"].__version_info__[:2]
    if version < _SINCE or getattr(draw, "_glovebox_takes_labels", False):
        return

    @functools.wraps(draw)
    def boxplot(*arguments: Any, **options: Any) -> Any:
        if "labels" in options and "tick_labels" not in options:
            options["tick_labels"] = options.pop("labels")
            warnings.warn(
                "boxplot() of this matplotlib calls labels tick_labels; it was taken as that",
                DeprecationWarning,
                stacklevel=2,
            )
        return draw(*arguments, **options)

    boxplot._glovebox_takes_labels = True  # type: ignore[attr-defined]
    owner.boxplot = boxplot
