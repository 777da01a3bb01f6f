"""Opens a case with its first report: two rows and one event, whose ids need no round trip."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

from peygir.cases.models import Case, Report
from peygir.cases.new_report import NewReport
from peygir.cases.states import CaseState
from peygir.core.geometry import cell_of
from peygir.core.ids import new_id
from peygir.history.actions import INSERT, record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.cases import CaseOpened
from peygir.people.rules import Actor
from peygir.storage.rows import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The data under which a new report is filed, as the intake desk looked them up. `code` is a free tracking code."""

    code: str
    city_id: int
    received_at: datetime
    topic_id: int | None = None
    citizen_id: int | None = None
    spoken_for_id: int | None = None
    told_emergency: str = ""
    is_confidential: bool = False
    about_unit_id: int | None = None
    about_staff_id: int | None = None
    asset_id: int | None = None


# The fields of a report that are columns of its row under the same name; two of them are not written as they came.
_AS_SAID: Final = sorted(
    {field.name for field in fields(NewReport)}
    & {column.name for column in Report._meta.local_fields} - {"idempotency_key", "received_at"}
)


def open_case(report: NewReport, filing: Filing, *, by: Actor) -> tuple[Case, Report]:
    """A new case and its first report; call inside a transaction.

    Raises IntegrityError when the code or the idempotency key is taken, for the caller to answer.
    """
    case = Case(
        id=new_id(filing.received_at),
        code=filing.code,
        city_id=filing.city_id,
        state=CaseState.NEW,
        state_at=filing.received_at,
        opened_at=filing.received_at,
        lat=report.lat,
        lon=report.lon,
        cell=cell_of(report.lat, report.lon),
        address=report.address,
        is_confidential=filing.is_confidential,
        about_unit_id=filing.about_unit_id,
        about_staff_id=filing.about_staff_id,
        asset_id=filing.asset_id,
    )
    # The event comes last, but the report references the case: foreign keys are checked at commit, so the report is
    # inserted first, and the case together with its event.
    row = write_report(report, filing, case_id=case.pk)
    opened = CaseOpened(
        report=row.pk,
        code=filing.code,
        channel=report.channel,
        told_emergency=filing.told_emergency or ABSENT,
        asset=ABSENT if filing.asset_id is None else filing.asset_id,
    )
    record(case, opened, by=str(by), at=filing.received_at, write=INSERT)
    return case, row


def write_report(report: NewReport, filing: Filing, *, case_id: int) -> Report:
    """Write the report's row: with a citizen it holds the `proof`, without one the reporter's name."""
    who = report.reporter
    row = Report(
        id=new_id(filing.received_at),
        code=filing.code,
        case_id=case_id,
        citizen_id=filing.citizen_id,
        proof=who.proof if filing.citizen_id else "",
        reporter_name="" if filing.citizen_id else who.name,
        spoken_for_id=filing.spoken_for_id,
        spoken_for_name=who.for_name,
        spoken_for_relation=who.for_relation,
        topic_said_id=filing.topic_id,
        received_at=filing.received_at,
        was_told_emergency=filing.told_emergency,
        idempotency_key=report.idempotency_key or None,
        photo_count=report.photo_count,
        **{name: getattr(report, name) for name in _AS_SAID},
    )
    insert(row)
    return row
