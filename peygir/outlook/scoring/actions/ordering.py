"""Counts the order of a season by formula once all its months are published, and anew whenever one was restated.

What computes it needs numpy; it is loaded where an order is counted.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from peygir.core import clock
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.rankings import RankingOrdered
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK, Standing
from peygir.outlook.scoring.models import RankingSeason, ScoredMonth, SeasonOrder, SeasonRank, UnitStanding
from peygir.outlook.scoring.ranking.order_text import digest_of_order
from peygir.outlook.scoring.ranking.season_standing import SeasonStanding
from peygir.outlook.scoring.ranking.terms import RankingTerms, terms_of
from peygir.outlook.scoring.ranking.words import FourEyesState
from peygir.outlook.scoring.stored_comparison import standing_of
from peygir.outlook.scoring.stored_order import COLUMNS, basis_now, stored_order, versions_in
from peygir.people.rules import CLOCK
from peygir.storage.rows import insert_all

_AT_ONCE: Final = 500


def order_seasons(month_id: int, number: int) -> None:
    """Count the orders of the seasons that a month belongs to: it was published, or its units were compared again."""
    month = ScoredMonth.objects.filter(pk=month_id).first()
    if month is None:
        return
    for season_id in list(_seasons_of(month).values_list("pk", flat=True)):
        order_season(season_id, now=clock.now())


@transaction.atomic
def order_season(season_id: int, *, now: datetime) -> bool:
    """Count the order of a season whose months are all published; whether there is a new one.

    There is none while the last one stands on the same versions of the months' marks.
    """
    season = RankingSeason.objects.select_for_update(no_key=True).get(pk=season_id)
    terms = terms_of(season.terms)
    basis = basis_now(season.city_id, terms)
    last = SeasonOrder.objects.filter(season=season).order_by("-number").first()
    if season.state != FourEyesState.AGREED or not basis or (last is not None and last.months == basis):
        return False
    standings = computed_order(season.city_id, terms, basis)
    number = last.number + 1 if last is not None else 1
    order = SeasonOrder(season=season, number=number, at=now, months=basis, digest=digest_of_order(basis, standings))
    order.save(force_insert=True)
    rows = [SeasonRank(order=order, **{name: getattr(one, name) for name in COLUMNS}) for one in standings]
    for start in range(0, len(rows), _AT_ONCE):
        insert_all(rows[start : start + _AT_ONCE])
    event = RankingOrdered(order=order.number, months=dict(basis), digest=order.digest)
    record(season, event, by=str(CLOCK), at=now)
    return True


def computed_order(city_id: int, terms: RankingTerms, basis: Mapping[str, str]) -> list[SeasonStanding]:
    """Compute the order from the stored comparisons of these versions of the months."""
    from peygir.outlook.scoring.ranking.ordering import season_order

    versions = versions_in(dict(basis))
    measures = {WHOLE_MARK, *(category.measure for category in terms.categories)}
    rows = UnitStanding.objects.select_related("version__month").filter(
        version__month__city_id=city_id, version__month__first_on__in=versions, indicator__in=measures
    )
    months: dict[date, list[Standing]] = {day: [] for day in versions}
    kinds: dict[int, str] = {}
    for row in rows.order_by("version__month__first_on", "unit_id", "indicator"):
        first_on = row.version.month.first_on
        if row.version.number == versions[first_on]:
            months[first_on].append(standing_of(row))
            kinds[row.unit_id] = row.peers.partition("-")[0]
    return season_order(terms, months, kinds)


def differences_of_orders(month: ScoredMonth) -> Iterator[Text]:
    """Compute every order of the seasons that contain a month again, and yield a sentence for each that differs."""
    for season in _seasons_of(month):
        terms = terms_of(season.terms)
        for order in SeasonOrder.objects.filter(season=season).order_by("number"):
            again = computed_order(season.city_id, terms, order.months)
            stored = digest_of_order(order.months, stored_order(order.pk))
            if not stored == order.digest == digest_of_order(order.months, again):
                yield _("Order {number} of “{season}” is not the one that was recorded.").filled(
                    {"number": order.number, "season": terms.label}
                )


def _seasons_of(month: ScoredMonth) -> "QuerySet[RankingSeason]":
    """The seasons with agreed terms to which a month belongs."""
    return RankingSeason.objects.filter(
        city_id=month.city_id,
        state=FourEyesState.AGREED.value,
        first_on__lte=month.first_on,
        last_on__gte=month.last_on,
    ).order_by("pk")
