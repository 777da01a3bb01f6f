"""The caller's profile: who it may be, their open cases, earlier contacts, and places they reported before."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from peygir.cases.models import Case, Report
from peygir.cases.seeing import visible
from peygir.cases.states import OPEN
from peygir.centre.contacts.models import CallBack, CallerMark, Contact
from peygir.core.persian import key_words
from peygir.people.models import Citizen
from peygir.people.rules import Actor

MOST_CASES: Final = 20
MOST_CONTACTS: Final = 8
MOST_PLACES: Final = 6


@dataclass(frozen=True, slots=True)
class CallerCase:
    """A case of the caller: its code, topic, state and place."""

    code: str
    case_code: str
    case_id: int
    topic: tuple[str, str] | None
    state: str
    received_at: datetime
    due_at: datetime | None
    address: str
    neighbourhood: tuple[str, str] | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class CallerPlace:
    """A place they reported before: its text, its neighbourhood, and the point if there was one (degrees WGS84)."""

    address: str
    neighbourhood: tuple[str, str] | None
    area_code: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class PastContact:
    """An earlier contact of the number."""

    began_at: datetime
    channel: str
    outcome: str
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Caller:
    """What the operator sees about the caller at the first ring."""

    phone: str
    # (citizen, name), the newest first; several may share a phone. A name that a stranger may have given is left out:
    # the operator would greet the caller by it and record it as theirs.
    people: list[tuple[int, str]]
    cases: list[CallerCase] = field(default_factory=list)  # open ones first, then the newest
    contacts: list[PastContact] = field(default_factory=list)
    places: list[CallerPlace] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)  # kinds that a supervisor has confirmed
    is_to_be_called: bool = False

    @property
    def name(self) -> str:
        """The name of the number's only citizen, "" for none or several."""
        names = {name for _, name in self.people if name}
        return names.pop() if len(names) == 1 else ""


def caller_profile(city_id: int, phone: str, *, by: Actor, now: datetime) -> Caller:
    """The profile of a number (E.164) with the cases that `by` may see; six statements for any number of cases."""
    if not phone:
        return Caller("", [])
    people = _people(phone)
    reports = _reports([pk for pk, _ in people], by)
    marks = CallerMark.objects.filter(city_id=city_id, phone=phone, state="confirmed", until__gt=now)
    return Caller(
        phone,
        people,
        _cases(reports),
        _contacts(phone),
        _places(reports),
        list(marks.values_list("kind", flat=True)),
        CallBack.objects.filter(city_id=city_id, phone=phone, state="open").exists(),
    )


def places_of_caller(phone: str, typed: str, *, by: Actor) -> list[CallerPlace]:
    """Where the caller's earlier reports were, as far as it is known; two statements.

    Those whose address has every word of a `typed` one come first: «کوچه ۱۶» is at home in «قصردشت، کوچهٔ ۱۶».
    """
    if not phone:
        return []
    places = _places(_reports([pk for pk, _ in _people(phone)], by))
    known = [place for place in places if place.area_code or place.lat is not None]
    wanted = set(key_words(typed))
    return sorted(known, key=lambda place: not (wanted and wanted <= set(key_words(place.address))))


def _people(phone: str) -> list[tuple[int, str]]:
    rows = Citizen.objects.filter(phone=phone).select_related("merged_into").order_by("-pk")
    kept = {people.pk: people.name if people.is_proven else "" for people in (row.merged_into or row for row in rows)}
    return list(kept.items())


def _reports(citizens: list[int], by: Actor) -> list[Report]:
    if not citizens:
        return []
    seen = Case.objects.filter(visible(by))
    rows = Report.objects.filter(citizen_id__in=citizens, case__in=seen)
    return list(rows.select_related("case__topic", "case__neighbourhood").order_by("-received_at")[: MOST_CASES * 2])


def _cases(reports: list[Report]) -> list[CallerCase]:
    lines: dict[int, CallerCase] = {}
    for report in reports:
        case = report.case
        topic = (case.topic.name_fa, case.topic.name_en) if case.topic else None
        caller_case = CallerCase(
            report.code,
            case.code,
            case.pk,
            topic,
            case.state,
            report.received_at,
            case.due_at,
            case.address or report.address,
            _named(report),
            case.state in OPEN,
        )
        lines.setdefault(case.pk, caller_case)
    return sorted(lines.values(), key=lambda line: not line.is_open)[:MOST_CASES]


def _places(reports: list[Report]) -> list[CallerPlace]:
    places: dict[tuple[str, tuple[str, str] | None], CallerPlace] = {}
    for report in reports:
        row = report.case.neighbourhood
        place = CallerPlace(report.address, _named(report), row.code if row else "", report.lat, report.lon)
        if place.address or place.neighbourhood or place.lat is not None:
            places.setdefault((place.address, place.neighbourhood), place)
    return list(places.values())[:MOST_PLACES]


def _named(report: Report) -> tuple[str, str] | None:
    row = report.case.neighbourhood
    return (row.name_fa, row.name_en) if row else None


def _contacts(phone: str) -> list[PastContact]:
    rows = Contact.objects.filter(phone=phone, ended_at__isnull=False).order_by("-began_at")[:MOST_CONTACTS]
    return [PastContact(*row) for row in rows.values_list("began_at", "channel", "outcome", "seconds")]
