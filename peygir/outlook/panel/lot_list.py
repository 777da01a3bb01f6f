"""The public list of a lot, and the seed that the public record gives for a named day."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from peygir.core.refusals import Conflict
from peygir.core.sortition import Entrant
from peygir.core.translation import gettext_lazy as _
from peygir.core.transparency.tiles import hash_reader
from peygir.core.transparency.tree import range_hash
from peygir.history.record.folder import Growth
from peygir.history.record.growing import record_folder

HEADING = "code,district,age,sex"


class SeedIsNotThere(Conflict):
    """The public record was not written on the named day, or the day has not ended."""

    message = _("The public record has no root of {day} yet. It is written each night.")


def lot_list(entrants: Iterable[Entrant]) -> str:
    """Return the list as text: a heading, and a line for each volunteer, ordered by code."""
    rows = sorted(
        f"{entrant.code},{entrant.stratum.district},{entrant.stratum.age},{entrant.stratum.sex}" for entrant in entrants
    )
    return "\n".join([HEADING, *rows]) + "\n"


def digest_of_list(text: str) -> str:
    """Return the SHA-256 of a list, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def list_of_cases(rows: Iterable[tuple[str, float]]) -> str:
    """Return the list from which a month's sample is drawn as text: a heading, and code and weight of each case."""
    return "\n".join(["code,weight", *(f"{code},{weight!r}" for code, weight in rows)]) + "\n"


def first_record_root(home: Path, first: date, last: date, zone: str) -> tuple[date, str]:
    """Return the first day from `first` to `last` on which the public record was written, and its root (hex) of then.

    Raises SeedIsNotThere.
    """
    written = {datetime.fromisoformat(step.at).astimezone(ZoneInfo(zone)).date() for step in _growth(home)}
    day = min((one for one in written if first <= one <= last), default=None)
    if day is None:
        raise SeedIsNotThere(day=first.isoformat())
    return day, record_root_on(home, day, zone)


def record_root_on(home: Path, day: date, zone: str) -> str:
    """Return the root (hex) of the public record as it was last written on a day of the city. Raises SeedIsNotThere."""
    folder = record_folder(home)
    steps = [step for step in _growth(home) if datetime.fromisoformat(step.at).astimezone(ZoneInfo(zone)).date() == day]
    if not steps:
        raise SeedIsNotThere(day=day.isoformat())
    size = steps[-1].size
    return range_hash(0, size, hash_reader(size, folder.read)).hex()


def _growth(home: Path) -> list[Growth]:
    return record_folder(home).growth()
