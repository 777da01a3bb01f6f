"""What one press does with a paper form: the contact has its own times and operator, its outcome and its report."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from peygir.city import queries as city
from peygir.contacts import actions as contacts
from peygir.intake.actions import Receipt
from peygir.journey.calls import ReportSaid, close_call
from peygir.people.rules import Actor


@transaction.atomic
def enter_paper(
    city_code: str, *, channel: str, began_at: datetime, ended_at: datetime | None, phone: str,
    operator_id: int | None, outcome: str, by: Actor, reports: Sequence[ReportSaid] = (), name: str = "",
    notes: str = "", key: str = "", language: str = "fa",
) -> tuple[int, list[Receipt]]:  # fmt: skip
    """Copy one form; the number of the contact and the codes. The same `key` again enters nothing anew.

    Raises what `contacts.record_contact` and `close_call` raise.
    """
    contact_id = contacts.record_contact(
        city.current_city(city_code).id, channel=channel, began_at=began_at, ended_at=ended_at, phone=phone,
        operator_id=operator_id, from_paper=True, key=key, by=by,
    )  # fmt: skip
    receipts = close_call(
        city_code, contact_id, outcome=outcome, by=by, reports=reports, name=name, notes=notes, key=key,
        language=language,
    )  # fmt: skip
    return contact_id, receipts
