"""The questions about a problem with their answers and days, as parts of its page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.outlook.planning import queries as planning
from peygir.outlook.planning.facts import ProblemAnswerFacts, ProblemFacts
from peygir.outlook.planning.rules import may_act_as, may_plan
from peygir.outlook.planning.states import AnsweringBody, PlanAnswer
from peygir.people.rules import Actor
from peygir.web.kit.current_city import today
from peygir.web.kit.standing_words import unit_words
from peygir.web.kit.templatetags.ui import in_language, named


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """What somebody recorded as an answer, and why it was refused."""

    id: int
    answer: str
    reason: str
    fault: str


def answer_parts(problem: ProblemFacts, by: Actor, refused: RefusedAnswer | None = None) -> dict[str, Any]:
    """Return the context of the answers: each with who is asked, until when, whether this person may answer, and what
    was typed if it was refused.
    """
    rows = [
        {
            "answer": answer,
            "whom": whom(answer),
            "outcome": in_language(PlanAnswer.labels()[answer.answer]) if answer.answer else "",
            "days_left": (answer.due_on - today()).days,
            "may_answer": not answer.answer and may_answer(answer, problem, by),
            "refused": refused if refused is not None and refused.id == answer.id else None,
        }
        for answer in planning.answers_of(problem.id, on=today())
    ]
    choices = [(one.value, in_language(one.label)) for one in PlanAnswer]
    return {"answers": rows, "answer_choices": choices}


def whom(answer: ProblemAnswerFacts) -> str:
    """Return who is asked."""
    if answer.unit_id is not None:
        return unit_words(answer.unit_id)
    if answer.agency_id is not None:
        return named(city.agency(answer.agency_id))
    return _("The council")


def may_answer(answer: ProblemAnswerFacts, problem: ProblemFacts, by: Actor) -> bool:
    """Whether somebody records this answer: the secretariat the council's, a unit its own, the owner an agency's."""
    if answer.body == AnsweringBody.COUNCIL:
        return may_act_as(by, "secretariat", None)
    return may_plan(by, answer.unit_id if answer.body == AnsweringBody.UNIT else problem.unit_id)
