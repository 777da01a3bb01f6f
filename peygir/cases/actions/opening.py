"""A report opens a case: two rows and one event, with ids that need no round trip."""

from dataclasses import dataclass
from datetime import datetime

from peygir.cases.models import Case, Report
from peygir.core.geometry import cell_of
from peygir.core.ids import new_id
from peygir.history.actions import INSERT, record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.cases import CaseOpened
from peygir.people.rules import Actor
from peygir.storage.rows import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """What one citizen said, as checked values; `lat`/`lon` in degrees, `code` a free tracking code."""

    code: str
    city_id: int
    channel: str
    received_at: datetime
    text: str = ""
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    place_label: str = ""
    topic_id: int | None = None
    citizen_id: int | None = None
    reporter_name: str = ""
    proof: str = ""
    spoken_for_id: int | None = None
    spoken_for_name: str = ""
    spoken_for_relation: str = ""
    language: str = "fa"
    told_emergency: str = ""
    idempotency_key: str | None = None
    photo_count: int = 0
    is_confidential: bool = False
    about_unit_id: int | None = None
    about_staff_id: int | None = None


def open_case(report: NewReport, *, by: Actor) -> tuple[Case, Report]:
    """A new case and its first report; call inside a transaction.

    Raises IntegrityError when the code or the idempotency key is taken, for the caller to answer.
    """
    case = Case(
        id=new_id(report.received_at),
        code=report.code,
        city_id=report.city_id,
        state="new",
        state_at=report.received_at,
        opened_at=report.received_at,
        lat=report.lat,
        lon=report.lon,
        cell=cell_of(report.lat, report.lon),
        address=report.address,
        is_confidential=report.is_confidential,
        about_unit_id=report.about_unit_id,
        about_staff_id=report.about_staff_id,
    )
    # The event is the transaction's last line, but the report points at the case: the foreign keys are checked at
    # commit, so the report goes in first and the case and its event follow together.
    row = write_report(report, case_id=case.pk)
    opened = CaseOpened(
        report=row.pk,
        code=report.code,
        channel=report.channel,
        told_emergency=report.told_emergency or ABSENT,
    )
    record(case, opened, by=str(by), at=report.received_at, write=INSERT)
    return case, row


def write_report(report: NewReport, *, case_id: int) -> Report:
    """The report's own row."""
    row = Report(
        id=new_id(report.received_at),
        code=report.code,
        case_id=case_id,
        citizen_id=report.citizen_id,
        proof=report.proof,
        reporter_name=report.reporter_name,
        spoken_for_id=report.spoken_for_id,
        spoken_for_name=report.spoken_for_name,
        spoken_for_relation=report.spoken_for_relation,
        text=report.text,
        lat=report.lat,
        lon=report.lon,
        address=report.address,
        place_label=report.place_label,
        topic_said_id=report.topic_id,
        channel=report.channel,
        language=report.language,
        received_at=report.received_at,
        was_told_emergency=report.told_emergency,
        idempotency_key=report.idempotency_key,
        photo_count=report.photo_count,
    )
    insert(row)
    return row
