"""The days on which the city's offices are closed, for calendars that mark them."""

from datetime import date
from typing import Final

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city, today

FIRST: Final = 1900
LAST: Final = 2100


class YearIsNotKnown(Invalid):
    """No holidays are known for the year."""

    message = _("The days off of this year are not known here. Write a Gregorian year between 1900 and 2100.")


@public()
@require_GET
@cache_control(max_age=3600, public=True)
def days_off(request: HttpRequest) -> JsonResponse:
    """Return every closed day of a Gregorian year (`year`, default this one): both names, and the source."""
    year_text = request.GET.get("year", "") or str(today().year)
    if not (len(year_text) == 4 and year_text.isascii() and year_text.isdigit() and FIRST <= int(year_text) <= LAST):
        raise YearIsNotKnown()
    closed = city.closed_days(current_city().id, date(int(year_text), 1, 1), date(int(year_text) + 1, 1, 1))
    days = {day.isoformat(): [off.name_fa, off.name_en, off.source] for day, off in closed.items()}
    return JsonResponse({"year": int(year_text), "days": days})
