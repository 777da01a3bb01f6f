"""Packages of a checkout: uv is asked where it takes them from where pip would, and pip installs otherwise."""

import os
import sys
from pathlib import Path

import pytest

from peygir.ops import packages

PYTHON = Path(sys.executable)


@pytest.fixture(autouse=True)
def pip_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of this machine's pip or uv."""
    for name in list(os.environ):
        if name.startswith(("PIP_", "UV_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)


def a_uv(folder: Path, monkeypatch: pytest.MonkeyPatch, status: int) -> Path:
    """A program of that name on the path, which writes down its words; returns where."""
    program, called_with = folder / "uv", folder / "said"
    program.write_text(f'#!/bin/sh\necho "$@" >> "{called_with}"\nexit {status}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return called_with


@pytest.mark.parametrize("status", [0, 2])
def test_uv_is_asked_and_a_failure_leaves_it_to_pip(
    status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called_with = a_uv(tmp_path, monkeypatch, status)
    assert packages.uv(PYTHON, "packages", "-r", "base.txt") is (status == 0)
    assert called_with.read_text().split()[:2] == ["pip", "install"]
    assert f"--python {PYTHON} -r base.txt" in called_with.read_text()


@pytest.mark.parametrize("name", ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_PROXY"])
def test_a_mirror_that_only_pip_knows_is_asked_by_pip(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called_with = a_uv(tmp_path, monkeypatch, 0)
    monkeypatch.setenv(name, "https://mirror.example/simple")
    assert not packages.uv(PYTHON, "packages", "-r", "base.txt")
    assert not called_with.exists()
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mirror.example/simple")
    assert packages.uv(PYTHON, "packages", "-r", "base.txt")


def test_a_mirror_in_a_file_of_pip_counts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called_with = a_uv(tmp_path, monkeypatch, 0)
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://mirror.example/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    assert not packages.uv(PYTHON, "packages")
    assert not called_with.exists()


def test_without_uv_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not packages.uv(PYTHON, "packages")


def test_what_pip_says_at_its_end_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(packages.NotInstalled) as failure:
        packages.pip(PYTHON, "packages", 1, "--no-index", "--target", str(tmp_path), "no-such-package-of-peygir")
    assert "no-such-package-of-peygir" in failure.value.output
    assert capsys.readouterr().out == ""
