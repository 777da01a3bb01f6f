"""Programs of other projects that read our files, for tests that run where they are installed."""

import shutil
import subprocess
from pathlib import Path

import pytest


def run(*words: str | Path) -> str:
    """What a program says; it must be content."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def needs(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
