"""An objection goes on to the next level, by the citizen or because nobody answered; or it ends without that."""

from datetime import datetime
from typing import Final

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.desks.objections.actions.answering import NoSuchCitizenObjection, end_objection
from peygir.desks.objections.actions.objecting import ObjectionIsTooLong
from peygir.desks.objections.actions.stages import begin_stage, told_at
from peygir.desks.objections.models import CitizenObjection, ObjectionStage
from peygir.desks.objections.rules import LONGEST_TEXT, ObjectionEnd, StageOutcome, levels_for, next_level
from peygir.history.kinds.objections import CitizenObjectionRaised
from peygir.people.rules import CLOCK, Actor
from peygir.storage.rows import update

BATCH: Final = 200


class NothingToCarryOn(Conflict):
    """The objection waits for an answer, is over, or the time to carry it on has passed."""

    message = _("This objection waits for an answer now, or is over.")


def carry_on(objection_id: int, *, text: str = "", by: Actor) -> None:
    """Carry a rejected objection to the next level; the caller has checked that it is the reporter's.

    Raises NoSuchCitizenObjection, NothingToCarryOn, ObjectionIsTooLong.
    """
    if len(text) > LONGEST_TEXT:
        raise ObjectionIsTooLong(limit=LONGEST_TEXT)
    with cases.open_file(_case_of(objection_id)) as case:
        row = _replying(objection_id)
        _raise(case, row, by=by, now=clock.now(), text=text)


def accept_answer(objection_id: int, *, by: Actor) -> None:
    """End a rejected objection because its reporter accepts the answer.

    Raises NoSuchCitizenObjection, NothingToCarryOn.
    """
    with cases.open_file(_case_of(objection_id)) as case:
        end_objection(case, _replying(objection_id), ObjectionEnd.ACCEPTED, by)


def raise_overdue_objections(now: datetime) -> int:
    """Raise the objections that nobody answered by `now` to the next level, once each; returns how many.

    The last level keeps its objection and owes the answer; that it is overdue is recorded.
    """
    due = ObjectionStage.objects.filter(outcome="", overdue_at=None, due_at__lte=now)
    count = 0
    for stage_id, case_id in due.order_by("due_at", "pk").values_list("pk", "objection__case_id")[:BATCH]:
        with cases.open_file(case_id) as case:
            stage = due.filter(pk=stage_id).select_related("objection").first()  # under the lock
            if stage is not None:
                _find_overdue(case, stage, now)
                count += 1
    return count


def end_silent_objections(now: datetime) -> int:
    """End the rejected objections that nobody carried further by `now`; returns how many."""
    silent = CitizenObjection.objects.filter(end="", reply_until__lte=now)
    count = 0
    for row_id, case_id in silent.order_by("reply_until", "pk").values_list("pk", "case_id")[:BATCH]:
        with cases.open_file(case_id) as case:
            row = silent.filter(pk=row_id).first()
            if row is not None:
                end_objection(case, row, ObjectionEnd.LEFT, CLOCK)
                count += 1
    return count


def _case_of(objection_id: int) -> int:
    case_id = CitizenObjection.objects.filter(pk=objection_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NoSuchCitizenObjection()
    return case_id


def _replying(objection_id: int) -> CitizenObjection:
    row = CitizenObjection.objects.get(pk=objection_id)
    if row.end or row.reply_until is None or row.reply_until <= clock.now():
        raise NothingToCarryOn()
    return row


def _find_overdue(case: Case, stage: ObjectionStage, now: datetime) -> None:
    levels = levels_for(visibility_of(case), centre_id=city.centre_of(case.city_id).id)
    stage.overdue_at = now
    is_last = next_level(levels, stage.level) is None
    stage.outcome = "" if is_last else StageOutcome.UNANSWERED
    update(stage, ["overdue_at", "outcome"])
    _raise(case, stage.objection, by=CLOCK, now=now, is_unanswered=True)


def _raise(
    case: Case, row: CitizenObjection, *, by: Actor, now: datetime, text: str = "", is_unanswered: bool = False
) -> None:
    was = row.level
    level = next_level(levels_for(visibility_of(case), centre_id=city.centre_of(case.city_id).id), was)
    if level is None and not is_unanswered:
        raise NothingToCarryOn()
    due = ""
    if level is not None:
        row.level, row.reply_until = level, None
        update(row, ["level", "reply_until"])
        due = begin_stage(case, row, level, now).due_at.isoformat()
    event = CitizenObjectionRaised(
        objection=row.pk,
        report=row.report_id,
        level=was,
        to=level or "",
        unanswered=is_unanswered,
        due=due,
        told=told_at(case, level or was),
    )
    cases.record_event(case, event, by=by, at=now, note=text)
