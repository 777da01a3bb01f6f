"""Takes the rows of a table out of PostgreSQL as CSV in a scratch file, and reads them as columns."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction

from peygir.city.facts import CityFacts
from peygir.outlook.insight.lake.calendar import AHEAD, calendar_of
from peygir.outlook.insight.lake.files import rows_from_csv
from peygir.outlook.insight.lake.selecting.statements import BEGAN, STORED_IN, statement
from peygir.outlook.insight.lake.shapes import LakeTable

if TYPE_CHECKING:
    import pyarrow as pa

ONE_DAY: Final = timedelta(days=1)
"""What a day in UTC may be off in a time zone."""
Values = Mapping[str, Any]
"""The parameters of the questions."""


@contextmanager
def one_view() -> Iterator[None]:
    """Read one state of the database for the length of the block, and write nothing.

    Inside somebody else's transaction: with its means.
    """
    with transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def values_of(city: CityFacts, now: datetime) -> dict[str, Any]:
    """The parameters that all questions share: the city, and its calendar from its oldest row to its last promise."""
    first, last = _bounds(city, now.date())
    calendar = calendar_of(city.id, first, last)
    return {
        "city": city.id,
        "code": city.code,
        "zone": city.time_zone,
        "days": calendar.days,
        "jalali": calendar.jalali,
        "closed": calendar.closed,
    }


def _bounds(city: CityFacts, today: date) -> tuple[date, date]:
    """The first day of a case, contact, order or cost; the last on which a promise is due, or two years from now."""
    moments = [moment.date() for subject in STORED_IN if (moment := oldest(city, subject)) is not None]
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(spent_on) FROM fieldwork_costline")
        (spent_on,) = cursor.fetchone()
        cursor.execute("SELECT max(due_at)::date FROM promises_promise")
        (due_on,) = cursor.fetchone()
    first = min([*moments, *([spent_on] if spent_on else [])], default=today)
    return first - ONE_DAY, max(today + AHEAD, due_on or today) + ONE_DAY


def oldest(city: CityFacts, subject: str) -> datetime | None:
    """When the oldest of a subject began; None where there is none."""
    return _moment(city, subject, "min")


def newest(city: CityFacts, subject: str) -> datetime | None:
    """When the newest of a subject began; None where there is none."""
    return _moment(city, subject, "max")


def _moment(city: CityFacts, subject: str, which: str) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {which}({BEGAN[subject]}) FROM {STORED_IN[subject]} WHERE city_id = %s",  # noqa: S608 - constants
            [city.id],
        )
        row = cursor.fetchone()
    found: datetime | None = row[0] if row else None
    return found


def take(table: LakeTable, choice: str, values: Values, *, scratch: Path) -> "pa.Table":
    """The rows of a table for a choice of its subjects, as the database holds them now."""
    question = f"COPY ({statement(table, choice)}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')"
    with tempfile.TemporaryFile(dir=scratch) as stream:
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(question, values) as copy:
            for part in copy:
                stream.write(part)
        stream.flush()
        return rows_from_csv(table, stream)
