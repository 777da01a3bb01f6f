"""The page of a programme: its options side by side, what it needs or excludes, its proposals, and its budget."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.outlook.planning import actions, budget_queries, desk_queries
from peygir.outlook.planning import queries as planning
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.facts import OptionFacts, ProgrammeFacts
from peygir.outlook.planning.rules import may_plan
from peygir.outlook.planning.states import CHANGEABLE_PROGRAMMES, EvidenceClass, LinkKind, PlannedCostKind
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.charts import share_of
from peygir.web.kit.context import PLAN_READERS
from peygir.web.kit.current_city import current_city
from peygir.web.kit.numbers import whole
from peygir.web.kit.plan_story import plan_story
from peygir.web.kit.standing_words import decimal_words, unit_words
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import digits, in_language
from peygir.web.plans.evidence_parts import incidents_of_year

_ENDED: Final = ("refused", "withdrawn")


@staff(*PLAN_READERS)
@require_GET
def plan_programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Show a programme."""
    by = actor(request)
    programme = programme_seen(programme_id, by)
    problem = planning.problem(programme.problem_id, by=by)
    keeps = may_plan(by, programme.unit_id)
    proposals = planning.proposals_of([programme_id])
    changeable = programme.state in CHANGEABLE_PROGRAMMES
    incidents = incidents_of_year(problem) if problem is not None else 0
    context = {
        "programme": programme,
        "problem": problem,
        "unit": unit_words(programme.unit_id),
        "options": [option_part(one, programme, incidents) for one in programme.options],
        "incidents": incidents,
        "keeps": keeps,
        "may_choose": keeps and changeable,
        "may_edit": keeps and changeable and not proposals,
        "may_propose": keeps
        and changeable
        and programme.chosen_option is not None
        and all(one.state in _ENDED for one in proposals),
        "may_drop": keeps and programme.state in ("draft", "returned", "refused"),
        "proposals": proposals,
        "budget_lines": budget_queries.lines_of_programmes([programme_id]),
        "lines": plan_story("programme", programme_id),
        **_links(programme, by),
    }
    return render(request, "plans/programme.html", context)


@staff(Permission.PLAN_CITY)
@require_POST
def plan_programme_press(request: HttpRequest, programme_id: int, deed: str) -> HttpResponse:
    """Choose an option, link another programme or end a link, or drop the programme."""
    by = actor(request)
    programme_seen(programme_id, by)
    act = _DEEDS.get(deed)
    if act is None:
        raise NoSuchPlanFile()
    confirmed(request, _("Done."), lambda: act(programme_id, request, by))
    return redirect("plan_programme", programme_id=programme_id)


def programme_seen(programme_id: int, by: Actor) -> ProgrammeFacts:
    """Return a programme of this city that somebody reads. Raises NoSuchPlanFile."""
    programme = planning.programme(programme_id)
    if programme is None or programme.city_id != current_city().id:
        raise NoSuchPlanFile()
    if not desk_queries.may_read_programme(programme_id, by=by):
        raise NoSuchPlanFile()
    return programme


def option_part(option: OptionFacts, programme: ProgrammeFacts, incidents: int) -> dict[str, Any]:
    """Return an option as its card shows it; `incidents`: cases of the problem in a year, 0 if none are known."""
    low, likely, high = (round(share * 100) for share in option.effect)
    avoided = option.effect[1] * incidents * option.years
    dearest = max(one.cost[2] for one in programme.options)
    return {
        "option": option,
        "is_chosen": option.number == programme.chosen_option,
        "unit": unit_words(option.unit_id or programme.unit_id),
        "effect": digits(str(likely)),
        "effect_span": _("%(low)s to %(high)s percent") % {"low": digits(str(low)), "high": digits(str(high))},
        "years": decimal_words(option.years, 0 if option.years == int(option.years) else 1),
        "days": (option.ends_on - option.begins_on).days + 1,
        "evidence": in_language(EvidenceClass.labels()[option.evidence_class]),
        "costs": [(cost, in_language(PlannedCostKind.labels()[cost.kind])) for cost in option.costs],
        "bar": share_of(option.cost[1], dearest),
        "avoided": decimal_words(avoided, 0) if avoided >= 1 else "",
        "per_avoided": round(option.cost[1] / avoided) if avoided >= 1 else None,
    }


def _links(programme: ProgrammeFacts, by: Actor) -> dict[str, Any]:
    """Return what the programme needs first, what it excludes, and to which others it can be linked."""
    titles = dict(desk_queries.programme_titles(programme.city_id, by=by, but=programme.id))
    linked = {*programme.needs, *programme.excludes}
    return {
        "needs": [(one, titles.get(one, digits(one))) for one in programme.needs],
        "excludes": [(one, titles.get(one, digits(one))) for one in programme.excludes],
        "linkable": [(number, title) for number, title in titles.items() if number not in linked],
        "link_kinds": [(kind.value, in_language(kind.label)) for kind in LinkKind],
    }


def _choose(programme_id: int, request: HttpRequest, by: Actor) -> object:
    return actions.choose_option(programme_id, whole(request.POST.get("option", "")) or 0, by=by)


def _link(programme_id: int, request: HttpRequest, by: Actor) -> object:
    other, kind = whole(request.POST.get("other", "")) or 0, request.POST.get("kind", "")[:10]
    return actions.link_programmes(programme_id, other, kind=kind, by=by)


def _unlink(programme_id: int, request: HttpRequest, by: Actor) -> object:
    return actions.unlink_programmes(programme_id, whole(request.POST.get("other", "")) or 0, by=by)


def _drop(programme_id: int, request: HttpRequest, by: Actor) -> object:
    return actions.move_programme(programme_id, "drop", reason=request.POST.get("reason", ""), by=by)


_DEEDS: Final[dict[str, Callable[[int, HttpRequest, Actor], object]]] = {
    "choose": _choose,
    "link": _link,
    "unlink": _unlink,
    "drop": _drop,
}
