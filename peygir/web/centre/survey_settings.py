"""Settings of the survey: sampling shares, calling hours and attempts, decided by the supervisor."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import format_numeric
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Refusal
from peygir.desks.surveys import actions, queries
from peygir.desks.surveys.rules import SurveySettings
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import DayField, WallTime, WholeNumber
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, language, named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _count(label: "StrOrPromise", most: int, least: int = 1, help_text: "StrOrPromise" = "") -> WholeNumber:
    return WholeNumber(label=label, min_value=least, max_value=most, help_text=help_text)


class SurveySettingsForm(forms.Form):
    """The survey settings, and own shares for units that differ."""

    is_on = forms.BooleanField(
        label=gettext_lazy("The city surveys"),
        required=False,
        help_text=gettext_lazy("Without the tick nobody is drawn; who is on the list already is still asked."),
    )
    first_on = DayField(label=gettext_lazy("Cases closed from"))
    share = _count(
        gettext_lazy("Per cent of a unit's other cases"),
        100,
        0,
        help_text=gettext_lazy("All urgent ones and all that were reopened are asked in any case."),
    )
    most = _count(gettext_lazy("Of a unit's cases at most, in a day"), 1000)
    sms_share = _count(gettext_lazy("Per cent of them by SMS, the others by phone"), 100, 0)
    is_voice = forms.BooleanField(
        label=gettext_lazy("On the phone the exchange asks, by its voice menu"),
        required=False,
        help_text=gettext_lazy("Without the tick people of the centre call; who waits for the exchange goes to them."),
    )
    opens = WallTime(label=gettext_lazy("Calls from"))
    closes = WallTime(label=gettext_lazy("Calls until"))
    tries = _count(gettext_lazy("Tries, at different hours"), 9)
    sms_hours = _count(gettext_lazy("Hours to wait for the answer to an SMS, then we call"), 1000)
    answer_days = _count(gettext_lazy("Days to answer"), 1000)
    rest_days = _count(gettext_lazy("Days in which nobody is asked twice"), 1000, 0)
    fewest = _count(gettext_lazy("Answers below which a unit is not judged"), 1000)
    seed = _count(
        gettext_lazy("Seed of the draw"),
        1_000_000,
        0,
        help_text=gettext_lazy("With the same seed the same cases are drawn, so that anybody can check."),
    )
    shares = forms.CharField(
        label=gettext_lazy("Units with a share of their own"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One on each line, the unit's code and the per cent: D-01 20"),
    )

    def clean_shares(self) -> dict[int, int]:
        """Return unit id → percent. Raises ValidationError that names the faulty line."""
        share_by_unit: dict[int, int] = {}
        for share_line in ascii_digits(self.cleaned_data["shares"]).splitlines():
            code, _space, share = share_line.strip().rpartition(" ")
            if not share_line.strip():
                continue
            unit = city.unit_by_code(current_city().id, code.strip())
            if unit is None or not share.isdecimal() or int(share) > 100:
                words = _("This line names no unit with a per cent: %(line)s")
                raise forms.ValidationError(words % {"line": share_line[:40]})
            share_by_unit[unit.id] = int(share)
        return share_by_unit

    def terms(self) -> SurveySettings:
        """Return the values as the rules take them."""
        values = dict(self.cleaned_data)
        return SurveySettings(units=values.pop("shares"), **values)


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def survey_terms(request: HttpRequest) -> HttpResponse:
    """Show the settings in force; POST changes them from now on."""
    city_facts = current_city()
    if request.method != "POST":
        return _page(request, SurveySettingsForm(initial=_now(city_facts.id)))
    form = SurveySettingsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        actions.keep_survey_settings(city_facts.id, form.terms(), by=actor(request))
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, form, status=status_of(refusal))
    messages.success(request, _("From now on the city surveys so."))
    return redirect("survey_terms")


def _now(city_id: int) -> dict[str, Any]:
    terms = queries.survey_settings_at(city_id, clock.now()) or SurveySettings(today(), is_on=False)
    values = {name: value if isinstance(value, bool) else digits(value) for name, value in asdict(terms).items()}
    units = {unit.id: unit.code for unit in city.units(city_id)}
    first = digits(format_numeric(terms.first_on)) if language() == "fa" else terms.first_on.isoformat()
    lines = (f"{units.get(unit_id, unit_id)} {digits(share)}" for unit_id, share in sorted(terms.units.items()))
    return values | {
        "first_on": first,
        "opens": digits(f"{terms.opens:%H:%M}"),
        "closes": digits(f"{terms.closes:%H:%M}"),
        "shares": "\n".join(lines),
    }


def _page(request: HttpRequest, form: SurveySettingsForm, *, status: int = 200) -> HttpResponse:
    units = [(unit.code, named(unit)) for unit in city.units(current_city().id) if unit.is_open]
    return render(request, "centre/survey_settings.html", {"form": form, "units": units}, status=status)
