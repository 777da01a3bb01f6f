"""The sample's candidates for money, written by who plans, and the choice among them that the budget office asked for.

The figures are invented. Those that the machine finds by itself stand beside them, mostly without a cost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lab.sample.inspections import person
from peygir.city import queries as city
from peygir.core import clock
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.candidates import CandidateTerms
from peygir.outlook.planning.models import PlanPortfolio
from peygir.outlook.planning.portfolio_rules import PortfolioTerms
from peygir.people.queries import staff_id_of

Range = tuple[float, float, float]
OFFICE: Final = "budget"
TITLE: Final = "بودجهٔ کارهای کوچک و اثرگذار"
BUDGET: Final = 50_000_000_000
WRITTEN: Final = timedelta(days=5)
"""So long before the end of the sample's year the candidates were written."""
_BILLION: Final = 1_000_000_000
_NAMES: Final = ("incidents", "reported", "severity", "people", "avoidable", "years", "cost")


@dataclass(frozen=True, slots=True)
class SampleCandidate:
    """A candidate: who wrote it, for which unit, about what and where; inputs, the cost in billions of rials."""

    username: str
    unit: str
    topic: str
    district: str
    title: str
    ranges: tuple[Range, Range, Range, Range, Range, Range, Range]

    @property
    def inputs(self) -> Mapping[str, Range]:
        """The inputs as they are written, the cost in rials."""
        named = dict(zip(_NAMES, self.ranges, strict=True))
        low, likely, high = (float(round(amount * _BILLION)) for amount in named["cost"])
        return named | {"cost": (low, likely, high)}


CANDIDATES: Final = (
    SampleCandidate(
        "manager-d01",
        "D-01",
        "SUR-03",
        "1",
        "کف‌شور ورودی کوچه‌های آب‌گرفته",
        ((9, 14, 22), (0.5, 0.7, 0.9), (1.6, 2, 2.4), (20, 40, 90), (0.4, 0.6, 0.75), (4, 6, 8), (0.3, 0.4, 0.6)),
    ),
    SampleCandidate(
        "manager-d10",
        "D-10",
        "WST-02",
        "10",
        "سطل‌های دردار در محله‌های پرشکایت",
        ((18, 28, 40), (0.6, 0.75, 0.9), (0.8, 1, 1.2), (30, 60, 120), (0.3, 0.5, 0.7), (4, 6, 8), (0.3, 0.42, 0.7)),
    ),
    SampleCandidate(
        "manager-d01",
        "D-01",
        "ASP-01",
        "1",
        "تراش و روکش سه خیابان پرچاله",
        ((20, 30, 45), (0.5, 0.65, 0.8), (0.9, 1, 1.2), (80, 150, 300), (0.35, 0.55, 0.7), (4, 6, 8), (11, 14, 19)),
    ),
    SampleCandidate(
        "manager-d01",
        "D-01",
        "ASP-05",
        "1",
        "بازسازی پیاده‌رو و شیب‌راه چهار گذر",
        ((8, 12, 18), (0.3, 0.5, 0.7), (0.9, 1, 1.2), (60, 120, 250), (0.4, 0.6, 0.8), (8, 10, 14), (26, 34, 45)),
    ),
    SampleCandidate(
        "manager-d10",
        "D-10",
        "SUR-01",
        "10",
        "لایروبی جوی‌ها پیش از فصل باران",
        ((25, 40, 60), (0.5, 0.7, 0.9), (1, 1.5, 2), (15, 30, 60), (0.3, 0.5, 0.65), (1, 1, 2), (3, 4.2, 6)),
    ),
    SampleCandidate(
        "manager-green",
        "O-green",
        "GRN-01",
        "",
        "هرس و جایگزینی درختان خشک",
        ((30, 45, 65), (0.5, 0.7, 0.9), (1.2, 1.6, 2), (5, 12, 30), (0.2, 0.4, 0.55), (2, 3, 4), (2.8, 3.7, 4.9)),
    ),
)


def candidate_sample(city_id: int, *, now: datetime) -> None:
    """Write the candidates of units that the city has, let the machine find its own, and ask for the choice; once."""
    if PlanPortfolio.objects.filter(city_id=city_id).exists() or staff_id_of(OFFICE) is None:
        return
    units = {unit.code: unit.id for unit in city.units(city_id)}
    topics = {topic.code: topic.id for topic in city.topics(city_id)}
    districts = {row.code: row.id for row in city.districts(city_id, on=city.day_of(city_id, now))}
    at, count = now - WRITTEN, 0
    with clock.simulated(lambda: at):
        for candidate in CANDIDATES:
            if candidate.unit not in units or candidate.topic not in topics or staff_id_of(candidate.username) is None:
                continue
            actions.write_candidate(
                city_id,
                CandidateTerms(title=candidate.title),
                candidate.inputs,
                unit_id=units[candidate.unit],
                topic_id=topics[candidate.topic],
                district_id=districts.get(candidate.district),
                by=person(candidate.username),
            )
            count += 1
    with clock.simulated(lambda: now):
        actions.find_candidates(city_id, now)
        if count:
            actions.ask_for_portfolio(city_id, TITLE, PortfolioTerms(budget=BUDGET), by=person(OFFICE))
