"""What the health page says of the second place and of the second machine."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.core.vocabulary import Vocabulary

SETTING: Final = "PEYGIR_RECOVERY"
LOG_LATE: Final = 900
"""A segment is closed each minute; one older than so many seconds means that nothing is shipped."""
DRILL_LATE: Final = 15 * 86400
NEVER: Final = float("inf")
CLOCK_MAY_DIFFER: Final = 3600
"""A moment that lies so many seconds ahead was noted while the clock was wrong, and proves nothing."""
LOOK_LATE: Final = 60
"""The pair is looked at each second; a note older than so many seconds proves nothing."""


class ShippingFault(Vocabulary):
    """Why nothing reaches the second place, as far as can be told."""

    AWAY = "away", _("The second place does not answer.")
    BUSY = "busy", _("The second place answers that it can take nothing now.")
    CREDENTIALS = "credentials", _("The second place refuses the key: it was changed, or has no right to write there.")
    CLOCK = "clock", _("The second place refuses because this machine's clock is wrong.")
    BUCKET = "bucket", _("The bucket or folder of the second place is gone.")
    FULL = "full", _("A disk is full: this machine's, or the second place.")
    FOREIGN = "foreign", _("The second place is another database's, or another machine writes into it too.")
    OTHER = "other", _("The database's log does not reach the second place, or the restore drill fails.")


@dataclass(frozen=True, slots=True)
class RecoveryLook:
    """Ages in seconds, None where there is no second place, infinite where nothing was shipped or no drill succeeded.

    `is_wanted` is true also for a server in DATABASE_URL, whose backups are its own administrator's.
    """

    is_wanted: bool
    log_age: float | None = None
    drill_age: float | None = None
    fault: str = ""
    """A ShippingFault since the last success, or nothing."""


@dataclass(frozen=True, slots=True)
class StandbyLook:
    """The second machine, as the primary sees it; None where there is none.

    `is_unprotected`: changes are acknowledged that the second machine may not have, for `unprotected_for` seconds by
    now. `lag` is how many bytes of the log it has yet to write down.
    """

    is_unprotected: bool | None = None
    unprotected_for: float | None = None
    lag: int | None = None


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
    fault = str(note.get("fault_kind", ""))
    return RecoveryLook(True, min(_age(note.get("shipped_at"), now), since), drill_age, fault)


def look_at_standby(home: Path, now: datetime) -> StandbyLook:
    """Read what the process that keeps the link to the second machine has noted."""
    folder = database_place(home) / "standby"
    if os.environ.get("DATABASE_URL") or not (folder / "standing.json").exists():
        return StandbyLook()
    try:
        note = json.loads((folder / "note.json").read_text(encoding="utf-8"))
        looked, since = _age(note["looked_at"], now), _age(note["since"], now)
        is_protected, lag = bool(note["is_protected"]), int(note["lag_bytes"])
    except (OSError, ValueError, KeyError, TypeError):
        return StandbyLook(True, NEVER, 0)
    if looked > LOOK_LATE:  # whoever should look does not
        return StandbyLook(True, looked, lag)
    return StandbyLook(not is_protected, 0.0 if is_protected else max(since, 0.0), lag)


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
    """Return the age of a moment of a note; infinite for none, and for one that a wrong clock wrote."""
    try:
        age = (now - datetime.fromisoformat(str(moment))).total_seconds()
    except ValueError:
        return NEVER
    return age if age > -CLOCK_MAY_DIFFER else NEVER
