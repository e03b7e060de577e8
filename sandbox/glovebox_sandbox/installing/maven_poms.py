"""Makes a pom.xml that says which artifacts a program needs, and nothing of how it is built.

    maven_poms.py POM REPOSITORY [GROUP:ARTIFACT:VERSION ...]

POM is the program's own, or becomes a new one where there is none; artifacts are added to its dependencies.
Maven loads extensions and plugins that a pom or a parent of it names, and that would be a stranger's code
in a step with a network. So every pom from POM upwards is cut down to what decides on dependencies: a
parent that is not among the files is fetched from REPOSITORY and laid beside them, cut down as well.
"""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET

_MOST_PARENTS = 30
_COORDINATES = ("groupId", "artifactId", "version")
_IDENTITY = ("modelVersion", "parent", *_COORDINATES)
_NEEDS = ("properties", "dependencyManagement", "dependencies")
_OF_PROFILE = ("id", "activation", *_NEEDS)
_EMPTY = (
    "<project><modelVersion>4.0.0</modelVersion>"
    "<groupId>glovebox</groupId><artifactId>program</artifactId><version>1</version></project>"
)


def main(path: str, repository: str, *wishes: str) -> int:
    if not os.path.exists(path):
        _write(path, _EMPTY.encode())
    try:
        pom = _cut(path, "jar")
        for wish in wishes:
            _add(pom, wish)
        _save(pom, path)
        _cut_parents(pom, path, repository)
    except (ET.ParseError, _Unusable) as error:
        print(f"error: {os.path.relpath(path)}: {error}", file=sys.stderr)
        return 1
    return 0


class _Unusable(Exception):
    pass


def _cut_parents(pom: ET.Element, path: str, repository: str) -> None:
    for number in range(_MOST_PARENTS):
        parent = pom.find("parent")
        if parent is None:
            return
        above = _among_files(parent, path)
        if above is None:
            above = os.path.abspath(f".parent-{number}/pom.xml")
            _write(above, _fetch(parent, repository))
        for link in parent.findall("relativePath"):
            parent.remove(link)
        ET.SubElement(parent, "relativePath").text = os.path.relpath(above, os.path.dirname(path))
        _save(pom, path)
        pom, path = _cut(above, "pom"), above
        _rename(pom, parent)
        _save(pom, path)
    raise _Unusable(f"it has more than {_MOST_PARENTS} parents")


def _among_files(parent: ET.Element, path: str) -> str | None:
    link = parent.find("relativePath")
    relative = "../pom.xml" if link is None else (link.text or "").strip()
    if relative == "":
        return None
    found = os.path.normpath(os.path.join(os.path.dirname(path), relative))
    if os.path.isdir(found):
        found = os.path.join(found, "pom.xml")
    if not os.path.realpath(found).startswith(os.path.realpath(".") + os.sep) or not os.path.isfile(found):
        return None
    pom = _parse(found)
    # What a pom does not say of itself it has from its own parent.
    same = all(_text(pom, name) in ("", _text(parent, name)) for name in _COORDINATES)
    return found if same else None


def _rename(pom: ET.Element, parent: ET.Element) -> None:
    """Maven does not take a pom that says to be another one: it fetches that one, with all of its build."""
    _keep(pom, tuple({child.tag for child in pom} - set(_COORDINATES)))
    for name in _COORDINATES:
        ET.SubElement(pom, name).text = _text(parent, name)


def _fetch(parent: ET.Element, repository: str) -> bytes:
    group, artifact, version = (_text(parent, name) for name in ("groupId", "artifactId", "version"))
    file = f"{group.replace('.', '/')}/{artifact}/{version}/{artifact}-{version}.pom"
    try:
        with urllib.request.urlopen(f"{repository}/{file}") as answer:  # noqa: S310
            return answer.read()
    except (urllib.error.URLError, ValueError) as error:
        raise _Unusable(f"its parent {group}:{artifact}:{version} cannot be fetched: {error}") from error


def _cut(path: str, packaging: str) -> ET.Element:
    pom = _parse(path)
    _keep(pom, (*_IDENTITY, *_NEEDS, "profiles"))
    for profile in pom.findall("profiles/profile"):
        _keep(profile, _OF_PROFILE)
    ET.SubElement(pom, "packaging").text = packaging
    return pom


def _parse(path: str) -> ET.Element:
    with open(path, "rb") as file:
        pom = ET.fromstring(file.read())  # noqa: S314
    for element in pom.iter():
        element.tag = element.tag.rpartition("}")[2]
    return pom


def _keep(element: ET.Element, names: tuple[str, ...]) -> None:
    for child in list(element):
        if child.tag not in names:
            element.remove(child)


def _add(pom: ET.Element, wish: str) -> None:
    """What the pom says of this artifact itself gives way."""
    group, artifact, version = wish.split(":")
    dependencies = pom.find("dependencies")
    if dependencies is None:
        dependencies = ET.SubElement(pom, "dependencies")
    for one in dependencies.findall("dependency"):
        if (_text(one, "groupId"), _text(one, "artifactId")) == (group, artifact):
            dependencies.remove(one)
    dependency = ET.SubElement(dependencies, "dependency")
    for name, value in (("groupId", group), ("artifactId", artifact), ("version", version)):
        ET.SubElement(dependency, name).text = value


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _save(pom: ET.Element, path: str) -> None:
    _write(path, ET.tostring(pom))


def _write(path: str, content: bytes) -> None:
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
