"""The seasons of the jury: what is ranked and how, the order by formula with intervals, and notes."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core.refusals import Refusal
from peygir.outlook.scoring import actions
from peygir.outlook.scoring import ranking_queries as queries
from peygir.outlook.scoring.actions import NoSuchRanking
from peygir.outlook.scoring.jury_rules import is_of_ranked_unit
from peygir.outlook.scoring.ranking.words import FourEyesState
from peygir.outlook.scoring.ranking_facts import RankingDecisionFacts, RankingSeasonFacts, SeasonOrderFacts
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.jury.forms import NoteForm, SeasonTermsForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.ranking_parts import changes_between, results_of
from peygir.web.kit.ranking_words import kinds_words, measure_words, season_days, unit_names
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language, language


@staff(Permission.JUDGE_SEASONS)
@require_GET
def jury_home(request: HttpRequest) -> HttpResponse:
    """Show all seasons."""
    published = queries.published_seasons(current_city().id)
    rows = [
        {
            "season": season,
            "days": season_days(season.terms),
            "state": _("Published") if season.id in published else in_language(FourEyesState.of(season.state).label),
        }
        for season in queries.ranking_seasons(current_city().id)
    ]
    return render(request, "jury/home.html", {"rows": rows})


@staff(Permission.JUDGE_SEASONS)
@require_http_methods(["GET", "POST"])
def jury_season_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new season; POST proposes its terms."""
    form, status = SeasonTermsForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                season_id = actions.propose_ranking(current_city().id, form.terms(), by=actor(request))
            except Refusal as refusal:
                form.add_error(None, words_of(refusal))
                status = status_of(refusal)
            else:
                return redirect("jury_season", season_id=season_id)
    return render(request, "jury/season_form.html", {"form": form}, status=status)


@staff(Permission.JUDGE_SEASONS)
@require_GET
def jury_season(request: HttpRequest, season_id: int) -> HttpResponse:
    """Show a season: its terms, the order by formula, the notes, and the decisions beside it."""
    return season_page(request, season_seen(season_id))


@staff(Permission.JUDGE_SEASONS)
@require_POST
def jury_note(request: HttpRequest, season_id: int) -> HttpResponse:
    """Keep a note about a unit."""
    season_seen(season_id)
    unit_id, text = whole(request.POST.get("unit", "")) or 0, request.POST.get("text", "")
    confirmed(
        request,
        _("The note is kept."),
        lambda: actions.note_for_jury(season_id, unit_id, text, by=actor(request)),
    )
    return redirect("jury_season", season_id=season_id)


@staff(Permission.JUDGE_SEASONS)
@require_POST
def jury_season_press(request: HttpRequest, season_id: int, deed: str) -> HttpResponse:
    """Agree to the terms of a season, refuse or withdraw them."""
    season_seen(season_id)
    step = _STEPS.get(deed)
    if step is None:
        raise NoSuchRanking()
    done, act = step
    confirmed(request, done(), lambda: act(season_id, actor(request)))
    return redirect("jury_season", season_id=season_id)


_STEPS: Final[dict[str, tuple[Callable[[], str], Callable[[int, Actor], None]]]] = {
    "agree": (
        lambda: _("The terms are agreed on, and everybody may read them."),
        lambda season_id, by: actions.settle_ranking(season_id, is_agreed=True, by=by),
    ),
    "refuse": (
        lambda: _("The terms are refused."),
        lambda season_id, by: actions.settle_ranking(season_id, is_agreed=False, by=by),
    ),
    "withdraw": (
        lambda: _("The proposal is withdrawn."),
        lambda season_id, by: actions.withdraw_ranking(season_id, by=by),
    ),
}


def season_seen(season_id: int) -> RankingSeasonFacts:
    """Return a season of this city. Raises NoSuchRanking."""
    season = queries.ranking_season(current_city().id, season_id)
    if season is None:
        raise NoSuchRanking()
    return season


def season_page(request: HttpRequest, season: RankingSeasonFacts) -> HttpResponse:
    """Return the page of a season."""
    by, order, decisions = actor(request), queries.season_order(season), queries.decisions_of(season.id)
    names = unit_names(one.unit_id for one in order.standings) if order is not None else {}
    proposed = next((row for row in decisions if row.state == FourEyesState.PROPOSED), None)
    people = staff_names(_people(season, decisions), language())
    notes = [
        {"unit": unit_names([row.unit_id])[row.unit_id], "row": row, "who": people.get(row.by_id, "—")}
        for row in queries.jury_notes(season.id)
    ]
    context: dict[str, Any] = {
        "season": season,
        "days": season_days(season.terms),
        "state": in_language(FourEyesState.of(season.state).label),
        "months": len(season.terms.months()),
        "closed": queries.closed_months_of(season),
        "appeals": queries.open_appeals_of(season),
        "categories": [
            (category.label, kinds_words(category), measure_words(category), category.places)
            for category in season.terms.categories
        ],
        "proposer": people.get(season.proposed_by_id, "—"),
        "settler": people.get(season.settled_by_id or 0, ""),
        "is_own": season.proposed_by_id == by.id,
        "is_partial": is_of_ranked_unit(by, names),
        "order": order,
        "results": results_of(season, order, proposed or _in_force(decisions)) if order is not None else [],
        "versions": [(month_label(day), number) for day, number in order.months.items()] if order is not None else [],
        "proposed": proposed,
        "is_own_decision": proposed is not None and proposed.proposed_by_id == by.id,
        "decision": _in_force(decisions),
        "decisions": [_decision_row(row, people) for row in decisions],
        "notes": notes,
        "note_form": NoteForm(names=names) if order is not None else None,
        **_anew(season, order),
    }
    return render(request, "jury/season.html", context)


def _in_force(decisions: list[RankingDecisionFacts]) -> RankingDecisionFacts | None:
    return next((row for row in decisions if row.state == FourEyesState.AGREED), None)


def _people(season: RankingSeasonFacts, decisions: list[RankingDecisionFacts]) -> set[int]:
    """The ids of all whose names stand on the page."""
    ids = {season.proposed_by_id, season.settled_by_id or 0}
    ids |= {row.by_id for row in queries.jury_notes(season.id)}
    return ids | {one or 0 for row in decisions for one in (row.proposed_by_id, row.settled_by_id)}


def _decision_row(row: RankingDecisionFacts, people: dict[int, str]) -> dict[str, Any]:
    return {
        "row": row,
        "state": in_language(FourEyesState.of(row.state).label),
        "proposer": people.get(row.proposed_by_id, "—"),
        "settler": people.get(row.settled_by_id or 0, ""),
    }


def _anew(season: RankingSeasonFacts, order: SeasonOrderFacts | None) -> dict[str, Any]:
    """What an order that was told anew has changed against the one before it."""
    before = queries.season_order(season, number=order.number - 1) if order is not None and order.number > 1 else None
    if order is None or before is None:
        return {}
    restated = [month_label(day) for day, number in order.months.items() if before.months[day] != number]
    return {"restated": restated, "changes": changes_between(season, before, order)}
