"""Plans for everybody: problems, programmes, goals and sessions; what was asked, decided, spent and achieved."""

from dataclasses import replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.outlook.planning import council_queries
from peygir.outlook.planning.council_facts import AgendaItemFacts, SittingFacts
from peygir.outlook.planning.facts import ProblemFacts, ProgrammeFacts
from peygir.outlook.planning.goals_in_view import public_goal, public_programme
from peygir.outlook.planning.public_stamp import plans_stamp
from peygir.outlook.planning.queries import answers_of, programmes_of, public_problem, public_problems
from peygir.outlook.planning.states import ProblemState
from peygir.web.kit.access import public
from peygir.web.kit.council_documents import paper_document, session_pack
from peygir.web.kit.council_words import votes_by_name
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.goal_chart import goal_chart
from peygir.web.kit.goal_words import measurement_words
from peygir.web.kit.templatetags.ui import named
from peygir.web.public.kept_pages import kept_page
from peygir.web.public.plan_parts import (
    FEWEST,
    chain_of,
    count_words,
    evidence_figures,
    minutes_shown,
    months_chart,
    public_text,
    steps_of,
    without_small_counts,
)

OPEN: Final = (ProblemState.OPEN, ProblemState.PLANNED)
SHOWN_SESSIONS: Final = 12


class PlanIsNotPublic(Missing):
    """There is no public problem, programme, goal or session with this number."""

    message = gettext_lazy("There is no such plan, or it is not public.")


@public()
@require_GET
@kept_page(stamp=plans_stamp)
def published_plans(request: HttpRequest) -> HttpResponse:
    """Show the public problems with their programmes, and the latest sessions of the council."""
    city_id = current_city().id
    problems = [
        (row, count_words(_cases(row)), programmes_of(row.id, only_public=True)) for row in public_problems(city_id)
    ]
    context = {
        "open": [row for row in problems if row[0].state in OPEN],
        "ended": [row for row in problems if row[0].state not in OPEN],
        "sittings": council_queries.sittings(city_id, only_public=True)[:SHOWN_SESSIONS],
    }
    return render(request, "public/plans.html", context)


@public()
@require_GET
@kept_page(stamp=plans_stamp)
def published_problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Show a problem: its evidence, who was asked about it, and what came of its programmes."""
    row = problem_of(problem_id)
    answers = [(one, public_text(one.reason)) for one in answers_of(row.id, on=today())]
    context = {
        "problem": row,
        "place": _place(row),
        "figures": evidence_figures(row),
        "chart": months_chart(row),
        "cost": list(row.evidence.get("cost", {}).items()) if row.evidence else [],
        "answers": answers,
        "chains": [(one, steps_of(one)) for one in map(chain_of, programmes_of(row.id, only_public=True))],
    }
    return render(request, "public/plan_problem.html", context)


@public()
@require_GET
@kept_page(stamp=plans_stamp)
def published_programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Show a programme: its options with costs and expected effects, decisions, money and goals."""
    row = programme_of(programme_id)
    chain = chain_of(row)
    context = {
        "programme": row,
        "problem": public_problem(row.problem_id),
        "chain": chain,
        "steps": steps_of(chain),
    }
    return render(request, "public/plan_programme.html", context)


@public()
@require_GET
@kept_page(stamp=plans_stamp)
def published_goal(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Show a goal: what was registered before the work began, and every measurement with its verdict."""
    found_goal = public_goal(current_city().id, goal_id)
    if found_goal is None:
        raise PlanIsNotPublic()
    goal, programme = found_goal
    last = goal.measurements[-1] if goal.measurements else None
    context = {
        "goal": goal,
        "programme": programme,
        "last": last,
        "words": measurement_words(goal, without_small_counts(last)) if last is not None else None,
        "chart": goal_chart(goal, last, fewest=FEWEST) if last is not None else None,
    }
    return render(request, "public/plan_goal.html", context)


@public()
@require_GET
@kept_page(stamp=plans_stamp)
def published_sitting(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Show a session of the council: its agenda, decisions, votes by name where they are public, and minutes."""
    row, items = session_of(sitting_id)
    shown = [(item, votes_by_name(item.decision) if item.decision is not None else []) for item in items]
    context: dict[str, Any] = {"sitting": row, "items": shown, "minutes": minutes_shown(row.minutes)}
    return render(request, "public/plan_session.html", context)


@public()
@require_GET
@kept_page(stamp=plans_stamp)
def published_sitting_pack(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Return the public pack of a session as PDF: agenda, public proposals, decisions and annexes."""
    row, items = session_of(sitting_id)
    row = replace(row, minutes=minutes_shown(row.minutes))
    whole = {key: paper for key, paper in council_queries.whole_proposals(items).items() if paper.programme.is_public}
    content = session_pack(row, items, whole, made_at=clock.now(), only_public=True)
    return HttpResponse(content, content_type="application/pdf")


@public()
@require_GET
@kept_page(stamp=plans_stamp)
def published_paper(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Return a public proposal to the council as PDF: letter, text, options with costs, and goals."""
    paper = council_queries.public_proposal(current_city().id, proposal_id)
    if paper is None:
        raise PlanIsNotPublic()
    content = paper_document(paper, made_at=clock.now(), with_annexes=paper.programme.is_public)
    return HttpResponse(content, content_type="application/pdf")


def problem_of(problem_id: int) -> ProblemFacts:
    """Return a public problem of this city. Raises PlanIsNotPublic."""
    row = public_problem(problem_id)
    if row is None or row.city_id != current_city().id:
        raise PlanIsNotPublic()
    return row


def programme_of(programme_id: int) -> ProgrammeFacts:
    """Return a public programme of this city. Raises PlanIsNotPublic."""
    row = public_programme(current_city().id, programme_id)
    if row is None:
        raise PlanIsNotPublic()
    return row


def session_of(sitting_id: int) -> tuple[SittingFacts, list[AgendaItemFacts]]:
    """Return a public session of this city with what is public of its agenda. Raises PlanIsNotPublic."""
    row = council_queries.sitting(current_city().id, sitting_id, only_public=True)
    if row is None:
        raise PlanIsNotPublic()
    items = council_queries.agenda_of(row.id, on=today(), only_public=True)
    return row, [_publicly(item) for item in items]


def _publicly(item: AgendaItemFacts) -> AgendaItemFacts:
    """An item without the words of who asked, and with what is personal in the answer covered."""
    if item.question is None:
        return item
    asked = replace(item.question.asked, request="", reason=public_text(item.question.asked.reason))
    return replace(item, question=replace(item.question, asked=asked))


def _cases(problem: ProblemFacts) -> int:
    return int(problem.evidence["cases"]) if problem.evidence else 0


def _place(problem: ProblemFacts) -> str:
    """The neighbourhood or district of a problem, "" for the whole city."""
    if problem.neighbourhood_id is not None:
        area = city.neighbourhood(problem.city_id, problem.neighbourhood_id)
        return named(area) if area is not None else ""
    district = city.district(problem.city_id, problem.district_id) if problem.district_id is not None else None
    return named(district) if district is not None else ""
