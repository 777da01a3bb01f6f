"""Asks the council, a unit or an agency for an answer to a problem, with a day, and records what came."""

import secrets
from datetime import timedelta

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.planning import ProblemAnswerAsked, ProblemAnswered
from peygir.outlook.planning.actions.files import NoSuchPlanFile, locked_plan, record_plan, refuse_other_than, salted
from peygir.outlook.planning.lifecycle import PLANNER, SECRETARIAT
from peygir.outlook.planning.models import PlanProblem, ProblemAnswer
from peygir.outlook.planning.policy import policy_on
from peygir.outlook.planning.rules import checked_reason, checked_text, may_plan
from peygir.outlook.planning.states import AnsweringBody, PlanAnswer
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor


class AnsweringBodyIsUnknown(Invalid):
    """The body, unit or agency that is asked is none of this city."""

    message = _("Choose who is asked: the council, a unit, or an agency of this city.")


class PlanAnswerIsUnknown(Invalid):
    """The answer is none of the closed list."""

    message = _("Choose one of the answers of the list.")


class PlanIsAnswered(Conflict):
    """The question has its answer already."""

    message = _("This was answered already.")


@transaction.atomic
def ask_for_answer(
    problem_id: int,
    *,
    body: str,
    unit_id: int | None = None,
    agency_id: int | None = None,
    request: str = "",
    by: Actor,
) -> int:
    """Ask about a problem; the answer is due after the days of the city's policy. Returns the answer's id.

    Raises NotYourWork, NoSuchPlanFile, AnsweringBodyIsUnknown, PlanTextIsTooLong.
    """
    row = locked_plan(PlanProblem, problem_id)
    refuse_other_than(PLANNER, by, row.unit_id)
    unit = city.unit(unit_id) if unit_id else None
    agency = city.agency(agency_id) if agency_id else None
    named = {AnsweringBody.COUNCIL: True, AnsweringBody.UNIT: unit, AnsweringBody.AGENCY: agency}
    is_odd = (unit_id is not None) != (body == AnsweringBody.UNIT)
    is_odd = is_odd or (agency_id is not None) != (body == AnsweringBody.AGENCY)
    foreign = [one for one in (unit, agency) if one is not None and one.city_id != row.city_id]
    if body not in AnsweringBody.labels() or is_odd or foreign or not named[AnsweringBody.of(body)]:
        raise AnsweringBodyIsUnknown()
    now = clock.now()
    today = city.day_of(row.city_id, now)
    answer = ProblemAnswer.objects.create(
        problem=row,
        body=body,
        unit_id=unit_id,
        agency_id=agency_id,
        request=checked_text(request, 1000),
        asked_by=str(by),
        asked_at=now,
        due_on=today + timedelta(days=policy_on(row.city_id, today).days_to_answer),
    )
    due_on = answer.due_on.isoformat()
    event = ProblemAnswerAsked(
        answer=answer.pk, body=body, due_on=due_on, unit=unit_id or ABSENT, agency=agency_id or ABSENT
    )
    record_plan(row, event, by=by)
    return answer.pk


@transaction.atomic
def give_answer(answer_id: int, *, answer: str, reason: str, by: Actor) -> None:
    """Record an answer of the closed list with its reason.

    The council's is recorded by its secretariat, a unit's by whoever plans for that unit, an agency's by the owner of
    the problem. Raises NotYourWork, NoSuchPlanFile, PlanAnswerIsUnknown, PlanIsAnswered, PlanReasonIsMissing.
    """
    problem_id = ProblemAnswer.objects.filter(pk=answer_id).values_list("problem_id", flat=True).first()
    if problem_id is None:
        raise NoSuchPlanFile()
    row = locked_plan(PlanProblem, problem_id)
    question = ProblemAnswer.objects.get(pk=answer_id)
    _refuse_who_cannot_answer(row, question, by)
    if question.answer:
        raise PlanIsAnswered()
    if answer not in PlanAnswer.labels():
        raise PlanAnswerIsUnknown()
    now = clock.now()
    question.reason, question.salt = checked_reason(reason, is_needed=True), secrets.token_hex(16)
    question.answer, question.answered_by, question.answered_at = answer, str(by), now
    question.save(update_fields=["answer", "reason", "salt", "answered_by", "answered_at"])
    event = ProblemAnswered(
        answer=question.pk,
        outcome=answer,
        is_late=city.day_of(row.city_id, now) > question.due_on,
        note=salted(question.reason, question.salt),
    )
    record_plan(row, event, by=by)


def _refuse_who_cannot_answer(row: PlanProblem, question: ProblemAnswer, by: Actor) -> None:
    if question.body == AnsweringBody.COUNCIL:
        refuse_other_than(SECRETARIAT, by)
    elif question.body == AnsweringBody.UNIT:
        if not may_plan(by, question.unit_id):
            raise NotYourWork()
    else:
        refuse_other_than(PLANNER, by, row.unit_id)
