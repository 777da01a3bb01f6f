"""What an inspector finds at one place: the case in short, and the form of the finding."""

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

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.facts import CaseFacts
from peygir.cases.rules import visibility_of
from peygir.core.bodies import PHOTOS
from peygir.core.refusals import Missing, Refusal
from peygir.desks.inspection.actions import FilledForm
from peygir.desks.inspection.forms import InspectionFormFacts, form_of, form_version
from peygir.desks.inspection.queries import last_finding
from peygir.desks.inspection.rules import InspectionFinding, is_called_done, may_inspect
from peygir.journey.inspecting import inspect
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.current_city import today
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.once import act_once
from peygir.web.kit.photo_field import PhotoField
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.kit.typed_forms import ANSWER, answer_fields, given_answers
from peygir.web.kit.work_photos import work_photos

_FIELD_OF: Final = {
    "FindingIsUnknown": "finding",
    "FindingWantsText": "note",
    "WordsAreTooMany": "note",
    "PhotoIsNotReadable": "photo",
    "PhotoIsAnimated": "photo",
    "PhotoIsTooBig": "photo",
}


class FindingForm(forms.Form):
    """What was found, the form of the topic, words if need be, and a photo of it."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    form = forms.CharField(widget=forms.HiddenInput, required=False, max_length=18)
    finding = forms.ChoiceField(label=gettext_lazy("What do you see?"), widget=forms.RadioSelect)
    photo = PhotoField(label=gettext_lazy("Photo of the place"), required=False)
    note = forms.CharField(
        label=gettext_lazy("In a few words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For colleagues. Needed unless it is fixed."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        topic_form: InspectionFormFacts | None,
        version: int = 0,
    ) -> None:
        super().__init__(data, files, initial={"key": uuid.uuid4().hex, "version": version})
        set_choices(self, "finding", [(one.value, in_language(one.label)) for one in InspectionFinding])
        self.topic_form = topic_form
        if topic_form is not None:
            self.fields["form"].initial = topic_form.id
            self.fields |= answer_fields(topic_form.fields, are_needed=False)

    @property
    def answers(self) -> list[forms.BoundField]:
        """The fields of the topic's form."""
        return [self[name] for name in self.fields if name.startswith(ANSWER)]


@takes(PHOTOS)
@staff(Permission.INSPECT)
@require_http_methods(["GET", "POST"])
def inspection(request: HttpRequest, code: str) -> HttpResponse:
    """Show a finished case, or record what was found there."""
    by = actor(request)
    case = cases.case_of(code)
    if case is None or not cases.may_open(by, case):
        raise NoSuchCase()
    if request.method == "GET":
        form = FindingForm(topic_form=form_of(case.topic_id, on=today()), version=case.version)
        return _page(request, by, case, form)
    form = FindingForm(request.POST, request.FILES, topic_form=_shown(request, case))
    if not form.is_valid():
        return _page(request, by, case, form, status=422)
    try:
        act_once(request, lambda: _record(case.code, form, by))
    except Missing:
        raise
    except Refusal as refusal:
        refuse(form, refusal, _FIELD_OF)
        return _page(request, by, case, form, status=status_of(refusal))
    messages.success(request, _("“%(finding)s” is recorded.") % {"finding": _label(form.cleaned_data["finding"])})
    return redirect("inspections")


def _shown(request: HttpRequest, case: CaseFacts) -> InspectionFormFacts | None:
    """Return the version of the form that the page had shown, else the one in force."""
    number = whole(request.POST.get("form", "")[:18])
    known = form_version(number, case.city_id) if number else None
    return known or form_of(case.topic_id, on=today())


def _record(code: str, form: FindingForm, by: Actor) -> None:
    values = form.cleaned_data
    inspect(
        code,
        finding=values["finding"],
        note=values["note"],
        photo=values["photo"],
        version=whole(values["version"]) or 0,
        filled=FilledForm(form.topic_form.id if form.topic_form is not None else None, given_answers(values)),
        by=by,
    )


def _label(finding: str) -> str:
    return in_language(InspectionFinding.of(finding).label)


def _page(request: HttpRequest, by: Actor, case: CaseFacts, form: FindingForm, *, status: int = 200) -> HttpResponse:
    notes = cases.notes_of(case.pk)
    answers = [note.text for _number, note in sorted(notes.items()) if note.is_public and note.text]
    finding = last_finding(case.pk)
    reports = cases.reports_of(case.pk)
    context = {
        "case": case,
        "form": form,
        "is_possible": is_called_done(case.state, case.close_kind) and may_inspect(by, visibility_of(case)),
        "said": reports[0].text if reports else "",
        "answer": answers[-1] if answers else "",
        "photos": work_photos(case),
        "last": _label(finding) if finding else "",
    }
    return render(request, "inspector/inspection.html", context, status=status)
