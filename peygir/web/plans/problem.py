"""The page of a problem: its evidence, what citizens wrote, answers, programmes, cases and history."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.city import queries as city
from peygir.outlook.planning import queries as planning
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.evidence_queries import cases_of_problem
from peygir.outlook.planning.facts import ProblemFacts
from peygir.outlook.planning.lifecycle import PLANNER, PlanMove, moves_from
from peygir.outlook.planning.rules import may_plan
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.context import PLAN_READERS
from peygir.web.kit.current_city import current_city
from peygir.web.kit.numbers import whole
from peygir.web.kit.plan_story import plan_story
from peygir.web.kit.standing_words import unit_words
from peygir.web.kit.templatetags.ui import in_language, named
from peygir.web.plans.answer_parts import RefusedAnswer, answer_parts
from peygir.web.plans.evidence_parts import evidence_parts
from peygir.web.plans.problem_forms import CodesForm, PlanQuestionForm

CASES: Final = 20
"""So many cases are on a page of a problem."""


@staff(*PLAN_READERS)
@require_GET
def plan_problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Show a problem."""
    return problem_page(request, problem_id)


def problem_seen(problem_id: int, by: Actor) -> ProblemFacts:
    """Return a problem of this city that somebody reads. Raises NoSuchPlanFile."""
    problem = planning.problem(problem_id, by=by)
    if problem is None or problem.city_id != current_city().id:
        raise NoSuchPlanFile()
    return problem


def problem_page(
    request: HttpRequest,
    problem_id: int,
    *,
    status: int = 200,
    fault: str = "",
    question: PlanQuestionForm | None = None,
    codes: str = "",
    refused: RefusedAnswer | None = None,
) -> HttpResponse:
    """Render the page: fresh, or with a refusal and what was typed."""
    by = actor(request)
    problem = problem_seen(problem_id, by)
    keeps = may_plan(by, problem.unit_id)
    programmes = [
        one for one in planning.programmes_of(problem_id) if one.state != "draft" or may_plan(by, one.unit_id)
    ]
    context = {
        "problem": problem,
        "fault": fault,
        "unit": unit_words(problem.unit_id),
        "place": place_of(problem),
        "topic": _topic(problem),
        "keeps": keeps,
        "moves": [_move(move) for move in moves_from("problem", problem.state) if keeps and move.who == PLANNER],
        "may_programme": keeps and problem.state in ("open", "planned"),
        "programmes": programmes,
        "question": question or PlanQuestionForm(),
        "codes_form": CodesForm(initial={"codes": codes}),
        "lines": plan_story("problem", problem_id),
        **evidence_parts(problem, by),
        **answer_parts(problem, by, refused),
        **_cases(request, problem_id, by),
    }
    return render(request, "plans/problem.html", context, status=status)


def place_of(problem: ProblemFacts) -> str:
    """Return where a problem is: neighbourhood and district, or the whole city."""
    places = []
    if problem.neighbourhood_id:
        places.append(named(city.neighbourhood(problem.city_id, problem.neighbourhood_id)))
    if problem.district_id:
        places.append(named(city.district(problem.city_id, problem.district_id)))
    return " · ".join(place for place in places if place)


def _topic(problem: ProblemFacts) -> str:
    return named(city.topic(problem.city_id, problem.topic_id)) if problem.topic_id else ""


def _move(move: PlanMove) -> dict[str, Any]:
    return {"verb": move.verb, "label": in_language(move.label), "needs_reason": move.needs_reason}


def _cases(request: HttpRequest, problem_id: int, by: Actor) -> dict[str, Any]:
    """Return the page of cases that the viewer may see, and how many others there are."""
    codes, count = cases_of_problem(problem_id, by=by)
    number = min(max(1, whole(request.GET.get("page", "")) or 1), max(1, -(-len(codes) // CASES)))
    return {
        "cases": cases.cases_seen(by, codes[(number - 1) * CASES : number * CASES]),
        "case_count": len(codes),
        "hidden_count": count - len(codes),
        "page_number": number,
        "has_more": number * CASES < len(codes),
    }
