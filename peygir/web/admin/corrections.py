"""Corrections of published figures: the months with their versions, and what is proposed to a second person."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.journey.corrections import propose_correction
from peygir.journey.open_data import MOST_MONTHS
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.lake.calendar import LakeMonth
from peygir.outlook.insight.publication_facts import PublicationFacts
from peygir.outlook.insight.publishing.words import VersionReason
from peygir.people.change_kinds import LONGEST_WHY, TwoPersonKind
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.people.two_person_queries import changes_to_carry_out, waiting_changes
from peygir.web.admin.record_changes import change_parts
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.submitting import administered
from peygir.web.kit.templatetags.ui import in_language, language

_FIELDS: Final = {
    "NothingToCorrect": "month",
    "SuchAChangeWaits": "month",
    "ChangeReasonIsMissing": "fa",
}


class FigureCorrectionForm(forms.Form):
    """A published month, and what was wrong in its figures."""

    month = forms.ChoiceField(label=gettext_lazy("Month"))
    fa = forms.CharField(
        label=gettext_lazy("What was wrong, in Persian"),
        help_text=gettext_lazy("Everybody reads it beside the new version. Name no person and no single case."),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "rtl", "lang": "fa"}),
    )
    en = forms.CharField(
        label=gettext_lazy("What was wrong, in English"),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr", "lang": "en"}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        set_choices(self, "month", [(one.code, _month(one)) for one in _months()])


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_figures(request: HttpRequest) -> HttpResponse:
    """Show the published months; POST proposes a correction of one to a second person."""
    if request.method != "POST":
        return _page(request, FigureCorrectionForm())
    form = FigureCorrectionForm(request.POST)

    def act() -> int:
        given = form.cleaned_data
        month = int(given["month"].replace("-", ""))
        reasons = {"fa": given["fa"], "en": given["en"]}
        return propose_correction(current_city().id, month, reasons=reasons, by=actor(request))

    def done(change_id: int) -> HttpResponse:
        messages.success(request, _("Proposed: a second person must confirm it; until then nothing changes."))
        return redirect("admin_change", change_id=change_id)

    return administered(
        request, form, act, fields=_FIELDS, again=lambda form, status: _page(request, form, status=status), done=done
    )


def _months() -> list[PublicationFacts]:
    return published.published_months(current_city().id)[:MOST_MONTHS]


def _month(facts: PublicationFacts) -> str:
    return month_label(LakeMonth(facts.month).since(current_city().time_zone).date())


def _page(request: HttpRequest, form: FigureCorrectionForm, *, status: int = 200) -> HttpResponse:
    city_id = current_city().id
    waiting = [one for one in waiting_changes(city_id) if one.kind == TwoPersonKind.CORRECTION]
    context = {
        "form": form,
        "months": [
            (one, _month(one), in_language(VersionReason.of(one.reason).label), one.words.get(language(), ""))
            for one in _months()
        ],
        "waiting": change_parts(waiting),
        "agreed": change_parts(changes_to_carry_out(city_id, TwoPersonKind.CORRECTION)),
        "may_change": may_administer(actor(request)),
        "here": reverse("admin_figures"),
    }
    return render(request, "admin/figures.html", context, status=status)
