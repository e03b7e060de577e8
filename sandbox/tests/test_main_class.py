"""[languages.compiled] Which of the compiled classes a Java program begins in."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from glovebox_sandbox import main_class

JAVAC = shutil.which("javac")
MAIN = "public static void main(String[] args) {}"


def launch(folder: Path, sources: dict[str, str], main: str) -> str | None:
    """What is written for the launcher, or None where no class has a main method."""
    assert JAVAC is not None, "these tests need a JDK"
    for name, text in sources.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    files = [str(folder / name) for name in sources]
    subprocess.run([JAVAC, "-d", str(folder / "classes"), *files], check=True)
    if main_class.main(str(folder / "classes"), main) != 0:
        return None
    return (folder / "classes/.main").read_text()


@pytest.mark.parametrize(
    ("sources", "main", "wanted"),
    [
        ({"Main.java": f"class Main {{ {MAIN} }}"}, "Main.java", "Main"),
        ({"Main.java": f"class A {{}} class B {{ {MAIN} }}"}, "Main.java", "B"),
        ({"a/Main.java": f"package a; class Main {{ {MAIN} }}"}, "a/Main.java", "a.Main"),
        ({"Main.java": f"class Main {{ {MAIN} static class In {{ {MAIN} }} }}"}, "Main.java", "Main"),
        ({"Main.java": f"class A {{ {MAIN} }} class Main {{ {MAIN} }}"}, "Main.java", "Main"),
        ({"Main.java": f"class B {{\n {MAIN}\n}} class A {{\n {MAIN}\n}}"}, "Main.java", "B"),
        ({"Main.java": "class Main {}", "Other.java": f"class Other {{ {MAIN} }}"}, "Main.java", "Other"),
        ({"Main.java": f"enum Main {{ ONE; {MAIN} }}"}, "Main.java", "Main"),
        ({"Main.java": f"interface Main {{ long N = 1L; double D = 2.0; {MAIN} }}"}, "Main.java", "Main"),
        ({"Main.java": "class Main { void main(int n) {} }"}, "Main.java", None),
        ({"Main.java": "class Main { String main; }"}, "Main.java", None),
    ],
)
def test_the_main_class_is_found(
    tmp_path: Path, sources: dict[str, str], main: str, wanted: str | None
) -> None:
    assert launch(tmp_path, sources, main) == wanted
