"""What if: another scheme or another deadline, tried on the closed months by a job, and what came out."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.core.translation import gettext_lazy
from peygir.core.words import natural
from peygir.outlook.scoring import actions, people_queries, trial_queries
from peygir.outlook.scoring.actions import NoSuchScheme
from peygir.outlook.scoring.fairness.deadlines import DeadlineEffect, DistrictDeadline
from peygir.outlook.scoring.rules import content_kept
from peygir.outlook.scoring.stored_trials import TrialFacts, TriedUnit
from peygir.outlook.scoring.words import TrialKind
from peygir.people.queries import staff_names
from peygir.web.admin.schemes import DECIDERS
from peygir.web.admin.trial_form import DeadlineTrialForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.mark_scheme import scheme_changes
from peygir.web.kit.mark_words import mark_text, month_label, number_text, percent_text
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.standing_words import district_words, peers_words, topic_words, unit_words
from peygir.web.kit.templatetags.ui import digits, in_language, language

TAB: Final = "what_if"


class NoSuchTrial(Missing):
    """There is no such trial, or it is kept no more."""

    message = gettext_lazy("There is no such trial, or it is kept no more.")


@staff(*DECIDERS)
@require_http_methods(["GET", "POST"])
def admin_trials(request: HttpRequest) -> HttpResponse:
    """List the trials that are kept, with the form of a deadline; POST leaves the job that tries one."""
    form, status = DeadlineTrialForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                trial_id = actions.ask_deadline_trial(
                    current_city().id, form.deadline, topic_code=form.cleaned_data["topic"], by=actor(request)
                )
            except Refusal as refusal:
                form.add_error(None, words_of(refusal))
                status = status_of(refusal)
            else:
                return redirect("admin_trial", trial_id=trial_id)
    trials = trial_queries.mark_trials(current_city().id)
    names = staff_names({row.asked_by_id for row in trials}, language())
    rows = [{"row": row, "what": _what(row), "who": names.get(row.asked_by_id, "")} for row in trials]
    return render(request, "admin/trials.html", {"form": form, "rows": rows, "tab": TAB}, status=status)


@staff(*DECIDERS)
@require_POST
def admin_trial_scheme(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """Leave the job that tries a scheme, proposed or decided, on the closed months."""
    scheme = people_queries.scheme_by_id(current_city().id, scheme_id)
    if scheme is None:
        raise NoSuchScheme()
    try:
        trial_id = actions.ask_scheme_trial(current_city().id, scheme.content, by=actor(request))
    except Refusal as refusal:
        form = DeadlineTrialForm()
        context = {"form": form, "rows": [], "fault": words_of(refusal), "tab": TAB}
        return render(request, "admin/trials.html", context, status=status_of(refusal))
    return redirect("admin_trial", trial_id=trial_id)


@staff(*DECIDERS)
@require_GET
def admin_trial(request: HttpRequest, trial_id: int) -> HttpResponse:
    """Show what a trial gave; or that its job is still at work."""
    trial = trial_queries.mark_trial(current_city().id, trial_id)
    if trial is None:
        raise NoSuchTrial()
    context = {
        "trial": trial,
        "what": _what(trial),
        "changes": _changes(trial),
        "months": [_month(first_on, units) for first_on, units in reversed(trial.months)],
        "districts": [_district(one) for one in trial.effect.districts] if trial.effect is not None else [],
        "totals": _totals(trial.effect) if trial.effect is not None else [],
        "tab": TAB,
    }
    return render(request, "admin/trial.html", context)


def _what(trial: TrialFacts) -> str:
    """What is tried, in a few words."""
    if trial.kind == TrialKind.SCHEME:
        return in_language(TrialKind.SCHEME.label)
    topic = topic_words(current_city().id, trial.asked["topic"]) if trial.asked["topic"] else _("All topics")
    hours = trial.asked["hours"]
    if hours is not None:
        return _("%(topic)s: %(hours)s hours from the report on") % {"topic": topic, "hours": digits(hours)}
    factor = number_text(_decimal(Fraction(trial.asked["factor"])), 2)
    return _("%(topic)s: %(factor)s times the present time") % {"topic": topic, "factor": factor}


def _changes(trial: TrialFacts) -> list[tuple[str, str, str]]:
    """What a tried scheme changes against the latest one that is decided."""
    if trial.kind != TrialKind.SCHEME:
        return []
    decided = [row for row in people_queries.schemes(current_city().id) if row.state == "decided"]
    return scheme_changes(content_kept(trial.asked), content_kept(decided[0].content)) if decided else []


def _month(first_on: date, units: Sequence[TriedUnit]) -> Mapping[str, object]:
    """A tried month: its units by group of peers and name, and how many have another rank."""
    rows = [
        {
            "name": unit_words(unit.unit_id),
            "peers": peers_words(unit.peers),
            "before": mark_text(unit.mark_before),
            "after": mark_text(unit.mark_after),
            "rank_before": _rank(unit.rank_before),
            "rank_after": _rank(unit.rank_after),
            "moves": unit.moves,
            "chance": "—" if unit.chance is None else percent_text(_decimal(Fraction(unit.chance))),
        }
        for unit in units
    ]
    rows.sort(key=lambda row: (str(row["peers"]), natural(str(row["name"]))))
    return {"name": month_label(first_on), "rows": rows, "moved": sum(unit.moves for unit in units)}


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / number.denominator


def _rank(rank: int | None) -> str:
    return "—" if rank is None else digits(rank)


def _district(one: DistrictDeadline) -> dict[str, str]:
    """A district under a deadline, as text."""
    return {
        "name": district_words(current_city().id, one.district, today()),
        "n": digits(one.n),
        "per_day": number_text(one.per_day, 1),
        "kept_before": percent_text(one.kept_before),
        "kept_then": percent_text(one.kept_then),
        "range": _("between %(low)s and %(high)s") % {"low": percent_text(one.low), "high": percent_text(one.high)},
        "days_before": number_text(one.days_before, 1),
        "days_then": number_text(one.days_then, 1),
        "open_allowed": number_text(one.open_allowed, 0),
        "capacity_before": number_text(one.capacity_before, 1),
        "capacity_then": number_text(one.capacity_then, 1),
    }


def _totals(effect: DeadlineEffect) -> list[tuple[str, str, str]]:
    """What concerns all districts: (what, before, then)."""
    return [
        (
            _("Burden: days of waiting that are promised each day"),
            number_text(effect.burden_before, 1),
            number_text(effect.burden_then, 1),
        ),
        (
            _("Equity loss: days by which the longest average promise of a district exceeds that of the city"),
            number_text(effect.loss_before, 2),
            number_text(effect.loss_then, 2),
        ),
        (
            _("Gap: between the shares kept in the best and in the worst district"),
            percent_text(effect.gap_before),
            percent_text(effect.gap_then),
        ),
    ]
