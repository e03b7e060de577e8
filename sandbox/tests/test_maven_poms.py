"""[packages.no-network] What of a pom reaches Maven: what decides on dependencies, and nothing of builds."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from glovebox_sandbox.installing import maven_poms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOWHERE = "http://127.0.0.1:9/maven"
BUILD = "<build><extensions><extension><groupId>stranger</groupId></extension></extensions></build>"
PLUGINS = "<build><plugins><plugin><extensions>true</extensions></plugin></plugins></build>"


def pom(content: str, name: str = "own") -> str:
    return (
        f'<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        f"<groupId>g</groupId><artifactId>{name}</artifactId><version>1</version>{content}</project>"
    )


@pytest.fixture
def registry() -> Iterator[str]:
    """A repository with one artifact: a parent that has an extension."""

    class Repository(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/maven/a/b/parent/2/parent-2.pom"
            self.send_response(200 if found else 404)
            self.end_headers()
            if found:
                self.wfile.write(pom(BUILD + "<properties><p>1</p></properties>", "parent").encode())

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = HTTPServer(("127.0.0.1", 0), Repository)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/maven"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_builds_plugins_and_repositories_are_left_out(workspace: Path) -> None:
    profile = f"<profiles><profile><id>p</id>{PLUGINS}<dependencies/></profile></profiles>"
    rest = "<packaging>war</packaging><repositories><repository/></repositories><modules/><reporting/>"
    (workspace / "pom.xml").write_text(pom(BUILD + profile + rest + "<dependencies/>"))
    assert maven_poms.main("pom.xml", NOWHERE) == 0
    left = (workspace / "pom.xml").read_text()
    for word in ("build", "plugin", "stranger", "extension", "repositor", "module>", "reporting", "war"):
        assert word not in left, word
    assert "<profile><id>p</id><dependencies /></profile>" in left


def test_artifacts_are_added_and_replace_what_the_pom_says_of_them(workspace: Path) -> None:
    old = "<dependency><groupId>a</groupId><artifactId>b</artifactId><version>1</version></dependency>"
    (workspace / "pom.xml").write_text(pom(f"<dependencies>{old}</dependencies>"))
    assert maven_poms.main("pom.xml", NOWHERE, "a:b:2", "c:d:3") == 0
    left = (workspace / "pom.xml").read_text()
    assert left.count("<artifactId>b</artifactId><version>2</version>") == 1
    assert left.count("<artifactId>b</artifactId>") == 1
    assert "<artifactId>d</artifactId><version>3</version>" in left


def test_without_a_pom_there_is_a_new_one(workspace: Path) -> None:
    assert maven_poms.main("pom.xml", NOWHERE, "a:b:2") == 0
    assert "<artifactId>b</artifactId><version>2</version>" in (workspace / "pom.xml").read_text()


def test_a_parent_of_the_registry_is_cut_down_as_well(workspace: Path, registry: str) -> None:
    link = "<groupId>a.b</groupId><artifactId>parent</artifactId><version>2</version>"
    (workspace / "app").mkdir()
    (workspace / "app/pom.xml").write_text(pom(f"<parent>{link}<relativePath/></parent>"))
    assert maven_poms.main("app/pom.xml", registry) == 0
    assert "<relativePath>../.parent-0/pom.xml</relativePath>" in (workspace / "app/pom.xml").read_text()
    parent = (workspace / ".parent-0/pom.xml").read_text()
    assert "stranger" not in parent
    assert "<p>1</p>" in parent
    assert "<packaging>pom</packaging>" in parent
    # It says to be g:parent:1. Maven would take it for another, and fetch the one that was asked for.
    for coordinate in (
        "<groupId>a.b</groupId>",
        "<artifactId>parent</artifactId>",
        "<version>2</version>",
    ):
        assert coordinate in parent
    assert "<groupId>g</groupId>" not in parent


def test_a_parent_among_the_files_that_is_another_version_is_none(workspace: Path, registry: str) -> None:
    link = "<groupId>a.b</groupId><artifactId>parent</artifactId><version>2</version>"
    (workspace / "app").mkdir()
    (workspace / "app/pom.xml").write_text(pom(f"<parent>{link}</parent>"))
    (workspace / "pom.xml").write_text(pom("", "parent"))
    assert maven_poms.main("app/pom.xml", registry) == 0
    assert "<relativePath>../.parent-0/pom.xml</relativePath>" in (workspace / "app/pom.xml").read_text()
    assert "stranger" not in (workspace / ".parent-0/pom.xml").read_text()


def test_a_parent_among_the_files_is_cut_down_where_it_lies(workspace: Path) -> None:
    link = "<groupId>g</groupId><artifactId>above</artifactId><version>1</version>"
    (workspace / "app").mkdir()
    (workspace / "app/pom.xml").write_text(pom(f"<parent>{link}</parent>"))
    (workspace / "pom.xml").write_text(pom(BUILD, "above"))
    assert maven_poms.main("app/pom.xml", NOWHERE) == 0
    assert "stranger" not in (workspace / "pom.xml").read_text()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<parent><groupId>x</groupId><artifactId>y</artifactId><version>1</version></parent>", "x:y:1"),
        (
            "<parent><groupId>g</groupId><artifactId>own</artifactId><version>1</version>"
            "<relativePath>pom.xml</relativePath></parent>",
            "more than 30 parents",
        ),
        ("<dependencies>", "mismatched tag"),
    ],
)
def test_what_cannot_be_used_is_told(
    workspace: Path, content: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "pom.xml").write_text(pom(content))
    assert maven_poms.main("pom.xml", NOWHERE) == 1
    assert said in capsys.readouterr().err
