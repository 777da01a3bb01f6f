"""The district that a member of the council watches: figures, late cases, questions, and the cases they follow."""

from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.cases.actions import NoSuchCase
from peygir.cases.late import standing_counts, worst_late
from peygir.city import queries as city
from peygir.city.facts import DistrictFacts
from peygir.core import clock
from peygir.core.codes import read_code
from peygir.desks.inquiries import actions
from peygir.desks.inquiries import queries as inquiries
from peygir.desks.promises.month import FEWEST
from peygir.desks.promises.week import NOW, district_scope, week_figures
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff
from peygir.web.kit.city_figures import late_sketch, standing_part, week_part
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.inquiry_page import inquiry_page
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import language, named

WORST: Final = 10
ON_THE_MAP: Final = 200
LOG: Final = 10
CHOSEN: Final = "watched_district"  # the key in the session


@staff(Permission.WATCH_CITY)
@require_GET
def watched(request: HttpRequest) -> HttpResponse:
    """Show the district that was chosen last, or the first; at most twelve SQL statements."""
    return _page(request)


def _page(request: HttpRequest, *, typed: str = "", fault: str = "", status: int = 200) -> HttpResponse:
    """Render the page: fresh, or with a code that is none and why."""
    by, city_facts, now = actor(request), current_city(), clock.now()
    districts = city.districts(city_facts.id, on=today())
    district = district_of(request, districts)
    scope = district_scope(district.id) if district is not None else ""
    district_id = district.id if district is not None else None
    weeks = week_figures(city_facts.id, [scope], by=today())
    late = worst_late(by, city_facts.id, now=now, most=WORST, placed=ON_THE_MAP, district_id=district_id)
    lines, _more = inquiries.log(by, city_facts.id, size=LOG)
    names = staff_names({line.asker_id for line in lines}, language())
    counted = weeks.get((scope, NOW))
    late_href = f"{reverse('inbox')}?{urlencode({'colour': 'red', 'district': district.code if district else ''})}"
    counts = standing_counts(by, city_facts.id, now=now, district_id=district_id)
    context = {
        "district": district,
        "choices": [(one.code, named(one)) for one in districts],
        "figures": [*standing_part(weeks, scope, counts, late_href=late_href), *week_part(weeks, scope)],
        "counted_on": counted.until_on if counted is not None else None,
        "fewest": FEWEST,
        "worst": late.worst,
        "sketch": late_sketch(late.places),
        "on_map": late.count,
        "rows": [(line, names.get(line.asker_id, "—")) for line in lines],
        "followed": inquiries.followed_by(by),
        "typed": typed,
        "fault": fault,
    }
    return render(request, "council/watched.html", context, status=status)


@staff(Permission.WATCH_CITY)
@require_http_methods(["GET", "POST"])
def watched_ask(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Ask the unit in public, or write a note to the council."""
    return inquiry_page(request, code, kind, back="watched")


@staff(Permission.WATCH_CITY)
@require_POST
def watched_follow(request: HttpRequest) -> HttpResponse:
    """Follow the case of a code, or leave it."""
    typed = request.POST.get("code", "")[:40]
    by, code = actor(request), read_code(typed) or ""
    if request.POST.get("deed") == "leave":
        confirmed(request, _("You no longer follow it."), lambda: actions.leave_case(code, by=by))
        return redirect("watched")
    try:
        actions.follow_case(code, by=by)
    except NoSuchCase as missing:
        return _page(request, typed=typed, fault=_("No case has this code."), status=status_of(missing))
    messages.success(request, _("You now follow it."))
    return redirect("watched")


def district_of(request: HttpRequest, districts: list[DistrictFacts]) -> DistrictFacts | None:
    """Return the district that is asked for, which is kept for the next time, else the one kept, else the first."""
    by_code = {one.code: one for one in districts}
    asked_for = by_code.get(request.GET.get("district", "")[:80])
    if asked_for is not None and request.session.get(CHOSEN) != asked_for.code:
        request.session[CHOSEN] = asked_for.code
    return asked_for or by_code.get(str(request.session.get(CHOSEN, ""))) or (districts[0] if districts else None)
