"""What leaders of the city and the council do about one case: they ask, set dates, give it on, report for others."""

from datetime import datetime
from typing import Final

from django.db import transaction

from peygir.cases import actions as cases
from peygir.cases.new_report import NewReport
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.desks.inquiries import actions as inquiries
from peygir.desks.inquiries.rules import InquiryKind
from peygir.desks.intake import actions as intake
from peygir.desks.intake.actions import ReportReceipt
from peygir.desks.routing import actions as routing
from peygir.journey.placing import with_place_of_text
from peygir.people.rules import Actor

MOVING: Final = frozenset({InquiryKind.REFER, InquiryKind.TAKE_OVER})
"""The orders that give the case to another desk; what the person saw must be what is there."""


class LeaderHasNoUnit(Conflict):
    """A leader without a unit cannot take a case over."""

    message = _("Your account belongs to no unit, so the case cannot be given to it.")


@transaction.atomic
def order(
    code: str,
    kind: str,
    *,
    text: str,
    by: Actor,
    version: int | None = None,
    days: int = 0,
    until: datetime | None = None,
    unit_id: int | None = None,
) -> None:
    """Ask or order something about a case, in one transaction.

    `days` belongs to a question, `until` to a date, `unit_id` to another unit; `version` is what the person saw.
    Raises what `inquiries.inquire`, `routing.refer_by_person`, `cases.open_file` and `cases.accept` raise.
    """
    with cases.open_file(code=code, version=version if kind in MOVING else None) as case:
        cases.refuse_the_blind(case, by)
        number = case.event_count + 1 if kind in MOVING else None
        if kind == InquiryKind.REFER:
            inquiries.refuse_to_inquire(case, kind=kind, text=text, by=by)
            routing.refer_by_person(case, unit_id=unit_id, note=text, by=by)
        elif kind == InquiryKind.TAKE_OVER:
            inquiries.refuse_to_inquire(case, kind=kind, text=text, by=by)
            if by.unit_id is None:
                raise LeaderHasNoUnit()
            routing.refer_by_person(case, unit_id=by.unit_id, note=text, by=by)
            cases.accept(case, by=by)
        inquiries.inquire(case, kind=kind, text=text, by=by, days=days, until=until, number=number)


@transaction.atomic
def report_and_follow(city_code: str, report: NewReport, *, by: Actor) -> ReportReceipt:
    """File a report that somebody makes for a citizen, and follow its case. Raises what `receive_report` raises."""
    receipt = intake.receive_report(city_code, with_place_of_text(city_code, report), by=by)
    inquiries.follow_case(receipt.code, by=by)
    return receipt
