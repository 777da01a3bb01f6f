"""Questions about rankings: seasons, their orders, the jury's notes and decisions, certificates."""

from collections.abc import Iterable
from typing import Final

from peygir.core.certificate_codes import is_certificate_code
from peygir.outlook.scoring.models import (
    DecidedPlace,
    JuryNote,
    MarkAppeal,
    MonthComparison,
    RankingCertificate,
    RankingDecision,
    RankingSeason,
    SeasonOrder,
)
from peygir.outlook.scoring.ranking.terms import terms_of
from peygir.outlook.scoring.ranking.words import FourEyesState
from peygir.outlook.scoring.ranking_facts import (
    DecidedPlaceFacts,
    JuryNoteFacts,
    RankingCertificateFacts,
    RankingDecisionFacts,
    RankingSeasonFacts,
    SeasonOrderFacts,
)
from peygir.outlook.scoring.stored_order import basis_now, stored_order, versions_in
from peygir.outlook.scoring.words import AppealOutcome

MOST: Final = 40


def ranking_seasons(city_id: int, *, is_agreed: bool = False, most: int = MOST) -> list[RankingSeasonFacts]:
    """The seasons of a city, the latest one first; `is_agreed`: those alone whose terms two people agreed to."""
    rows = RankingSeason.objects.filter(city_id=city_id).order_by("-first_on", "-pk")
    if is_agreed:
        rows = rows.filter(state=FourEyesState.AGREED.value)
    return [_season(row) for row in rows[:most]]


def ranking_season(city_id: int, season_id: int) -> RankingSeasonFacts | None:
    """One season; one statement."""
    row = RankingSeason.objects.filter(city_id=city_id, pk=season_id).first()
    return _season(row) if row is not None else None


def _season(row: RankingSeason) -> RankingSeasonFacts:
    return RankingSeasonFacts(
        id=row.pk,
        city_id=row.city_id,
        terms=terms_of(row.terms),
        digest=row.digest,
        state=row.state,
        proposed_by_id=row.proposed_by_id,
        proposed_at=row.proposed_at,
        settled_by_id=row.settled_by_id,
        settled_at=row.settled_at,
    )


def season_order(season: RankingSeasonFacts, *, number: int | None = None) -> SeasonOrderFacts | None:
    """An order of a season (None: the latest one) with its standings; three statements."""
    rows = SeasonOrder.objects.filter(season_id=season.id).order_by("-number")
    row = (rows if number is None else rows.filter(number=number)).first()
    if row is None:
        return None
    return SeasonOrderFacts(
        id=row.pk,
        number=row.number,
        at=row.at,
        months=versions_in(row.months),
        digest=row.digest,
        is_current=row.months == basis_now(season.city_id, season.terms),
        standings=stored_order(row.pk),
    )


def closed_months_of(season: RankingSeasonFacts) -> int:
    """How many months of a season are closed, compared and published; one statement."""
    days = [month.first_on for month in season.terms.months()]
    rows = MonthComparison.objects.filter(
        version__month__city_id=season.city_id,
        version__month__first_on__in=days,
        version__month__published_at__isnull=False,
    )
    return rows.values("version__month_id").distinct().count()


def open_appeals_of(season: RankingSeasonFacts) -> int:
    """How many appeals against marks of the season's months wait for a decision; one statement."""
    days = [month.first_on for month in season.terms.months()]
    rows = MarkAppeal.objects.filter(month__city_id=season.city_id, month__first_on__in=days)
    return rows.filter(outcome=AppealOutcome.OPEN.value).count()


def decisions_of(season_id: int) -> list[RankingDecisionFacts]:
    """The decisions of a season with their places, the latest one first; three statements."""
    rows = list(RankingDecision.objects.filter(season_id=season_id).select_related("order").order_by("-number"))
    valid = RankingCertificate.objects.filter(place__decision__season_id=season_id, withdrawn_at=None)
    columns = ("place__category", "place__place", "place__unit_id", "code")
    codes = {(category, place, unit): code for category, place, unit, code in valid.values_list(*columns)}
    places: dict[int, list[DecidedPlace]] = {}
    for place in DecidedPlace.objects.filter(decision__season_id=season_id).order_by("category", "place"):
        places.setdefault(place.decision_id, []).append(place)
    return [_decision(row, places.get(row.pk, ()), codes) for row in rows]


def _decision(
    row: RankingDecision, places: Iterable[DecidedPlace], codes: dict[tuple[str, int, int], str]
) -> RankingDecisionFacts:
    is_agreed = row.state == FourEyesState.AGREED
    return RankingDecisionFacts(
        id=row.pk,
        number=row.number,
        order=row.order.number,
        state=row.state,
        proposed_by_id=row.proposed_by_id,
        proposed_at=row.proposed_at,
        settled_by_id=row.settled_by_id,
        settled_at=row.settled_at,
        places=[
            DecidedPlaceFacts(
                category=decided.category,
                place=decided.place,
                unit_id=decided.unit_id,
                basis=decided.basis,
                reason=decided.reason,
                certificate=codes.get((decided.category, decided.place, decided.unit_id), "") if is_agreed else "",
            )
            for decided in places
        ],
    )


def published_decision(season_id: int) -> RankingDecisionFacts | None:
    """The decision in force: the latest one to which two members agreed; three statements."""
    return next((one for one in decisions_of(season_id) if one.state == FourEyesState.AGREED), None)


def published_seasons(city_id: int) -> frozenset[int]:
    """The ids of the seasons with a decision to which two members agreed; one statement."""
    rows = RankingDecision.objects.filter(season__city_id=city_id, state=FourEyesState.AGREED.value)
    return frozenset(rows.values_list("season_id", flat=True))


def jury_notes(season_id: int) -> list[JuryNoteFacts]:
    """The notes of the jury, the latest one first; for the jury alone. One statement."""
    rows = JuryNote.objects.filter(season_id=season_id).order_by("-at", "-pk")
    return [JuryNoteFacts(*row) for row in rows.values_list("unit_id", "text", "by_id", "at")]


def ranking_certificate(code: str) -> RankingCertificateFacts | None:
    """A certificate by its code; None for a code that is none. One statement."""
    if not is_certificate_code(code):
        return None
    row = RankingCertificate.objects.select_related("place__decision__season").filter(code=code).first()
    if row is None:
        return None
    season = row.place.decision.season
    terms = terms_of(season.terms)
    category = terms.category(row.place.category)
    if category is None:
        return None
    return RankingCertificateFacts(
        code=row.code,
        season_id=season.pk,
        terms=terms,
        category=category,
        place=row.place.place,
        unit_id=row.place.unit_id,
        issued_on=row.issued_on,
        is_withdrawn=row.withdrawn_at is not None,
    )
