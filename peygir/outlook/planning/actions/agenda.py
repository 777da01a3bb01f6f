"""Keeps the agendas of the council's sessions: proposals that were sent, and questions to the council, in order."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.agendas import AgendaItemRemoved, AgendaOrdered, AgendaQuestionAdded
from peygir.history.kinds.planning import AgendaItemAdded
from peygir.outlook.planning.actions.council import SittingIsOver
from peygir.outlook.planning.actions.files import NoSuchPlanFile, locked_plan, move_plan, record_plan, refuse_other_than
from peygir.outlook.planning.lifecycle import SECRETARIAT
from peygir.outlook.planning.models import AgendaItem, CouncilSession, ProblemAnswer, Proposal
from peygir.outlook.planning.states import AnsweringBody, SittingState
from peygir.people.rules import SYSTEM, Actor


class QuestionIsOnAnAgenda(Conflict):
    """The question is an item of a session that is still to come, or was answered."""

    message = _("This question is on an agenda already, or was answered.")


class AgendaIsAnother(Invalid):
    """The given items are not those of the agenda."""

    message = _("The agenda has changed since. Look at it again.")


@transaction.atomic
def add_to_agenda(session_id: int, proposal_id: int, *, by: Actor) -> int:
    """Put a proposal that was sent on the agenda of a planned session; returns the item's id.

    Raises NotYourWork, NoSuchPlanFile, SittingIsOver, PlanMoveNotPossible.
    """
    row = _planned(session_id, by)
    proposal = locked_plan(Proposal, proposal_id)
    if proposal.city_id != row.city_id:
        raise NoSuchPlanFile()
    move_plan(proposal, "enter", by=by)
    item = AgendaItem.objects.create(session=row, number=_next(row), proposal=proposal, added_at=clock.now())
    record_plan(row, AgendaItemAdded(item=item.pk, proposal=proposal.pk), by=by)
    return item.pk


@transaction.atomic
def add_question(session_id: int, answer_id: int, *, by: Actor) -> int:
    """Put an open question to the council on the agenda of a planned session; returns the item's id.

    Raises NotYourWork, NoSuchPlanFile, SittingIsOver, QuestionIsOnAnAgenda.
    """
    row = _planned(session_id, by)
    questions = ProblemAnswer.objects.select_for_update(no_key=True, of=("self",)).filter(pk=answer_id)
    question = questions.filter(body=AnsweringBody.COUNCIL.value, problem__city_id=row.city_id).first()
    if question is None:
        raise NoSuchPlanFile()
    ahead = question.items.filter(removed_at=None).exclude(session__state=SittingState.CANCELLED.value)
    if question.answer or ahead.exists():
        raise QuestionIsOnAnAgenda()
    item = AgendaItem.objects.create(session=row, number=_next(row), question=question, added_at=clock.now())
    record_plan(row, AgendaQuestionAdded(item=item.pk, answer=question.pk), by=by)
    return item.pk


@transaction.atomic
def order_agenda(session_id: int, item_ids: Sequence[int], *, by: Actor) -> None:
    """Put the items of a planned session into this order; the order that they have changes nothing.

    Raises NotYourWork, NoSuchPlanFile, SittingIsOver, AgendaIsAnother.
    """
    row = _planned(session_id, by)
    items = {item.pk: item for item in row.items.filter(removed_at=None).order_by("number")}
    if sorted(item_ids) != sorted(items):
        raise AgendaIsAnother()
    if list(item_ids) != list(items):
        _number(row, item_ids)
        record_plan(row, AgendaOrdered(items=list(item_ids)), by=by)


@transaction.atomic
def remove_from_agenda(item_id: int, *, by: Actor) -> None:
    """Take an item off the agenda of a planned session; its proposal or question waits for another one.

    Raises NotYourWork, NoSuchPlanFile, SittingIsOver.
    """
    session_id = AgendaItem.objects.filter(pk=item_id).values_list("session_id", flat=True).first()
    row = _planned(session_id or 0, by)
    item = row.items.filter(pk=item_id, removed_at=None).first()
    if item is None:
        raise NoSuchPlanFile()
    item.number, item.removed_at = None, clock.now()
    item.save(update_fields=["number", "removed_at"])
    _number(row, row.items.filter(removed_at=None).order_by("number").values_list("pk", flat=True))
    if item.proposal_id is not None:
        move_plan(locked_plan(Proposal, item.proposal_id), "postpone", by=by, acts_as=SYSTEM)
    record_plan(row, AgendaItemRemoved(item=item.pk), by=by)


def _planned(session_id: int, by: Actor) -> CouncilSession:
    """The locked session, whose agenda may change. Raises NotYourWork, NoSuchPlanFile, SittingIsOver."""
    refuse_other_than(SECRETARIAT, by)
    row = locked_plan(CouncilSession, session_id)
    if row.state != SittingState.PLANNED:
        raise SittingIsOver()
    return row


def _next(row: CouncilSession) -> int:
    return row.items.filter(removed_at=None).count() + 1


def _number(row: CouncilSession, item_ids: Iterable[int]) -> None:
    """Give the items the numbers from 1; first out of the way of each other, as no two may be the same."""
    ordered = list(item_ids)
    row.items.filter(removed_at=None).update(number=-F("number"))
    for number, item_id in enumerate(ordered, start=1):
        row.items.filter(pk=item_id).update(number=number)
