"""Merging a unit into another, or splitting it by district or group of topics: previewed, planned, followed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core.refusals import Refusal
from peygir.desks.routing import actions
from peygir.desks.routing import queries as routing
from peygir.desks.routing.reorganising_rules import UnitPart
from peygir.people.permissions import Permission
from peygir.people.queries import staff_of_unit
from peygir.people.role_catalogue import highest_roles
from peygir.people.rules import may_administer
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import who
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.dates import example_day, read_day
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.scope import UnitIsOutOfScope
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language, named

# Number of targets in the form; to split a unit further, split one of its parts again.
TARGETS: Final = 3


@dataclass(frozen=True, slots=True)
class TargetFields:
    """One target as it was filled into the form."""

    number: int
    unit: str
    districts: list[str]
    groups: list[str]


@dataclass(frozen=True, slots=True)
class ReorganisationRow:
    """One row of the preview."""

    name: str
    stays: bool
    cases: int
    examples: list[str]
    places: int


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_units(request: HttpRequest) -> HttpResponse:
    """List the units, and the planned, running and finished reorganisations."""
    by = actor(request)
    names = {unit.id: named(unit) for unit in city.units(current_city().id)}
    plans = [
        (plan, _(", ").join(names.get(part["to"], "—") for part in plan.parts), who(plan.planned_by, {}))
        for plan in routing.reorganisations(current_city().id)
    ]
    context = {
        "units": [
            (unit, named(city.unit(unit.parent_id)) if unit.parent_id else "") for unit in city.units(current_city().id)
        ],
        "plans": plans,
        "may_change": may_administer(by),
    }
    return render(request, "admin/units.html", context)


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_reorganise(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the form of a unit; POST previews what would move, then plans it."""
    by, unit_facts = actor(request), city.unit_by_code(current_city().id, unit)
    if unit_facts is None or not unit_facts.is_open:
        raise UnitIsOutOfScope()
    boxes = [_box(request, number) for number in range(TARGETS)]
    if request.method != "POST":
        return _page(request, unit_facts, boxes)
    if not may_administer(by):
        return _page(
            request, unit_facts, boxes, status=403, fault=_("The administrator reorganises units; you may look.")
        )
    try:
        from_on = read_day(request.POST.get("since", ""))
    except forms.ValidationError as wrong:
        return _page(request, unit_facts, boxes, status=422, fault=" ".join(wrong.messages))
    parts = _parts(boxes)
    if request.POST.get("step") != "do":
        fault = "" if parts else _("Choose at least one unit to move to.")
        preview = _preview(request, unit_facts, parts, from_on) if parts else None
        return _page(request, unit_facts, boxes, preview=preview, fault=fault, status=422 if fault else 200)
    try:
        actions.plan_reorganisation(
            current_city().id,
            unit_facts.id,
            parts,
            from_on=from_on,
            moves_people=bool(request.POST.get("people")),
            reason=request.POST.get("reason", "")[:400],
            by=by,
        )
    except Refusal as refusal:
        return _page(request, unit_facts, boxes, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("It is planned; on its day people and open cases move by themselves."))
    return redirect("admin_units")


@staff(Permission.ADMINISTER)
@require_POST
def admin_reorganise_off(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Cancel a reorganisation that has not begun."""
    confirmed(
        request,
        _("It is called off, and ownership is set back."),
        lambda: actions.call_off_reorganisation(plan_id, by=actor(request)),
    )
    return redirect("admin_units")


def _box(request: HttpRequest, number: int) -> TargetFields:
    given = request.POST
    return TargetFields(
        number,
        given.get(f"to_{number}", "")[:80],
        given.getlist(f"districts_{number}")[:50],
        given.getlist(f"groups_{number}")[:50],
    )


def _parts(boxes: list[TargetFields]) -> list[UnitPart]:
    """Return the filled-in targets as the rules take them; the action reports a unit that does not exist."""
    parts = []
    for box in boxes:
        if box.unit:
            unit = city.unit_by_code(current_city().id, box.unit)
            parts.append(UnitPart(unit.id if unit is not None else 0, tuple(box.districts), tuple(box.groups)))
    return parts


def _preview(request: HttpRequest, unit: UnitFacts, parts: list[UnitPart], on: date) -> list[ReorganisationRow]:
    transfers = routing.preview(actor(request), current_city().id, unit.id, parts, on=max(on, today()))
    return [
        ReorganisationRow(
            named(city.unit(transfer.to_unit_id)) if transfer.to_unit_id is not None else named(unit),
            transfer.to_unit_id is None,
            transfer.cases,
            transfer.examples,
            transfer.places,
        )
        for transfer in transfers
    ]


def _page(
    request: HttpRequest,
    unit: UnitFacts,
    boxes: list[TargetFields],
    *,
    status: int = 200,
    fault: str = "",
    preview: list[ReorganisationRow] | None = None,
) -> HttpResponse:
    city_facts, given, people = current_city(), request.POST, staff_of_unit(unit.id)
    staying = sum(person.role in highest_roles() for person in people)
    others = [(one.code, named(one)) for one in city.units(city_facts.id) if one.id != unit.id]
    context: dict[str, Any] = {
        "unit": unit,
        "boxes": boxes,
        "fault": fault,
        "preview": preview,
        "units": others,
        "example": example_day(),
        "districts": [(one.code, named(one)) for one in city.districts(city_facts.id, on=today())],
        "groups": [(code, in_language(names)) for names, code, _topics in topic_groups()],
        "since": given.get("since", ""),
        "reason": given.get("reason", ""),
        "people": bool(given.get("people")),
        "people_count": len(people) - staying,
        "staying_count": staying,
        "may_change": may_administer(actor(request)),
    }
    return render(request, "admin/reorganise.html", context, status=status)
