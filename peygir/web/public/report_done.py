"""Confirmation of a report: its tracking code, large enough to be read aloud."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.public import is_of_the_street
from peygir.cases.rules import approximate
from peygir.city import queries as city
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.known_before_report import notices_for
from peygir.web.kit.qr import qr
from peygir.web.public.track import case_of_code


@public()
@require_GET
def report_done(request: HttpRequest, code: str) -> HttpResponse:
    """Show the code, what happens next, and (if it is one of ours) the emergency number to call now."""
    public_case = case_of_code(request, code)
    call_number = request.GET.get("call", "")
    known = {phone for phone, _ in city.emergencies(current_city().id)} | {
        t.emergency_phone for t in city.topics(current_city().id)
    }
    link = f"{settings.PUBLIC_URL}{reverse('public_case', args=[code])}"
    report = next(row for row in cases.reports_of(public_case.case_id) if row.code == code)
    topic = (
        city.topic(current_city().id, report.topic_said_id)
        if report.topic_said_id and not public_case.is_confidential
        else None
    )
    # Anybody with the code may read this page, so the place is that of the case's public point.
    lat = lon = None
    if topic is not None and is_of_the_street(topic) and report.lat is not None and report.lon is not None:
        lat, lon = approximate(report.lat, report.lon)
    notices = notices_for(topic, lat=lat, lon=lon)
    context = {
        "notices": notices,
        "code": code,
        "call": call_number if call_number and call_number in known else "",
        "qr": qr(link),
        # Also for reporters who left a number and get messages anyway: the page must not reveal who did.
        "may_follow": not public_case.is_confidential,
    }
    return render(request, "public/report_done.html", context)
