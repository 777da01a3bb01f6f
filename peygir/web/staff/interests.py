"""What members of staff declare about their ties to units and contractors; the inspectorate sees everybody's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peygir.city import queries as city
from peygir.core.refusals import Missing, Refusal
from peygir.desks.fieldwork.queries.contracts import contractors
from peygir.people.actions.interests import declare_interest, end_interest
from peygir.people.interest_rules import InterestReason
from peygir.people.interests import InterestFacts, interests_in_force, interests_of
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language, language, named


@dataclass(frozen=True, slots=True)
class InterestRow:
    """A declaration in a list: whose it is (empty: the viewer's own), in what, and why."""

    interest: InterestFacts
    name: str
    about: str
    reason: str


@staff()
@require_http_methods(["GET", "POST"])
def staff_interests(request: HttpRequest) -> HttpResponse:
    """Show the own declarations; POST declares a tie to a unit or a contractor."""
    if request.method != "POST":
        return _page(request)
    units, firms = _units(), _contractors()
    kind, _colon, code = request.POST.get("about", "").partition(":")
    unit_id = next((pk for pk, one in units.items() if kind == "unit" and str(pk) == code), None)
    contractor = code if kind == "contractor" and code in firms else ""
    try:
        reason = request.POST.get("reason", "")
        declare_interest(unit_id=unit_id, contractor=contractor, reason=reason, by=actor(request))
    except Refusal as refusal:
        return _page(request, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("Declared. What concerns it is decided by colleagues from now on."))
    return redirect("staff_interests")


@staff()
@require_POST
def staff_interest_end(request: HttpRequest, interest_id: int) -> HttpResponse:
    """End an own declaration."""
    try:
        end_interest(interest_id, by=actor(request))
    except Missing:
        raise
    messages.success(request, _("Ended with today."))
    return redirect("staff_interests")


def _units() -> dict[int, str]:
    return {unit.id: named(unit) for unit in city.units(current_city().id)}


def _contractors() -> dict[str, str]:
    return {firm.code: firm.name for firm in contractors(current_city().id)}


def _page(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    by, units, firms = actor(request), _units(), _contractors()
    sees_all = by.may(Permission.READ_CONFIDENTIAL)
    every = interests_in_force() if sees_all else []
    names = staff_names({one.staff_id for one in every}, language())
    context = {
        "own": _rows(interests_of(by.id), {}, units, firms),
        "every": _rows(every, names, units, firms),
        "sees_all": sees_all,
        "units": list(units.items()),
        "contractors": list(firms.items()),
        "reasons": [(one.value, in_language(one.label)) for one in InterestReason],
        "about": request.POST.get("about", ""),
        "reason": request.POST.get("reason", ""),
        "fault": fault,
    }
    return render(request, "staff/interests.html", context, status=status)


def _rows(
    interests: Sequence[InterestFacts], names: Mapping[int, str], units: Mapping[int, str], firms: Mapping[str, str]
) -> list[InterestRow]:
    return [
        InterestRow(
            interest,
            names.get(interest.staff_id, ""),
            units.get(interest.unit_id or 0, "") or firms.get(interest.contractor, interest.contractor),
            in_language(InterestReason.of(interest.reason).label),
        )
        for interest in interests
    ]
