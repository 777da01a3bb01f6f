"""The claims of the city: sums by party, and the claims themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.desks.fieldwork.queries.claims import claims_of, sums_by_party
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.numbers import whole
from peygir.web.planner.money_access import units_seen


@staff(Permission.PLAN_ORDERS, Permission.SEE_LOAD, Permission.LOOK_AFTER)
@require_GET
def city_claims(request: HttpRequest) -> HttpResponse:
    """Show what the city asked of whom, what was paid, is open, was refused and dropped; `party` narrows the list."""
    by, party_id = actor(request), whole(request.GET.get("party", "")[:12])
    units, city_id = units_seen(by), current_city().id
    parties = sums_by_party(city_id, unit_ids=units)
    context = {
        "parties": parties,
        "chosen": next((one for one in parties if one.party_id == party_id), None),
        "claims": claims_of(city_id, unit_ids=units, party_id=party_id),
    }
    return render(request, "planner/claims.html", context)
