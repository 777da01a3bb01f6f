"""Where things lie: the project's folder, and the home that holds a city's data."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def is_checkout() -> bool:
    """Whether Peygir runs from its own source folder (and not from an installed package)."""
    return (ROOT / "pyproject.toml").exists()


def home() -> Path:
    """The folder of this city's data: PEYGIR_HOME, else `var` in the source folder, else `var` here."""
    if given := os.environ.get("PEYGIR_HOME"):
        return Path(given).expanduser().resolve()
    return ((ROOT if is_checkout() else Path.cwd()) / "var").resolve()


def make_home(folder: Path) -> Path:
    """The home and its private folders, made if they are not there; what is there keeps its modes.

    Root's home can be passed through (0711) but not listed, so that the account lent to the database reaches
    its own folder in it; people's data lies in folders that are open to their owner alone.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not folder.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            folder.chmod(0o711)  # whatever the umask
    for private in ("uploads", "outbox", "doing"):
        (folder / private).mkdir(mode=0o700, exist_ok=True)
    return folder
