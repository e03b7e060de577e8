"""Installs Python packages in three kinds of step, of which only the first has a network.

    pip_packages.py download    what wishes.txt asks for, into wheels/; what has no wheel, into sources/
    pip_packages.py build       wheels from sources/, without a network: here package code runs
    pip_packages.py install     wheels into site-packages/
    pip_packages.py pip …       pip itself, for `download`

Each step finds in FROM what the step before left in PRODUCT. Files of the workspace: wishes.txt, a wish
a line, and pins.txt, the packages that are there anyway: their versions are kept, and they are not
installed again. The registry is at $INDEX. The last line of what `download` prints says what is to be
built: then the steps are repeated, because only a built package tells what it needs itself.

What `build` left is package code's work, and the next `download` reads it beside a network. So pip starts
no program there, whatever a package's metadata points at, and is never taken from a build.
"""

from __future__ import annotations

import errno
import importlib
import importlib.util
import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import urllib.error
import urllib.request
import zipfile
from typing import Any

FROM, PRODUCT, WORKSPACE = "/opt/cache", "/tmp/product", "/workspace"
_COMMON = (
    "--no-input",
    "--disable-pip-version-check",
    "--no-cache-dir",
    "--no-color",
    "--progress-bar",
    "off",
)
_MISSING = re.compile(r"No matching distribution found for ([A-Za-z0-9._-]+)([^\s(]*)")
_ALWAYS_FOR_BUILDS = ("setuptools", "wheel")
# A name, extras, versions, a marker: no flag, path or address.
_NEED = re.compile(r"[A-Za-z0-9][\w.-]*\s*(\[[\w\s,.-]*\])?\s*\(?[\w\s.,*+!<>=~-]*\)?\s*(;[^@]*)?")
_STARTS = frozenset(
    ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.spawn")
)
# What pip asks for the version of the C library, where that is musl.
_LOADER = re.compile(r"/lib/ld-musl-\w+\.so\.\d+")


def download() -> int:
    _take_over("wheels", "sources")
    _make_pip()
    code, said = _pip("download", *_wheels_only("wheels"), *_pins(), "-r", f"{WORKSPACE}/wishes.txt")
    if code == 0:
        print(json.dumps({"build": []}))
        return 0
    missing = _MISSING.findall(said)
    sources = [_fetch_source(name, version) for name, version in missing[-1:]]
    if not any(sources):
        sys.stderr.write(said)
        return 1
    print(json.dumps({"build": [name for name, _ in missing[-1:]]}))
    return 0


def build() -> int:
    _take_over("wheels", "sources", "build-needs")
    for name in sorted(os.listdir(f"{PRODUCT}/sources")):
        source = f"{PRODUCT}/sources/{name}"
        needs = ("--find-links", f"{PRODUCT}/build-needs", "--find-links", f"{PRODUCT}/wheels")
        code, said = _pip("wheel", "--no-index", *needs, "--no-deps", "-w", f"{PRODUCT}/wheels", source)
        if code != 0:
            sys.stderr.write(said)
            return code
        os.remove(source)
    return 0


def install() -> int:
    target = f"{PRODUCT}/site-packages"
    present = {_normal(line.partition("==")[0]) for line in _lines("pins.txt")}
    wheels = [f"{FROM}/wheels/{name}" for name in sorted(os.listdir(f"{FROM}/wheels"))]
    wanted = [wheel for wheel in wheels if _normal(os.path.basename(wheel).split("-")[0]) not in present]
    os.makedirs(target, exist_ok=True)
    if not wanted:
        return 0
    options = ("--no-index", "--no-deps", "--no-compile", "--target", target)
    code, said = _pip("install", *options, *wanted)
    if code != 0:
        sys.stderr.write(said)
        return code
    final = "/opt/packages/site-packages"
    compiler = [sys.executable, "-I", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    # A package may hold files for other versions of Python, which do not compile; nobody imports them.
    subprocess.run([*compiler, "-s", target, "-p", final, target], check=False, stdout=subprocess.DEVNULL)
    return 0


def _wheels_only(folder: str) -> list[str]:
    os.makedirs(f"{PRODUCT}/{folder}", exist_ok=True)
    links = ("--find-links", f"{PRODUCT}/wheels")
    network = ("--index-url", os.environ["INDEX"], "--retries", "0", "--timeout", "60")
    return [*network, *links, "--only-binary", ":all:", "-d", f"{PRODUCT}/{folder}"]


def _pins() -> list[str]:
    return ["-c", f"{WORKSPACE}/pins.txt"] if _lines("pins.txt") else []


def _pip(command: str, *arguments: str) -> tuple[int, str]:
    if command == "download":
        pip = [sys.executable, "-I", __file__, "pip"]
    else:
        pip = [sys.executable, "-I", "-m", "pip"] if _has_pip() else [sys.executable, "-I", _own_pip()]
    # Isolated from its variables, but what it starts needs a home and a place for temporary files.
    done = subprocess.run(
        [*pip, command, *_COMMON, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def _run_pip_alone() -> int:
    """pip in this process, which starts no other: so no code of a package."""
    if not _has_pip():
        sys.path.insert(0, f"{PRODUCT}/pip.whl")
    sys.argv[:] = ["pip", *sys.argv[2:]]
    sys.addaudithook(_refuse_programs)
    runpy.run_module("pip", run_name="__main__", alter_sys=True)
    return 0


def _refuse_programs(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _STARTS:
        return
    command: Any = arguments[1] if event == "subprocess.Popen" else None
    if type(command) in (list, tuple) and len(command) == 1 and _LOADER.fullmatch(str(command[0])):
        return
    raise PermissionError(errno.EPERM, "no program may be started beside the network")


def _has_pip() -> bool:
    return importlib.util.find_spec("pip") is not None


def _own_pip() -> str:
    return f"{FROM}/pip.whl/pip"


def _make_pip() -> None:
    """Where the interpreter has no pip, pip's own wheel is one: it runs as it is."""
    if _has_pip():
        return
    wheels = [file for file in _files_of("pip") if file["filename"].endswith("py3-none-any.whl")]
    with open(f"{PRODUCT}/pip.whl", "wb") as target:
        target.write(_get(max(wheels, key=lambda file: _order(file["filename"].split("-")[1]))["url"]))


def _fetch_source(name: str, version: str) -> bool:
    """The newest source archive that the wish allows, with the wheels that its build needs."""
    archives = [file for file in _files_of(name) if file["filename"].endswith((".tar.gz", ".zip"))]
    fitting = [file for file in archives if not file.get("yanked") and _fits(_version_of(file), version)]
    if not fitting:
        return False
    chosen = max(fitting, key=lambda file: _order(_version_of(file)))
    content = _get(chosen["url"])
    os.makedirs(f"{PRODUCT}/sources", exist_ok=True)
    with open(f"{PRODUCT}/sources/{os.path.basename(chosen['filename'])}", "wb") as target:
        target.write(content)
    needs = {*_ALWAYS_FOR_BUILDS, *_build_needs(chosen["filename"], content)}
    strange = [need for need in needs if not _NEED.fullmatch(need)]
    if strange:
        print(f"{name} needs for its build what is no package of the registry: {strange[0]}", file=sys.stderr)
        return False
    code, said = _pip("download", *_wheels_only("build-needs"), *sorted(needs))
    if code != 0:
        sys.stderr.write(said)
    return code == 0


def _build_needs(file_name: str, content: bytes) -> list[str]:
    """[build-system] requires of its pyproject.toml; nothing in it is run."""
    text = _pyproject(file_name, content)
    if text is None:
        return []
    try:
        toml: Any = importlib.import_module("tomllib")
    except ImportError:
        toml = importlib.import_module("pip._vendor.tomli")
    try:
        return list(toml.loads(text)["build-system"]["requires"])
    except (KeyError, ValueError):
        return []


def _pyproject(file_name: str, content: bytes) -> str | None:
    if file_name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if re.fullmatch(r"[^/]+/pyproject\.toml", name)]
            return archive.read(names[0]).decode("utf-8", "replace") if names else None
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            if re.fullmatch(r"[^/]+/pyproject\.toml", member.name) and member.isfile():
                file = archive.extractfile(member)
                return None if file is None else file.read().decode("utf-8", "replace")
    return None


def _files_of(name: str) -> list[dict[str, str]]:
    accept = {"Accept": "application/vnd.pypi.simple.v1+json"}
    address = f"{os.environ['INDEX']}{_normal(name)}/"
    try:
        return json.loads(_get(address, accept))["files"]
    except urllib.error.HTTPError:
        return []  # there is none of this name: pip has said so


def _get(address: str, headers: dict[str, str] | None = None) -> bytes:
    if not address.startswith(os.environ["INDEX"].partition("/pypi/")[0]):
        raise ValueError(f"not an address of the registry: {address}")
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers or {})) as answer:  # noqa: S310
        return answer.read()


def _version_of(file: dict[str, str]) -> str:
    stem = re.sub(r"\.(tar\.gz|zip)$", "", file["filename"])
    return stem.rpartition("-")[2]


def _fits(version: str, wish: str) -> bool:
    """By pip's own rules where it has them; a pre-release only where it is named."""
    try:
        from pip._vendor.packaging.specifiers import SpecifierSet
        from pip._vendor.packaging.version import Version

        return Version(version) in SpecifierSet(wish) and (
            not Version(version).is_prerelease or version in wish
        )
    except (ImportError, ValueError):
        return wish in ("", f"=={version}")


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _lines(file: str) -> list[str]:
    with open(f"{WORKSPACE}/{file}", encoding="utf-8") as lines:
        return [line.strip() for line in lines if line.strip()]


def _take_over(*folders: str) -> None:
    for folder in folders:
        if os.path.isdir(f"{FROM}/{folder}"):
            shutil.copytree(f"{FROM}/{folder}", f"{PRODUCT}/{folder}", dirs_exist_ok=True)


if __name__ == "__main__":
    steps = {"download": download, "build": build, "install": install, "pip": _run_pip_alone}
    sys.exit(steps[sys.argv[1]]())
