"""What is already known of a place and a topic, as a fragment of the report form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from peygir.web.kit.access import public
from peygir.web.kit.areas import areas_to_choose
from peygir.web.kit.known_before_report import KnownBeforeReport, known_of


@public("known", limit=2000, window_seconds=600)
@require_POST
def known(request: HttpRequest) -> HttpResponse:
    """Return the fragment for the place, topic and text so far."""
    return render(request, "public/report_known.html", known_context(known_of(request, request.POST)))


def known_context(known_values: KnownBeforeReport | None) -> dict[str, Any]:
    """Return the context of the fragment: what is known, and the areas to choose from where one is asked for."""
    asks_area = known_values is not None and known_values.asks_area
    return {"known": known_values, "areas": areas_to_choose() if asks_area else []}
