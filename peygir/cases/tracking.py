"""The public history of a case behind a tracking code: what anybody with the code may know."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from peygir.cases.models import Note, Report
from peygir.cases.public import is_shown
from peygir.cases.rules import approximate
from peygir.city import queries as city
from peygir.core.codes import is_code
from peygir.core.personal import shown
from peygir.core.translation import HasNames, Names
from peygir.history.kinds import INTERNAL
from peygir.history.models import Event
from peygir.history.queries import timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCase:
    """What anybody with a code may know: no private text, names, phones or exact addresses.

    Of a confidential report only the state: the fields with defaults keep them. `opened_at`, `case_id` and `report_id`
    are for internal use by the pages.
    """

    code: str
    case_code: str
    state: str
    opened_at: datetime
    close_kind: str
    is_confidential: bool
    case_id: int
    report_id: int
    received_at: datetime | None = None
    topic: Names | None = None
    district: Names | None = None
    unit: Names | None = None
    agency: tuple[Names, str] | None = None  # and its phone
    due_at: datetime | None = None
    until: datetime | None = None
    events: list[Event] = field(default_factory=list)
    public_notes: dict[int, str] = field(default_factory=dict)
    report_count: int = 1
    neighbourhood: Names | None = None
    point: tuple[float, float] | None = None  # (lat, lon), rounded to about a hundred metres
    is_shown: bool = False  # belongs on the public map: not confidential, no complaint about somebody


def public_case(code: str) -> PublicCase | None:
    """The public history behind a tracking code; of a confidential report only the state. Three statements."""
    rows = Report.objects.select_related("case")
    report = rows.filter(code=code).first() if is_code(code) else None
    if report is None:
        return None
    return _state_alone(report) if report.case.is_confidential else _whole(report)


def has_public_page(code: str) -> bool:
    """Whether everybody may open the page of this code; a confidential report is not spoken of. One statement."""
    return is_code(code) and Report.objects.filter(code=code, case__is_confidential=False).exists()


def _state_alone(report: Report) -> PublicCase:
    case = report.case
    return PublicCase(
        code=report.code,
        case_code=report.code,
        state=case.state,
        opened_at=case.opened_at,
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
    return PublicCase(
        code=report.code,
        case_code=case.code,
        state=case.state,
        opened_at=case.opened_at,
        close_kind=case.close_kind,
        is_confidential=False,
        case_id=case.pk,
        report_id=report.pk,
        received_at=report.received_at,
        topic=_names(topic),
        district=_names(city.district(case.city_id, case.district_id) if case.district_id else None),
        unit=_names(city.unit(case.unit_id) if case.unit_id else None),
        agency=(city.names_of(agency), agency.phone) if agency else None,
        due_at=case.due_at,
        until=case.until,
        events=[line for line in timeline("case", case.pk) if line.kind not in INTERNAL],
        public_notes=_readable(notes.values_list("number", "text", "is_checked")),
        report_count=case.report_count,
        neighbourhood=_names(area),
        point=approximate(case.lat, case.lon) if on_map and case.lat is not None and case.lon is not None else None,
        is_shown=on_map,
    )


def _names(row: HasNames | None) -> Names | None:
    return city.names_of(row) if row is not None else None


def _readable(notes: Iterable[tuple[int, str, bool]]) -> dict[int, str]:
    """The public text of notes by number, without those that a person has to check first."""
    texts = ((number, shown(text, is_checked=is_checked)) for number, text, is_checked in notes)
    return {number: text for number, text in texts if text}
