"""The staff's front page: it leads each person to the page that shows what they must do now."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff

# The first permission that a person has decides; whoever has none of them reads cases, in the list of all they may see.
HOMES: Final[tuple[tuple[Permission, str], ...]] = (
    (Permission.ADMINISTER, "admin_home"),
    (Permission.LEAD_CENTRE, "centre_wall"),
    (Permission.WORK_AT_CENTRE, "console"),
    (Permission.LEAD_UNIT, "unit_load"),
    (Permission.STEER_CITY, "city_page"),
    (Permission.WATCH_CITY, "watched"),
    (Permission.READ_CONFIDENTIAL, "confidential"),
    (Permission.INSPECT, "inspections"),
    (Permission.WORK_AT_DESK, "my_day"),
    (Permission.WORK_ON_ORDERS, "crew_home"),
    (Permission.KEEP_BUDGET, "budget"),
)
OTHERWISE: Final = "inbox"


def home_of(by: Actor) -> str:
    """Return the URL name of the page with which a person's work begins."""
    return next((name for permission, name in HOMES if by.may(permission)), OTHERWISE)


@staff()
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Lead to the person's own first page; filters of the list that this address once was lead to the list."""
    if request.GET:
        return redirect(f"{reverse('inbox')}?{request.GET.urlencode()}")
    return redirect(home_of(actor(request)))
