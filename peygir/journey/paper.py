"""Enters a paper form: a contact with its own time and operator, its outcome and its report."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from peygir.cases.new_report import NewReport
from peygir.centre.contacts import actions as contacts
from peygir.city import queries as city
from peygir.desks.intake.actions import ReportReceipt
from peygir.journey.calls import close_call
from peygir.people.rules import Actor


@transaction.atomic
def enter_paper(
    city_code: str,
    *,
    channel: str,
    began_at: datetime,
    ended_at: datetime | None,
    phone: str,
    operator_id: int | None,
    outcome: str,
    by: Actor,
    reports: Sequence[NewReport] = (),
    name: str = "",
    case_code: str = "",
    agency_id: int | None = None,
    notes: str = "",
    key: str = "",
    language: str = "fa",
) -> tuple[int, list[ReportReceipt]]:
    """Enter one form; returns the contact's id and the codes. The same `key` with the same values enters nothing anew.

    With other values it is refused: going back in the browser keeps the page's key, and the next form may be typed into
    it. Raises what `contacts.record_contact` and `close_call` raise.
    """
    said = (channel, began_at, ended_at, phone, operator_id, outcome, *reports, name, case_code, agency_id, notes)
    sheet = f"{key}:{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}" if key else ""
    contact_id = contacts.record_contact(
        city.current_city(city_code).id,
        channel=channel,
        began_at=began_at,
        ended_at=ended_at,
        phone=phone,
        operator_id=operator_id,
        from_paper=True,
        key=sheet,
        by=by,
    )
    receipts = close_call(
        city_code,
        contact_id,
        outcome=outcome,
        by=by,
        reports=reports,
        name=name,
        case_code=case_code,
        agency_id=agency_id,
        notes=notes,
        key=sheet,
        language=language,
    )
    return contact_id, receipts
