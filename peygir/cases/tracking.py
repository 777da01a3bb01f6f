"""The history of a case behind a tracking code: what anybody with the code may know, and what its reporter may."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from peygir.cases.models import Case, Note, Report
from peygir.cases.public import is_shown
from peygir.cases.public_events import PublicEvent, public_events, reporters_events
from peygir.cases.rules import approximate, colour_of
from peygir.cases.states import WORKABLE
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.codes import is_code
from peygir.core.moments import day_start, next_day_start
from peygir.core.personal import shown
from peygir.core.translation import HasNames, Names
from peygir.history.kinds.case_moves import CaseFinished
from peygir.history.models import Event
from peygir.history.queries import timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCase:
    """What anybody with a code may know: no private text, names, phones or exact addresses, and days of the city.

    Of a confidential report only the state: the fields with defaults keep them. `case_id` and `report_id` are for
    internal use by the pages. The hour, and how many reported it, are in `ReporterView` alone.
    """

    code: str
    case_code: str
    state: str
    close_kind: str
    is_confidential: bool
    case_id: int
    report_id: int
    opened_on: date | None = None
    received_on: date | None = None
    colour: str = "none"  # of the promise to finish by days, while there is work to do
    is_overdue: bool = False  # the promised day is over, whatever became of the case
    was_late: bool = False  # the work was called done after the promise
    topic: Names | None = None
    district: Names | None = None
    unit: Names | None = None
    agency: tuple[Names, str] | None = None  # and its phone
    due_on: date | None = None
    until_on: date | None = None
    events: list[PublicEvent] = field(default_factory=list)
    public_notes: dict[int, str] = field(default_factory=dict)
    is_shared: bool = False  # others reported it too
    neighbourhood: Names | None = None
    point: tuple[float, float] | None = None  # (lat, lon), rounded to about a hundred metres
    is_shown: bool = False  # belongs on the public map: not confidential, no complaint about somebody


@dataclass(frozen=True, slots=True)
class ReporterView:
    """What only the reporter of a code may know besides: the hour, and how many others reported it.

    Moments are those from this report on; a report that joined a case does not learn when the others came.
    """

    received_at: datetime
    others: int
    events: list[PublicEvent]


def public_case(code: str) -> PublicCase | None:
    """The public history behind a tracking code; of a confidential report only the state. Three statements."""
    rows = Report.objects.select_related("case")
    report = rows.filter(code=code).first() if is_code(code) else None
    if report is None:
        return None
    return _state_alone(report) if report.case.is_confidential else _whole(report)


def reporter_view(public_facts: PublicCase) -> ReporterView | None:
    """What the reporter of a code may know besides; the caller makes sure that it is they. None if confidential.

    Two statements.
    """
    if public_facts.is_confidential:
        return None
    report = Report.objects.select_related("case").get(pk=public_facts.report_id)
    zone, is_first = city.city_by_id(report.case.city_id).time_zone, report.code == report.case.code
    events = timeline("case", report.case_id)
    return ReporterView(
        received_at=report.received_at,
        others=report.case.report_count - 1,
        events=reporters_events(events, zone, since=report.received_at, is_first=is_first),
    )


def has_public_page(code: str) -> bool:
    """Whether everybody may open the page of this code; a confidential report is not spoken of. One statement."""
    return is_code(code) and Report.objects.filter(code=code, case__is_confidential=False).exists()


def _state_alone(report: Report) -> PublicCase:
    case = report.case
    return PublicCase(
        code=report.code,
        case_code=report.code,
        state=case.state,
        close_kind=case.close_kind,
        is_confidential=True,
        case_id=case.pk,
        report_id=report.pk,
    )


def _whole(report: Report) -> PublicCase:
    case = report.case
    notes = Note.objects.filter(case=case, is_public=True).order_by("number")
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    agency = city.agency(case.agency_id) if case.agency_id else None
    on_map = is_shown(case, topic)
    area = city.neighbourhood(case.city_id, case.neighbourhood_id) if case.neighbourhood_id and on_map else None
    story, zone, now = timeline("case", case.pk), city.city_by_id(case.city_id).time_zone, clock.now()
    return PublicCase(
        code=report.code,
        case_code=case.code,
        state=case.state,
        close_kind=case.close_kind,
        is_confidential=False,
        case_id=case.pk,
        report_id=report.pk,
        opened_on=city.day_of(case.city_id, case.opened_at),
        received_on=city.day_of(case.city_id, report.received_at),
        colour=_colour(case, zone, now),
        is_overdue=case.due_at is not None and next_day_start(case.due_at, zone) <= now,
        was_late=_was_late(case, story),
        topic=_names(topic),
        district=_names(city.district(case.city_id, case.district_id) if case.district_id else None),
        unit=_names(city.unit(case.unit_id) if case.unit_id else None),
        agency=(city.names_of(agency), agency.phone) if agency else None,
        due_on=_day(case, case.due_at),
        until_on=_day(case, case.until),
        events=public_events(story, zone),
        public_notes=_readable(notes.values_list("number", "text", "is_checked")),
        is_shared=case.report_count > 1,
        neighbourhood=_names(area),
        point=approximate(case.lat, case.lon) if on_map and case.lat is not None and case.lon is not None else None,
        is_shown=on_map,
    )


def _day(case: Case, moment: datetime | None) -> date | None:
    return None if moment is None else city.day_of(case.city_id, moment)


def _colour(case: Case, zone: str, now: datetime) -> str:
    """The colour of the promise by whole days: the moment at which it turns tells no hour."""
    if case.state not in WORKABLE or case.due_at is None:
        return "none"
    return colour_of(day_start(case.opened_at, zone), next_day_start(case.due_at, zone), now)


def _was_late(case: Case, story: Iterable[Event]) -> bool:
    """Whether the work was last called done after the promise to finish."""
    finished = [event.at for event in story if event.kind == CaseFinished.kind]
    return bool(finished) and case.due_at is not None and finished[-1] > case.due_at


def _names(row: HasNames | None) -> Names | None:
    return city.names_of(row) if row is not None else None


def _readable(notes: Iterable[tuple[int, str, bool]]) -> dict[int, str]:
    """The public text of notes by number, without those that a person has to check first."""
    texts = ((number, shown(text, is_checked=is_checked)) for number, text, is_checked in notes)
    return {number: text for number, text in texts if text}
