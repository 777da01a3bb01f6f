"""A level answers an objection: the citizen is right, or it stays as it is."""

from typing import Final

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something
from peygir.desks.objections.models import CitizenObjection, ObjectionStage
from peygir.desks.objections.rules import (
    LONGEST_TEXT,
    REPLY_TIME,
    SETTLED,
    ObjectionEnd,
    ObjectionLevel,
    StageOutcome,
    levels_for,
    may_answer_objection,
    next_level,
)
from peygir.history.kinds.objections import CitizenObjectionAnswered, CitizenObjectionEnded
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import SYSTEM, Actor
from peygir.storage.rows import update

ANSWERS: Final = frozenset({StageOutcome.AGREED, StageOutcome.REJECTED})


class NoSuchCitizenObjection(Missing):
    """There is no such objection that this person may see."""

    message = _("There is no such objection.")


class ObjectionAnswerNotYours(NotAllowed):
    """Another level answers now."""

    message = _("This objection is answered by: {level}.")


class ObjectionWantsAnAnswer(Invalid):
    """The answer has no outcome, no words, or too many."""

    message = _("Choose an answer, and give the reason in up to {limit} characters.")


class ObjectionAnsweredAlready(Conflict):
    """It was answered, or went to another level meanwhile."""

    message = _("This objection was answered already, or went on meanwhile.")


def answer_objection(objection_id: int, *, outcome: str, text: str, by: Actor) -> None:
    """Answer an objection at the level where it waits; where the citizen is right, a settled case is opened again.

    Raises NoSuchCitizenObjection, ObjectionAnswerNotYours, OwnInterest, ObjectionWantsAnAnswer,
    ObjectionAnsweredAlready.
    """
    known = CitizenObjection.objects.filter(pk=objection_id).values_list("case_id", flat=True).first()
    if known is None:
        raise NoSuchCitizenObjection()
    with cases.open_file(known) as case:
        cases.refuse_the_blind(case, by)
        row = CitizenObjection.objects.get(pk=objection_id)
        stage = ObjectionStage.objects.filter(objection=row, outcome="").first()
        if stage is None or row.end:
            raise ObjectionAnsweredAlready()
        if not may_answer_objection(by, stage.level, visibility_of(case)):
            raise ObjectionAnswerNotYours(level=ObjectionLevel.of(stage.level).label)
        refuse_interested(by, unit_id=case.unit_id)
        if outcome not in ANSWERS or not says_something(text) or len(text) > LONGEST_TEXT:
            raise ObjectionWantsAnAnswer(limit=LONGEST_TEXT)
        _write(case, row, stage, outcome=outcome, text=text, by=by)


def _write(case: Case, row: CitizenObjection, stage: ObjectionStage, *, outcome: str, text: str, by: Actor) -> None:
    now = clock.now()
    stage.outcome, stage.answered_at, stage.answered_by = outcome, now, str(by)
    stage.answer_number = case.event_count + 1
    update(stage, ["outcome", "answered_at", "answered_by", "answer_number"])
    event = CitizenObjectionAnswered(
        objection=row.pk, report=row.report_id, level=stage.level, outcome=outcome, late=now > stage.due_at
    )
    cases.record_event(case, event, by=by, at=now, note=text)
    levels = levels_for(visibility_of(case), centre_id=city.centre_of(case.city_id).id)
    if outcome == StageOutcome.AGREED:
        end_objection(case, row, ObjectionEnd.AGREED, by)
        if case.state in SETTLED:
            cases.reopen(case, note="", by=SYSTEM, why="objection", said_in=row.report_id)
    elif next_level(levels, stage.level) is None:
        end_objection(case, row, ObjectionEnd.EXHAUSTED, by)
    else:
        row.reply_until = now + REPLY_TIME
        update(row, ["reply_until"])


def end_objection(case: Case, row: CitizenObjection, end: str, by: Actor) -> None:
    """Write how an objection ended; the caller holds the case's lock."""
    row.end, row.ended_at, row.reply_until = end, clock.now(), None
    update(row, ["end", "ended_at", "reply_until"])
    ended = CitizenObjectionEnded(objection=row.pk, report=row.report_id, end=end)
    cases.record_event(case, ended, by=by, at=row.ended_at)
