"""The public history of a case behind a tracking code: what anybody with the code may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from peygir.cases.models import Note, Report
from peygir.cases.public import is_shown
from peygir.cases.rules import approximate
from peygir.city import queries as city
from peygir.core.codes import is_code
from peygir.core.personal import shown
from peygir.core.translation import Names
from peygir.history.kinds import INTERNAL
from peygir.history.models import Event
from peygir.history.queries import timeline


@dataclass(frozen=True, slots=True)
class PublicCase:
    """What anybody with a code may know: no private text, names, phones or exact addresses.

    Of a confidential report only the state; `opened_at`, `case_id` and `report_id` are for internal use by the pages.
    """

    code: str
    case_code: str
    state: str
    opened_at: datetime
    received_at: datetime | None
    close_kind: str
    topic: Names | None
    district: Names | None
    unit: Names | None
    agency: tuple[Names, str] | None  # and its phone
    due_at: datetime | None
    until: datetime | None
    is_confidential: bool
    events: list[Event]
    public_notes: dict[int, str]
    case_id: int
    report_id: int
    report_count: int
    neighbourhood: Names | None
    point: tuple[float, float] | None  # (lat, lon), rounded to about a hundred metres
    is_shown: bool  # belongs on the public map: not confidential, no complaint about somebody


def public_case(code: str) -> PublicCase | None:
    """The public history behind a tracking code; of a confidential report only the state. Three statements."""
    rows = Report.objects.select_related("case")
    report = rows.filter(code=code).first() if is_code(code) else None
    if report is None:
        return None
    case = report.case
    secret = case.is_confidential
    notes = Note.objects.filter(case=case, is_public=True).values_list("number", "text", "is_checked")
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id and not secret else None
    district = city.district(case.city_id, case.district_id) if case.district_id and not secret else None
    unit = city.unit(case.unit_id) if case.unit_id and not secret else None
    agency = city.agency(case.agency_id) if case.agency_id and not secret else None
    on_map = is_shown(case, topic)
    area = city.neighbourhood(case.city_id, case.neighbourhood_id) if case.neighbourhood_id and on_map else None
    return PublicCase(
        code=code,
        case_code=code if secret else case.code,
        state=case.state,
        opened_at=case.opened_at,
        close_kind=case.close_kind,
        received_at=None if secret else report.received_at,
        topic=city.names_of(topic) if topic else None,
        district=city.names_of(district) if district else None,
        unit=city.names_of(unit) if unit else None,
        agency=(city.names_of(agency), agency.phone) if agency else None,
        due_at=None if secret else case.due_at,
        until=None if secret else case.until,
        is_confidential=secret,
        events=[] if secret else [line for line in timeline("case", case.pk) if line.kind not in INTERNAL],
        public_notes={} if secret else _readable(notes),
        case_id=case.pk,
        report_id=report.pk,
        report_count=1 if secret else case.report_count,
        neighbourhood=city.names_of(area) if area else None,
        point=approximate(case.lat, case.lon) if on_map and case.lat is not None and case.lon is not None else None,
        is_shown=on_map,
    )


def _readable(notes: Iterable[tuple[int, str, bool]]) -> dict[int, str]:
    """The public text of notes by number, without those that a person has to check first."""
    texts = ((number, shown(text, is_checked=is_checked)) for number, text, is_checked in notes)
    return {number: text for number, text in texts if text}
