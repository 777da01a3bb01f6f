"""The page of a crew's day and its data: the list that the phone takes along, and the photos of its cases."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.people.permissions import Permission
from peygir.web.crew.day_json import day_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.day_json import day_photo
from peygir.web.kit.phone_keys import day_answer


@staff(Permission.WORK_ON_ORDERS)
@require_GET
def crew_home(request: HttpRequest) -> HttpResponse:
    """Show the page of the day: it holds no data, its script reads them from the phone and asks for new ones."""
    return render(request, "crew/day.html", {})


@staff(Permission.WORK_ON_ORDERS)
@require_GET
def crew_today(request: HttpRequest) -> HttpResponse:
    """Return the day of the signed-in person's crews as JSON, for a browser that has a key of this person."""
    by, city_facts = actor(request), current_city()
    return day_answer(
        request, by, lambda: day_of(by, sorted(fieldwork.own_crews(city_facts.id, by)), city_facts, today())
    )


@staff(Permission.WORK_ON_ORDERS)
@require_GET
def crew_photo(request: HttpRequest, code: str, kind: str, number: int, size: str) -> HttpResponseBase:
    """Return a picture of a case that is part of an order of the own crew; covered as the public sees it."""
    by = actor(request)
    case = cases.case_of(code)
    crews = fieldwork.own_crews(current_city().id, by)
    if case is None or not worked.is_case_of_crews(case.pk, crews):
        raise NoSuchCase()
    return day_photo(request, case, kind, number, size)
