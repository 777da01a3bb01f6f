"""Goals for those who plan: a list, a form of plain choices, and a page with what was measured."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.journey.lake import lake_folder
from peygir.outlook.planning import actions, goal_queries
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.facts import GoalFacts
from peygir.outlook.planning.rules import may_plan
from peygir.outlook.planning.states import GoalState
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.context import PLAN_READERS
from peygir.web.kit.current_city import current_city
from peygir.web.kit.goal_chart import goal_chart
from peygir.web.kit.goal_words import goal_row, measurement_rows, measurement_words
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.plans.goal_form import PlanGoalForm


@staff(*PLAN_READERS)
@require_GET
def goals(request: HttpRequest) -> HttpResponse:
    """List the goals that this person may read, the newest first."""
    by = actor(request)
    rows = [goal_row(one) for one in goal_queries.goals(current_city().id, by=by)]
    return render(request, "plans/goals.html", {"rows": rows, "may_plan": by.may(Permission.PLAN_CITY), "tab": "goals"})


@staff(Permission.PLAN_CITY)
@require_http_methods(["GET", "POST"])
def goal_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new goal; POST computes its baseline from the lake and writes it as a draft."""
    by = actor(request)
    programmes = goal_queries.programmes_for_goals(current_city().id, by=by)
    data, chosen = request.POST if request.method == "POST" else None, request.GET.get("programme", "")
    form = PlanGoalForm(data, programmes=programmes, chosen=chosen)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            choice = form.choice()
            goal_id = actions.write_goal(form.programme_id(), choice, folder=lake_folder(), by=by)
        except Missing:
            raise
        except Refusal as refusal:
            form.add_error(None, words_of(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The goal is written as a draft. Look at its numbers, then register it."))
            return redirect("plan_goal", goal_id=goal_id)
    elif form.errors:
        status = 422
    context = {"form": form, "has_programmes": bool(programmes)}
    return render(request, "plans/goal_form.html", context, status=status)


@staff(*PLAN_READERS)
@require_GET
def goal(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Show a goal: its terms, the last measurement with its chart and words, and those before it."""
    facts, by = _seen(request, goal_id), actor(request)
    last = facts.measurements[-1] if facts.measurements else None
    context = {
        "row": goal_row(facts),
        "goal": facts,
        "chart": goal_chart(facts, last) if last is not None else None,
        "words": measurement_words(facts, last) if last is not None else None,
        "history": measurement_rows(facts),
        "may_register": facts.state == GoalState.DRAFT and may_plan(by, facts.unit_id),
    }
    return render(request, "plans/goal.html", context)


@staff(Permission.PLAN_CITY)
@require_POST
def goal_register(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Register a goal; from then on it does not change."""
    facts, by = _seen(request, goal_id), actor(request)
    done = _("The goal is registered. From now on nobody can change it.")
    confirmed(request, done, lambda: actions.register_goal(facts.id, by=by))
    return redirect("plan_goal", goal_id=goal_id)


@staff(*PLAN_READERS)
@require_GET
def goal_data(request: HttpRequest, goal_id: int, number: int) -> HttpResponse:
    """Give everything that a measurement was computed from, and what came of it, as JSON."""
    facts = _seen(request, goal_id)
    kept = goal_queries.measurement_inputs(facts.id, number)
    if kept is None:
        raise NoSuchPlanFile()
    response = JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="goal-{facts.id}-{number}.json"'
    return response


def _seen(request: HttpRequest, goal_id: int) -> GoalFacts:
    """Return a goal that this person may read. Raises NoSuchPlanFile."""
    facts = goal_queries.goal(goal_id, current_city().id, by=actor(request))
    if facts is None:
        raise NoSuchPlanFile()
    return facts
