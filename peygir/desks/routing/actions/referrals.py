"""The agency ledger: what was referred to which agency, the reminders that are due, and the answers."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from peygir.cases import actions as cases
from peygir.cases.judging import groups_of
from peygir.cases.lifecycle import CENTRE, OWNER
from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.routing.actions.rulebook import NotYourRules
from peygir.desks.routing.agency_reminders import DEFAULT_DAYS, MEANS, checked_days, next_reminder
from peygir.desks.routing.models import AgencyReferral, ReminderPolicy
from peygir.desks.routing.rules import may_write_rules
from peygir.history.kinds.case_work import AgencyAnswered, AgencyReminded, AgencyReminderDue
from peygir.history.queries import event
from peygir.people.rules import CLOCK, Actor
from peygir.storage.rows import insert

BATCH: Final = 200
DEFAULT_MEANS: Final = "phone"
LONGEST_ANSWER: Final = 2000
LONGEST_REFERENCE: Final = 80


class NotYourLedger(NotAllowed):
    """Only the centre and the unit that follows the case keep its ledger."""

    message = _("The agency ledger is kept by the centre and by the unit that follows the case.")


class NoSuchHandover(Missing):
    """This case has no such ledger entry."""

    message = _("This case has no such line in the agency ledger.")


class HandoverIsOver(Conflict):
    """The agency has answered, or the case is no longer with it."""

    message = _("This line is over: the agency has answered, or the case is with it no more.")


class MeansIsUnknown(Invalid):
    """The means by which the agency was told is not in the list."""

    message = _("Choose from the list how the agency was reached: phone, letter, system or SMS.")


class AnswerIsMissing(Invalid):
    """The answer is empty or too long."""

    message = _("Write what the agency answered, in up to {limit} letters.")


def keep_referral(case_id: int, number: int) -> None:
    """Write the ledger entry of an event case_referred_out; written once, whatever has happened to the case since."""
    with cases.open_file(case_id) as case:
        case_event = event("case", case_id, number)
        data = case_event.data
        if not data.get("agency") or AgencyReferral.objects.filter(case_id=case_id, number=number).exists():
            return
        days = _days(case, int(data["agency"]), case_event.at)
        is_with_it = (
            case.state == CaseState.REFERRED_OUT and case.agency_id == data["agency"] and _is_last(case_id, number)
        )
        row = AgencyReferral(
            case_id=case_id,
            number=number,
            agency_id=data["agency"],
            sent_at=case_event.at,
            means=data.get("means") or (DEFAULT_MEANS if case_event.by.startswith("staff:") else "system"),
            reference=str(data.get("reference", ""))[:LONGEST_REFERENCE],
            by=case_event.by,
            reminder_days=days,
            next_reminder_at=_next(case, case_event.at, days) if is_with_it else None,
            ended_at=None if is_with_it else clock.now(),
        )
        insert(row)
        _end_others(case_id, row.pk)


def refer_out_by_person(
    case: Case, *, agency_id: int | None, note: str, by: Actor, means: str = "", reference: str = ""
) -> None:
    """Record that a person referred the case to an agency, by phone unless another means is named.

    The caller has opened the file. Raises MeansIsUnknown and what the move raises.
    """
    if means and means not in MEANS:
        raise MeansIsUnknown()
    data = {"means": means or DEFAULT_MEANS}
    if kept := plain(reference)[:LONGEST_REFERENCE]:
        data["reference"] = kept
    cases.refer_out(case, agency_id=agency_id, note=note, by=by, data=data)


def _is_last(case_id: int, number: int) -> bool:
    return not AgencyReferral.objects.filter(case_id=case_id, number__gt=number).exists()


def _end_others(case_id: int, kept_id: int) -> None:
    """End older unanswered entries when the case is referred again."""
    older = AgencyReferral.objects.filter(case_id=case_id, pk__lt=kept_id, answered_at=None, ended_at=None)
    older.update(ended_at=clock.now(), next_reminder_at=None, due_since=None)


def _days(case: Case, agency_id: int, at: datetime) -> int:
    """The working days in force on that day: for (agency, topic), else the topic, else the agency, else the city."""
    on = city.day_of(case.city_id, at)
    rows = ReminderPolicy.objects.filter(city_id=case.city_id, valid_from__lte=on)
    days_of_terms = {
        (row.agency_id, row.topic_id): row.days
        for row in rows.order_by("pk")
        if row.valid_to is None or on < row.valid_to
    }
    keys = ((agency_id, case.topic_id), (None, case.topic_id), (agency_id, None), (None, None))
    return next((days_of_terms[key] for key in keys if key in days_of_terms), DEFAULT_DAYS)


def _next(case: Case, since: datetime, days: int) -> datetime:
    centre = city.centre_of(case.city_id)
    week = city.office_week(case.city_id, centre.id, city.day_of(case.city_id, since))
    return next_reminder(since, days, week)


# ── the clock ───────────────────────────────────────────────────────────────────────────────────────────────────────


def remind_due(now: datetime) -> int:
    """Record that a reminder of the agency is due where it has not answered in time; once for each due date.

    One short transaction per case. Returns how many entries were processed.
    """
    due = AgencyReferral.objects.filter(next_reminder_at__lte=now)
    count = 0
    for row_id, case_id in due.order_by("next_reminder_at").values_list("pk", "case_id")[:BATCH]:
        with cases.open_file(case_id) as case:
            # Under the lock: another clock process may have been faster, or the answer has come.
            row = due.filter(pk=row_id).first()
            if row is None:
                continue
            count += 1
            if case.state != CaseState.REFERRED_OUT or case.agency_id != row.agency_id:
                row.ended_at, row.next_reminder_at = now, None
                row.save(update_fields=["ended_at", "next_reminder_at"])
                continue
            row.due_since, row.next_reminder_at = row.next_reminder_at, None
            row.save(update_fields=["due_since", "next_reminder_at"])
            due_now = AgencyReminderDue(agency=row.agency_id, handover=row.pk, chased=row.reminders)
            cases.record_event(case, due_now, by=CLOCK, at=now)
    return count


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def record_reminder(
    code: str,
    handover_id: int,
    *,
    means: str,
    reference: str = "",
    note: str = "",
    by: Actor,
) -> None:
    """Record that a person reminded the agency; the waiting time starts anew. The citizen sees the fact, not the note.

    Raises NoSuchCase, NoSuchHandover, NotYourLedger, HandoverIsOver, MeansIsUnknown.
    """
    if means not in MEANS:
        raise MeansIsUnknown()
    with cases.open_file(code=code) as case:
        row, now = _open_row(case, handover_id, by), clock.now()
        row.reminders, row.reminded_at, row.means, row.due_since = row.reminders + 1, now, means, None
        row.reference = plain(reference)[:LONGEST_REFERENCE] or row.reference
        row.next_reminder_at = _next(case, now, row.reminder_days)
        row.save(update_fields=["reminders", "reminded_at", "means", "reference", "due_since", "next_reminder_at"])
        reminded = AgencyReminded(agency=row.agency_id, handover=row.pk, chased=row.reminders, means=means)
        cases.record_event(case, reminded, by=by, note=note)


def record_answer(code: str, handover_id: int, *, answer: str, is_public: bool = True, by: Actor) -> None:
    """Record the agency's answer; no further reminder is due. With `is_public` the citizen can read it.

    Raises NoSuchCase, NoSuchHandover, NotYourLedger, HandoverIsOver, AnswerIsMissing.
    """
    answer_text = plain(answer)
    if not says_something(answer_text) or len(answer_text) > LONGEST_ANSWER:
        raise AnswerIsMissing(limit=LONGEST_ANSWER)
    with cases.open_file(code=code) as case:
        row, now = _open_row(case, handover_id, by), clock.now()
        row.answer, row.answered_at, row.answered_by = answer_text, now, str(by)
        row.next_reminder_at = row.due_since = None
        row.save(update_fields=["answer", "answered_at", "answered_by", "next_reminder_at", "due_since"])
        answered = AgencyAnswered(agency=row.agency_id, handover=row.pk)
        cases.record_event(case, answered, by=by, note=answer_text, is_public=is_public)


def _open_row(case: Case, handover_id: int, by: Actor) -> AgencyReferral:
    cases.refuse_who_only_looks(case, by)
    if not {OWNER, CENTRE} & groups_of(by, visibility_of(case)):
        raise NotYourLedger()
    row = AgencyReferral.objects.filter(pk=handover_id, case_id=case.pk).first()
    if row is None:
        raise NoSuchHandover()
    if row.answered_at is not None or row.ended_at is not None or case.state != CaseState.REFERRED_OUT:
        raise HandoverIsOver()
    return row


def set_reminder_days(
    city_id: int, *, days: int, agency_id: int | None = None, topic_id: int | None = None, by: Actor
) -> None:
    """From today on, remind an agency (None: any) after so many working days, for a topic (None: any).

    Referrals made before keep their own days. Raises NotYourRules, ChaseDaysAreNotValid.
    """
    if not may_write_rules(by):
        raise NotYourRules()
    checked_days(days)
    now = clock.now()
    today = city.day_of(city_id, now)
    same: dict[str, Any] = {"city_id": city_id, "agency_id": agency_id, "topic_id": topic_id}
    with transaction.atomic():
        row = ReminderPolicy.objects.select_for_update(no_key=True).filter(valid_to=None, **same).first()
        if row is not None:
            if row.days == days:
                return
            row.valid_to = max(today, row.valid_from)
            row.save(update_fields=["valid_to"])
        ReminderPolicy.objects.create(**same, days=days, valid_from=today, made_by=str(by), made_at=now)
