"""What a command printed, as `x = !command` gives it."""

from __future__ import annotations

import os
import re

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__builtins__ = own.BUILTINS


class Lines(list[str]):
    """`n`, `s`: one text, in lines or with spaces between; `l`, `p`: a list, of texts or of paths."""

    @property
    def l(self) -> list[str]:  # noqa: E743
        return list(self)

    list = l

    @property
    def n(self) -> str:
        return "\n".join(self)

    nlstr = n

    @property
    def s(self) -> str:
        return " ".join(self)

    spstr = s

    @property
    def p(self) -> Any:
        from pathlib import Path

        return [Path(each) for each in self if os.path.exists(each)]

    def grep(self, pattern: str, prune: bool = False) -> Lines:
        return Lines([each for each in self if bool(re.search(pattern, each)) != prune])

    def fields(self, *fields: int) -> Any:
        """The words of each line, or those of them that are counted out."""
        split = [each.split() for each in self]
        if not fields:
            return split
        return Lines([" ".join(words[at] for at in fields if at < len(words)) for words in split])
