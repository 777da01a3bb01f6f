"""Confirmation of a report: its tracking code, large enough to be read aloud, and what has become of it so far."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.facts import FiledReport
from peygir.cases.public import is_of_the_street
from peygir.cases.rules import approximate
from peygir.city import queries as city
from peygir.core.phones import gets_sms, mask_phone
from peygir.desks.answers import queries as answers
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.known_before_report import notices_for
from peygir.web.kit.numbers import next_try
from peygir.web.kit.place_words import point_words
from peygir.web.kit.qr import qr
from peygir.web.public.own_reports import is_own
from peygir.web.public.track import case_of_code


@dataclass(frozen=True, slots=True)
class OwnReport:
    """What only the browser that reported is shown: the masked number, whether SMS reach it, whether one was sent, the
    answer code.

    A report with a number has no answer code, and one without has no number. `place` says where its point is, where no
    address was written.
    """

    phone: str
    is_mobile: bool
    is_sent: bool
    answer_code: str
    place: str


def _own(request: HttpRequest, report: FiledReport) -> OwnReport | None:
    if not is_own(request, report.code):
        return None
    place = ""
    if not report.address and report.lat is not None and report.lon is not None:
        place = point_words(report.lat, report.lon)
    if report.citizen is not None and report.citizen.phone:
        phone = report.citizen.phone
        return OwnReport(mask_phone(phone), gets_sms(phone), answers.is_told_by_sms(report.pk), "", place)
    code = answers.answer_code_of(report.pk) if answers.has_answer_code(report.pk) else ""
    return OwnReport("", False, False, f"{code[:3]} {code[3:]}".strip(), place)


@public()
@require_GET
def report_done(request: HttpRequest, code: str) -> HttpResponse:
    """Show the code, where the report went and until when, and (if it is one of ours) the emergency number to call.

    Until the report has a unit, the page asks again a few times (`tries`).
    """
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
    view = cases.reporter_view(public_case) if is_own(request, code) else None
    context = {
        "notices": notices,
        "code": code,
        "case": public_case,
        "has_joined": code != public_case.case_code,
        "joined": view.others + 1 if view is not None else 0,
        "own": _own(request, report),
        "next_try": next_try(request),
        "call": call_number if call_number and call_number in known else "",
        "qr": qr(link),
        # Also for reporters who left a number and get messages anyway: the page reveals to nobody else who did.
        "may_follow": not public_case.is_confidential,
    }
    return render(request, "public/report_done.html", context)
