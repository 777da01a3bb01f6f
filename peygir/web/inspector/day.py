"""The page of an inspector's day and its data: the drawn visits that the phone takes along, and their photos."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.rules import visibility_of
from peygir.desks.inspection.rules import may_inspect
from peygir.people.permissions import Permission
from peygir.web.inspector.day_json import visits_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.day_json import day_photo
from peygir.web.kit.phone_keys import day_answer


@staff(Permission.INSPECT)
@require_GET
def inspector_home(request: HttpRequest) -> HttpResponse:
    """Show the page of the day: it holds no data, its script reads them from the phone and asks for new ones."""
    return render(request, "inspector/day.html", {})


@staff(Permission.INSPECT)
@require_GET
def inspector_today(request: HttpRequest) -> HttpResponse:
    """Return the visits of the signed-in inspector as JSON, for a browser that has a key of this person."""
    by = actor(request)
    return day_answer(request, by, lambda: visits_of(by, current_city(), today()))


@staff(Permission.INSPECT)
@require_GET
def inspector_photo(request: HttpRequest, code: str, kind: str, number: int, size: str) -> HttpResponseBase:
    """Return a picture of a case that this inspector may inspect; covered as the public sees it."""
    by = actor(request)
    case = cases.case_of(code)
    if case is None or not cases.may_open(by, case) or not may_inspect(by, visibility_of(case)):
        raise NoSuchCase()
    return day_photo(request, case, kind, number, size)
