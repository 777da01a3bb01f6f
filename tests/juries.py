"""A jury in the town, and the ranking of Khordad 1405 on whose terms it agreed: what tests of rankings begin with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from peygir.outlook.scoring import actions
from peygir.outlook.scoring import ranking_queries as queries
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK, Standing
from peygir.outlook.scoring.models import ScoredMonth
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.ranking.deciding import DecidedPlaceContent
from peygir.outlook.scoring.ranking.terms import RankedCategory, RankingTerms
from peygir.outlook.scoring.ranking_facts import RankingSeasonFacts, SeasonOrderFacts
from peygir.outlook.scoring.words import StandingBand
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.rules import Actor
from tests import make
from tests.committee import decide_appeal
from tests.scores import KHORDAD, decide_scheme, live_khordad
from tests.town import Town, TownClock

DISTRICT: Final = RankedCategory("district", "برترین منطقه", "Best district", ("district",), WHOLE_MARK, 3)
TOGETHER: Final = RankedCategory(
    "all", "برترین حوزه", "Best units", ("district", "organisation", "office"), WHOLE_MARK, 3
)
REASON: Final = "پاسخ‌های روشن و پیگیری تا پایان"
NAMES: Final = {"name_fa": "رتبه‌بندی بهار ۱۴۰۵", "name_en": "Ranking of spring 1405"}


def judge(name: str = "judge_one") -> Actor:
    """A member of the jury."""
    row, _is_new = Staff.objects.get_or_create(username=name, defaults={"role": "jury", "name_fa": f"داور {name}"})
    return actor_of(row)


def season_terms(**given: Any) -> RankingTerms:
    """The ranking of Khordad: together, and the districts apart."""
    values: dict[str, Any] = {
        **NAMES,
        "from_on": KHORDAD.first_on,
        "to_on": KHORDAD.last_on,
        "fewest_months": 1,
        "categories": (TOGETHER, DISTRICT),
    }
    return RankingTerms(**{**values, **given})


def agreed_season(town: Town, **given: Any) -> int:
    """A season whose terms one member of the jury proposed and another agreed to."""
    season_id = actions.propose_ranking(town.city_id, season_terms(**given), by=judge())
    actions.settle_ranking(season_id, is_agreed=True, by=judge("judge_two"))
    return season_id


def lived_season(town: Town, town_clock: TownClock) -> int:
    """An agreed season, and its month lived up to the closing day; the scheme of its marks was decided before."""
    decide_scheme(town)
    season_id = agreed_season(town)
    live_khordad(town, town_clock)
    return season_id


def seen(town: Town, season_id: int) -> RankingSeasonFacts:
    """The season."""
    season = queries.ranking_season(town.city_id, season_id)
    assert season is not None
    return season


def order_seen(town: Town, season_id: int) -> SeasonOrderFacts:
    """The latest order of the season."""
    order = queries.season_order(seen(town, season_id))
    assert order is not None
    return order


def places(category: str, unit_ids: Sequence[int], reason: str = REASON) -> list[DecidedPlaceContent]:
    """The places 1 to n of a category, each with a reason."""
    return [DecidedPlaceContent(category, number, unit_id, reason) for number, unit_id in enumerate(unit_ids, start=1)]


def published(town: Town, season_id: int, *unit_ids: int) -> int:
    """Propose these units as the places of the districts, and agree to it; returns the number of the decision."""
    order = order_seen(town, season_id)
    actions.propose_places(season_id, places("district", unit_ids), order=order.number, by=judge())
    number = queries.decisions_of(season_id)[0].number
    actions.settle_places(season_id, number, is_agreed=True, by=judge("judge_two"))
    return number


def uphold(town: Town, code: str) -> None:
    """The inspectorate upholds an appeal of district 1 about a case, so that the month is restated."""
    month = ScoredMonth.objects.get(first_on=KHORDAD.first_on)
    case_id = make.case(code).pk
    appeal = actions.appeal(month.pk, town.units["D-01"], "solved", case_id=case_id, reason="ملک شخصی", by=town.manager)
    decide_appeal(town, appeal.pk, is_upheld=True, answer="پذیرفته شد")


FIRST_DAYS: Final = tuple(month_of(day).first_on for day in (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)))


def mark_of(unit_id: int, mark: str, *, half: str = "0.5", n: int = 50) -> Standing:
    """A unit's month with this adjusted mark, and an interval of twice `half`."""
    value, reach = Decimal(mark), Decimal(half)
    standing = Standing(unit_id, WHOLE_MARK, "district", StandingBand.AS_EXPECTED, n)
    return replace(standing, observed=value, expected=value, low=value - reach, high=value + reach, adjusted=value)


def few_of(unit_id: int) -> Standing:
    """A unit's month with too few cases."""
    return Standing(unit_id, WHOLE_MARK, "district", StandingBand.TOO_FEW, 2)


def failures_of(unit_id: int, observed: int, expected: str, spread: str) -> Standing:
    """A unit's month in the indicator “solved”."""
    standing = Standing(unit_id, "solved", "district", StandingBand.AS_EXPECTED, 100)
    ratio = Decimal(observed) / Decimal(expected)
    return replace(
        standing, observed=Decimal(observed), expected=Decimal(expected), spread=Decimal(spread), ratio=ratio
    )
