"""Renaming a unit from a day on: the effects are previewed first, and a renaming can be undone."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peygir.city import actions
from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core.refusals import Refusal
from peygir.desks.routing import queries as routing
from peygir.history.kinds.city import UnitRenamed
from peygir.people.permissions import Permission
from peygir.people.queries import staff_of_unit
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import example_day, read_day
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_unit_name(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the names of a unit; POST previews a change, then makes it."""
    unit_facts = city.unit_by_code(current_city().id, unit)
    if unit_facts is None or not unit_facts.is_open:
        raise actions.UnitIsNotInForce()
    change_request = {name: request.POST.get(name, "").strip()[:300] for name in ("name_fa", "name_en", "since")}
    if request.method != "POST":
        return _page(
            request, unit_facts, change_request | {"name_fa": unit_facts.name_fa, "name_en": unit_facts.name_en}
        )
    if not may_administer(actor(request)):
        return _page(
            request, unit_facts, change_request, status=403, fault=_("The administrator renames units; you may look.")
        )
    try:
        since = read_day(change_request["since"])
    except forms.ValidationError as wrong:
        return _page(request, unit_facts, change_request, status=422, fault=" ".join(wrong.messages))
    city_id, fa, en = current_city().id, change_request["name_fa"], change_request["name_en"]
    try:
        if request.POST.get("step") != "do":
            actions.refuse_bad_name(city_id, unit, fa, en, since)
            return _page(request, unit_facts, change_request, since=since)
        actions.rename_unit(city_id, unit, name_fa=fa, name_en=en, since=since, by=str(actor(request)))
    except Refusal as refusal:
        return _page(request, unit_facts, change_request, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("The unit has its new name from that day on; it can be taken back below."))
    return redirect("admin_unit_name", unit=unit)


@staff(Permission.ADMINISTER)
@require_POST
def admin_name_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Undo one renaming."""
    confirmed(
        request,
        _("The renaming is taken back."),
        lambda: actions.take_back_name(current_city().id, number, by=str(actor(request))),
    )
    return redirect("admin_units")


def _page(
    request: HttpRequest,
    unit: UnitFacts,
    change_request: dict[str, str],
    *,
    status: int = 200,
    fault: str = "",
    since: date | None = None,
) -> HttpResponse:
    by, city_facts = actor(request), current_city()
    [standing] = routing.preview(by, city_facts.id, unit.id, [], on=today())
    context: dict[str, Any] = {
        "unit": unit,
        "change_request": change_request,
        "fault": fault,
        "since": since,
        "example": example_day(),
        "cases": standing.cases,
        "people": len(staff_of_unit(unit.id)),
        "may_change": may_administer(by),
        "names": city.unit_names(unit.id),
        "old": city.unit_on(unit.id, since) if since is not None else None,
        "decisions": decisions(city_facts.id, UnitRenamed.kind),
    }
    return render(request, "admin/unit_name.html", context, status=status)
