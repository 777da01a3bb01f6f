"""The keys that sign links and sessions: from the environment, or made once and kept in the home folder."""

import os
import secrets
from pathlib import Path


def signing_key(home: Path) -> str:
    """The key from the environment, or one made once and kept in the home folder, readable by its owner alone."""
    if key := os.environ.get("PEYGIR_SECRET_KEY"):
        return key
    path = home / "secret_key"
    home.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(48))
    return key


def former_keys(home: Path) -> list[str]:
    """Keys that were in use before, from the environment (separated by commas) and from the home (one a line).

    What they have signed stays good; nothing new is signed with them.
    """
    path = home / "secret_key_fallbacks"
    kept = path.read_text().split() if path.exists() else []
    return [key for key in (*os.environ.get("PEYGIR_SECRET_KEY_FALLBACKS", "").replace(",", " ").split(), *kept) if key]
