"""Finds the main class among compiled Java classes, and writes the launcher's arguments for it.

    main_class.py PRODUCT MAIN PLACE CLASSPATH

Classes lie in PRODUCT/classes; MAIN is the source file that the program begins in. Which class has the
main method is asked of the compiled classes, because a source may say so in many ways. What is written
to PRODUCT/launch is an argument file of the `java` command; PLACE is where PRODUCT will be then.
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


class CompiledClass:
    """Name, source file and main methods of one class file."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 8
        self._texts: dict[int, str] = {}
        self._classes: dict[int, int] = {}
        self._read_constants()
        _, this, _, interfaces = self._take(">HHHH")
        self.name = self._texts[self._classes[this]].replace("/", ".")
        self._at += 2 * interfaces
        self.mains: list[tuple[int, str]] = []
        for _ in self._members():
            pass
        self.mains = [(flags, kind) for flags, name, kind in self._members() if name == "main"]
        self.source = ""
        for name, value in self._attributes():
            if name == "SourceFile":
                self.source = self._texts[struct.unpack(">H", value)[0]]

    @property
    def is_main(self) -> bool:
        """As every Java means it: `public static void main(String[])`."""
        return any(
            flags & _PUBLIC_STATIC == _PUBLIC_STATIC and kind == _CLASSIC for flags, kind in self.mains
        )

    @property
    def may_be_main(self) -> bool:
        """As newer ones do: any `void main()`, static or not."""
        return any(kind in (_CLASSIC, "()V") for _, kind in self.mains)

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

    def _members(self) -> Iterator[tuple[int, str, str]]:
        """The fields, at the first call; the methods, at the second."""
        (count,) = self._take(">H")
        for _ in range(count):
            flags, name, kind = self._take(">HHH")
            for _ in self._attributes():
                pass
            yield flags, self._texts[name], self._texts[kind]

    def _attributes(self) -> Iterator[tuple[str, bytes]]:
        (count,) = self._take(">H")
        for _ in range(count):
            name, length = self._take(">HI")
            value = self._content[self._at : self._at + length]
            self._at += length
            yield self._texts[name], value


def find(classes: list[CompiledClass], main: str) -> CompiledClass | None:
    """The main class: one from the main file where it has one, else the only one there is."""
    own = [each for each in classes if each.source == os.path.basename(main)]
    stem = os.path.basename(main).removesuffix(".java")
    for group in (own, classes):
        for wanted in (CompiledClass.is_main, CompiledClass.may_be_main):
            found = [each for each in group if wanted.fget(each)]  # pyright: ignore[reportOptionalCall]
            named = [each for each in found if each.name.rpartition(".")[2] == stem]
            if named or found:
                return (named or sorted(found, key=lambda each: each.name))[0]
    return None


def main(product: str, source: str, place: str, class_path: str) -> int:
    found = find(list(_compiled(f"{product}/classes")), source)
    if found is None:
        print(f"error: no class has a main method; {source} needs one:", file=sys.stderr)
        print("    public static void main(String[] args)", file=sys.stderr)
        return 1
    with open(f"{product}/launch", "w", encoding="utf-8") as file:
        file.write(f'-cp "{place}/classes:{class_path}"\n{found.name}\n')
    return 0


def _compiled(folder: str) -> Iterator[CompiledClass]:
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith(".class"):
                with open(os.path.join(parent, name), "rb") as file:
                    yield CompiledClass(file.read())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
