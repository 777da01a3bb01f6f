"""An operator's commands that involve two packages: closing a contact files its reports."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction

from peygir.cases import queries as cases
from peygir.cases.new_report import NewReport
from peygir.centre.contacts import actions as contacts
from peygir.centre.contacts import queries as contacts_queries
from peygir.centre.knowledge import actions as knowledge
from peygir.centre.knowledge import queries as knowledge_queries
from peygir.city import queries as city
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.intake import actions as intake
from peygir.desks.intake.actions import ReportReceipt
from peygir.journey.placing import with_place_of_text
from peygir.people.channels import Channel
from peygir.people.rules import Actor


class NoCaseToFollowUp(Invalid):
    """The code of the followed-up case leads to no case."""

    published_as = "NoSuchCode"
    message = _("There is no case of this code. Please ask for its ten digits once more.")


def close_call(
    city_code: str,
    contact_id: int,
    *,
    outcome: str,
    by: Actor,
    reports: Sequence[NewReport] = (),
    name: str = "",
    case_code: str = "",
    agency_id: int | None = None,
    article: str = "",
    notes: str = "",
    is_prank: bool = False,
    in_vain: str = "",
    key: str = "",
    language: str = "fa",
) -> list[ReportReceipt]:
    """Close a contact with its outcome and file its reports, in one transaction.

    Each report gets its channel, time, language and key from the contact, and its reporter the phone and `name`.
    `in_vain` is the question that no article answered. The same `key` again changes nothing and returns the same codes.
    Raises what `contacts.tell_outcome` and `intake.receive_report` raise, NoSuchContact, NoCaseToFollowUp,
    NoSuchArticle.
    """
    contact_line = contacts_queries.contact(contact_id, by)
    if contact_line is None:
        raise contacts.NoSuchContact()
    followed = cases.case_of(case_code) if case_code else None
    if case_code and (followed is None or not cases.may_open(by, followed)):
        raise NoCaseToFollowUp()
    agency = city.agency(agency_id) if agency_id is not None else None
    with transaction.atomic():
        is_first = contacts.tell_outcome(
            contact_id,
            outcome=outcome,
            by=by,
            reports=len(reports),
            case_id=followed.pk if followed else None,
            agency_id=agency.id if agency else None,
            article=article,
            notes=notes,
            name=name,
            is_prank=is_prank,
            key=key,
        )
        if is_first and article and not knowledge_queries.is_article(city.current_city(city_code).id, article):
            raise knowledge.NoSuchArticle()
        if is_first and in_vain:
            knowledge.note_gap(city.current_city(city_code).id, in_vain)
        return [
            _receive(city_code, contact_line, report, number, name=name, language=language, by=by)
            for number, report in enumerate(reports)
        ]


@transaction.atomic
def pass_on(contact_id: int, *, to_staff_id: int, words: Mapping[str, str], by: Actor) -> None:
    """Keep what is typed and hand the contact over to a colleague. Raises what `hand_over` raises."""
    contacts.keep_draft(contact_id, draft_values=words, by=by)
    contacts.hand_over(contact_id, to_staff_id=to_staff_id, by=by)


def _receive(
    city_code: str,
    contact_line: contacts_queries.ContactLine,
    report: NewReport,
    number: int,
    *,
    name: str,
    language: str,
    by: Actor,
) -> ReportReceipt:
    """Receive the contact's reports; the idempotency keys come from the contact, so that resubmitting adds none."""
    said_in_contact = replace(
        with_place_of_text(city_code, report),
        channel=Channel.of(contact_line.channel).incoming,
        received_at=contact_line.began_at,
        language=language,
        idempotency_key=f"contact:{contact_line.id}:{number}",
        reporter=replace(
            report.reporter,
            phone=contact_line.phone,
            proof="call" if contact_line.proves_phone else "",
            name=name,
        ),
    )
    receipt = intake.receive_report(city_code, said_in_contact, by=by)
    row = cases.report_by_code(receipt.code)
    if row is not None:
        contacts.add_report(contact_line.id, report_id=row.pk)
    return receipt
