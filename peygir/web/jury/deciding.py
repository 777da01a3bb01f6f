"""The jury's decision: the form of all places with reasons, and what the second member does with it."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.outlook.scoring import actions
from peygir.outlook.scoring import ranking_queries as queries
from peygir.outlook.scoring.actions import NoSuchRanking, SeasonHasNoOrder
from peygir.outlook.scoring.ranking_facts import RankingSeasonFacts, SeasonOrderFacts
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.jury.forms import PlacesForm
from peygir.web.jury.seasons import season_seen
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.ranking_parts import results_of
from peygir.web.kit.ranking_words import season_days, unit_names
from peygir.web.kit.submitting import confirmed


@staff(Permission.JUDGE_SEASONS)
@require_http_methods(["GET", "POST"])
def jury_decide(request: HttpRequest, season_id: int) -> HttpResponse:
    """Show the form of a decision beside the order by formula; POST proposes it."""
    season = season_seen(season_id)
    order = queries.season_order(season)
    if order is None:
        raise SeasonHasNoOrder()
    earlier = next(iter(queries.decisions_of(season.id)), None)
    names = unit_names(one.unit_id for one in order.standings)
    given = request.POST if request.method == "POST" else None
    form = PlacesForm(given, season=season, order=order, names=names, decision=earlier)
    if request.method != "POST":
        return _page(request, season, order, form)
    if not form.is_valid():
        return _page(request, season, order, form, status=422)
    try:
        actions.propose_places(season.id, form.places(), order=form.cleaned_data["order"], by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, season, order, form, status=status_of(refusal))
    messages.success(request, _("The decision is proposed. A second member of the jury agrees to it or refuses it."))
    return redirect("jury_season", season_id=season.id)


@staff(Permission.JUDGE_SEASONS)
@require_POST
def jury_decision_press(request: HttpRequest, season_id: int, number: int, deed: str) -> HttpResponse:
    """Agree to a proposed decision, refuse or withdraw it."""
    season_seen(season_id)
    step = _STEPS.get(deed)
    if step is None:
        raise NoSuchRanking()
    done, act = step
    confirmed(request, done(), lambda: act(season_id, number, actor(request)))
    return redirect("jury_season", season_id=season_id)


_STEPS: Final[dict[str, tuple[Callable[[], str], Callable[[int, int, Actor], None]]]] = {
    "agree": (
        lambda: _("The result is published, and the certificates are issued."),
        lambda season_id, number, by: actions.settle_places(season_id, number, is_agreed=True, by=by),
    ),
    "refuse": (
        lambda: _("The decision is refused. Another one can be proposed."),
        lambda season_id, number, by: actions.settle_places(season_id, number, is_agreed=False, by=by),
    ),
    "withdraw": (
        lambda: _("The proposal is withdrawn."),
        lambda season_id, number, by: actions.withdraw_places(season_id, number, by=by),
    ),
}


def _page(
    request: HttpRequest,
    season: RankingSeasonFacts,
    order: SeasonOrderFacts,
    form: PlacesForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "season": season,
        "days": season_days(season.terms),
        "form": form,
        "groups": list(zip(form.groups(), results_of(season, order, None), strict=True)),
    }
    return render(request, "jury/decide.html", context, status=status)
