"""Finds the main class among compiled Java classes, and writes its name down for the launcher.

    main_class.py PRODUCT MAIN

Classes lie in PRODUCT; MAIN is the source file that the program begins in. Which class has the main
method is asked of the compiled classes, because a source may say so in many ways. Its name is written
to PRODUCT/.main; see ahead/Launcher.java.
"""

from __future__ import annotations

import os
import struct
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Bytes that an entry of the constant pool has after its tag; a text's length is in the entry itself.
_SIZES = {
    3: 4,
    4: 4,
    5: 8,
    6: 8,
    7: 2,
    8: 2,
    9: 4,
    10: 4,
    11: 4,
    12: 4,
    15: 3,
    16: 2,
    17: 4,
    18: 4,
    19: 2,
    20: 2,
}
_PUBLIC_STATIC = 0x0009
_CLASSIC = "([Ljava/lang/String;)V"
# Java 25, the first in which a main method may be of an instance, and without arguments.
_INSTANCE_MAINS = 69


class CompiledClass:
    """Name, source file, version and main methods of one class file."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 6
        (self.version,) = self._take(">H")
        self._texts: dict[int, str] = {}
        self._classes: dict[int, int] = {}
        self._read_constants()
        _, this, _, interfaces = self._take(">HHHH")
        self.name = self._texts[self._classes[this]].replace("/", ".")
        self._at += 2 * interfaces
        for _ in self._members():
            pass
        # Flags, kind and first line of each.
        self.mains = [(flags, kind, line) for flags, name, kind, line in self._members() if name == "main"]
        self.source = ""
        for name, value in self._attributes():
            if name == "SourceFile":
                self.source = self._texts[struct.unpack(">H", value)[0]]

    @property
    def is_main(self) -> bool:
        """As every Java means it: `public static void main(String[])`."""
        return any(
            flags & _PUBLIC_STATIC == _PUBLIC_STATIC and kind == _CLASSIC for flags, kind, _ in self.mains
        )

    @property
    def may_be_main(self) -> bool:
        """As newer ones do: any `void main()`, static or not."""
        return self.version >= _INSTANCE_MAINS and any(kind in (_CLASSIC, "()V") for _, kind, _ in self.mains)

    @property
    def line(self) -> int:
        """Of the source, where its main method begins."""
        return min((line for _, _, line in self.mains), default=0)

    def _take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        return values

    def _read_constants(self) -> None:
        (count,) = self._take(">H")
        index = 1
        while index < count:
            (tag,) = self._take(">B")
            if tag == 1:
                (length,) = self._take(">H")
                raw = self._content[self._at : self._at + length]
                self._texts[index] = raw.decode("utf-8", "replace")
                self._at += length
            else:
                if tag == 7:
                    self._classes[index] = struct.unpack_from(">H", self._content, self._at)[0]
                self._at += _SIZES[tag]
            # A long or a double takes two places.
            index += 2 if tag in (5, 6) else 1

    def _members(self) -> Iterator[tuple[int, str, str, int]]:
        """The fields, at the first call; the methods, at the second."""
        (count,) = self._take(">H")
        for _ in range(count):
            flags, name, kind = self._take(">HHH")
            line = 0
            for attribute, value in self._attributes():
                if attribute == "Code":
                    line = self._first_line(value)
            yield flags, self._texts[name], self._texts[kind], line

    def _first_line(self, code: bytes) -> int:
        """0 where the compiler did not note it."""
        (length,) = struct.unpack_from(">I", code, 4)
        (handlers,) = struct.unpack_from(">H", code, 8 + length)
        for name, value, _ in self._attributes_in(code, 10 + length + 8 * handlers):
            if name == "LineNumberTable" and len(value) >= 6:
                return struct.unpack_from(">H", value, 4)[0]
        return 0

    def _attributes(self) -> Iterator[tuple[str, bytes]]:
        start, self._at = self._at, self._at + 2
        for name, value, end in self._attributes_in(self._content, start):
            self._at = end
            yield name, value

    def _attributes_in(self, content: bytes, at: int) -> Iterator[tuple[str, bytes, int]]:
        (count,) = struct.unpack_from(">H", content, at)
        at += 2
        for _ in range(count):
            name, length = struct.unpack_from(">HI", content, at)
            at += 6 + length
            yield self._texts[name], content[at - length : at], at


def find(classes: list[CompiledClass], main: str) -> CompiledClass | None:
    """The main class: one from the main file where it has one, else the only one there is."""
    own = [each for each in classes if each.source == os.path.basename(main)]
    stem = os.path.basename(main).removesuffix(".java")
    for group in (own, classes):
        for wanted in (CompiledClass.is_main, CompiledClass.may_be_main):
            found = [each for each in group if wanted.fget(each)]  # pyright: ignore[reportOptionalCall]
            named = [each for each in found if each.name.rpartition(".")[2] == stem]
            if found:
                return min(named or found, key=lambda each: (each.line, each.name))
    return None


def main(product: str, source: str) -> int:
    found = find(list(_compiled(product)), source)
    if found is None:
        print(f"error: no class has a main method; {source} needs one:", file=sys.stderr)
        print("    public static void main(String[] args)", file=sys.stderr)
        return 1
    with open(f"{product}/.main", "w", encoding="utf-8") as file:
        file.write(found.name)
    return 0


def _compiled(folder: str) -> Iterator[CompiledClass]:
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith(".class"):
                with open(os.path.join(parent, name), "rb") as file:
                    yield CompiledClass(file.read())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
