"""[containment.shelf] What a program made is copied as plain files, and nothing of it is followed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from glovebox_sandbox import keeping, layers

MOST = 1 << 20


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "target"
    folder.mkdir()
    monkeypatch.setattr(layers, "KEEPING", str(folder))
    return folder


def test_files_folders_and_links_are_kept_and_counted(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "source"
    (source / "deep").mkdir(parents=True)
    (source / "deep" / "file").write_text("text")
    (source / "program").write_text("#!")
    (source / "program").chmod(0o4777)
    (source / "secret").write_text("closed")
    (source / "secret").chmod(0)
    (source / "link").symlink_to("/etc/passwd")
    os.mkfifo(source / "pipe")
    kept = keeping.keep(str(source), MOST)
    # Five names; the pipe is none. Each takes a block at least.
    assert (kept.files, kept.bytes) == (3, 6 * 4096)
    assert (target / "deep" / "file").read_text() == "text"
    assert os.readlink(target / "link") == "/etc/passwd"
    assert not (target / "pipe").exists()
    bits = {
        name: stat.S_IMODE((target / name).lstat().st_mode) for name in ("deep/file", "program", "secret")
    }
    assert bits == {"deep/file": 0o644, "program": 0o755, "secret": 0o644}


def test_folders_without_end_are_an_error(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    deep = os.open(source, os.O_RDONLY)
    for _ in range(70):
        os.mkdir("d", dir_fd=deep)
        below = os.open("d", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = below
    os.close(deep)
    with pytest.raises(OSError, match="deeper than 64"):
        keeping.keep(str(source), MOST)


def test_a_link_is_not_a_folder_to_keep(tmp_path: Path, target: Path) -> None:
    (tmp_path / "source").symlink_to("/etc")
    with pytest.raises(OSError, match="source"):
        keeping.keep(str(tmp_path / "source"), MOST)
    assert os.listdir(target) == []


def test_what_takes_no_room_in_a_sandbox_takes_none_of_the_disk(tmp_path: Path, target: Path) -> None:
    """[limits.kept] Holes, and many links to one file."""
    source = tmp_path / "source"
    source.mkdir()
    with (source / "0").open("wb") as file:
        file.truncate(MOST // 4)
    for number in range(1, 20):
        os.link(source / "0", source / str(number))
    with pytest.raises(OSError, match="larger than the place") as caught:
        keeping.keep(str(source), MOST)
    assert not keeping.is_of_the_disk(caught.value)
    assert sum(path.stat().st_size for path in target.iterdir()) <= MOST


def test_no_path_is_too_long_for_who_removes_it(tmp_path: Path, target: Path) -> None:
    """[limits.kept]"""
    source = tmp_path / "source"
    source.mkdir()
    deep = os.open(source, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 200, dir_fd=deep)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = below
    os.close(deep)
    with pytest.raises(OSError, match="paths longer than 2048"):
        keeping.keep(str(source), MOST)


@pytest.mark.parametrize("name", ["../x", "/etc", "a/../b", "", ".", "..", "a//b", "a/"])
def test_no_name_leads_off_the_shelf(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be attached"):
        layers.attach(0, 0, name, "/opt/program", writable=False)


@pytest.mark.parametrize("place", ["/etc", layers.SHELF, "/opt/program/../../etc"])
def test_layers_are_mounted_at_their_places_only(place: str) -> None:
    with pytest.raises(ValueError, match="cannot be attached"):
        layers.attach(0, 0, "layers/a", place, writable=False)
