"""The inspector's first page: the visits that were drawn, and other finished work that nobody looked at yet."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.city.facts import DistrictFacts
from peygir.city.rules import unit_of_district
from peygir.city.urgencies import Urgency
from peygir.core import clock
from peygir.desks.inspection.day_list import drawn_visits
from peygir.desks.inspection.queries import WorkToInspect, inspected_by, to_inspect_in, to_inspect_near
from peygir.desks.inspection.rules import InspectionFinding
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.chosen_area import point_asked
from peygir.web.kit.current_city import current_city, start_of, today
from peygir.web.kit.templatetags.ui import digits, named

METRES: Final = 2000
"""How far "near me" reaches: half an hour's walk."""
MOST: Final = 20
WHOLE_CITY: Final = "all"
CHOSEN: Final = "inspected_district"  # the key in the session


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One finished case on the page, and why it should be looked at soon."""

    work: WorkToInspect
    marks: list[str]


@staff(Permission.INSPECT)
@require_GET
def inspections(request: HttpRequest) -> HttpResponse:
    """Show the drawn visits in their order, then other finished work; at most fifteen SQL statements."""
    by, city_facts, now, point = actor(request), current_city(), clock.now(), point_asked(request.GET)
    districts = city.districts(city_facts.id, on=today())
    district = _district(request, by, districts)
    if point is not None:
        works = to_inspect_near(by, city_facts.id, lat=point[0], lon=point[1], metres=METRES, now=now, most=MOST)
    else:
        works = to_inspect_in(by, city_facts.id, district_id=district.id if district else None, now=now, most=MOST)
    rows = [InspectionRow(work, _marks(work)) for work in works]
    drawn = drawn_visits(by, city_facts.id, today=today(), start=point)
    codes = {visit.case.code for visit in drawn}
    rows = [row for row in rows if row.work.case.code not in codes]
    own = inspected_by(by, since=start_of(today()), most=100)
    context = {
        "drawn": drawn,
        "today": today(),
        "next": rows[0] if rows else None,
        "rows": rows[1:],
        "is_near": point is not None,
        "metres": METRES,
        "district": district,
        "choices": [(one.code, named(one)) for one in districts],
        "whole_city": WHOLE_CITY,
        "found": [(finding, sum(one.finding == finding for one in own)) for finding in InspectionFinding],
        "own": own[:5],
        "can_locate": city.has_polygons(city_facts.id),
    }
    return render(request, "inspector/near.html", context)


def _district(request: HttpRequest, by: Actor, districts: list[DistrictFacts]) -> DistrictFacts | None:
    """Return the district that is asked for, which is kept for the next time, else the one kept, else that of the own
    unit; None for the whole city.
    """
    codes = {one.code: one for one in districts}
    asked_for = request.GET.get("district", "")[:80]
    if (asked_for in codes or asked_for == WHOLE_CITY) and request.session.get(CHOSEN) != asked_for:
        request.session[CHOSEN] = asked_for
    kept = asked_for if asked_for in codes else str(request.session.get(CHOSEN, ""))
    if kept:
        return codes.get(kept)
    unit = city.unit(by.unit_id) if by.unit_id is not None else None
    return next((one for one in districts if unit is not None and unit_of_district(one.code, [unit.code])), None)


def _marks(work: WorkToInspect) -> list[str]:
    """Return why this one is worth a look before others, in a few words each."""
    case = work.case
    reasons = {
        _("urgent topic"): case.urgency == Urgency.URGENT,
        _("came back before"): case.return_count > 0,
        _("%(count)s reporters") % {"count": digits(case.report_count)}: case.report_count > 1,
        _("nobody confirmed it"): case.close_kind == "silence",
    }
    return [reason for reason, holds in reasons.items() if holds]
