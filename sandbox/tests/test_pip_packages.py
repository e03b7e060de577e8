"""[packages.installed] An interpreter without pip gets pip's own wheel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from glovebox_sandbox.installing import pip_packages

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("FROM", "PRODUCT"):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(pip_packages, name, str(tmp_path / name))
    monkeypatch.setattr(pip_packages, "_has_pip", lambda: False)
    return tmp_path


def test_the_newest_wheel_of_pip_is_taken(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("pip-9.0.1-py2.py3-none-any.whl", "pip-24.0-py3-none-any.whl", "pip-25.1.tar.gz")
    files = [
        {"filename": name, "url": f"address of {name}"} for name in (*names, "pip-23.3.1-py3-none-any.whl")
    ]
    monkeypatch.setattr(pip_packages, "_files_of", lambda name: files if name == "pip" else [])
    monkeypatch.setattr(pip_packages, "_get", lambda address: address.encode())
    pip_packages._make_pip()
    assert (places / "PRODUCT/pip.whl").read_text() == "address of pip-24.0-py3-none-any.whl"


def test_a_later_step_uses_the_wheel_of_the_step_before(places: Path) -> None:
    assert pip_packages._own_pip() == f"{places}/FROM/pip.whl/pip"
