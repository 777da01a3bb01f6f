"""A report that a member of the council makes for a citizen, and follows from then on."""

import uuid
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.cases.new_report import NewReport, Reporter
from peygir.core.refusals import Missing, Refusal
from peygir.journey.steering import report_and_follow
from peygir.people.channels import Channel
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.areas import areas_to_choose
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.ui import code_text, in_language

_FIELD_OF: Final = {
    "SayWhatItIs": "text",
    "TextIsTooLong": "text",
    "SayWhereItIs": "area",
    "PhoneIsNotValid": "phone",
}


class ForCitizenForm(forms.Form):
    """What the citizen says, where, and who they are."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    text = forms.CharField(
        label=gettext_lazy("What does the citizen say?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    area = forms.ChoiceField(label=gettext_lazy("Neighbourhood"), required=False)
    address = forms.CharField(label=gettext_lazy("Address in words"), max_length=300, required=False)
    name = forms.CharField(label=gettext_lazy("The citizen's name"), max_length=120, required=False)
    relation = forms.CharField(
        label=gettext_lazy("How do you speak for them?"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("For example: came to my office"),
    )
    phone = forms.CharField(
        label=gettext_lazy("The citizen's mobile number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("With it they get the news and say in the end whether it is fixed."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    channel = forms.ChoiceField(label=gettext_lazy("How did it come?"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4().hex, "channel": Channel.VISIT})
        set_choices(self, "area", areas_to_choose())
        ways = (Channel.VISIT, Channel.WEB)
        set_choices(self, "channel", [(way.value, in_language(way.label)) for way in ways])

    def report(self, language: str) -> NewReport:
        """Return the report; the one who holds the phone is the reporter, and spoken for by name."""
        values = self.cleaned_data
        return NewReport(
            channel=values["channel"],
            text=values["text"],
            place_label=values["area"],
            address=values["address"],
            language=language,
            idempotency_key=f"council:{values['key'] or uuid.uuid4().hex}",
            reporter=Reporter(phone=values["phone"], for_name=values["name"], for_relation=values["relation"]),
        )


@staff(Permission.WATCH_CITY)
@require_http_methods(["GET", "POST"])
def watched_report(request: HttpRequest) -> HttpResponse:
    """Report for a citizen; the member follows the case."""
    form = ForCitizenForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        city_facts = current_city()
        try:
            receipt = report_and_follow(city_facts.code, form.report(city_facts.language), by=actor(request))
        except Missing:
            raise
        except Refusal as refusal:
            refuse(form, refusal, _FIELD_OF)
            status = status_of(refusal)
        else:
            messages.success(
                request, _("The report is filed; its code is %(code)s.") % {"code": code_text(receipt.code)}
            )
            return redirect("watched")
    return render(request, "council/report.html", {"form": form}, status=status)
