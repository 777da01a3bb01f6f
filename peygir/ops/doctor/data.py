"""Looks at what the city keeps: queues, backups, record, lake, accounts, calendar, map and files."""

import os
import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from peygir.core import clock
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.ops.doctor import data_texts as texts
from peygir.ops.doctor import running_texts as queues
from peygir.ops.doctor.installation import WEB_ROLE, Installation
from peygir.ops.doctor.kinds import DoctorFinding, fault, listed

if TYPE_CHECKING:
    from peygir.city.facts import CityFacts
    from peygir.journey.vitals import Vitals

DAY: Final = 86400
LAST_MONTHS: Final = 11
MAP_DAYS: Final = 500
SAMPLED: Final = 60
PUBLISHED_PASSWORD: Final = "nemune-137-shiraz"  # noqa: S105 - the sample's own, printed in the docs
MOST_PASSWORDS: Final = 40
TOP_ROLES: Final = ("admin", "inspectorate", "mayor")
SAMPLE_NAMES: Final = r"^(operator\d|clerk-|manager-|inspector\d|supervisor|council\d|mayor|inspectorate|admin|deputy)"


def set_up_django(installation: Installation) -> str:
    """Set Django up on sessions that can change nothing; return why it cannot be, or an empty text."""
    import django

    os.environ["PEYGIR_DATABASE_URL"] = installation.url(WEB_ROLE)
    os.environ["PEYGIR_HOME"] = str(installation.home)
    os.environ["PEYGIR_SECRET_KEY"] = secrets.token_urlsafe(48)  # nothing is signed, and no key is made in the home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peygir.settings")
    try:
        django.setup()
    except Exception as failure:
        return f"{type(failure).__name__}: {' '.join(str(failure).split())[:200]}"
    return ""


def current_city(installation: Installation) -> "CityFacts | None":
    """Return the city that the pages show; None where it is not loaded."""
    from peygir.city import queries as city

    code = installation.environment.get("PEYGIR_CITY", "shiraz")
    return next((one for one in city.cities() if one.code == code), None)


def look(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with the city's queues, calendar, accounts, map and files."""
    from peygir.city import queries as city
    from peygir.journey import vitals

    city_facts = current_city(installation)
    if city_facts is None:
        names = listed([one.code for one in city.cities()]) or "–"
        yield fault(texts.CITY_NOT_LOADED, city=installation.environment.get("PEYGIR_CITY", "shiraz"), names=names)
        return
    if city_facts.is_sample:
        yield fault(texts.SAMPLE_CITY)
    figures = vitals.take(city_facts, home=installation.home, now=clock.now())
    yield from _queues(figures)
    yield from _from_future()
    yield from _holidays(city_facts)
    yield from _street_map(installation)
    yield from _uploads()
    if not city_facts.is_sample:
        yield from _accounts(installation)
        yield from _drop_box(city_facts)


def _queues(figures: "Vitals") -> Iterator[DoctorFinding]:
    """What `/health` says, by the same thresholds; disks and backups have sentences of their own."""
    from peygir.journey import vitals

    bad = set(vitals.faults(figures, backup_days=0))
    if "worker" in bad:
        yield fault(queues.WORKER_SILENT, minutes=_minutes(figures.worker_age))
    if figures.clock_age is None or figures.clock_age > vitals.CLOCK_SILENT:
        yield fault(queues.CLOCK_SILENT, minutes=_minutes(figures.clock_age))
    elif figures.due_late > vitals.DUE_LATE:
        yield fault(queues.DUE_LATE, minutes=_minutes(figures.due_late))
    if figures.failing_duties:
        yield fault(queues.DUTY_FAILS, names=", ".join(figures.failing_duties))
    if figures.oldest_job > vitals.JOB_LATE:
        yield fault(queues.JOBS_LATE, count=figures.jobs_waiting, minutes=_minutes(figures.oldest_job))
    if figures.longest_job > vitals.JOB_LONG:
        yield fault(queues.JOB_TOO_LONG, minutes=_minutes(figures.longest_job))
    if "failed_jobs" in bad:
        yield fault(queues.JOBS_FAILED, count=figures.jobs_failed)
    if "messages" in bad:
        yield fault(queues.MESSAGES_LATE, count=figures.messages_waiting, minutes=_minutes(figures.oldest_message))
    if "gateways" in bad:
        yield fault(queues.GATEWAYS_SILENT, names=", ".join(figures.silent_channels))
    if "dead_letters" in bad:
        yield fault(queues.DEAD_LETTERS, count=figures.dead_letters)
    if "owners" in bad:
        yield fault(queues.CASES_WITHOUT_OWNER, count=figures.unowned)


def _minutes(seconds: float | None) -> str:
    return "∞" if seconds is None else f"{seconds / 60:.0f}"


def _from_future() -> Iterator[DoctorFinding]:
    newest = _value("SELECT max(at) FROM (SELECT at FROM history_event ORDER BY id DESC LIMIT 200) AS newest")
    ahead = (newest - clock.now()).total_seconds() if newest is not None else 0.0  # type: ignore[operator]
    if ahead > 60:
        yield fault(texts.EVENTS_FROM_FUTURE, minutes=f"{ahead / 60:.0f}")


def _holidays(city_facts: "CityFacts") -> Iterator[DoctorFinding]:
    from peygir.city import queries as city
    from peygir.city.offdays import national_days

    today = clock.now().date()
    jalali = to_jalali(today)
    for year in (jalali.year, jalali.year + 1):
        start, end = to_gregorian(year, 1, 1), to_gregorian(year + 1, 1, 1)
        own = city.city_days(city_facts.id, start, end)
        official = [
            day
            for gregorian in (start.year, end.year)
            for day in national_days(city_facts.holiday_country, gregorian)
            if start <= day < end
        ]
        if not own and len(official) < 5:
            yield fault(texts.HOLIDAYS_MISSING, year=year)
        elif year > jalali.year and jalali.month >= LAST_MONTHS and not own and not city_facts.is_sample:
            yield fault(texts.HOLIDAYS_ESTIMATED, year=year)


def _street_map(installation: Installation) -> Iterator[DoctorFinding]:
    row = _row("SELECT loaded_at, tiles FROM atlas_loadedmap WHERE is_current")
    if row is None:
        yield fault(texts.STREET_MAP_MISSING)
        return
    loaded_at, tiles = row
    days = (clock.now() - loaded_at).days  # type: ignore[operator]
    if days > MAP_DAYS:
        yield fault(texts.STREET_MAP_OLD, days=days)
    if tiles and not (installation.home / "maps" / str(tiles)).exists():
        yield fault(texts.STREET_MAP_FILE_MISSING, file=f"maps/{tiles}")


def _uploads() -> Iterator[DoctorFinding]:
    from django.core.files.storage import default_storage

    names = [
        str(name)
        for table in ("media_storedfile", "media_picturelook")
        for (name,) in _rows(f"SELECT name FROM {table} ORDER BY random() LIMIT {SAMPLED}")  # noqa: S608 - our tables
    ]
    missing = sum(not default_storage.exists(name) for name in names)
    if missing:
        yield fault(texts.UPLOADS_MISSING, missing=missing, sampled=len(names))


def _drop_box(city_facts: "CityFacts") -> Iterator[DoctorFinding]:
    from django.conf import settings

    from peygir.city.queries import day_of
    from peygir.desks.dropbox.waiting import count_overdue

    days = settings.DROP_BOX_DAYS
    if count_overdue(city_facts.id, days=days, today=day_of(city_facts.id, clock.now())):
        yield fault(texts.DROP_BOX_WAITS, days=days)


def _accounts(installation: Installation) -> Iterator[DoctorFinding]:
    from django.contrib.auth.hashers import check_password

    open_ones = _rows(
        "SELECT username, role, password, totp_secret <> '', username ~ %s FROM people_staff WHERE is_active"
        " ORDER BY role = ANY(%s) DESC, username ~ %s DESC, id LIMIT 2000",
        [SAMPLE_NAMES, list(TOP_ROLES), SAMPLE_NAMES],
    )
    suspects = [row for row in open_ones if row[4] or row[1] in TOP_ROLES] or open_ones
    known = [str(row[0]) for row in suspects[:MOST_PASSWORDS] if check_password(PUBLISHED_PASSWORD, str(row[2]))]
    if known:
        yield fault(texts.SAMPLE_PASSWORD, names=listed(known))
    without = [str(name) for name, role, _password, has_step, _ in open_ones if role in TOP_ROLES and not has_step]
    if without:
        yield fault(texts.SECOND_STEP_MISSING, names=listed(without))
    counts = {role: sum(row[1] == role for row in open_ones) for role in TOP_ROLES}
    if not counts["admin"]:
        yield fault(texts.NO_ADMINISTRATOR)
    for role in ("inspectorate", "mayor"):
        if counts[role] < 2:
            yield fault(texts.TOP_ACCOUNTS_TOO_FEW, count=counts[role], role=role)


def beginning_of(installation: Installation) -> date:
    """The day on which the home was first served."""
    try:
        moment = (installation.home / "peygir.lock").stat().st_mtime
    except OSError:
        return clock.now().date()
    return date.fromtimestamp(moment)  # noqa: DTZ012 - a day more or less


def nights_since(day: date) -> int:
    """Nights from a day until now."""
    return (clock.now().date() - day) // timedelta(days=1)


def _rows(question: str, values: list[Any] | None = None) -> list[tuple[object, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def _row(question: str) -> tuple[object, ...] | None:
    rows = _rows(question)
    return rows[0] if rows else None


def _value(question: str) -> object:
    row = _row(question)
    return row[0] if row else None
