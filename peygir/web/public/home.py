"""The first page: report, follow, and how the city did this month."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.core import clock
from peygir.core.jalali import JalaliDay, to_gregorian, to_jalali
from peygir.web.access import public
from peygir.web.town import start_of, today, town


@public()
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What to do in one look."""
    since = month_began()
    figures = cases.tally(town().id, since=since, until=clock.now())
    return render(request, "public/home.html", {"figures": figures, "since": since})


def month_began() -> datetime:
    """The first moment of the Jalali month that it is in the city."""
    here: JalaliDay = to_jalali(today())
    return start_of(to_gregorian(here.year, here.month, 1))
