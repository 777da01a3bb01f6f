"""Writing a problem: a new one, also from an alarm, a weak point or a list of cases, and changing one."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.cases import queries as cases
from peygir.city import queries as city
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.insight.alarm_queries import alarm_of, cases_of_alarm
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.problems import MOST_CASES_AT_ONCE
from peygir.outlook.planning.facts import ProblemFacts
from peygir.outlook.planning.rules import may_plan
from peygir.outlook.scoring.comparison_queries import cases_of, weak_point
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.alarm_parts import alarm_row
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.standing_words import district_words, topic_words
from peygir.web.kit.submitting import refuse
from peygir.web.plans.problem import problem_seen
from peygir.web.plans.problem_forms import PlanProblemForm, codes_in

_FIELDS: Final = {
    "TitleIsMissing": "title",
    "CasesAreUnknown": "codes",
    "CasesAreTooMany": "codes",
    "PlanOwnerIsUnknown": "unit",
    "WordsArePersonal": "text",
}


@staff(Permission.PLAN_CITY)
@require_http_methods(["GET", "POST"])
def plan_problem_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new problem, filled in from what it begins with; POST writes the problem with its cases."""
    by = actor(request)
    if request.method != "POST":
        initial, source = _beginning(request, by)
        return _page(request, PlanProblemForm(by, initial=initial), source=source)
    form = PlanProblemForm(by, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        codes = codes_in(form.cleaned_data["codes"])
        problem_id = actions.make_problem_of_cases(current_city().id, form.terms(), codes, by=by)
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _page(request, form, status=status_of(refusal))
    messages.success(request, _("The problem is written as a draft. Look at its evidence, then recognise it."))
    return redirect("plan_problem", problem_id=problem_id)


@staff(Permission.PLAN_CITY)
@require_http_methods(["GET", "POST"])
def plan_problem_edit(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Show the form of a problem; POST changes what it says."""
    by = actor(request)
    problem = problem_seen(problem_id, by)
    if not may_plan(by, problem.unit_id):
        raise NotYourWork()
    form = PlanProblemForm(by, request.POST if request.method == "POST" else None, problem=problem)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_problem(problem_id, form.terms(problem), by=by)
        except Missing:
            raise
        except Refusal as refusal:
            refuse(form, refusal, _FIELDS)
            return _page(request, form, problem=problem, status=status_of(refusal))
        messages.success(request, _("The changes are kept."))
        return redirect("plan_problem", problem_id=problem_id)
    return _page(request, form, problem=problem, status=422 if form.errors else 200)


def _page(
    request: HttpRequest,
    form: PlanProblemForm,
    *,
    problem: ProblemFacts | None = None,
    source: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "problem": problem, "source": source}
    return render(request, "plans/problem_form.html", context, status=status)


def _beginning(request: HttpRequest, by: Actor) -> tuple[dict[str, Any], str]:
    """Return what the form begins with, and a sentence that says from where it comes."""
    given: dict[str, Any] = {"is_public": True, "unit": by.unit_id}
    if (alarm_id := whole(request.GET.get("alarm", ""))) is not None:
        return given | _of_alarm(alarm_id, by), _("It is filled in from the alarm.")
    if (point_id := whole(request.GET.get("weak", ""))) is not None:
        return given | _of_weak_point(point_id, by), _("It is filled in from the weak point.")
    codes = [value.partition(":")[0] for value in request.GET.getlist("case")][:MOST_CASES_AT_ONCE]
    if not codes:
        return given, ""
    chosen = cases.cases_seen(by, codes)
    topics, districts = {case.topic_id for case in chosen}, {case.district_id for case in chosen}
    return given | {
        "codes": " ".join(case.code for case in chosen),
        "topic": next(iter(topics)) if len(topics) == 1 else None,
        "district": next(iter(districts)) if len(districts) == 1 else None,
    }, _("It begins with the cases that you selected.")


def _of_alarm(alarm_id: int, by: Actor) -> dict[str, Any]:
    """Return the values of an alarm that this person sees; none for any other."""
    alarm = alarm_of(alarm_id, current_city().id, by)
    if alarm is None:
        return {}
    row, (codes, _count) = alarm_row(alarm), cases_of_alarm(alarm_id, by)
    return {
        "title": f"{row.what}: {row.where}"[:200],
        "text": row.sentence,
        "codes": " ".join(codes[:MOST_CASES_AT_ONCE]),
        **_owner(alarm.unit_id, by),
        **_where(alarm.topic_code, alarm.district_code),
    }


def _of_weak_point(point_id: int, by: Actor) -> dict[str, Any]:
    """Return the values of a weak point that this person sees; none for any other."""
    city_id = current_city().id
    point = weak_point(point_id, city_id, by)
    if point is None:
        return {}
    codes = [case.code for case in cases_of(point.case_ids, by) if case.code]
    where = district_words(city_id, point.district_code, point.first_on) if point.district_code else ""
    what = topic_words(city_id, point.topic_code)
    return {
        "title": (f"{what}: {where}" if where else what)[:200],
        "codes": " ".join(codes[:MOST_CASES_AT_ONCE]),
        **_owner(point.unit_id, by),
        **_where(point.topic_code, point.district_code),
    }


def _owner(unit_id: int | None, by: Actor) -> dict[str, Any]:
    return {"unit": unit_id} if unit_id is not None and may_plan(by, unit_id) else {}


def _where(topic_code: str, district_code: str) -> dict[str, Any]:
    city_id = current_city().id
    topics = {topic.code: topic.id for topic in city.topics(city_id)}
    districts = {row.code: row.id for row in city.districts(city_id, on=today())}
    return {"topic": topics.get(topic_code), "district": districts.get(district_code)}
