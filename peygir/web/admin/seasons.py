"""Seasons: their settings from a day on and their runs; creating, starting and ending them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.city import actions
from peygir.city import queries as city
from peygir.city.local_knowledge import SeasonNow
from peygir.city.local_knowledge_facts import SeasonFacts
from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.history.kinds.city import SeasonChanged, SeasonEndMoved, SeasonLifted, SeasonStarted
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.admin.season_form import SeasonForm, hours_words, initial_of, lines_between, reach_words
from peygir.web.kit.access import actor, staff
from peygir.web.kit.change_requests import ChangePreview, hidden_of
from peygir.web.kit.current_city import current_city, end_of, start_of, today
from peygir.web.kit.dates import example_day, read_day
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.ui import day

_KINDS: Final = (SeasonChanged.kind, SeasonStarted.kind, SeasonLifted.kind, SeasonEndMoved.kind)
_FIELDS: Final = {
    "DayIsPast": "since",
    "SeasonHasNoName": "name_fa",
    "SeasonHasNoTopics": "topics",
    "SeasonPlaceIsUnknown": "unit",
    "HoursAreWrong": "ack_hours",
    "SeasonWordsAreTooLong": "text_fa",
}


@dataclass(frozen=True, slots=True)
class SeasonListRow:
    """One season of the list: scope, hours, and the current or next run."""

    season: SeasonNow
    reach: str
    hours: str
    run: SeasonFacts | None
    is_now: bool


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_seasons(request: HttpRequest) -> HttpResponse:
    """List the seasons."""
    parts = []
    for season in city.seasons(current_city().id):
        runs = _runs(season.code)
        run, is_now = runs[0] if runs else (None, False)
        parts.append(SeasonListRow(season, reach_words(season), hours_words(season), run, is_now))
    context = {
        "seasons": parts,
        "may_change": may_administer(actor(request)),
        "decisions": decisions(current_city().id, *_KINDS),
    }
    return render(request, "admin/seasons.html", context)


@staff(Permission.ADMINISTER)
@require_http_methods(["GET", "POST"])
def admin_season_new(request: HttpRequest) -> HttpResponse:
    """Create a season."""
    return _form_page(request, None)


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_season(request: HttpRequest, code: str) -> HttpResponse:
    """Show a season's runs and the form that changes its settings."""
    return _form_page(request, _season(code))


@staff(Permission.LOOK_AFTER)
@require_POST
def admin_season_press(request: HttpRequest, code: str) -> HttpResponse:
    """Start a season, move its end, or end it."""
    season, city_id, by = _season(code), current_city().id, str(actor(request))
    deed = request.POST.get("deed", "")
    try:
        if deed == "lift":
            actions.lift_season(city_id, code, by=by)
            confirmation = _("The season is lifted.")
        elif deed == "move":
            until = end_of(read_day(request.POST.get("until", "")))
            actions.move_season(city_id, code, _number(request.POST.get("run", "")), until=until, by=by)
            confirmation = _("Its end is moved.")
        else:
            until, since = end_of(read_day(request.POST.get("until", ""))), _since(request.POST.get("since", ""))
            actions.start_season(city_id, code, since=since, until=until, by=by)
            confirmation = _("The season is set.")
    except forms.ValidationError as wrong:
        return _page(request, season, _filled(season), status=422, fault=" ".join(wrong.messages))
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, season, _filled(season), status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, confirmation)
    return redirect("admin_season", code)


def _since(text: str) -> datetime | None:
    """Return the start of the typed day; None (now) for today and for an empty field."""
    when = read_day(text) if text.strip() else today()
    if when < today():
        raise forms.ValidationError(words_of(actions.DayIsPast()))
    return start_of(when) if when > today() else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _season(code: str) -> SeasonNow:
    season = next((one for one in city.seasons(current_city().id) if one.code == code), None)
    if season is None:
        raise actions.NoSuchSeason()
    return season


def _filled(season: SeasonNow | None) -> SeasonForm:
    return SeasonForm(initial=initial_of(season))


def _form_page(request: HttpRequest, season: SeasonNow | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, season, _filled(season))
    if not may_administer(actor(request)):
        raise NotYourWork()
    form, step = SeasonForm(request.POST), request.POST.get("step")
    if not form.is_valid() or step == "again":
        return _page(request, season, form, status=200 if form.is_valid() else 422)
    since = form.cleaned_data["since"]
    if step != "do":
        lines = lines_between(season, form)
        if all(line.is_same for line in lines):
            form.add_error(None, words_of(actions.NothingDiffers()))
            return _page(request, season, form, status=422)
        notes = (_("Cases that were opened under it keep what they have."),)
        return _page(request, season, form, preview=ChangePreview(lines, day(since), hidden_of(request), notes))
    try:
        code, _number_of_line = actions.set_season(
            current_city().id,
            season.code if season is not None else "",
            says=form.given(),
            since=since,
            by=str(actor(request)),
        )
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _page(request, season, form, status=status_of(refusal))
    messages.success(request, _("The season says so from %(day)s; start it when it comes.") % {"day": day(since)})
    return redirect("admin_season", code)


def _runs(code: str) -> list[tuple[SeasonFacts, bool]]:
    now = clock.now()
    runs = [run for run in city.season_runs(current_city().id) if run.code == code]
    return [(run, run.from_at <= now) for run in runs if run.to_at > now and run.to_at > run.from_at]


def _page(
    request: HttpRequest,
    season: SeasonNow | None,
    form: SeasonForm,
    *,
    status: int = 200,
    fault: str = "",
    preview: ChangePreview | None = None,
) -> HttpResponse:
    page_address = reverse("admin_season", args=[season.code]) if season is not None else reverse("admin_season_new")
    context = {
        "season": season,
        "form": form,
        "fault": fault,
        "preview": preview,
        "here": page_address,
        "back": page_address if season is not None else reverse("admin_seasons"),
        "example": example_day(),
        "runs": _runs(season.code) if season is not None else [],
        "may_change": may_administer(actor(request)),
        "decisions": decisions(current_city().id, *_KINDS, about=season.code) if season is not None else [],
    }
    return render(request, "admin/season.html", context, status=status)
