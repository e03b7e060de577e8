"""[containment.artifacts] Files of a workspace that somebody hostile prepares or changes."""

from __future__ import annotations

import errno
import os
import socket
import threading
import time
from itertools import count
from pathlib import Path

import pytest

from glovebox_sandbox.files import Workspace

SECRET = "the host's"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """What must not be reached: beside the workspace."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret").write_text(SECRET)
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


def names(workspace: Workspace) -> list[str]:
    return [file.name for file in workspace.changed()[0]]


def lay(workspace: Workspace, name: str, content: bytes) -> None:
    file = workspace.create(name)
    os.write(file, content)
    workspace.note_laid(name, file)
    os.close(file)


def test_only_new_and_changed_files_are_found(root: Path) -> None:
    """[truth.artifacts]"""
    workspace = Workspace(str(root))
    for name in ("same", "deep/er/same", "changed", "replaced"):
        lay(workspace, name, b"before")
    (root / "changed").write_bytes(b"after!")
    (root / "replaced").unlink()
    (root / "replaced").write_bytes(b"before")
    (root / "deep/new").write_bytes(b"new")
    assert names(workspace) == ["changed", "deep/new", "replaced"]


def test_a_change_in_the_same_tick_is_seen(root: Path) -> None:
    """[truth.artifacts] What was laid looks older than anything written since."""
    workspace = Workspace(str(root))
    lay(workspace, "laid", b"before")
    laid = os.stat(root / "laid")
    assert laid.st_mtime_ns <= laid.st_ctime_ns - 10_000_000
    assert names(workspace) == []
    os.utime(root / "laid", ns=(laid.st_ctime_ns, laid.st_ctime_ns))
    assert names(workspace) == ["laid"]


def test_links_and_pipes_are_told_of_together(root: Path) -> None:
    """[containment.artifacts] Also those that lead in circles."""
    os.symlink("two", root / "one")
    os.symlink("one", root / "two")
    (root / "folder").mkdir()
    os.symlink("..", root / "folder/up")
    os.mkfifo(root / "pipe\n")
    found, notes = Workspace(str(root)).changed()
    assert found == []
    assert notes == [
        "3 links left out, such as 'folder/up': only regular files come out",
        "1 pipe left out, such as 'pipe\\n': only regular files come out",
    ]


@pytest.mark.parametrize("name", ["../secret", "a/../../secret", "/etc/passwd", "..", "../outside/secret"])
def test_no_name_leads_out(root: Path, outside: Path, name: str) -> None:
    """[containment.artifacts]"""
    workspace = Workspace(str(root))
    (root / "a").mkdir()
    for action in (workspace.open_to_read, workspace.create, workspace.open_folder):
        with pytest.raises(OSError):
            action(name)
    assert (outside / "secret").read_text() == SECRET
    assert sorted(os.listdir(outside.parent)) == ["outside", "workspace"]


@pytest.mark.parametrize(
    ("target", "below"),
    [
        ("../outside/secret", ""),
        ("/etc/passwd", ""),
        ("/proc/self/mem", ""),
        ("../outside", "/secret"),
        ("/proc/self/fd", "/0"),
    ],
)
def test_no_link_is_followed(root: Path, outside: Path, target: str, below: str) -> None:
    """[containment.artifacts] Not to a file, not to a folder, not in the middle of a path, not to write."""
    workspace = Workspace(str(root))
    os.symlink(target, root / "link")
    assert (root / "link").exists()
    for action in (workspace.open_to_read, workspace.create):
        with pytest.raises(OSError):
            action(f"link{below}")
    assert names(workspace) == []
    assert os.listdir(outside) == ["secret"]


def test_a_link_to_a_file_within_is_not_followed_either(root: Path) -> None:
    """[containment.artifacts]"""
    (root / "real").write_text("x")
    os.symlink("real", root / "link")
    workspace = Workspace(str(root))
    with pytest.raises(OSError):
        workspace.open_to_read("link")
    assert names(workspace) == ["real"]


def test_pipes_and_sockets_are_refused_without_waiting(root: Path) -> None:
    """[containment.artifacts] Nobody writes to the pipe, so opening it to read would wait for ever."""
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(root / "socket"))
    workspace = Workspace(str(root))
    for name in ("pipe", "socket", "."):
        with pytest.raises(OSError):
            workspace.open_to_read(name)
    assert names(workspace) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a device")
def test_devices_are_refused(root: Path) -> None:
    """[containment.artifacts]"""
    os.mknod(root / "zero", 0o20666, os.makedev(1, 5))
    workspace = Workspace(str(root))
    with pytest.raises(OSError):
        workspace.open_to_read("zero")
    assert names(workspace) == []


def test_an_existing_file_is_not_overwritten(root: Path) -> None:
    """[containment.artifacts]"""
    (root / "there").write_text("before")
    with pytest.raises(OSError) as refusal:
        Workspace(str(root)).create("there")
    assert refusal.value.errno == errno.EEXIST
    assert (root / "there").read_text() == "before"


def test_folders_deeper_than_the_bound_and_loops_end_the_walk(root: Path) -> None:
    """[limits.artifacts]"""
    folder = os.open(root, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("d", dir_fd=folder)
        os.symlink("..", "loop", dir_fd=folder)
        below = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(os.open("lost", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    os.close(folder)
    (root / "found").write_text("x")
    found, notes = Workspace(str(root)).changed()
    assert [file.name for file in found] == ["found"]
    assert any("deep" in note for note in notes)


def test_a_walk_over_very_many_files_is_bounded_and_says_so(root: Path) -> None:
    """[limits.artifacts]"""
    for number in range(20_500):
        os.close(os.open(root / str(number), os.O_CREAT | os.O_WRONLY))
    found, notes = Workspace(str(root)).changed()
    assert 15_000 <= len(found) <= 20_000
    assert any("files" in note for note in notes)


@pytest.mark.parametrize("name", [b"invalid-\xff\xfe", b"new\nline", b"\x1b[31m", b" ", b"a" * 255, b"..."])
def test_any_name_that_a_file_can_have_is_found_and_read(root: Path, name: bytes) -> None:
    """[truth.artifacts]"""
    with open(os.fsencode(root) + b"/" + name, "wb") as file:
        file.write(b"content")
    workspace = Workspace(str(root))
    [found] = names(workspace)
    assert os.fsencode(found) == name
    opened = workspace.open_to_read(found)
    assert os.read(opened, 100) == b"content"
    os.close(opened)


def test_notes_hold_no_character_that_breaks_a_line(root: Path) -> None:
    """[containment.artifacts]"""
    if os.geteuid() == 0:
        os.symlink(".", root / "filler")
    (root / "bad\nname\x1b[2J").mkdir(mode=0)
    _, notes = Workspace(str(root)).changed()
    for note in notes:
        assert note.isprintable()


def test_a_folder_that_is_swapped_for_a_link_in_mid_walk_leads_nowhere(root: Path, outside: Path) -> None:
    """[containment.artifacts]"""
    (root / "a").mkdir()
    (root / "a/secret").write_text("own")
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            os.rename(root / "a", root / "b")
            os.symlink(outside, root / "a")
            os.unlink(root / "a")
            os.rename(root / "b", root / "a")

    swapping = threading.Thread(target=swap)
    swapping.start()
    read: set[bytes] = set()
    refused = 0
    ends = time.monotonic() + 60
    try:
        for tries in count():
            if tries >= 1_000 and ((read and refused) or time.monotonic() > ends):
                break
            workspace = Workspace(str(root))
            try:
                workspace.changed()
                file = workspace.open_to_read("a/secret")
            except OSError:
                refused += 1
                continue
            finally:
                os.close(workspace._root)  # pyright: ignore[reportPrivateUsage]
            read.add(os.read(file, 100))
            os.close(file)
    finally:
        stop.set()
        swapping.join()
    assert read == {b"own"}
    assert refused > 0, "the race was never met, so this shows nothing"
