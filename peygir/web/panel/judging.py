"""A case of the month's sample on a form, and a site visit with a photo that the phone keeps without a connection."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.cases.actions import NoSuchCase
from peygir.core.bodies import PHOTOS
from peygir.core.codes import is_code
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.panel import actions, sample_queries, session_queries
from peygir.outlook.panel.actions import NoSuchSampledCase
from peygir.outlook.panel.case_view import panel_case
from peygir.outlook.panel.facts import PanelCase
from peygir.outlook.panel.states import AnswerView, SiteView, SolvedView
from peygir.web.kit.access import citizen, takes
from peygir.web.kit.current_city import today
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.panel_words import choices_of
from peygir.web.kit.photo_field import PhotoField
from peygir.web.kit.templatetags.ui import digits
from peygir.web.panel.own_seat import member_of, own_citizens

_FIELDS = {
    "WordsArePersonal": "note",
    "VisitWantsWords": "note",
    "VisitIsNotRight": "saw",
    "PhotoIsNotReadable": "photo",
    "PhotoIsAnimated": "photo",
    "PhotoIsTooBig": "photo",
}


class JudgementForm(forms.Form):
    """What a member says of a case."""

    solved = forms.ChoiceField(
        label=gettext_lazy("Is the problem solved, as far as you can see?"), widget=forms.RadioSelect
    )
    answer = forms.ChoiceField(label=gettext_lazy("Does the answer say what was done?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("In a few words"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: QueryDict | None = None, *, known: tuple[str, str, str] = ("", "", "")) -> None:
        super().__init__(data, initial=dict(zip(("solved", "answer", "note"), known, strict=True)))
        set_choices(self, "solved", choices_of(SolvedView))
        set_choices(self, "answer", choices_of(AnswerView))


class SiteVisitForm(forms.Form):
    """What a member saw at the place, with a photo."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    saw = forms.ChoiceField(label=gettext_lazy("What do you see?"), widget=forms.RadioSelect)
    photo = PhotoField(
        label=gettext_lazy("Photo of the place"),
        required=False,
        help_text=gettext_lazy("No faces, no number plates. The secretary looks at it before it is public."),
    )
    note = forms.CharField(
        label=gettext_lazy("In a few words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed unless it is fixed."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
    ) -> None:
        super().__init__(data, files, initial={"key": uuid.uuid4().hex})
        set_choices(self, "saw", choices_of(SiteView))


@citizen
@require_http_methods(["GET", "POST"])
def panel_judge(request: HttpRequest, sampled_id: int) -> HttpResponse:
    """Show a case of the month's sample as everybody may see it, with the form; POST keeps the judgement."""
    panel, seat = member_of(request)
    row_and_sample = sample_queries.sampled_case(panel.id, sampled_id, seat.id)
    shown = panel_case(panel.city_id, row_and_sample[0].code) if row_and_sample is not None else None
    if row_and_sample is None or shown is None:
        raise NoSuchSampledCase()
    row, sample = row_and_sample
    form = JudgementForm(
        request.POST if request.method == "POST" else None, known=sample_queries.own_judgement(row.id, seat.id)
    )
    context = {
        "panel": panel,
        "row": row,
        "sample": sample,
        "case": shown,
        "form": form,
        "is_over": today() > sample.due_on,
    }
    if request.method != "POST":
        return render(request, "panel/judge.html", context)
    if not form.is_valid():
        return render(request, "panel/judge.html", context, status=422)
    try:
        actions.judge_case(panel.id, row.id, own=own_citizens(request), **form.cleaned_data)
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(_FIELDS.get(refusal.name), words_of(refusal))
        return render(request, "panel/judge.html", context, status=status_of(refusal))
    messages.success(request, _("Your judgement is kept. You can change it until the last day."))
    left = [one for one in sample_queries.sampled(sample.id, seat.id) if not one.own and one.number > row.number]
    return redirect("panel_judge", sampled_id=left[0].id) if left else redirect("panel_desk")


@takes(PHOTOS)
@citizen
@require_http_methods(["GET", "POST"])
def panel_visit(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form of a site visit; POST keeps it, also later, from a phone that had no connection."""
    panel, _seat = member_of(request)
    shown = panel_case(panel.city_id, code) if is_code(code) else None
    if shown is None:
        raise NoSuchCase()
    is_late = request.headers.get("Accept") == "application/json"
    if request.method != "POST":
        return _page(request, shown, SiteVisitForm())
    files = request.FILES
    if is_late and "photos" in files:
        files = MultiValueDict({"photo": files.getlist("photos")[:1]})
    form = SiteVisitForm(request.POST, files)
    if not form.is_valid():
        return _refused(request, shown, form, 422, is_late=is_late)
    values = form.cleaned_data
    try:
        visit = actions.record_visit(
            panel.id,
            shown.code,
            saw=values["saw"],
            note=values["note"],
            key=values["key"],
            photo=values["photo"],
            own=own_citizens(request),
        )
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(_FIELDS.get(refusal.name), words_of(refusal))
        return _refused(request, shown, form, status_of(refusal), is_late=is_late)
    address = reverse("panel_desk")
    if is_late:
        photos = session_queries.digests_of_visit(visit)
        body = {
            "key": values["key"],
            "code": shown.code,
            "shown": digits(shown.code),
            "address": address,
            "photos": photos,
        }
        return JsonResponse(body)
    messages.success(request, _("Your visit is recorded."))
    return redirect("panel_desk")


def _refused(
    request: HttpRequest, shown: PanelCase, form: SiteVisitForm, status: int, *, is_late: bool
) -> HttpResponse:
    """The form with its faults, or for a phone that sends what it kept, the sentences alone."""
    if is_late:
        faults = [str(fault) for errors in form.errors.values() for fault in errors]
        return JsonResponse({"faults": faults}, status=422 if status < 500 else status)
    return _page(request, shown, form, status=status)


def _page(request: HttpRequest, shown: PanelCase, form: SiteVisitForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"case": shown, "form": form}
    return render(request, "panel/visit.html", context, status=status)
