"""The survey: the call list, one call with its question, and citizens' answers by unit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.cases.actions.looking import look_at_phone
from peygir.cases.questions import SurveyAnswer
from peygir.centre.contacts.queries import line_of
from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.desks.surveys import queries
from peygir.desks.surveys.actions import NoSuchAsk
from peygir.desks.surveys.queries import AskLine
from peygir.desks.surveys.words import RESULTS
from peygir.journey.surveys import call_for_survey, tell_survey
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, end_of, start_of, today
from peygir.web.kit.dates import read_day
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language

LATELY: Final = timedelta(days=30)


class ResultForm(forms.Form):
    """The citizen's answer, or that nobody was reached."""

    result = forms.ChoiceField(
        label=gettext_lazy("What does the citizen say?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the outcome of the call.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In the citizen's words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The unit reads it when the case is opened again."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        results = [(result, in_language(words)) for result, words in RESULTS.items()]
        set_choices(self, "result", results)


class SpanForm(forms.Form):
    """The first and the last day of a range."""

    from_day = forms.CharField(label=gettext_lazy("Asked from"), max_length=20, required=False)
    to_day = forms.CharField(label=gettext_lazy("Until"), max_length=20, required=False)

    def clean_from_day(self) -> Any:
        """Return the first day (default thirty days ago)."""
        return read_day(self.cleaned_data["from_day"]) if self.cleaned_data["from_day"].strip() else today() - LATELY

    def clean_to_day(self) -> Any:
        """Return the last day (default today)."""
        return read_day(self.cleaned_data["to_day"]) if self.cleaned_data["to_day"].strip() else today()


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    """List whom to call, the earliest due first."""
    city_facts, now = current_city(), clock.now()
    lines = queries.asks_due(city_facts.id, actor(request), now=now)
    terms = queries.survey_settings_at(city_facts.id, now)
    counts, pbx_line = queries.counts(city_facts.id, now=now), line_of(city_facts.id)
    is_voice = terms is not None and terms.is_voice
    context = {
        "due": [one for one in lines if one.is_due(now)],
        "later": [one for one in lines if not one.is_due(now)],
        "counts": counts,
        "is_on": terms is not None and terms.is_on,
        "is_voice": is_voice or counts["voice"],
        "is_unheard": is_voice and (pbx_line is None or not pbx_line.is_up),
    }
    return render(request, "centre/surveys.html", context)


@staff(Permission.WORK_AT_CENTRE)
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Show one question; POST records the result of the call."""
    ask, form = _of(request, ask_id), ResultForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, ask, form, status=422 if form.is_bound else 200)
    try:
        tell_survey(ask_id, result=form.cleaned_data["result"], text=form.cleaned_data["words"], by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, ask, form, status=status_of(refusal))
    messages.success(request, _said(form.cleaned_data["result"]))
    return redirect("surveys")


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def survey_press(request: HttpRequest, ask_id: int, deed: str) -> HttpResponse:
    """Call from the operator's own phone, or show the number; showing it is recorded in the case's history."""
    by, ask, here = actor(request), _of(request, ask_id), current_city()
    deeds: dict[str, Callable[[], object]] = {
        "call": lambda: call_for_survey(here.id, ask_id, by=by),
        "number": lambda: look_at_phone(ask.code, report_id=ask.report_id, by=by),
    }
    if deed not in deeds:
        raise NoSuchAsk()
    try:
        phone = deeds[deed]()
    except Refusal as refusal:
        return _page(request, ask, ResultForm(), status=status_of(refusal), fault=words_of(refusal))
    if deed == "call":
        messages.success(request, _("Your phone rings in a moment; then we call the citizen."))
        return redirect("survey", ask_id=ask_id)
    return _page(request, ask, ResultForm(), phone=str(phone))


@staff(Permission.LEAD_CENTRE)
@require_GET
def survey_results(request: HttpRequest) -> HttpResponse:
    """Show by unit how many were asked, reached and satisfied; small samples are not judged."""
    city_facts, now = current_city(), clock.now()
    form = SpanForm(request.GET)
    is_valid = form.is_valid()
    first, last = (form.cleaned_data.get("from_day"), form.cleaned_data.get("to_day")) if is_valid else (None, None)
    first, last = first or today() - LATELY, last or today()
    terms = queries.survey_settings_at(city_facts.id, now)
    fewest = terms.fewest if terms else 30
    rows = queries.results(city_facts.id, start_of(first), end_of(last), fewest=fewest)
    context = {
        "form": form,
        "rows": rows,
        "first": first,
        "last": last,
        "fewest": fewest,
        "draws": queries.draws(city_facts.id),
        "total": {name: sum(getattr(row, name) for row in rows) for name in ("asked", "reached", "satisfied")},
    }
    return render(request, "centre/survey_results.html", context, status=200 if is_valid else 422)


def _of(request: HttpRequest, ask_id: int) -> AskLine:
    ask = queries.ask(ask_id, actor(request))
    if ask is None:
        raise NoSuchAsk()
    return ask


def _said(result: str) -> str:
    if result == SurveyAnswer.NOT_DONE:
        return _("The answer is recorded; the case is open again, and its unit has it.")
    if result == "unreached":
        return _("The attempt is recorded. It comes back to the list at another hour, until the attempts are used up.")
    return _("The answer is recorded.")


def _page(
    request: HttpRequest, line: AskLine, form: ResultForm, *, status: int = 200, fault: str = "", phone: str = ""
) -> HttpResponse:
    context = {"line": line, "form": form, "fault": fault, "phone": phone}
    return render(request, "centre/survey.html", context, status=status)
