"""A defect that an inspector saw on patrol: a photo, a place and a topic become a report."""

import uuid
from typing import Final

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.cases.new_report import NewReport
from peygir.core.bodies import PHOTOS
from peygir.core.refusals import Missing, Refusal
from peygir.journey.inspecting import report_defect
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.areas import areas_to_choose
from peygir.web.kit.current_city import current_city, topic_groups
from peygir.web.kit.form_fields import Option, set_choices
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.photo_field import PhotoField
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.ui import code_text, in_language, named

_FIELD_OF: Final = {
    "SayWhatItIs": "text",
    "ReportIsTooLong": "text",
    "TextIsTooLong": "text",
    "SayWhereItIs": "area",
    "NoSuchTopic": "topic",
    "PhotoIsNotReadable": "photo",
    "PhotoIsAnimated": "photo",
    "PhotoIsTooBig": "photo",
}


class DefectForm(forms.Form):
    """What the inspector saw and where; the point comes from the phone."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    photo = PhotoField(label=gettext_lazy("Photo of the defect"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    text = forms.CharField(label=gettext_lazy("What is it?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    area = forms.ChoiceField(label=gettext_lazy("Neighbourhood"), required=False)
    address = forms.CharField(label=gettext_lazy("Address in words"), max_length=300, required=False)

    def __init__(
        self, data: QueryDict | None = None, files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None
    ) -> None:
        super().__init__(data, files, initial={"key": uuid.uuid4().hex})
        set_choices(self, "topic", _topics())
        set_choices(self, "area", areas_to_choose())

    def report(self, language: str) -> NewReport:
        """Return the report; nobody is its reporter."""
        values = self.cleaned_data
        has_point = values["lat"] is not None and values["lon"] is not None
        return NewReport(
            text=values["text"],
            topic_code=values["topic"],
            lat=values["lat"] if has_point else None,
            lon=values["lon"] if has_point else None,
            place_label="" if has_point else values["area"],
            address=values["address"],
            language=language,
            idempotency_key=f"patrol:{values['key'] or uuid.uuid4().hex}",
            photos_raw=[values["photo"]] if values["photo"] is not None else [],
        )


@takes(PHOTOS)
@staff(Permission.INSPECT)
@require_http_methods(["GET", "POST"])
def patrol(request: HttpRequest) -> HttpResponse:
    """Report a defect; it goes its usual way from there."""
    form = DefectForm(request.POST, request.FILES) if request.method == "POST" else DefectForm()
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        here = current_city()
        try:
            receipt = report_defect(here.code, form.report(here.language), by=actor(request))
        except Missing:
            raise
        except Refusal as refusal:
            refuse(form, refusal, _FIELD_OF)
            status = status_of(refusal)
        else:
            filed = _("The report is filed; its code is %(code)s.")
            messages.success(request, filed % {"code": code_text(receipt.code)})
            return redirect("inspections")
    return render(request, "inspector/patrol.html", {"form": form}, status=status)


def _topics() -> list[Option]:
    """Return the topics by their groups, without those that are no defect of a place."""
    groups: list[Option] = []
    for names, _code, topics in topic_groups():
        places = [(topic.code, named(topic)) for topic in topics if topic.needs_place and not topic.is_confidential]
        if places:
            groups.append((in_language(names), places))
    return [("", _("— read from the words —")), *groups]
