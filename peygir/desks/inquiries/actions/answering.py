"""The unit answers; the clock finds what was not answered, or not finished, by its date."""

from datetime import datetime
from typing import Final

from django.db import transaction

from peygir.cases import actions as cases
from peygir.cases.judging import groups_of
from peygir.cases.lifecycle import CENTRE, OWNER
from peygir.cases.models import Case
from peygir.cases.public import FINISHED
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something
from peygir.desks.inquiries.models import Inquiry
from peygir.desks.inquiries.rules import InquiryKind, InquiryOutcome, date_is_kept
from peygir.history.kinds.inquiries import DateJudged, InquiryAnswered, InquiryOverdue, QuestionAnswered
from peygir.people.queries import leaders_of_unit, staff_who_see
from peygir.people.rules import CLOCK, Actor
from peygir.storage.rows import update

BATCH: Final = 200
LONGEST_ANSWER: Final = 2000


class NoSuchInquiry(Missing):
    """There is no such question or order that this person may see."""

    message = _("There is no such question.")


class AnswerNotYours(NotAllowed):
    """Another unit has the case, and answers."""

    message = _("The unit that has the case answers.")


class NothingIsAnswered(Invalid):
    """The answer is empty or too long."""

    message = _("Write the answer in up to {limit} characters.")


class AnswerGivenAlready(Conflict):
    """It was answered before, or waits for no answer."""

    message = _("This was answered already, or waits for no answer.")


@transaction.atomic
def answer_inquiry(inquiry_id: int, *, text: str, by: Actor) -> None:
    """Answer a question, or say something to a date that was set; the work itself meets the date.

    The answer to a public question is public. Raises NoSuchInquiry, AnswerNotYours, NothingIsAnswered,
    AnswerGivenAlready, WordsArePersonal.
    """
    case_id = Inquiry.objects.filter(pk=inquiry_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NoSuchInquiry()
    with cases.open_file(case_id) as case:
        cases.refuse_the_blind(case, by)
        groups = groups_of(by, visibility_of(case))
        if OWNER not in groups and not (case.unit_id is None and CENTRE in groups):
            raise AnswerNotYours()
        if not says_something(text) or len(text) > LONGEST_ANSWER:
            raise NothingIsAnswered(limit=LONGEST_ANSWER)
        row = Inquiry.objects.get(pk=inquiry_id)
        if row.outcome or row.answered_at is not None:
            raise AnswerGivenAlready()
        row.answered_at, row.answered_by, row.answer_number = clock.now(), str(by), case.event_count + 1
        assert row.due_at is not None  # it is open
        is_late = row.answered_at > row.due_at
        if row.kind == InquiryKind.ASK:
            row.outcome = InquiryOutcome.LATE if is_late else InquiryOutcome.ANSWERED
        update(row, ["answered_at", "answered_by", "answer_number", "outcome"])
        event = (QuestionAnswered if row.is_public else InquiryAnswered)(
            inquiry=row.pk, what=row.kind, told=_seeing(case, [row.asker_id]), late=is_late
        )
        cases.record_event(case, event, by=by, at=row.answered_at, note=text, is_public=row.is_public)


def judge_due_inquiries(now: datetime) -> int:
    """Judge what fell due by `now`, once each: a question is overdue, a date was kept or missed. Returns how many.

    The person who asked, who leads the unit and who leads the unit above it are told; an overdue question stays open.
    """
    due = Inquiry.objects.filter(outcome="", overdue_at=None, due_at__lte=now)
    count = 0
    for row_id, case_id in due.order_by("due_at", "pk").values_list("pk", "case_id")[:BATCH]:
        with cases.open_file(case_id) as case:
            row = due.filter(pk=row_id).first()  # under the lock: it may have been answered meanwhile
            if row is not None:
                _judge(case, row, now)
                count += 1
    return count


def _judge(case: Case, row: Inquiry, now: datetime) -> None:
    assert row.due_at is not None
    row.overdue_at = now
    if row.kind == InquiryKind.DATE and date_is_kept(
        is_finished=case.state in FINISHED, finished_at=case.state_at, due_at=row.due_at
    ):
        row.outcome = InquiryOutcome.KEPT
        update(row, ["overdue_at", "outcome"])
        judged = DateJudged(inquiry=row.pk, outcome=row.outcome, told=_seeing(case, [row.asker_id]))
        cases.record_event(case, judged, by=CLOCK, at=now)
        return
    if row.kind == InquiryKind.DATE:
        row.outcome = InquiryOutcome.MISSED
    update(row, ["overdue_at", "outcome"])
    ids = [row.asker_id, *_above(case)]
    overdue = InquiryOverdue(inquiry=row.pk, what=row.kind, told=_seeing(case, ids))
    cases.record_event(case, overdue, by=CLOCK, at=now)


def _above(case: Case) -> list[int]:
    """The ids of those who lead the unit that has the case, and of those who lead the unit above it."""
    chain = city.unit_chain(case.unit_id or city.centre_of(case.city_id).id)[:2]
    return [person.pk for unit in chain for person in leaders_of_unit(unit.id)]


def _seeing(case: Case, ids: list[int]) -> list[int]:
    return [person.pk for person in staff_who_see(visibility_of(case), ids=ids)]
