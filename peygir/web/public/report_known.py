"""What is already known of a place and a topic, as a fragment of the report form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from peygir.web.kit.access import public
from peygir.web.kit.known_before_report import known_of


@public("known", limit=2000, window_seconds=600)
@require_POST
def known(request: HttpRequest) -> HttpResponse:
    """Return the fragment for the place, topic and text so far."""
    return render(request, "public/report_known.html", {"known": known_of(request, request.POST)})
