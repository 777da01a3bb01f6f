"""Erases citizens of a sample city at their request, and everybody's old data by time, and looks for their words."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.test import Client

from lab.erasure.searching import WordSearch
from lab.erasure.visiting import MarkedReport
from lab.erasure.working import work_off, work_off_killed
from lab.sample.crew import crew_of
from peygir.cases.models import Report
from peygir.cases.states import ENDED
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.vocabulary import plain
from peygir.desks.answers.actions import take_back
from peygir.desks.intake.models import Photo
from peygir.history.kinds.cases import DataErased
from peygir.history.models import Event
from peygir.history.queries import verify
from peygir.journey.commands import apply_command
from peygir.journey.night import tidy
from peygir.journey.retention.requests import ask_for_data
from peygir.media import files as stored_files
from peygir.people.actions.retention_times import set_retention
from peygir.people.models import Citizen, PrivacyRequest, RetentionRun, Staff
from peygir.people.privacy_rules import NOBODY, Wish
from peygir.people.queries import actor_of
from peygir.people.retention_kinds import NOTICE_DAYS, RetentionKind
from peygir.people.rules import Actor

_SHORTEST: Final = 25  # letters of a text that nobody else is likely to have written
KILLS: Final = 6
_LOG_FILES: Final = ("processes.log",)


def prove(home: Path, marked: Sequence[MarkedReport], *, citizens: int) -> int:
    """Erase at request and then by time, search after each, and print the figures; 1 if something is left."""
    city_id = city.current_city(settings.CITY).id
    phones = [*_finish(city_id, marked), *_sample_phones(citizens)]
    tokens = [*_own_words(phones), *(word for report in marked for word in report.words)]
    files = [*_file_names(phones), *(hashlib.sha256(report.photo).hexdigest() for report in marked)]
    print(f"{len(phones)} citizens, {len(tokens)} words and {len(files)} files of theirs")
    if missing := set(tokens) - _found(home, tokens, "before"):
        print(f"not there before: {len(missing)}")
    shown = _published()
    check = _half_checker(phones)
    for phone in phones:
        _ask(city_id, phone)
    _night(city_id, days=0)
    is_clean = _night(city_id, days=2, check=check)
    _found(home, [*tokens, *files], "after the requests")
    # A process that was killed may have left the statistics to the next night; receipts stay for 30 days.
    is_clean = _night(city_id, days=33) and is_clean
    is_clean = not _found(home, [*tokens, *files], "31 nights later", tell=True) and is_clean
    print(f"published figures: {'the same' if _published() == shown else 'CHANGED'}")
    others = _sample_phones(10 * citizens)
    old_words, old_files = _own_words(others), _file_names(others)
    _decide(city_id, days=34)
    is_clean = _night(city_id, days=34 + 70) and is_clean
    # That night asked some of them how satisfied they are: what it wrote is due a month later. The second night is not
    # killed, because a job whose process was killed three times leaves its work to the next.
    is_clean = _night(city_id, days=34 + 70 + 35) and is_clean
    is_clean = _night(city_id, days=34 + 70 + 36, kills=0) and is_clean
    left = _found(home, [*old_words, *old_files], f"after the night of {len(others)} more citizens", tell=True)
    _tell_runs()
    return 0 if _is_verified() and is_clean and not left else 1


def _finish(city_id: int, marked: Sequence[MarkedReport]) -> list[str]:
    """A clerk's note that quotes each marked report, then its end; returns the phones."""
    crew = crew_of(city_id)
    for sent in marked:
        report = Report.objects.select_related("case").get(code=sent.code)
        case = report.case
        clerk = crew.worker_at(case.unit_id, is_confidential=case.is_confidential)
        apply_command(case.code, "note", by=clerk, version=None, note=f"خانم {sent.words[1]} زنگ زد: {sent.words[0]}")
        take_back(report.pk, note="درست شد", by=Actor("citizen", report.citizen_id or 0))
    work_off()
    return [sent.phone for sent in marked]


def _sample_phones(most: int) -> list[str]:
    """Phones with one name, all of whose cases have ended."""
    phones: list[str] = []
    rows = Citizen.objects.exclude(phone__startswith=NOBODY).order_by("pk").values_list("phone", flat=True)
    for phone in dict.fromkeys(rows):
        own = Report.objects.filter(citizen__phone=phone)
        if own and not own.exclude(case__state__in=plain(ENDED)):
            phones.append(phone)
        if len(phones) == most:
            break
    return phones


def _own_words(phones: Collection[str]) -> list[str]:
    """Their numbers, their names and texts that nobody else has, and their addresses."""
    tokens = [phone[-10:] for phone in phones]
    others = Citizen.objects.exclude(phone__in=phones)
    names = Citizen.objects.filter(phone__in=phones).exclude(name="").values_list("name", flat=True)
    other_reports = Report.objects.exclude(citizen__phone__in=phones)
    for name in names:
        is_said = other_reports.filter(Q(reporter_name__contains=name) | Q(spoken_for_name__contains=name)).exists()
        if not is_said and not others.filter(name__contains=name).exists():
            tokens.append(name)
    for report in Report.objects.filter(citizen__phone__in=phones):
        if len(report.text) >= _SHORTEST and not other_reports.filter(text__contains=report.text).exists():
            tokens.append(report.text.splitlines()[0])
        if report.address and not other_reports.filter(address__contains=report.address).exists():
            tokens.append(report.address)
    return list(dict.fromkeys(tokens))


def _file_names(phones: Collection[str]) -> list[str]:
    """The hashes by which their pictures are stored."""
    rows = Photo.objects.filter(report__citizen__phone__in=phones).values_list("picture", "thumb")
    return sorted({Path(name).stem for row in rows for name in row if name})


def _ask(city_id: int, phone: str) -> None:
    """A copy, and erasure, as the page keeps them once the code was right."""
    ids = list(Citizen.objects.filter(phone=phone).values_list("pk", flat=True))
    for wish in (Wish.EXPORT, Wish.ERASURE):
        ask_for_data(city_id, wish, phone=phone, citizen_ids=ids, session="proof", language="fa")


def _night(city_id: int, *, days: int, check: Callable[[], None] = lambda: None, kills: int = KILLS) -> bool:
    """The nightly work some days from now, with all its jobs; returns whether all requests that are due are done."""
    moment = clock.now() + timedelta(days=days)
    with clock.simulated(lambda: moment):
        if days:
            tidy(moment, before=moment - timedelta(days=1))
            killed = work_off_killed(moment, kills=kills, seed=days, check=check)
            print(f"    its process was killed {killed} times")
        work_off()
    # What is written at night goes out by day: a message that waits for the morning is not old yet.
    noon = _next_noon(city_id, moment)
    with clock.simulated(lambda: noon):
        work_off()
    waiting = PrivacyRequest.objects.filter(city_id=city_id, wish=Wish.ERASURE, state__in=["asked", "waiting"]).count()
    if days and waiting:
        print(f"{waiting} requests are not done")
    return not waiting


def _next_noon(city_id: int, moment: datetime) -> datetime:
    """The city's noon on the day after a moment."""
    zone = ZoneInfo(city.city_by_id(city_id).time_zone)
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=1), time(12), zone).astimezone(UTC)


def _half_checker(phones: Collection[str]) -> Callable[[], None]:
    """A check that each photo row has its file, and that words are gone if, and only if, a case tells of an erasure."""
    own = Report.objects.filter(citizen__phone__in=phones, case__state__in=plain(ENDED)).exclude(text="")
    had_words = set(own.values_list("pk", flat=True))

    def check() -> None:
        for name in Photo.objects.exclude(picture="").values_list("picture", flat=True):
            with stored_files.local_copy(name):
                pass
        events = Event.objects.filter(kind=DataErased.kind)
        gone = Report.objects.filter(pk__in=had_words, text="")
        told = events.values_list("file_id", flat=True)
        assert not gone.exclude(case__in=told).exists(), "words went without their event"
        citizens = dict(PrivacyRequest.objects.values_list("pk", "citizens"))
        for event in events:
            own = Report.objects.filter(case=event.file_id, citizen__in=citizens.get(event.data["request"], []))
            assert not own.exclude(text="").exists(), "an event stands without its erasure"

    return check


def _decide(city_id: int, *, days: int) -> None:
    """One month for every kind."""
    admin = actor_of(Staff.objects.get(username="admin"))
    moment = clock.now() + timedelta(days=days)
    with clock.simulated(lambda: moment):
        today = city.day_of(city_id, moment)
        for kind in RetentionKind:
            first = today + timedelta(days=NOTICE_DAYS)
            set_retention(city_id, kind, months=1, since=first, today=today, by=admin)


def _found(home: Path, tokens: Collection[str], when: str, *, tell: bool = False) -> set[str]:
    """Search everything; returns the tokens that are there, and prints where (`tell`)."""
    search = WordSearch(tokens)
    search.tables()
    search.storage()
    search.folder(Path(settings.UPLOADS), "uploads")
    for name in ("outbox", "readers", "lake", "record"):
        search.folder(home / name, name)
    for path in [home / name for name in _LOG_FILES] + sorted(home.rglob("server.log*")):
        search.look("logs", path.name, path.read_bytes())
    sizes = ", ".join(f"{kind} {size / 1e6:.1f} MB" for kind, size in search.searched.items())
    there = {place.partition(": ")[2] for place in search.places}
    print(f"{when}: {len(there)} of {len(tokens)} words are there; searched {sizes}")
    for place in sorted(search.places) if tell else ():
        print(f"    {place}")
    return there


def _published() -> list[tuple[list[float], int]]:
    """How many cases everybody sees at which points of the map, open and finished ones."""
    client, points = Client(SERVER_NAME="127.0.0.1"), []
    for state in ("open", "finished"):
        found = client.get("/map/cases.json", {"bbox": "52,29,53,30", "state": state}).json()["features"]
        points += [(one["geometry"]["coordinates"], one["properties"]["count"]) for one in found]
    return sorted(points)


def _tell_runs() -> None:
    for run in RetentionRun.objects.order_by("day"):
        print(f"    night of {run.day}: erased {run.erased}, held {run.held}")


def _is_verified() -> bool:
    verified = verify()
    print(f"verify: {verified.files} files, {verified.events} events, {len(verified.breaks)} breaks")
    return not verified.breaks
