"""What an agency itself says of a referral, in the ledger: an answer, a refusal, and that it has received it."""

from datetime import datetime

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.core import clock
from peygir.desks.routing.actions.referrals import HandoverIsOver, keep_referral
from peygir.desks.routing.models import AgencyReferral
from peygir.history.kinds.case_work import AgencyAnswered
from peygir.people.rules import Actor


def record_agencys_answer(case: Case, number: int, *, answer: str, outcome: str, by: Actor) -> None:
    """Record the answer that the agency itself gave to the referral of an event; the citizen reads it.

    The caller has opened the file and checked the words. Raises HandoverIsOver, WordsArePersonal.
    """
    row, moment = _row(case, number), clock.now()
    row.answer, row.answered_at, row.answered_by = answer, moment, str(by)
    row.next_reminder_at = row.due_since = None
    row.save(update_fields=["answer", "answered_at", "answered_by", "next_reminder_at", "due_since"])
    answered = AgencyAnswered(agency=row.agency_id, handover=row.pk, status=outcome)
    cases.record_event(case, answered, by=by, at=moment, note=answer, is_public=True)


def show_refusal(case: Case, number: int) -> None:
    """Put a referral that its agency refused among those that somebody has to see to. The caller has opened the file.

    Raises HandoverIsOver.
    """
    row = _row(case, number)
    row.due_since, row.next_reminder_at = row.due_since or clock.now(), None
    row.save(update_fields=["due_since", "next_reminder_at"])


def put_off_reminder(case: Case, number: int, *, until: datetime) -> None:
    """Remind the agency at a later moment: it has confirmed the referral, and its answer is due then.

    The caller has opened the file. Raises HandoverIsOver.
    """
    row = _row(case, number)
    if row.next_reminder_at is not None and row.next_reminder_at < until:
        row.next_reminder_at = until
        row.save(update_fields=["next_reminder_at"])


def _row(case: Case, number: int) -> AgencyReferral:
    """The open ledger entry of an event; written now where its job has not run yet."""
    keep_referral(case.pk, number)
    row = AgencyReferral.objects.filter(case=case, number=number, answered_at=None, ended_at=None).first()
    if row is None:
        raise HandoverIsOver()
    return row
