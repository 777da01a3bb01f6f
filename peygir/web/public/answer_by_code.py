"""The way to the verdict for a reporter without a number: from the browser that reported, or with the answer code."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from peygir.desks.answers import queries as answers
from peygir.people.actions import Limit, count_misses, refuse_if_any_over
from peygir.people.channels import Channel
from peygir.web.kit.access import address_of, public
from peygir.web.public.own_reports import is_own
from peygir.web.public.track import case_of_code

_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR


@public("answer_by_code", limit=120, window_seconds=600)
@never_cache
@require_http_methods(["GET", "POST"])
def answer_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the answer code, and lead whoever has it to the verdict; the browser that reported is led at once."""
    public_case = case_of_code(request, code)
    asking = answers.asking_of(public_case.case_id, report_id=public_case.report_id)
    if asking is None or not asking.has_code:
        return redirect("public_case", code=code)
    fault, status = "", 200
    if is_own(request, code):
        return _verdict(public_case.report_id)
    if request.method == "POST":
        limits = limits_of_code(code, address_of(request))
        refuse_if_any_over(limits)
        if answers.is_answer_code(public_case.report_id, request.POST.get("answer_code", "")[:40]):
            return _verdict(public_case.report_id)
        count_misses(limits)
        fault, status = _("This is not the answer code of this report. An answer code has six digits."), 422
    context = {"code": code, "fault": fault, "until": asking.closes_at}
    return render(request, "public/answer_by_code.html", context, status=status)


def _verdict(report_id: int) -> HttpResponse:
    return redirect("verdict", token=answers.token_of(report_id, Channel.WEB))


def limits_of_code(code: str, address: str) -> list[Limit]:
    """Wrong codes for one report, and by one address: six digits must not be found by trying."""
    return [
        Limit("answer_code", code, 5, _HOUR),
        Limit("answer_code", code, 20, _DAY),
        Limit("answer_code_from", address, 20, _HOUR),
    ]
