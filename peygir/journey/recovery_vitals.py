"""What the health page says of the second place: how old the newest log in it is, and the last restore drill."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

SETTING: Final = "PEYGIR_RECOVERY"
LOG_LATE: Final = 900
"""A segment is closed each minute; one older than so many seconds means that nothing is shipped."""
DRILL_LATE: Final = 15 * 86400
NEVER: Final = float("inf")


@dataclass(frozen=True, slots=True)
class RecoveryLook:
    """Ages in seconds, None where there is no second place, infinite where nothing was shipped or no drill succeeded.

    `is_wanted` is true also for a server in DATABASE_URL, whose backups are its own administrator's.
    """

    is_wanted: bool
    log_age: float | None = None
    drill_age: float | None = None


def look_at_recovery(home: Path, now: datetime) -> RecoveryLook:
    """Read the note that the shipping process writes beside the database."""
    if not os.environ.get(SETTING, "").strip():
        return RecoveryLook(is_wanted=bool(os.environ.get("DATABASE_URL")))
    try:
        note = json.loads((database_place(home) / "recovery" / "note.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        note = {}
    since = _age(note.get("began_at"), now)  # nothing is late before
    drill_age = NEVER if note.get("drill_fault") else min(_age(note.get("drilled_at"), now), since)
    return RecoveryLook(True, min(_age(note.get("shipped_at"), now), since), drill_age)


def is_recovery_behind(is_wanted: bool, log_age: float | None, drill_age: float | None) -> bool:
    """Whether the log is not shipped, or drills fail or are not held."""
    if not is_wanted or log_age is None or drill_age is None:
        return False
    return log_age > LOG_LATE or drill_age > DRILL_LATE


def database_place(home: Path) -> Path:
    """Return the folder of a home's embedded database, which the home names if it lies elsewhere."""
    record = home / "database-lies-in"
    if record.exists():
        return Path(record.read_text(encoding="utf-8").partition("\n")[0])
    return home / "database"


def _age(moment: object, now: datetime) -> float:
    try:
        return (now - datetime.fromisoformat(str(moment))).total_seconds()
    except ValueError:
        return NEVER
