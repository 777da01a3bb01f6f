"""The mark of a training sandbox: a file in its home, which travels with the data, whatever the settings say."""

from datetime import datetime
from pathlib import Path
from typing import Final

MARK: Final = "sandbox"
"""The name of the file in the home. A home that has it holds made-up data alone, and is emptied each night."""


def made_at(home: Path) -> datetime | None:
    """Return when the city of a sandbox was made; None while it is not yet, or was not said."""
    try:
        lines = (home / MARK).read_text(encoding="utf-8").splitlines()
        return datetime.fromisoformat(lines[-1])
    except (OSError, ValueError, IndexError):
        return None


def is_sandbox(home: Path) -> bool:
    """Whether a home is that of a training sandbox."""
    return (home / MARK).is_file()
