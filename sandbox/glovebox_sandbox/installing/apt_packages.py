"""Unpacks Debian packages so that programs find them in another place than `/`.

    apt_packages.py ARCHIVES PRODUCT PLACE

Files of the .deb archives go to PRODUCT, which will be PLACE when they are used. No script of a package
runs; one of them is read, for the names that programs get beside their own (`figlet` for `figlet-figlet`).
What points at `/` is turned where it can be: links, and interpreters of scripts. The rest is told to
programs by variables, in PRODUCT/environment.sh; PRODUCT/libraries lists what a linker may take.
"""

from __future__ import annotations

import glob
import os
import re
import subprocess
import sys

_DPKG_DEB = "/usr/bin/dpkg-deb"
# The C library of the machine stays: its loader runs every program here.
_KEPT_OUT = re.compile(r"(libc6|libc-bin|libcrypt1|base-files|dpkg|apt)_")
_SHEBANG = re.compile(rb"#![ \t]*(/(?:usr/)?(?:local/)?s?bin/[^\s/]+)")
_BLANK = r"(?:\s|\\\n)+"
_ALTERNATIVE = re.compile(
    rf"--install{_BLANK}(/[\w/.+-]+){_BLANK}[\w.+-]+{_BLANK}(/[\w/.+-]+){_BLANK}(\d+)",
)
_PROGRAMS = ("usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin", "usr/games")
# Variables with folders, in the order in which they are looked in; what a pattern does not find is left out.
_FOLDERS = {
    "PERL5LIB": (
        "usr/share/perl5", "usr/lib/*/perl5/*", "usr/lib/*/perl/*", "usr/share/perl/*", "usr/lib/*/perl-base",
    ),
    "PYTHONPATH": ("usr/lib/python3/dist-packages",),
    "RUBYLIB": ("usr/lib/ruby/vendor_ruby", "usr/share/rubygems-integration/all"),
    "NODE_PATH": ("usr/share/nodejs", "usr/lib/*/nodejs"),
    "TERMINFO_DIRS": ("usr/share/terminfo", "lib/terminfo", "usr/lib/terminfo"),
    "MANPATH": ("usr/share/man",),
    "CPATH": ("usr/include", "usr/include/*-linux-*"),
    "LIBRARY_PATH": ("usr/lib", "usr/lib/*-linux-*", "lib/*-linux-*"),
    "PKG_CONFIG_PATH": ("usr/lib/*/pkgconfig", "usr/share/pkgconfig"),
    "COWPATH": ("usr/share/cowsay/cows",),
    "FIGLET_FONTDIR": ("usr/share/figlet",),
    "GS_LIB": ("usr/share/ghostscript/*/Resource/Init", "usr/share/ghostscript/*/lib"),
    "MAGIC": ("usr/lib/file/magic.mgc", "usr/share/misc/magic.mgc"),
    "GIT_EXEC_PATH": ("usr/lib/git-core",),
    "MAGICK_CONFIGURE_PATH": ("etc/ImageMagick-*",),
}  # fmt: skip
# What programs look in anyway, and would not where the variable is set.
_AFTER = {"XDG_DATA_DIRS": "/usr/local/share:/usr/share", "XDG_CONFIG_DIRS": "/etc/xdg"}
_DATA = {"XDG_DATA_DIRS": ("usr/share",), "XDG_CONFIG_DIRS": ("etc/xdg",)}
# An empty part stands for what is looked in anyway.
_OPEN_ENDED = ("TERMINFO_DIRS", "MANPATH")


def main(archives: str, product: str, place: str) -> int:
    alternatives: list[tuple[int, str, str]] = []
    for name in sorted(os.listdir(archives)):
        if _KEPT_OUT.match(name):
            continue
        # dpkg-deb only unpacks; what it says of a broken archive is for the user.
        unpack = [_DPKG_DEB, "--extract", f"{archives}/{name}", product]
        code = subprocess.run(unpack, check=False).returncode
        if code != 0:
            return code
        alternatives += _alternatives(f"{archives}/{name}")
    for _, link, file in sorted(alternatives, reverse=True):
        if os.path.exists(product + file) and not os.path.lexists(product + link):
            os.makedirs(os.path.dirname(product + link), exist_ok=True)
            os.symlink(os.path.relpath(product + file, os.path.dirname(product + link)), product + link)
    for parent, folders, files in os.walk(product):
        for entry in (*folders, *files):
            path = f"{parent}/{entry}"
            if os.path.islink(path):
                _turn_link(path, product)
            elif os.path.isfile(path) and os.access(path, os.X_OK):
                _turn_script(path, product, place)
    _write(f"{product}/environment.sh", environment(product, place))
    _write(f"{product}/libraries", "".join(f"-l{name}\n" for name in _libraries(product)))
    return 0


def _alternatives(archive: str) -> list[tuple[int, str, str]]:
    """Priority, link and file of each `update-alternatives --install`. Variables are not known."""
    read = [_DPKG_DEB, "--info", archive, "postinst"]
    script = subprocess.run(read, capture_output=True, text=True, errors="replace", check=False).stdout
    return [(int(priority), link, file) for link, file, priority in _ALTERNATIVE.findall(script)]


def environment(product: str, place: str) -> str:
    found = {name: _find(product, place, patterns) for name, patterns in {**_FOLDERS, **_DATA}.items()}
    lines = [
        _line(name, folders, _AFTER.get(name), open_ended=name in _OPEN_ENDED)
        for name, folders in found.items()
        if folders
    ]
    programs = [f"{place}/{folder}" for folder in _PROGRAMS if os.path.isdir(f"{product}/{folder}")]
    loaded = [place + folder.removeprefix(product) for folder in _library_folders(product)]
    for name, folders in (("PATH", programs), ("LD_LIBRARY_PATH", loaded)):
        if folders:
            lines.insert(0, _line(name, folders))
    return "".join(lines)


def _line(name: str, folders: list[str], after: str | None = None, *, open_ended: bool = False) -> str:
    """The variable with these folders first, whatever it had before."""
    rest = f":${{{name}:-{after}}}" if after else f"${{{name}:+:${name}}}"
    if open_ended:
        rest = f":${name}"
    return f'export {name}="{":".join(folders)}{rest}"\n'


def _find(product: str, place: str, patterns: tuple[str, ...]) -> list[str]:
    found = [path for pattern in patterns for path in sorted(glob.glob(f"{product}/{pattern}"))]
    # What a shell would read as more than a name is no folder of a package that anybody needs.
    return [place + path.removeprefix(product) for path in found if re.fullmatch(r"[\w/.+@~-]+", path)]


def _library_folders(product: str) -> list[str]:
    """Where shared libraries lie: the usual folders, and those of one package just below them."""
    found: list[str] = []
    for start in ("lib", "usr/lib", "usr/local/lib"):
        for parent, folders, files in os.walk(f"{product}/{start}"):
            depth = parent.removeprefix(product).count("/")
            if depth >= (4 if start.startswith("usr") else 3):
                folders.clear()
            has_some = any(re.fullmatch(r"lib.+\.so(\.\d+)+", name) for name in files)
            if has_some and re.fullmatch(r"[\w/.+@~-]+", parent):
                found.append(parent)
    return sorted(found, key=lambda folder: folder.count("/"))


def _libraries(product: str) -> list[str]:
    """Those that a compiled program can be linked with."""
    names: set[str] = set()
    for folder in (f"{product}/usr/lib", *_multiarch(product)):
        for name in os.listdir(folder) if os.path.isdir(folder) else ():
            found = re.fullmatch(r"lib([\w+.-]+)\.so", name)
            if found and os.path.exists(f"{folder}/{name}"):
                names.add(found[1])
    return sorted(names)


def _multiarch(product: str) -> list[str]:
    return glob.glob(f"{product}/usr/lib/*-linux-*")


def _turn_link(path: str, product: str) -> None:
    """A link to what the packages have leads there; one to what only the machine has leads to that."""
    target = os.readlink(path)
    inside = path.removeprefix(product)
    absolute = os.path.normpath(os.path.join(os.path.dirname(inside), target))
    if os.path.lexists(product + absolute):
        new = os.path.relpath(product + absolute, os.path.dirname(path))
    elif os.path.exists(absolute):
        new = absolute
    else:
        return
    if new != target:
        os.remove(path)
        os.symlink(new, path)


def _turn_script(path: str, product: str, place: str) -> None:
    with open(path, "rb") as file:
        start = file.read(200)
        found = _SHEBANG.match(start)
        if found is None:
            return
        interpreter = os.fsdecode(found[1])
        if os.path.exists(interpreter) or not os.path.exists(product + interpreter):
            return
        file.seek(found.end(1))
        rest = file.read()
    mode = os.stat(path).st_mode
    with open(path, "wb") as file:
        file.write(b"#!" + os.fsencode(place) + found[1] + rest)
    os.chmod(path, mode)


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
