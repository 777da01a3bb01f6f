"""Stored files: named by their content, whole, private, and nothing but our own names touches the disk."""

import hashlib
import resource
import stat
from pathlib import Path
from typing import Any

import pytest

from peygir.media import files


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.UPLOADS = tmp_path / "uploads"
    return tmp_path / "uploads"


def test_what_is_saved_is_read_back(folder: Path) -> None:
    digest = hashlib.sha256(b"photo").hexdigest()
    name = files.save(b"photo", "jpg")
    assert name == f"{digest[:2]}/{digest[2:4]}/{digest}.jpg"
    with files.open(name) as file:
        assert file.read() == b"photo"
    assert files.read(name) == b"photo"
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_equal_files_are_stored_once(folder: Path) -> None:
    assert files.save(b"one", "jpg") == files.save(b"one", ".jpg")
    assert files.save(b"two", "jpg") != files.save(b"one", "jpg")
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 2


def test_an_own_file_is_shared_with_no_one() -> None:
    shared, one, other = files.save(b"same", "raw"), *(files.save(b"same", "raw", is_own=True) for _ in range(2))
    assert len({shared, one, other}) == 3
    files.delete(one)
    assert files.read(other) == files.read(shared) == b"same"


def test_deleting_twice_is_no_fault() -> None:
    name = files.save(b"gone soon", "jpg")
    files.delete(name)
    files.delete(name)
    with pytest.raises(files.FileIsMissing) as refusal:
        files.open(name)
    assert "پیدا نشد" in refusal.value.words("fa")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../secret_key",
        "/etc/passwd",
        "ab/cd/abcd.jpg",
        "ab/cd/../../secret.jpg",
        "ab/cd/" + "0" * 64 + ".jpg",
        "00/00/" + "0" * 64 + ".jpg\n",
        "00/00/" + "0" * 64,
    ],
)
def test_strange_names_are_missing_files(name: str, folder: Path) -> None:
    (folder.parent / "secret_key").write_text("key")
    with pytest.raises(files.FileIsMissing):
        files.open(name)
    with pytest.raises(files.FileIsMissing):
        files.delete(name)
    assert (folder.parent / "secret_key").exists()


@pytest.mark.parametrize("suffix", ["", ".", "JPG", "a/b", "..", "tar.gz", "toolongsuffix"])
def test_strange_suffixes_are_mistakes(suffix: str) -> None:
    with pytest.raises(ValueError):
        files.save(b"x", suffix)


def test_a_full_disk_leaves_nothing_behind(folder: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError):
            files.save(b"x" * 5000, "jpg")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert files.read(files.save(b"x" * 5000, "jpg")) == b"x" * 5000
