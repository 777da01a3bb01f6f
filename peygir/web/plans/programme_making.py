"""Writing a programme: a new one for a problem, and changing one that is a draft or was returned."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.programmes import ProgrammeTerms
from peygir.outlook.planning.facts import ProblemFacts, ProgrammeFacts
from peygir.outlook.planning.rules import may_plan
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.plans.problem import problem_seen
from peygir.web.plans.programme import programme_seen
from peygir.web.plans.programme_forms import ProgrammeParts, new_parts, stored_parts, typed_parts


@staff(Permission.PLAN_CITY)
@require_http_methods(["GET", "POST"])
def plan_programme_new(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Show the form of a new programme; POST writes it with its options."""
    by = actor(request)
    problem = problem_seen(problem_id, by)
    if request.method != "POST":
        return _page(request, new_parts(by, problem), problem=problem)
    return _written(
        request,
        lambda terms: actions.make_programme(problem_id, terms, by=by),
        problem=problem,
    )


@staff(Permission.PLAN_CITY)
@require_http_methods(["GET", "POST"])
def plan_programme_edit(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Show the form of a programme; POST writes it anew, and its choice of an option ends by that."""
    by = actor(request)
    programme = programme_seen(programme_id, by)
    if not may_plan(by, programme.unit_id):
        raise NotYourWork()
    if request.method != "POST":
        return _page(request, stored_parts(by, programme), programme=programme)

    def change(terms: ProgrammeTerms) -> int:
        actions.change_programme(programme_id, terms, by=by)
        return programme_id

    return _written(request, change, programme=programme)


def _written(
    request: HttpRequest,
    write: Callable[[ProgrammeTerms], int],
    *,
    problem: ProblemFacts | None = None,
    programme: ProgrammeFacts | None = None,
) -> HttpResponse:
    """Write what was typed, or show the form again: with one more option or cost line, or with what is wrong."""
    parts, given = typed_parts(actor(request), request.POST), {"problem": problem, "programme": programme}
    if request.POST.get("more"):
        return _page(request, parts, **given)
    if not parts.is_valid():
        return _page(request, parts, **given, status=422)
    try:
        programme_id = write(parts.terms())
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, parts, **given, fault=words_of(refusal), status=status_of(refusal))
    messages.success(request, _("The programme is written. Compare its options, and choose one."))
    return redirect("plan_programme", programme_id=programme_id)


def _page(
    request: HttpRequest,
    parts: ProgrammeParts,
    *,
    problem: ProblemFacts | None = None,
    programme: ProgrammeFacts | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"parts": parts, "problem": problem, "programme": programme, "fault": fault}
    return render(request, "plans/programme_form.html", context, status=status)
