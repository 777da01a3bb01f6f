"""“I have the same problem”: a further citizen joins a public case; whoever reported it from here adds photos."""

import uuid
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.cases import queries as cases
from peygir.cases.new_report import NewReport, Reporter
from peygir.cases.queries import PublicCase
from peygir.city import queries as city
from peygir.core.bodies import PHOTOS
from peygir.core.refusals import Invalid, Missing, TooMany, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.desks.intake.actions import add_photos
from peygir.journey.receiving import receive_once
from peygir.people.channels import Channel
from peygir.people.rules import ANONYMOUS
from peygir.storage.receipts.actions import KeyIsOfAnotherCommand
from peygir.web.kit.access import public, takes
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import language
from peygir.web.public import kept_on_phone
from peygir.web.public.form_photos import FILE_FAULTS, MOST_PHOTOS, photos_of, uploads_of
from peygir.web.public.given_phone import count_number, proof_of
from peygir.web.public.own_reports import is_own
from peygir.web.public.track import case_of_code, may_join

_FIELD_OF: Final = {
    "PhoneIsNotValid": "phone",
    "NumbersAreTooMany": "phone",
    "TextIsTooLong": "text",
    **dict.fromkeys((*FILE_FAULTS, "PhotosAreMissing"), "photos"),
}


class PhotosAreMissing(Invalid):
    """Photos are to be added to an own report, and there are none, or a file of another kind."""

    message = _("Please choose photos; another kind of file cannot be added here.")


class JoinForm(forms.Form):
    """What a further reporter may add to what is known: words, photos, and a number to be told at."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    text = forms.CharField(
        label=gettext_lazy("Something to add?"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("For example since when, or what has changed. Only the unit reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Your mobile number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "If you give your number, you agree that we keep it for this report, to tell you what happens and to ask "
            "whether it is fixed."
        ),
    )


@takes(PHOTOS)
@public("join", limit=120, window_seconds=600)
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form; POST joins one report to the case, or adds photos to the report of this browser."""
    public_case = case_of_code(request, code)
    if not may_join(public_case):
        return redirect("public_case", code=code)
    form = JoinForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        try:
            if not is_own(request, code):
                return _joined(request, public_case, form)
            add_photos(public_case.report_id, photos_raw=_chosen_photos(request), by=ANONYMOUS)
            return redirect("public_case", code=code)
        except (Invalid, Missing, TooMany, Unavailable) as refusal:
            if isinstance(refusal, KeyIsOfAnotherCommand):
                form = _under_another_key(request)
            field = _FIELD_OF.get(refusal.name)
            form.add_error(field if field in form.fields else None, words_of(refusal))
            photo_fault = words_of(refusal) if field == "photos" else ""
            return _page(request, public_case, form, status=status_of(refusal), photo_fault=photo_fault)
    return _page(request, public_case, form, status=422 if form.errors else 200)


def _chosen_photos(request: HttpRequest) -> list[bytes]:
    """Return the photos to be added to an own report. Raises PhotosAreMissing without any, or for another file."""
    photos = photos_of(request)
    if not photos or len(photos) < len(request.FILES.getlist("photos")):
        raise PhotosAreMissing()
    return photos


def _under_another_key(request: HttpRequest) -> JoinForm:
    """Return the form under a new key: what was changed after sending is a report of its own, if it is sent again."""
    data = request.POST.copy()
    data["key"] = uuid.uuid4().hex
    form = JoinForm(data)
    form.is_valid()
    return form


def _joined(request: HttpRequest, public_case: PublicCase, form: JoinForm) -> HttpResponse:
    form_data = form.cleaned_data
    phone, key = form_data["phone"], form_data["key"]
    proof = proof_of(request, phone)
    if phone and not proof:
        count_number(request, phone)
    report = cases.report_of(public_case.report_id)
    topic_id = report.case.topic_id if report is not None else None
    topic = city.topic(current_city().id, topic_id) if topic_id else None
    new_report = NewReport(
        channel=Channel.WEB,
        text=form_data["text"],
        topic_code=topic.code if topic is not None else "",
        join_code=public_case.code,
        language=language(),
        idempotency_key=f"web:{key}" if key else "",
        photos_raw=photos_of(request),
        uploads=uploads_of(request),
        reporter=Reporter(phone=phone, proof=proof),
    )
    receipt = receive_once(current_city().code, new_report, by=ANONYMOUS)
    return kept_on_phone.receipt_answer(request, receipt, [])


def _page(
    request: HttpRequest, public_case: PublicCase, form: JoinForm, *, status: int, photo_fault: str = ""
) -> HttpResponse:
    is_of_this_browser = is_own(request, public_case.code)
    context = {
        "case": public_case,
        "form": form,
        "is_own": is_of_this_browser,
        "is_further": not is_of_this_browser,
        "photo_fault": photo_fault,
        "most_photos": MOST_PHOTOS,
    }
    return render(request, "public/join.html", context, status=status)
