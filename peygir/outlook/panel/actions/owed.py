"""Answers that units owe the panel: promised in working days, extended by law alone, followed by the clock."""

import hashlib
from datetime import datetime
from typing import Final

from django.db import transaction

from peygir.cases.actions.file import refuse_the_personal
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.office import OfficeWeek
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.answers.actions import see_notices_of_file
from peygir.desks.answers.notices import is_file_read
from peygir.history.actions import record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.panel import (
    PanelAnswerExtended,
    PanelAnswerGiven,
    PanelAnswerLate,
    PanelAnswerNotRead,
    PanelAnswerOwed,
    PanelAnswerVeryLate,
)
from peygir.outlook.panel.actions.opening import record_in
from peygir.outlook.panel.models import OwedAnswer, PanelFinding, PanelTerm, Petition
from peygir.outlook.panel.rules import SHORTEST_TEXT, lateness
from peygir.outlook.panel.seeing import may_answer_owed
from peygir.outlook.panel.states import ClosedReason, FindingState, LawfulReason, OwedStage, PetitionState
from peygir.people.rules import CLOCK, Actor

LONGEST_TEXT: Final = 4000


class NoSuchOwedAnswer(Missing):
    """There is no such answer owed."""

    message = _("There is no such answer owed to the panel.")


class OwedIsNotYours(NotAllowed):
    """Who answers leads the unit that owes the answer, or a unit above it."""

    message = _("Who leads the unit that owes this answer, or a unit above it, answers the panel.")


class OwedIsAnswered(Conflict):
    """The answer was given; what is said once stays."""

    message = _("This was answered already. If the panel is not content, it asks again.")


class AnswerIsTooShort(Invalid):
    """The answer says nothing, or too much."""

    message = _("Please write what was done, or will be done and by when, in 20 to 4,000 letters.")


class ReasonIsNotLawful(Invalid):
    """The reason for more time, or for keeping the words closed, is none of the list."""

    message = _("Please choose one of the reasons, and say in a few words what you wait for.")


class TimeIsOver(Conflict):
    """More time is taken once, and before the answer is due."""

    message = _("More time can be taken once, and only before the answer is due.")


def owe_answer(
    term: PanelTerm, *, unit_id: int, by: Actor, finding: PanelFinding | None = None, petition: Petition | None = None
) -> OwedAnswer:
    """Make a unit owe an answer within the panel's working days; a notice and a mail tell it. Lock the subject."""
    now = clock.now()
    week = city.office_week(term.city_id, unit_id, city.day_of(term.city_id, now))
    due = week.closes_after(now, term.answer_days)
    before = OwedAnswer.objects.filter(finding=finding, petition=petition).count()
    row = OwedAnswer(
        finding=finding,
        petition=petition,
        number=before + 1,
        unit_id=unit_id,
        days=term.answer_days,
        asked_at=now,
        promised_at=due,
        due_at=due,
        next_at=due,
    )
    row.save(force_insert=True)
    event = PanelAnswerOwed(
        unit=unit_id,
        due=due.isoformat(),
        days=row.days,
        finding=finding.pk if finding is not None else ABSENT,
        petition=petition.pk if petition is not None else ABSENT,
    )
    record(row, event, by=str(by), at=now)
    return row


@transaction.atomic
def answer_owed(owed_id: int, *, text: str, closed: str = "", by: Actor) -> None:
    """Answer the panel. Everybody reads it, unless it is closed for a reason of the list.

    Raises NoSuchOwedAnswer, OwedIsNotYours, OwedIsAnswered, AnswerIsTooShort, ReasonIsNotLawful, WordsArePersonal.
    """
    row, now = _open(owed_id, by), clock.now()
    text = plain(text)
    if not (SHORTEST_TEXT <= len(text) <= LONGEST_TEXT and says_something(text)):
        raise AnswerIsTooShort()
    if closed not in ClosedReason.labels():
        raise ReasonIsNotLawful()
    if not closed:
        refuse_the_personal(text)
    late = lateness(row.due_at, now, _week(row))
    row.text, row.closed_why, row.answered_by_id, row.answered_at = text, closed, by.id, now
    row.stage, row.next_at = OwedStage.ANSWERED.value, None
    event = PanelAnswerGiven(
        digest=hashlib.sha256(text.encode()).hexdigest(), closed=closed, working_days_late=late.working_days
    )
    record_in(row, event, by=by, write=["text", "closed_why", "answered_by", "answered_at", "stage", "next_at"])
    if row.finding_id is not None:
        PanelFinding.objects.filter(pk=row.finding_id, state=FindingState.OWED).update(
            state=FindingState.ANSWERED.value, state_at=now
        )
    else:
        Petition.objects.filter(pk=row.petition_id or 0, state=PetitionState.REACHED).update(
            state=PetitionState.ANSWERED.value
        )


@transaction.atomic
def extend_owed(owed_id: int, *, reason: str, note: str, by: Actor) -> datetime:
    """Take as many working days again, once, before the answer is due, for a lawful reason; returns the new moment.

    Raises NoSuchOwedAnswer, OwedIsNotYours, OwedIsAnswered, TimeIsOver, ReasonIsNotLawful, WordsArePersonal.
    """
    row, now = _open(owed_id, by), clock.now()
    if row.extended_why or now >= row.due_at:
        raise TimeIsOver()
    if reason not in LawfulReason.labels() or not says_something(note):
        raise ReasonIsNotLawful()
    note = plain(note)[:500]
    refuse_the_personal(note)
    before = row.due_at
    row.extended_why, row.extended_note, row.extended_by_id, row.extended_at = reason, note, by.id, now
    row.due_at = row.next_at = _week(row).closes_after(before, row.days)
    event = PanelAnswerExtended(reason=reason, due_before=before.isoformat(), due=row.due_at.isoformat())
    names = ["extended_why", "extended_note", "extended_by", "extended_at", "due_at", "next_at"]
    record_in(row, event, by=by, write=names)
    return row.due_at


def see_owed(owed_id: int, *, by: Actor) -> None:
    """Mark this person's notices of an owed answer as seen: the unit has read it."""
    see_notices_of_file(OwedAnswer.history_file, owed_id, by=by)


def follow_owed(now: datetime) -> int:
    """Follow the answers that are due: was the notice read; late; very late. Returns how many were looked at."""
    due = list(OwedAnswer.objects.filter(next_at__lte=now).order_by("next_at").values_list("pk", flat=True)[:200])
    for owed_id in due:
        with transaction.atomic():
            row = OwedAnswer.objects.select_for_update(no_key=True).get(pk=owed_id)
            if row.next_at is not None and row.next_at <= now:
                _step(row, now)
    return len(due)


def _step(row: OwedAnswer, now: datetime) -> None:
    """One step of the clock with a locked answer that is due.

    At the due moment it asks whether anybody at the unit read the notice. If nobody did, the notice is sent again and
    the unit has one more working day; then, and else at once, the answer is late.
    """
    week = _week(row)
    late = lateness(row.due_at, now, week)
    was_read = is_file_read(OwedAnswer.history_file, row.pk)
    names = ["stage", "next_at", "was_read"]
    if row.stage == OwedStage.WAITING and not was_read:
        row.stage, row.was_read, row.next_at = OwedStage.NOT_READ.value, False, week.closes_after(now, 1)
        record_in(row, PanelAnswerNotRead(unit=row.unit_id), by=CLOCK, write=names)
    elif row.stage in (OwedStage.WAITING, OwedStage.NOT_READ):
        row.stage, row.next_at = OwedStage.LATE.value, week.closes_after(row.due_at, row.days + 1)
        row.was_read = was_read
        event = PanelAnswerLate(unit=row.unit_id, working_days=late.working_days, was_read=was_read)
        record_in(row, event, by=CLOCK, write=names)
    else:
        row.stage, row.next_at = OwedStage.VERY_LATE.value, None
        record_in(row, PanelAnswerVeryLate(unit=row.unit_id, working_days=late.working_days), by=CLOCK, write=names[:2])


def _open(owed_id: int, by: Actor) -> OwedAnswer:
    row = OwedAnswer.objects.select_for_update(no_key=True).filter(pk=owed_id).first()
    if row is None:
        raise NoSuchOwedAnswer()
    if not may_answer_owed(by, row.unit_id):
        raise OwedIsNotYours()
    if row.stage == OwedStage.ANSWERED:
        raise OwedIsAnswered()
    return row


def _week(row: OwedAnswer) -> OfficeWeek:
    """The working week of the unit."""
    unit = city.unit(row.unit_id)
    assert unit is not None
    return city.office_week(unit.city_id, unit.id, city.day_of(unit.city_id, row.asked_at))
