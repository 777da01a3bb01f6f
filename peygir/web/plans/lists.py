"""The lists of planning: what waits for somebody, problems, programmes and proposals."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core.vocabulary import Vocabulary
from peygir.outlook.planning import desk_queries
from peygir.outlook.planning.desk_facts import PlanStep, ProblemFilter, WaitingPlan
from peygir.outlook.planning.seeing import units_planned_by
from peygir.outlook.planning.states import ProblemState, ProgrammeState, ProposalState
from peygir.outlook.planning.waiting import waiting_plans
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.context import PLAN_READERS
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.numbers import whole
from peygir.web.kit.standing_words import unit_words
from peygir.web.kit.templatetags.ui import in_language, named

PAGE: Final = 25
WAITING: Final = 8
"""So many waiting steps are on the list of problems."""
_LONGEST: Final = 80


@staff(*PLAN_READERS)
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """List problems, filtered, after the steps that wait for this person."""
    by, city_id = actor(request), current_city().id
    filters, number = _filters(request, by), _page_number(request)
    first = (number - 1) * PAGE
    problems, count = desk_queries.problem_page(city_id, filters, by=by, on=today(), first=first, size=PAGE)
    counts = desk_queries.problem_counts(city_id, filters, by=by)
    topics = {topic.id: topic for topic in city.topics(city_id)}
    districts = {row.id: row for row in city.districts(city_id, on=today())}
    rows = [
        {
            "problem": problem,
            "unit": unit_words(problem.unit_id),
            "topic": named(topics.get(problem.topic_id or 0)),
            "place": named(districts.get(problem.district_id or 0)),
        }
        for problem in problems
    ]
    context = {
        "rows": rows,
        "filters": filters,
        "chips": _chips(ProblemState, filters.state, counts),
        "all_count": sum(counts.values()),
        "units": sorted(((unit.id, named(unit)) for unit in city.units(city_id)), key=lambda row: row[1]),
        "groups": [(code, in_language(names), topics) for names, code, topics in topic_groups()],
        "districts": list(districts.values()),
        "may_plan": by.may(Permission.PLAN_CITY),
        "has_filter": replace(filters, only_own=False, state="") != ProblemFilter(),
        "waiting": [_waiting_row(step) for step in waiting_plans(city_id, by=by, on=today())[:WAITING]],
        "tab": "problems",
        **_pages(number, count),
    }
    return render(request, "plans/problems.html", context)


@staff(*PLAN_READERS)
@require_GET
def plan_programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes, those of one state or all."""
    by, number = actor(request), _page_number(request)
    state = _known(request.GET.get("state", ""), ProgrammeState)
    rows, count = desk_queries.programme_page(
        current_city().id, state=state, by=by, first=(number - 1) * PAGE, size=PAGE
    )
    context = {
        "rows": [(row, unit_words(row.unit_id)) for row in rows],
        "chips": _chips(ProgrammeState, state),
        "state": state,
        "tab": "programmes",
        **_pages(number, count),
    }
    return render(request, "plans/programmes.html", context)


@staff(*PLAN_READERS)
@require_GET
def plan_proposals(request: HttpRequest) -> HttpResponse:
    """List the proposals, those of one state or all."""
    by, number = actor(request), _page_number(request)
    state = _known(request.GET.get("state", ""), ProposalState)
    rows, count = desk_queries.proposal_page(
        current_city().id, state=state, by=by, first=(number - 1) * PAGE, size=PAGE
    )
    context = {
        "rows": [(row, unit_words(row.unit_id)) for row in rows],
        "chips": _chips(ProposalState, state),
        "state": state,
        "tab": "proposals",
        **_pages(number, count),
    }
    return render(request, "plans/proposals.html", context)


def _filters(request: HttpRequest, by: Actor) -> ProblemFilter:
    """Return the filter of an address; whoever plans for some units alone begins with those."""
    given = request.GET
    plans_for = units_planned_by(by)
    is_own = bool(plans_for) and given.get("whose") != "all"
    return ProblemFilter(
        state=_known(given.get("state", ""), ProblemState),
        unit_id=whole(given.get("unit", "")),
        topic_code=given.get("topic", "")[:20] if given.get("topic", "").isascii() else "",
        district_id=whole(given.get("district", "")),
        text=given.get("q", "").replace("\0", "").strip()[:_LONGEST],
        only_own=is_own,
    )


def _known(value: str, vocabulary: type[Vocabulary]) -> str:
    return value if value in vocabulary.labels() else ""


def _chips(vocabulary: Iterable[Vocabulary], at: str, counts: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    """Return a chip for each state, with its count where counts are given; a state without any is left out."""
    return [
        {
            "value": state.value,
            "label": in_language(state.label),
            "count": counts.get(state.value, 0) if counts is not None else None,
            "is_at": state.value == at,
        }
        for state in vocabulary
        if counts is None or counts.get(state.value) or state.value == at
    ]


def _waiting_row(step: WaitingPlan) -> dict[str, Any]:
    names = {"problem": "plan_problem", "programme": "plan_programme", "proposal": "plan_proposal"}
    href = reverse(names[step.file], args=[step.file_id])
    if step.step == PlanStep.PAY:
        href = f"{reverse('budget')}?programme={step.file_id}"
    is_late = step.due_on is not None and step.due_on < today()
    return {
        "step": step,
        "what": in_language(step.label),
        "unit": unit_words(step.unit_id),
        "href": href,
        "is_late": is_late,
    }


def _page_number(request: HttpRequest) -> int:
    return max(1, min(whole(request.GET.get("page", "")) or 1, 10_000))


def _pages(number: int, count: int) -> dict[str, Any]:
    return {"page_number": number, "count": count, "has_more": number * PAGE < count}
