"""[packages.no-network] Debian packages are unpacked so that programs find them; no script of theirs runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from glovebox_sandbox.installing import apt_packages

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "/opt/packages"


@pytest.fixture
def product(tmp_path: Path) -> Path:
    (tmp_path / "product").mkdir()
    (tmp_path / "archives").mkdir()
    return tmp_path / "product"


def pack(product: Path, files: dict[str, str], postinst: str = "", name: str = "thing") -> None:
    """Makes an archive; a file's text that begins with `->` is a link."""
    assert shutil.which("dpkg-deb") is not None, "these tests need Debian's dpkg-deb"
    source = product.parent / name
    (source / "DEBIAN").mkdir(parents=True)
    fields = {"Package": name, "Version": "1", "Architecture": "all", "Maintainer": "a <a@example.com>"}
    control = "".join(f"{field}: {value}\n" for field, value in fields.items())
    (source / "DEBIAN/control").write_text(f"{control}Description: a\n")
    if postinst:
        (source / "DEBIAN/postinst").write_text(postinst)
        (source / "DEBIAN/postinst").chmod(0o755)
    for path, text in files.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("->"):
            (source / path).symlink_to(text[2:])
        else:
            (source / path).write_text(text)
            (source / path).chmod(0o755)
    archive = product.parent / "archives" / f"{name}_1_all.deb"
    subprocess.run(["dpkg-deb", "--build", str(source), str(archive)], check=True, capture_output=True)


def unpack(product: Path) -> None:
    assert apt_packages.main(str(product.parent / "archives"), str(product), PLACE) == 0


def variables(product: Path, **before: str) -> dict[str, str]:
    """What a shell has after environment.sh."""
    script = f'. "{product}/environment.sh"; /usr/bin/env'
    done = subprocess.run(["/bin/sh", "-c", script], env=before, capture_output=True, text=True, check=True)
    return dict(line.split("=", 1) for line in done.stdout.splitlines())


def test_programs_and_libraries_are_found_before_those_of_the_machine(product: Path) -> None:
    pack(product, {"usr/games/a": "", "usr/bin/b": "", "usr/lib/x86_64-linux-gnu/libthing.so.1": ""})
    unpack(product)
    got = variables(product, PATH="/usr/bin", LD_LIBRARY_PATH="/before")
    assert got["PATH"] == f"{PLACE}/usr/bin:{PLACE}/usr/games:/usr/bin"
    assert got["LD_LIBRARY_PATH"] == f"{PLACE}/usr/lib/x86_64-linux-gnu:/before"
    assert "PERL5LIB" not in got


def test_data_is_looked_for_in_the_packages_too(product: Path) -> None:
    pack(product, {"usr/share/perl5/A.pm": "", "usr/share/cowsay/cows/x.cow": ""})
    unpack(product)
    got = variables(product, PATH="/usr/bin")
    assert got["PERL5LIB"] == f"{PLACE}/usr/share/perl5"
    assert got["COWPATH"] == f"{PLACE}/usr/share/cowsay/cows"
    assert got["XDG_DATA_DIRS"] == f"{PLACE}/usr/share:/usr/local/share:/usr/share"


def test_no_script_of_a_package_runs_but_its_alternatives_are_read(product: Path) -> None:
    ran = product.parent / "ran"
    install = "update-alternatives --install /usr/bin/tool tool \\\n  /usr/bin/tool.real 50"
    pack(product, {"usr/bin/tool.real": "real"}, f"#!/bin/sh\ntouch {ran}\n{install}\n")
    unpack(product)
    assert (product / "usr/bin/tool").read_text() == "real"
    assert not ran.exists()


def test_links_lead_to_the_packages_or_else_to_the_machine(product: Path) -> None:
    links = {"usr/bin/one": "->/usr/bin/real", "usr/bin/two": "->../../bin/sh", "usr/bin/lost": "->/no/such"}
    pack(product, {"usr/bin/real": "real", **links})
    unpack(product)
    assert (product / "usr/bin/one").read_text() == "real"
    assert (product / "usr/bin/two").readlink().as_posix() == "/bin/sh"
    assert (product / "usr/bin/lost").readlink().as_posix() == "/no/such"


def test_a_script_gets_an_interpreter_that_only_the_packages_have(product: Path) -> None:
    scripts = {"usr/bin/a": "#!/usr/bin/strangeling -x\nrest\n", "usr/bin/b": "#!/bin/sh\n"}
    pack(product, {"usr/bin/strangeling": "", **scripts})
    unpack(product)
    assert (product / "usr/bin/a").read_text() == f"#!{PLACE}/usr/bin/strangeling -x\nrest\n"
    assert os.access(product / "usr/bin/a", os.X_OK)
    assert (product / "usr/bin/b").read_text() == "#!/bin/sh\n"


def test_libraries_to_link_with_are_listed(product: Path) -> None:
    folder = "usr/lib/x86_64-linux-gnu"
    files = {f"{folder}/libthing.so.1": "", f"{folder}/libthing.so": "->libthing.so.1"}
    pack(product, {**files, f"{folder}/liblost.so": "->/no/such", "usr/include/thing.h": ""})
    unpack(product)
    assert (product / "libraries").read_text() == "-lthing\n"
    assert variables(product)["CPATH"] == f"{PLACE}/usr/include"


def test_the_c_library_of_the_machine_stays(product: Path) -> None:
    pack(product, {"lib/libc.so.6": ""}, name="libc6")
    unpack(product)
    assert not (product / "lib").exists()
