"""The verbs of a leader on one case, each a short form, and the log of what was asked and ordered."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from peygir.desks.inquiries import queries as inquiries
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.inquiry_page import inquiry_page
from peygir.web.kit.numbers import whole
from peygir.web.kit.templatetags.ui import language

PAGE: Final = 30


@staff(Permission.STEER_CITY)
@require_http_methods(["GET", "POST"])
def city_order(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Ask or order something about a case."""
    return inquiry_page(request, code, kind, back="city_page")


@staff(Permission.STEER_CITY)
@require_GET
def city_orders(request: HttpRequest) -> HttpResponse:
    """List what was asked and ordered, the newest first, with what came of it."""
    by, page = actor(request), whole(request.GET.get("page", "")) or 1
    lines, has_more = inquiries.log(by, current_city().id, page=page, size=PAGE)
    names = staff_names({line.asker_id for line in lines}, language())
    context = {
        "rows": [(line, names.get(line.asker_id, "—")) for line in lines],
        "page_number": page,
        "has_more": has_more,
    }
    return render(request, "leaders/orders.html", context)
