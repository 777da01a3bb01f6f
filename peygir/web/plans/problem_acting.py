"""The verbs on a problem: its moves, its cases, its evidence, questions about it and their answers."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions
from peygir.outlook.planning import queries as planning
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.answer_queries import problem_of_answer
from peygir.outlook.planning.lifecycle import MOVE_OF, PLANNER
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import row_id
from peygir.web.kit.submitting import confirmed, submitted
from peygir.web.plans.answer_parts import RefusedAnswer
from peygir.web.plans.problem import problem_page, problem_seen
from peygir.web.plans.problem_forms import MOST_CODES, PlanQuestionForm, codes_in


@staff(Permission.PLAN_CITY)
@require_POST
def plan_problem_press(request: HttpRequest, problem_id: int, deed: str) -> HttpResponse:
    """Move a problem (`deed` is a verb of the table), add or take out cases, count its evidence, or ask about it."""
    by = actor(request)
    problem_seen(problem_id, by)
    if deed == "ask":
        return _ask(request, problem_id, by)
    if deed == "add":
        return _add(request, problem_id, by)
    move = MOVE_OF.get(("problem", deed))
    if move is not None and move.who == PLANNER:
        reason = request.POST.get("reason", "")
        act: Callable[[], object] = lambda: actions.move_problem(problem_id, deed, reason=reason, by=by)  # noqa: E731
        done = _("Done.")
    elif deed in _DEEDS:
        act, done = (lambda: _DEEDS[deed](problem_id, request, by)), _("Done.")
    else:
        raise NoSuchPlanFile()
    return _pressed(request, problem_id, done, act)


@staff(Permission.PLAN_CITY, Permission.KEEP_COUNCIL)
@require_POST
def plan_answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Record an answer of the closed list."""
    by = actor(request)
    problem_id = problem_of_answer(answer_id)
    if problem_id is None or planning.problem(problem_id, by=by) is None:
        raise NoSuchPlanFile()
    answer, reason = request.POST.get("answer", "")[:20], request.POST.get("reason", "")[:3000]

    def again(*, status: int, fault: str) -> HttpResponse:
        refused = RefusedAnswer(answer_id, answer, reason, fault)
        return problem_page(request, problem_id, status=status, refused=refused)

    return submitted(
        request,
        _("The answer is recorded."),
        lambda: actions.give_answer(answer_id, answer=answer, reason=reason, by=by),
        again=again,
        to=reverse("plan_problem", args=[problem_id]),
    )


def _pressed(request: HttpRequest, problem_id: int, done: str, act: Callable[[], object]) -> HttpResponse:
    confirmed(request, done, act)
    return redirect("plan_problem", problem_id=problem_id)


def _ask(request: HttpRequest, problem_id: int, by: Actor) -> HttpResponse:
    form = PlanQuestionForm(request.POST)
    if not form.is_valid():
        return problem_page(request, problem_id, status=422, question=form)
    try:
        actions.ask_for_answer(problem_id, by=by, **form.asked())
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return problem_page(request, problem_id, status=status_of(refusal), question=form, fault=words_of(refusal))
    messages.success(request, _("The question is asked; its day is beside it."))
    return redirect("plan_problem", problem_id=problem_id)


def _add(request: HttpRequest, problem_id: int, by: Actor) -> HttpResponse:
    codes = request.POST.get("codes", "")[:MOST_CODES]
    try:
        count = actions.link_cases(problem_id, codes_in(codes), by=by)
    except Missing:
        raise
    except Refusal as refusal:
        return problem_page(request, problem_id, status=status_of(refusal), fault=words_of(refusal), codes=codes)
    if count:
        messages.success(request, _("The cases were added, and the evidence was counted anew."))
    else:
        messages.info(request, _("No case was added: all of them are part of this problem already."))
    return redirect("plan_problem", problem_id=problem_id)


def _take_out(problem_id: int, request: HttpRequest, by: Actor) -> object:
    return actions.unlink_case(problem_id, row_id(request.POST.get("case", "")) or 0, by=by)


def _gather(problem_id: int, _request: HttpRequest, by: Actor) -> object:
    return actions.gather_evidence(problem_id, by=by)


_DEEDS: Final[dict[str, Callable[[int, HttpRequest, Actor], object]]] = {"out": _take_out, "gather": _gather}
