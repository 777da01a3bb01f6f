"""Homes for tests that start a house or a server of their own, and the uploads that lie in one."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def own_home() -> Iterator[Path]:
    """A fresh home that an unprivileged account may pass through, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="peygir-home-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def stored(folder: Any) -> list[Path]:
    """Every uploaded file."""
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())
