"""A citizen's own pages: sign-in by a one-time code to the phone, then all reports of that phone."""

from typing import Final
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.cases import queries as cases
from peygir.cases.facts import CaseFacts, FiledReport
from peygir.cases.lifecycle import BY_VERB
from peygir.cases.states import ENDED, WORKABLE, CaseState
from peygir.core import clock
from peygir.core.persian import ascii_digits
from peygir.core.phones import mask_phone, normalise_mobile
from peygir.core.refusals import Invalid, TooMany
from peygir.desks.answers import queries as answers
from peygir.desks.earlier.queries import earlier_numbers
from peygir.desks.intake.publishing.queries import words_among
from peygir.people.actions import count_miss, refuse_if_over, silence_phone, use_one_time_code
from peygir.people.channels import Channel
from peygir.people.queries import is_phone_silent
from peygir.web.citizen.code_asking import PHONE_BROWSERS, ask_for_code, asked_by, remember_asking
from peygir.web.citizen.own_names import has_older, own_ids, own_since
from peygir.web.kit import citizen_session
from peygir.web.kit.access import address_of, citizen, public
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.security_log import log_security_event
from peygir.web.kit.templatetags.ui import language

_ASKS_FOR_VERDICT: Final = (CaseState.DONE, CaseState.NOT_ACTIONABLE)
WRONG_CODES: Final = 150  # in ten minutes, from one caller
WITHDRAWABLE: Final = BY_VERB["withdraw"].sources


class PhoneForm(forms.Form):
    """The phone number to prove."""

    phone = forms.CharField(
        label=gettext_lazy("Mobile number"),
        max_length=40,
        help_text=gettext_lazy("We send a six-digit code to this number."),
        error_messages={"required": gettext_lazy("Please write your mobile number.")},
    )


class CodeForm(forms.Form):
    """The code that was received."""

    phone = forms.CharField(widget=forms.HiddenInput, max_length=40)
    code = forms.CharField(
        label=gettext_lazy("The six-digit code"),
        max_length=20,
        error_messages={"required": gettext_lazy("Please write the code from the message.")},
    )


@public("me", limit=1000, window_seconds=600)
@never_cache
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Send a code to the typed phone; a signed-in citizen is redirected to their reports."""
    if citizen_session.phone_of(request) and request.method == "GET":
        return redirect("me_reports")
    form = PhoneForm(request.POST or None)
    if request.method == "GET":
        form = PhoneForm()
    elif form.is_valid():
        try:
            phone = normalise_mobile(form.cleaned_data["phone"])
            browser = ask_for_code(request, phone, language=language())
        except (Invalid, TooMany) as refusal:
            form.add_error("phone", words_of(refusal))
            return _phone_page(request, form, status=status_of(refusal))
        response = _code_page(request, CodeForm(initial={"phone": phone}), phone)
        remember_asking(response, browser)
        return response
    return _phone_page(request, form, status=422 if form.errors else 200)


@public("me_code", limit=1000, window_seconds=600)
@never_cache
@require_POST
def me_code(request: HttpRequest) -> HttpResponse:
    """Check the code; if right, open the reports of that phone in this browser."""
    form = CodeForm(request.POST)
    phone = request.POST.get("phone", "")
    if not form.is_valid():
        return _code_page(request, form, phone, status=422)
    try:
        refuse_if_over("me_code_wrong", address_of(request), WRONG_CODES, 600)
        code = ascii_digits(form.cleaned_data["code"]).replace(" ", "")
        proven = use_one_time_code(phone, code=code, asked_by=asked_by(request))
    except Invalid as refusal:
        log_security_event("citizen_code_wrong", request, status=422)
        count_miss("me_code_wrong", address_of(request), WRONG_CODES, 600)
        form.add_error("code", words_of(refusal))
        return _code_page(request, form, phone, status=422)
    next_address = request.POST.get("next", "")
    is_ours = next_address.startswith("/") and url_has_allowed_host_and_scheme(next_address, allowed_hosts=None)
    log_security_event("citizen_signed_in", request)
    response = HttpResponseRedirect(next_address if is_ours else reverse("me_reports"))
    citizen_session.remember(response, proven)
    PHONE_BROWSERS.remember(request, response, proven)
    return response


@citizen
@require_GET
def me_reports(request: HttpRequest) -> HttpResponse:
    """Show the reports of the proven phone, newest first, with state, promise and links to verdict and withdrawal."""
    phone = citizen_session.phone_of(request)
    since = own_since(request)
    reports = [row for row in cases.reports_of_citizens(own_ids(request)) if row.received_at >= since]
    offered_texts = words_among(report.pk for report in reports)

    earlier = earlier_numbers(report.case_id for report in reports if report.channel == Channel.IMPORT)
    gone = answers.taken_back(report.pk for report in reports)
    rows = [
        {
            "report": report,
            "verdict": _verdict_path(report),
            "is_taken_back": report.pk in gone,
            "may_withdraw": report.pk not in gone and report.case.state in WITHDRAWABLE,
            "is_given": not report.proof,
            "is_ended": report.case.state in ENDED,
            "colour": _colour(report.case),
            "earlier": earlier.get(report.case_id, "") if report.channel == Channel.IMPORT else "",
            "words": offered_texts.get(report.pk),
        }
        for report in reports
    ]
    followings = [
        {
            "path": urlsplit(answers.following_link(following.pk)).path,
            "name": answers.followed_name(following, language()),
            "one": following,
        }
        for following in answers.followings_of(phone)
    ]
    context = {
        "rows": rows,
        "own": [row for row in rows if not row["is_given"]],
        "given": [row for row in rows if row["is_given"]],
        "phone": mask_phone(phone),
        "has_older": has_older(request),
        "followings": followings,
        "is_silent": is_phone_silent(phone),
    }
    return render(request, "citizen/me_reports.html", context)


@citizen
@require_POST
def me_silence(request: HttpRequest) -> HttpResponse:
    """Stop or resume unrequested messages to this phone."""
    is_silent = request.POST.get("silent") == "yes"
    silence_phone(citizen_session.phone_of(request), is_silent=is_silent)
    messages.success(request, _("No more messages will come.") if is_silent else _("Messages will come again."))
    return redirect("me_reports")


@public()
@require_POST
def me_out(request: HttpRequest) -> HttpResponse:
    """Sign out of this browser, or (`everywhere`) of every browser that proved the same phone."""
    response = redirect("home")
    everywhere = request.POST.get("everywhere") == "yes"
    citizen_session.forget(request, response, everywhere=everywhere)
    return response


def _colour(case: CaseFacts) -> str:
    """Return the promise colour while there is work to do, else ""."""
    return cases.colour(case, clock.now()) if case.state in WORKABLE else "none"


def _verdict_path(report: FiledReport) -> str:
    if report.case.state not in _ASKS_FOR_VERDICT:
        return ""
    return urlsplit(answers.verdict_link(report.pk)).path


def _next(request: HttpRequest) -> str:
    return request.POST.get("next", "") or request.GET.get("next", "")


def _phone_page(request: HttpRequest, form: PhoneForm, *, status: int) -> HttpResponse:
    return render(request, "citizen/me.html", {"form": form, "next": _next(request)}, status=status)


def _code_page(request: HttpRequest, form: CodeForm, phone: str, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "next": _next(request), "phone": phone, "is_code": True}
    return render(request, "citizen/me.html", context, status=status)
