"""What somebody of an agency does with one referral, by a link or signed in: confirm, refuse, answer, ask."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from peygir.cases.queries import report_of
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.partners import agency_queries
from peygir.desks.partners.actions import agency_questions, agency_requests
from peygir.desks.partners.actions.agency_people import ask_to_enter
from peygir.desks.partners.actions.agency_telling import LINK, REPLIED, mail_agency
from peygir.desks.partners.agency_facts import AgencyPersonFacts, AgencyRequestPage
from peygir.desks.routing import actions as routing
from peygir.journey.agencies.post import OutboxPost
from peygir.media import photos
from peygir.people.queries import citizen_profile
from peygir.people.rules import Actor

ENTRY = "agency_entry"


@dataclass(frozen=True, slots=True)
class AgencyAccess:
    """One referral that somebody of its agency has open, and by what: `said_by` is link:7 or person:3."""

    request_id: int
    agency_id: int
    said_by: str

    @property
    def actor(self) -> Actor:
        """The agency, as the history names it."""
        return Actor(agency_requests.AGENCY, self.agency_id)


@dataclass(frozen=True, slots=True)
class SharedContact:
    """Name and number of a reporter who agreed that the agency may call."""

    name: str
    phone: str


def access_by_link(token: str) -> AgencyAccess:
    """What a link opens; nothing is written. Raises what `read_agency_link` raises."""
    link = agency_queries.read_agency_link(token)
    return AgencyAccess(link.request_id, link.agency_id, f"link:{link.id}")


def access_of_person(person: AgencyPersonFacts, request_id: int) -> AgencyAccess:
    """A referral of the agency of a person who is signed in; its page says whether there is one."""
    return AgencyAccess(request_id, person.agency_id, f"person:{person.id}")


def page_of(access: AgencyAccess) -> AgencyRequestPage:
    """What the agency sees of the referral. Raises NoSuchAgencyRequest."""
    return agency_queries.request_page(access.request_id, agency_id=access.agency_id)


def confirm(access: AgencyAccess) -> None:
    """The agency has received it; it is reminded when its answer is due. Raises what `open_request` raises."""
    with agency_requests.open_request(access.request_id, agency_id=access.agency_id) as (case, row):
        if agency_requests.confirm_receipt(case, row, said_by=access.said_by) and row.answer_due_at is not None:
            routing.put_off_reminder(case, row.number, until=row.answer_due_at)


def refuse(
    access: AgencyAccess, *, reason: str, other_agency_id: int | None = None, other_unit_id: int | None = None
) -> None:
    """The agency says it is not its business. The case stays where it is until the centre decides.

    Raises what `open_request` and `refuse_referral` raise.
    """
    with agency_requests.open_request(access.request_id, agency_id=access.agency_id) as (case, row):
        agency_requests.refuse_referral(
            case,
            row,
            reason=reason,
            other_agency_id=other_agency_id,
            other_unit_id=other_unit_id,
            said_by=access.said_by,
        )
        routing.show_refusal(case, row.number)


def answer(
    access: AgencyAccess, *, answer_text: str, outcome: str, on: date | None = None, photo: bytes | None = None
) -> None:
    """The agency answers; its words reach the reporters, and somebody of the city looks whether it is so.

    Raises what `open_request`, `checked_words`, `check_outcome`, `photos.check_photo` and `record_agencys_answer` do.
    """
    if photo is not None:
        photos.check_photo(photo)
    with agency_requests.open_request(access.request_id, agency_id=access.agency_id) as (case, row):
        checked = agency_requests.checked_words(answer_text)
        agency_requests.check_outcome(case, outcome, on)
        if photo is not None:
            fieldwork.attach_photo(case, photo, by=access.actor)
        routing.record_agencys_answer(case, row.number, answer=checked, outcome=outcome, by=access.actor)
        agency_requests.keep_outcome(case, row, outcome=outcome, on=on, said_by=access.said_by)


def ask(access: AgencyAccess, *, to: str, question_text: str) -> None:
    """The agency asks the centre or the reporters; its clock stands until the answer.

    Raises what `open_request` and `ask_question` raise.
    """
    with agency_requests.open_request(access.request_id, agency_id=access.agency_id) as (case, row):
        agency_questions.ask_question(case, row, to=to, question_text=question_text)


def reply(
    question_id: int, *, answer_text: str, by: Actor, report_id: int | None = None, shares_contact: bool = False
) -> None:
    """The centre, or a reporter, answers an agency's question; the agency gets a mail with a fresh link.

    Raises what `answer_question` raises.
    """
    with transaction.atomic():
        request_id = agency_questions.answer_question(
            question_id, answer_text=answer_text, by=by, report_id=report_id, shares_contact=shares_contact
        )
        mail_agency(request_id, REPLIED)


def show_contact(access: AgencyAccess) -> SharedContact:
    """Name and number of the reporter who agreed; each look is in the case's history, which the reporter reads.

    Raises NoSuchQuestion where nobody agreed, and what `open_request` raises.
    """
    report_id = agency_questions.note_look_at_reporter(access.request_id, access.agency_id)
    report = report_of(report_id)
    profile = citizen_profile(report.citizen_id) if report is not None and report.citizen_id else None
    name = report.reporter_name if report is not None else ""
    return SharedContact(name, profile.phone if profile is not None else "")


def send_new_link(token: str) -> None:
    """Mail a fresh link for the referral of an old one to the agency's registered address, and to nobody else.

    Raises AgencyLinkIsNotOurs, AgencyLinkIsOver, AgencyRequestIsOver.
    """
    request_id = agency_queries.request_of_old_link(token)
    with agency_requests.open_request(request_id):
        mail_agency(request_id, LINK)


def send_entry(email: str) -> None:
    """Mail the link of a sign-in to a person of an agency; nothing for an address without an account."""
    with transaction.atomic():
        found = ask_to_enter(email)
        if found is not None:
            person, link = found
            OutboxPost().send(ENTRY, address=person.email, values={"name": person.name, "link": link})


Deed = Callable[[AgencyAccess], None]
"""One press on a referral's page."""
