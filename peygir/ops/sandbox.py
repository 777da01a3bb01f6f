"""The home of the training sandbox: claimed once, kept apart from every setting of the real city, and emptied."""

import shutil
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from peygir.core.refusals import Conflict
from peygir.core.sandbox import MARK, is_sandbox
from peygir.core.translation import gettext_lazy as _
from peygir.ops.paths import make_home

_SENTENCE: Final = "A training sandbox of Peygir: it holds made-up data alone and is emptied each night.\n"
# What a sandbox may know of the installation around it. No address, key or database of the real city is among it.
_TAKEN_OVER: Final = frozenset({"PEYGIR_HOSTS", "PEYGIR_PROXIES", "PEYGIR_MAP_TILES", "PEYGIR_MAP_CREDIT"})
_PUBLIC_URL: Final = "PEYGIR_SANDBOX_URL"


class HomeHoldsACity(Conflict):
    """The folder that is to be a sandbox has data that no sandbox made."""

    message = _("{home} holds data that is no training sandbox's. Choose another folder by PEYGIR_HOME.")


def sandbox_home(base: Path) -> Path:
    """Return the home of the sandbox: the given one if it is a sandbox already, else `<base>-sandbox` beside it."""
    return base if is_sandbox(base) else base.with_name(f"{base.name}-sandbox")


def claim(home: Path) -> None:
    """Mark a new or empty folder as a sandbox; does nothing for one that is. Raises HomeHoldsACity."""
    if is_sandbox(home):
        return
    if home.exists() and any(home.iterdir()):
        raise HomeHoldsACity(home=home)
    make_home(home)
    _write_mark(home, "")


def note_made(home: Path, at: datetime) -> None:
    """Write into the mark when the city was made: what learners do counts from then. Raises HomeHoldsACity."""
    if not is_sandbox(home):
        raise HomeHoldsACity(home=home)
    _write_mark(home, f"{at.isoformat()}\n")


def _write_mark(home: Path, more: str) -> None:
    mark = home / MARK
    mark.write_text(f"{_SENTENCE}{more}", encoding="utf-8")
    mark.chmod(0o644)  # the account of the web reads it, whatever the umask


def empty(home: Path) -> None:
    """Delete everything in a sandbox but its mark; nobody may be using it. Raises HomeHoldsACity for any other folder.

    The mark is looked at here, immediately before: no way leads from a real home into this function's deletion.
    """
    if not is_sandbox(home):
        raise HomeHoldsACity(home=home)
    for part in home.iterdir():
        if part.name == MARK:
            continue
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)
        else:
            part.unlink()


def environment_of(home: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the sandbox's processes: that of the machine, without the settings of the real city."""
    kept = {
        name: value
        for name, value in environment.items()
        if not name.startswith("PEYGIR_") and name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    kept |= {name: environment[name] for name in _TAKEN_OVER if name in environment}
    if public_url := environment.get(_PUBLIC_URL):
        kept["PEYGIR_PUBLIC_URL"] = public_url
    # Learners try the sample logins without an authenticator at hand.
    return kept | {"PEYGIR_HOME": str(home), "PEYGIR_SECOND_STEP": "none", "PEYGIR_BACKUP_DAYS": "0"}


def next_reset(now: datetime, at: time) -> datetime:
    """Return the next moment at which it is this time of the machine's day; at least an hour from now."""
    moment = datetime.combine(now.date(), at, now.tzinfo)
    while moment < now + timedelta(hours=1):
        moment += timedelta(days=1)
    return moment
