"""What an agency says of a referral: opened with its clock, confirmed, refused, answered; and the clock's steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.words import plain, says_something
from peygir.desks.partners.agency_rules import (
    LONGEST_WORDS,
    AgencyDays,
    AgencyOwnerIsNotRight,
    AgencyRequestIsOver,
    AgencyWordsAreMissing,
    NoSuchAgencyRequest,
    check_answer,
    moments_of,
    step_after,
)
from peygir.desks.partners.agency_standing import is_waiting
from peygir.desks.partners.agency_states import ClockStep
from peygir.desks.partners.models import AgencyRequest, AgencyTerms
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.agencies import AgencyConfirmed, AgencyEscalated, AgencyOverdue, AgencyRefused
from peygir.history.queries import event
from peygir.people.rules import CLOCK, Actor
from peygir.storage.rows import insert

AGENCY: Final = "agency"
"""The kind of actor who speaks for an agency; its id is that of the agency."""


def terms_in_force(agency_id: int) -> AgencyTerms | None:
    """The terms of an agency, None if it has none."""
    return AgencyTerms.objects.filter(agency_id=agency_id, valid_to=None).first()


def open_agency_request(case_id: int, number: int) -> AgencyRequest | None:
    """Keep an event case_referred_out as a request to the agency, with its clock; None for what no agency may see.

    Written once, whatever has happened to the case since. Confidential cases and complaints about somebody are told by
    people, not by links; what was imported is no business of ours.
    """
    known = AgencyRequest.objects.filter(case_id=case_id, number=number).first()
    if known is not None:
        return known
    with cases.open_file(case_id) as case:
        referral = event("case", case_id, number)
        agency_id = int(referral.data.get("agency") or 0)
        is_complaint = case.about_unit_id is not None or case.about_staff_id is not None
        if not agency_id or referral.by == "import" or case.is_confidential or is_complaint:
            return None
        row = AgencyRequest(case=case, number=number, agency_id=agency_id, sent_at=referral.at)
        later = AgencyRequest.objects.filter(case_id=case_id, number__gt=number).exists()
        is_with_it = case.state == CaseState.REFERRED_OUT and case.agency_id == agency_id and not later
        terms = terms_in_force(agency_id)
        if not is_with_it:
            row.ended_at = clock.now()
        elif terms is not None:
            _start_clock(case, row, terms)
        _end_older(case_id, number)
        insert(row, unless_known=True)
        return AgencyRequest.objects.get(case_id=case_id, number=number)


def _start_clock(case: Case, row: AgencyRequest, terms: AgencyTerms) -> None:
    week = city.office_week(case.city_id, city.centre_of(case.city_id).id, city.day_of(case.city_id, row.sent_at))
    days = AgencyDays(terms.confirm_days, terms.answer_days, terms.escalate_days)
    moments = moments_of(row.sent_at, days, week)
    row.confirm_due_at, row.answer_due_at, row.escalate_at = moments.confirm, moments.answer, moments.escalate
    row.next_step, row.next_at = str(ClockStep.CONFIRM), moments.confirm


def _end_older(case_id: int, number: int) -> None:
    rows = AgencyRequest.objects.filter(
        case_id=case_id, number__lt=number, answered_at=None, refused_at=None, ended_at=None
    )
    rows.update(ended_at=clock.now(), next_at=None, next_step="")


@contextmanager
def open_request(request_id: int, *, agency_id: int | None = None) -> Iterator[tuple[Case, AgencyRequest]]:
    """Lock the case of a request that still waits for its agency; everything inside is written together.

    Raises NoSuchAgencyRequest (also for one of another agency), AgencyRequestIsOver.
    """
    ids = AgencyRequest.objects.filter(pk=request_id).values_list("case_id", "agency_id").first()
    if ids is None or (agency_id is not None and ids[1] != agency_id):
        raise NoSuchAgencyRequest()
    with cases.open_file(ids[0]) as case:
        row = AgencyRequest.objects.get(pk=request_id)
        if not is_waiting(row, case):
            raise AgencyRequestIsOver()
        yield case, row


def confirm_receipt(case: Case, row: AgencyRequest, *, said_by: str) -> bool:
    """Keep that the agency has received the referral; False if that was known. The caller has opened the request."""
    if row.confirmed_at is not None:
        return False
    row.confirmed_at, row.said_by = clock.now(), said_by
    if row.next_step == ClockStep.CONFIRM:
        row.next_step, row.next_at = str(ClockStep.ANSWER), row.answer_due_at
    row.save(update_fields=["confirmed_at", "said_by", "next_step", "next_at"])
    event_data = AgencyConfirmed(agency=row.agency_id, request=row.pk)
    cases.record_event(case, event_data, by=Actor(AGENCY, row.agency_id), at=row.confirmed_at)
    return True


def refuse_referral(
    case: Case,
    row: AgencyRequest,
    *,
    reason: str,
    other_agency_id: int | None = None,
    other_unit_id: int | None = None,
    said_by: str,
) -> None:
    """Keep that the agency says it is not its business, and whose it may be; the centre decides what follows.

    The caller has opened the request. Raises AgencyWordsAreMissing, AgencyOwnerIsNotRight.
    """
    reason_text = checked_words(reason)
    _check_other(case, row, other_agency_id, other_unit_id)
    row.refused_at, row.said_by, row.next_at, row.next_step = clock.now(), said_by, None, ""
    row.other_agency_id, row.other_unit_id = other_agency_id, other_unit_id
    event_data = AgencyRefused(
        agency=row.agency_id,
        request=row.pk,
        other_agency=ABSENT if other_agency_id is None else other_agency_id,
        other_unit=ABSENT if other_unit_id is None else other_unit_id,
    )
    cases.record_event(case, event_data, by=Actor(AGENCY, row.agency_id), at=row.refused_at, note=reason_text)
    row.refusal_number = case.event_count
    row.save()


def _check_other(case: Case, row: AgencyRequest, agency_id: int | None, unit_id: int | None) -> None:
    other = city.agency(agency_id) if agency_id is not None else None
    unit = city.unit(unit_id) if unit_id is not None else None
    if agency_id is not None and unit_id is not None:
        raise AgencyOwnerIsNotRight()
    if agency_id is not None and (other is None or not other.is_open or agency_id == row.agency_id):
        raise AgencyOwnerIsNotRight()
    if any(found is not None and found.city_id != case.city_id for found in (other, unit)):
        raise AgencyOwnerIsNotRight()
    if unit_id is not None and (unit is None or not unit.is_open):
        raise AgencyOwnerIsNotRight()


def keep_outcome(case: Case, row: AgencyRequest, *, outcome: str, on: date | None, said_by: str) -> None:
    """Keep what came of a referral, whose words were just recorded as the case's last event.

    The caller has opened the request and checked the outcome.
    """
    row.answered_at, row.answer_number, row.said_by = clock.now(), case.event_count, said_by
    row.outcome, row.done_on, row.next_at, row.next_step = outcome, on, None, ""
    row.save()


def check_outcome(case: Case, outcome: str, on: date | None) -> None:
    """Raises AgencyOutcomeIsMissing, AgencyDayIsNotRight."""
    check_answer(outcome, on, today=city.day_of(case.city_id, clock.now()))


def checked_words(text: str) -> str:
    """Words of an agency. Raises AgencyWordsAreMissing."""
    checked = plain(text)
    if not says_something(checked) or len(checked) > LONGEST_WORDS:
        raise AgencyWordsAreMissing(limit=LONGEST_WORDS)
    return checked


def settle_agency_request(case_id: int, number: int) -> None:
    """Follow an event agency_answered that was recorded by staff or by the agency's own server; idempotent."""
    referral = event("case", case_id, number)
    agency_id = int(referral.data["agency"])
    with cases.open_file(case_id):
        row = AgencyRequest.objects.filter(case_id=case_id, agency_id=agency_id, number__lt=number).last()
        if row is None or row.answered_at is not None or row.refused_at is not None or row.ended_at is not None:
            return
        row.answered_at, row.answer_number, row.next_at, row.next_step = referral.at, number, None, ""
        row.save(update_fields=["answered_at", "answer_number", "next_at", "next_step"])


def pass_step(request_id: int, now: datetime) -> str:
    """Let the clock of one request pass what is due by `now`; returns the step, "" if nothing is.

    Under the case's lock: another clock process may have been faster, or the agency has spoken. A request whose case
    has left the agency ends. The escalation is passed by `escalate_request` alone.
    """
    case_id = AgencyRequest.objects.values_list("case_id", flat=True).get(pk=request_id)
    with cases.open_file(case_id) as case:
        row = AgencyRequest.objects.get(pk=request_id)
        if row.next_at is None or row.next_at > now:
            return ""
        if not is_waiting(row, case):
            row.ended_at, row.next_at, row.next_step = now, None, ""
            row.save(update_fields=["ended_at", "next_at", "next_step"])
            return ""
        step = row.next_step
        if step == ClockStep.ESCALATE:
            return step
        row.next_step = step_after(step)
        row.next_at = row.answer_due_at if row.next_step == ClockStep.ANSWER else row.escalate_at
        row.save(update_fields=["next_step", "next_at"])
        overdue = AgencyOverdue(agency=row.agency_id, request=row.pk, what=step)
        cases.record_event(case, overdue, by=CLOCK, at=now)
        return step


def still_escalates(request_id: int, now: datetime) -> bool:
    """Whether the escalation of a request is still due; its case stays locked until the transaction ends."""
    case_id = AgencyRequest.objects.values_list("case_id", flat=True).get(pk=request_id)
    with cases.open_file(case_id) as case:
        row = AgencyRequest.objects.get(pk=request_id)
        is_due = row.next_at is not None and row.next_at <= now and row.next_step == ClockStep.ESCALATE
        return is_due and is_waiting(row, case)


def escalate_request(request_id: int, *, letter: str, now: datetime) -> None:
    """Keep that a request stands in a letter to the governor's office; call it in the letter's transaction."""
    case_id = AgencyRequest.objects.values_list("case_id", flat=True).get(pk=request_id)
    with cases.open_file(case_id) as case:
        row = AgencyRequest.objects.get(pk=request_id)
        row.escalated_at, row.letter, row.next_at, row.next_step = now, letter, None, ""
        row.save(update_fields=["escalated_at", "letter", "next_at", "next_step"])
        escalated = AgencyEscalated(agency=row.agency_id, request=row.pk, letter=letter)
        cases.record_event(case, escalated, by=CLOCK, at=now)
