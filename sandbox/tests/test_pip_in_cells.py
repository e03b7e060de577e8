"""`pip install …` in a cell: what is asked for, and what is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import Session

from glovebox_sandbox.running import packages_wanted, pip_command


@pytest.fixture
def asked(session: Session) -> list[tuple[list[str], bool]]:
    """What the host was asked for. It says that all of it is there."""
    asked: list[tuple[list[str], bool]] = []

    def install(names: list[str], upgrade: bool) -> str:
        asked.append((names, upgrade))
        return ""

    session.cells.on_pip = install
    return asked


@pytest.mark.parametrize(
    "source", ["%pip install nothing-of-it", "!pip install -q nothing-of-it", "pip install nothing-of-it"]
)
def test_without_a_host_that_installs_it_says_where_to_name_the_package(
    session: Session, source: str
) -> None:
    error = session.error(source)
    assert error["name"] == "UsageError"
    assert 'packages: ["nothing-of-it"]' in error["message"]
    assert "<cell 1>" in error["traceback"]


def test_what_is_installed_already_is_not_asked_for(
    session: Session, asked: list[tuple[list[str], bool]]
) -> None:
    session.good("!pip install pytest 'numpy>=1.0'\n%pip install -U pandas\n%pip install -q pandas")
    lines = session.output().splitlines()
    assert [line.partition(" (")[0] for line in lines] == [
        "Requirement already satisfied: pytest",
        "Requirement already satisfied: numpy>=1.0",
        "Requirement already satisfied: pandas",
    ]
    assert "of the environment, which does not change" in lines[2]
    assert asked == []


def test_a_wrong_version_extras_and_markers_are_the_hosts_to_know(
    session: Session, asked: list[tuple[list[str], bool]]
) -> None:
    session.good("%pip install numpy==0.1 numpy>=999 numpy<999 pandas[excel] 'a; python_version < \"3\"'")
    assert asked == [(["numpy==0.1", "numpy>=999", "pandas[excel]", 'a; python_version < "3"'], False)]


def test_a_failure_is_an_error_with_what_the_host_said(session: Session) -> None:
    session.cells.on_pip = lambda _names, _upgrade: "there is none\nof this name"
    error = session.error("!pip install nothing-of-it && echo never")
    assert (error["name"], error["message"]) == ("UsageError", "there is none\nof this name")
    assert "never" not in session.output()


def test_it_says_what_is_new_and_what_is_imported_already(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def install(names: list[str], _upgrade: bool) -> str:
        version = names[0].partition("==")[2]
        for old in tmp_path.iterdir():
            (old / "RECORD").unlink()
            old.rmdir()
        folder = tmp_path / f"Sample_Thing-{version}.dist-info"
        folder.mkdir()
        (folder / "RECORD").write_text("pytest/__init__.py,,\n")
        return ""

    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    session.cells.on_pip = install
    session.good("%pip install sample.thing==1.0")
    assert session.output() == "Successfully installed sample-thing-1.0\n"
    session.good("%pip install sample.thing==2.0")
    assert session.output().splitlines()[-2:] == [
        "Successfully installed sample-thing-2.0",
        "Note: imported already, and of the old version until the session restarts: sample-thing",
    ]
    session.good("%pip install -q sample.thing==3.0")
    assert session.output().startswith("Note: ")


@pytest.mark.parametrize(
    ("command", "requirements"),
    [
        ("pip install a", ["a"]),
        ("pip3 install 'a>=1' b", ["a>=1", "b"]),
        ("pip install a>=1 b<2", ["a>=1", "b<2"]),
        ("python -m pip install -q --progress-bar off a", ["a"]),
        ("/usr/bin/python3.11 -m pip -q install --user a", ["a"]),
        ("uv pip install --system a", ["a"]),
        ("conda install -y a", ["a"]),
        ("pip install a && echo done", ["a"]),
        ("pip install a | tail -1", ["a"]),
        ("pip install a > /dev/null 2>&1", ["a"]),
        ("pip install a 2>/dev/null; echo b", ["a"]),
        ("pip install \"a; python_version < '3.9'\"", ["a; python_version < '3.9'"]),
        ("pip install --target . ./a-1.0-py3-none-any.whl", None),
        ("pip install https://x.org/a.whl", ["https://x.org/a.whl"]),
        ("pip list", None),
        ("echo pip install a", None),
    ],
)
def test_installations_are_known_by_their_command(command: str, requirements: list[str] | None) -> None:
    found = pip_command.read(command)
    assert (None if found is None else pip_command.wanted(found).requirements) == requirements


def test_what_follows_runs_where_it_was_installed(
    session: Session, asked: list[tuple[list[str], bool]], capfd: pytest.CaptureFixture[str]
) -> None:
    session.good("!pip install -qU a && pip install b && echo done")
    assert asked == [(["a"], True), (["b"], False)]
    assert session.value("_exit_code") == "0"


def test_what_it_says_can_be_captured(session: Session, asked: list[tuple[list[str], bool]]) -> None:
    assert session.value("x = !pip install pytest a && echo done\nx[0][:29], x[-1]") == (
        "('Requirement already satisfied', 'done')"
    )
    session.good("%%capture said\n# quietly\n!pip install pytest b")
    assert session.output() == ""
    assert session.value("said.stdout[:11]") == "'Requirement'"
    assert asked == [(["a"], False), (["b"], False)]


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("pip install -i https://x a", "option -i"),
        ("pip install --index-url=https://x a", "option --index-url"),
        ("pip install --pre a", "option --pre"),
        ("pip install -e .", "option -e"),
        ("pip install --target=x a", "option --target"),
        ("conda install -c conda-forge a", "option -c"),
        ("pip uninstall -y a", "pip uninstall"),
        ("pip download a", "pip download"),
        ("pip install", "name the packages"),
    ],
)
def test_what_cannot_be_honoured_is_named(command: str, named: str) -> None:
    found = pip_command.read(command)
    assert found is not None
    with pytest.raises(pip_command.Refused, match=named):
        pip_command.wanted(found)


def test_files_of_requirements_are_read(tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("c ~= 1.0\n")
    main = tmp_path / "requirements.txt"
    main.write_text(f"# all\na==1  # one\n\nb \\\n>=2\n-r {tmp_path}/more.txt\n")
    for option in (f"-r {main}", f"-r{main}", f"--requirement={main}"):
        found = pip_command.read(f"pip install {option}")
        assert found is not None
        assert pip_command.wanted(found).requirements == ["a==1", "b  >=2", "c ~= 1.0"]


@pytest.mark.parametrize(
    ("text", "named"), [("-r {}", "refers to itself"), ("--extra-index-url x", "--extra")]
)
def test_a_file_of_requirements_may_say_no_more_than_the_command(
    tmp_path: Path, text: str, named: str
) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(text.format(file))
    found = pip_command.read(f"pip install -r {file}")
    assert found is not None
    with pytest.raises(pip_command.Refused, match=named):
        pip_command.wanted(found)


def test_names_are_compared_as_pip_compares_them() -> None:
    assert packages_wanted.normal("Ruamel_Yaml.Clib[x]>=1") == "ruamel-yaml-clib"
