"""The ranking of units over a season, for everybody; and the page behind a certificate's QR code."""

from functools import lru_cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_GET

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.outlook.scoring import ranking_queries as queries
from peygir.outlook.scoring.ranking_facts import RankingSeasonFacts
from peygir.people.actions import count_miss, refuse_if_over
from peygir.web.kit.access import address_of, public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.ranking_documents import season_poster
from peygir.web.kit.ranking_parts import changes_between, results_of
from peygir.web.kit.ranking_words import kinds_words, measure_words, month_text, place_text, season_days, unit_names
from peygir.web.kit.templatetags.ui import in_language, language
from peygir.web.public.kept_pages import kept_page

WRONG_CERTIFICATES: Final = 40  # in ten minutes, from one caller
_TEN_MINUTES: Final = 600


class NoSuchSeasonRanking(Missing):
    """There is no ranking of this season, or it is not published."""

    message = gettext_lazy("There is no ranking of this season, or the jury has not decided yet.")


class NoSuchRankingCertificate(Missing):
    """There is no certificate with this code."""

    message = gettext_lazy("There is no certificate with this code.")


@public()
@require_GET
@kept_page()
def ranking(request: HttpRequest) -> HttpResponse:
    """Show the seasons: those with a published result, and those whose terms are agreed on."""
    city_id = current_city().id
    published = queries.published_seasons(city_id)
    rows = [
        {"season": season, "days": season_days(season.terms), "is_published": season.id in published}
        for season in queries.ranking_seasons(city_id, is_agreed=True)
    ]
    return render(request, "public/ranking.html", {"rows": rows})


@public()
@require_GET
@kept_page()
def ranking_season(request: HttpRequest, season_id: int) -> HttpResponse:
    """Show the result of a season with the jury's reasons and the figures; before it, what will be ranked and how."""
    season = _agreed(season_id)
    decision = queries.published_decision(season.id)
    order = queries.season_order(season, number=decision.order) if decision is not None else None
    context: dict[str, Any] = {
        "season": season,
        "days": season_days(season.terms),
        "months": len(season.terms.months()),
        "decision": decision,
        "categories": [
            (category.label, kinds_words(category), measure_words(category), category.places)
            for category in season.terms.categories
        ],
    }
    if decision is not None and order is not None:
        latest = queries.season_order(season)
        context["order"] = order
        context["results"] = results_of(season, order, decision)
        context["versions"] = [(month_text(first_on), number) for first_on, number in order.months.items()]
        context["is_restated"] = latest is not None and not latest.is_current
        if latest is not None and latest.number != order.number:
            context["latest"] = latest
            context["changes"] = changes_between(season, order, latest)
            before = order.months
            context["restated"] = [month_text(day) for day, number in latest.months.items() if before[day] != number]
    return render(request, "public/ranking_season.html", context)


@public()
@require_GET
def ranking_poster(request: HttpRequest, season_id: int) -> HttpResponse:
    """Return the poster of a published season as PDF; each is made once in a process."""
    season = _agreed(season_id)
    decision = queries.published_decision(season.id)
    if decision is None:
        raise NoSuchSeasonRanking()
    content = _poster(season.city_id, season.id, decision.number, language())
    disposition = f'inline; filename="ranking-{season.id}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


@lru_cache(maxsize=32)
def _poster(city_id: int, season_id: int, decision_number: int, code: str) -> bytes:
    """The poster of a decision, which never changes, in a language."""
    season = queries.ranking_season(city_id, season_id)
    decision = queries.published_decision(season_id)
    if season is None or decision is None or decision.settled_at is None:
        raise NoSuchSeasonRanking()
    order = queries.season_order(season, number=decision.order)
    with override(code):
        return season_poster(season, results_of(season, order, decision), made_at=decision.settled_at)


@public()
@require_GET
def ranking_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a unit's certificate is genuine. Wrong codes are counted."""
    address = address_of(request)
    refuse_if_over("ranking_code", address, WRONG_CERTIFICATES, _TEN_MINUTES)
    certificate = queries.ranking_certificate(code)
    if certificate is None:
        count_miss("ranking_code", address, WRONG_CERTIFICATES, _TEN_MINUTES)
        raise NoSuchRankingCertificate()
    context = {
        "certificate": certificate,
        "unit": unit_names([certificate.unit_id])[certificate.unit_id],
        "place": place_text(certificate.place),
        "category": in_language(certificate.category.label),
        "days": season_days(certificate.terms),
    }
    return render(request, "public/ranking_certificate.html", context)


def _agreed(season_id: int) -> RankingSeasonFacts:
    """A season of this city whose terms two people agreed to. Raises NoSuchSeasonRanking."""
    season = queries.ranking_season(current_city().id, season_id)
    if season is None or not season.is_agreed:
        raise NoSuchSeasonRanking()
    return season
