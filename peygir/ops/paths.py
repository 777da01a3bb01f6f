"""The paths of the project's folder, and of the home that holds a city's data."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def is_checkout() -> bool:
    """Whether Peygir runs from its own source folder (and not from an installed package)."""
    return (ROOT / "pyproject.toml").exists()


def home() -> Path:
    """Return the folder of this city's data: PEYGIR_HOME, else `var` in the source folder, else `var` here."""
    if given := os.environ.get("PEYGIR_HOME"):
        return Path(given).expanduser().resolve()
    return ((ROOT if is_checkout() else Path.cwd()) / "var").resolve()


def make_home(folder: Path) -> Path:
    """Make the home and its private folders if missing; existing ones keep their modes.

    Root's home can be passed through (0711) but not listed, so that the database's account reaches its own folder in
    it; personal data are in folders open to their owner alone.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not folder.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            folder.chmod(0o711)  # whatever the umask
    for private in ("uploads", "outbox", "doing", "tmp"):
        (folder / private).mkdir(mode=0o700, exist_ok=True)
    return folder
