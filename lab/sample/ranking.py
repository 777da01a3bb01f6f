"""The sample's ranking: a season of the closed months, and a jury that decides as in the report of the first festival.

That report honours Waste Management first, District 10 second and District 1 third. The sample has too few cases to
part its units, so the figures allow each of them many places; the jury gives these three, openly and with reasons.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import to_jalali
from peygir.core.persian import fa_digits
from peygir.outlook.scoring import actions, ranking_queries
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.queries import scored_months
from peygir.outlook.scoring.ranking.deciding import DecidedPlaceContent
from peygir.outlook.scoring.ranking.terms import FIRST_CATEGORIES, RankingTerms
from peygir.outlook.scoring.ranking_facts import SeasonOrderFacts
from peygir.people.queries import actor_of, staff_by_id, staff_id_of
from peygir.people.rules import Actor

RESULT: Final[Mapping[str, str]] = {
    "O-waste": "پیگیری هر گزارش جمع‌آوری‌نشدن پسماند تا خانهٔ شهروند، و گفتن روزهای جمع‌آوری هر کوچه",
    "D-10": "پاسخ‌های روشن به شهروندان و بازدید از کارهای تمام‌شده پیش از بستن پرونده",
    "D-01": "گفتن دیرکردها به شهروندان پیش از آن که بپرسند",
}
"""The units that are honoured, from the first place on, each with the jury's reason."""
NOTE: Final = ("D-10", "گزارش‌های بازرسی این دوره را دیدیم؛ کارهای تمام‌شده‌اش را پیش از بستن پرونده بازدید کرده است.")


def rank_sample(city_id: int, *, now: datetime) -> None:
    """Agree on the terms before the first closed month, and decide now; called again, nothing is added."""
    closed = sorted(month.first_on for month in scored_months(city_id))
    if not closed or ranking_queries.ranking_seasons(city_id):
        return
    proposer, second_member = _person("jury1"), _person("jury2")
    first, last = month_of(closed[0]), month_of(closed[-1])
    year = to_jalali(first.first_on).year
    terms = RankingTerms(
        name_fa=f"جشنوارهٔ شهریاران {fa_digits(year)}: واحدها (نمونه)",
        name_en=f"Festival of {year}: units (sample)",
        from_on=first.first_on,
        to_on=last.last_on,
        fewest_months=1,
        categories=FIRST_CATEGORIES,
    )
    before = first.since(city.city_by_id(city_id).time_zone) - timedelta(days=3)
    with clock.simulated(lambda: before):
        season_id = actions.propose_ranking(city_id, terms, by=proposer)
        actions.settle_ranking(season_id, is_agreed=True, by=second_member)
    with clock.simulated(lambda: now):
        actions.order_season(season_id, now=now)
        season = ranking_queries.ranking_season(city_id, season_id)
        order = ranking_queries.season_order(season) if season is not None else None
        if order is not None:
            _decide(city_id, season_id, order, proposer, second_member)


def _decide(city_id: int, season_id: int, order: SeasonOrderFacts, proposer: Actor, second_member: Actor) -> None:
    """Note something, propose the places of those who have a rank, and agree to them."""
    units = {unit.code: unit.id for unit in city.units(city_id)}
    places: list[DecidedPlaceContent] = []
    for category in FIRST_CATEGORIES:
        ranked = {row.unit_id for row in order.of_category(category.code) if row.rank is not None}
        honoured = [(units[code], reason) for code, reason in RESULT.items() if units.get(code) in ranked]
        for place, (unit_id, reason) in enumerate(honoured, start=1):
            places.append(DecidedPlaceContent(category.code, place, unit_id, reason))
    if not places:
        return
    if units[NOTE[0]] in {row.unit_id for row in order.standings}:
        actions.note_for_jury(season_id, units[NOTE[0]], NOTE[1], by=second_member)
    actions.propose_places(season_id, places, order=order.number, by=proposer)
    number = ranking_queries.decisions_of(season_id)[0].number
    actions.settle_places(season_id, number, is_agreed=True, by=second_member)


def _person(username: str) -> Actor:
    staff = staff_by_id(staff_id_of(username) or 0)
    assert staff is not None
    return actor_of(staff)
