"""What is published of the draws: each month's plan and seed, and its list of codes, chances and lots."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from peygir.desks.inspection.drawing import RiskWeights, weights_from
from peygir.desks.inspection.models import InspectionDraw, InspectionPlan
from peygir.desks.inspection.plan_shares import shares_of
from peygir.desks.inspection.rules import DrawState
from peygir.desks.inspection.scored import COUNTED, standing_finding


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A month's plan and how its draw stands; `how` says who fixed the seed, "" while nobody has."""

    id: int
    first_on: date
    last_on: date
    version: int
    visits: int
    floor_percent: int
    visit_days: int
    expected_cases: int
    mean_weight: float
    floor_chance: float
    weights: RiskWeights
    key_digest: str
    proposed_seed: str
    proposed_source: str
    proposed_by_id: int | None
    seed: str
    source: str
    how: str
    seed_at: datetime | None
    made_at: datetime
    cases: int
    drawn: int
    waiting: int
    missed: int

    def is_settled(self, today: date) -> bool:
        """Whether the month is over and no drawn visit waits: then its list is published."""
        return bool(self.seed) and today > self.last_on and not self.waiting


@dataclass(frozen=True, slots=True)
class PublishedDraw:
    """One line of a month's list; the finding is "" for a case that was not drawn, or whose visit is void."""

    case: str
    n: int
    stratum: str
    weight: float
    chance: float
    lot: float
    drawn: bool
    finding: str


def plans(city_id: int, *, most: int = 14) -> list[PlanFacts]:
    """Return the newest plans, the latest month first; one statement."""
    return [_facts(row) for row in _counted(city_id).order_by("-first_on")[:most]]


def plan_of(city_id: int, first_on: date) -> PlanFacts | None:
    """Return the plan of the month that begins on a day; one statement."""
    row = _counted(city_id).filter(first_on=first_on).first()
    return _facts(row) if row is not None else None


def _counted(city_id: int) -> QuerySet[InspectionPlan]:
    drawn = ~Q(draws__state=DrawState.PASSED) & Q(draws__isnull=False)
    return InspectionPlan.objects.filter(city_id=city_id).annotate(
        cases=Count("draws"),
        drawn=Count("draws", filter=drawn),
        waiting=Count("draws", filter=Q(draws__state=DrawState.WAITING)),
        missed=Count("draws", filter=Q(draws__state=DrawState.MISSED)),
    )


def _facts(row: InspectionPlan) -> PlanFacts:
    counts = {name: int(getattr(row, name)) for name in ("cases", "drawn", "waiting", "missed")}
    return PlanFacts(
        id=row.pk,
        first_on=row.first_on,
        last_on=row.last_on,
        version=row.version,
        visits=row.visits,
        floor_percent=row.floor_percent,
        visit_days=row.visit_days,
        expected_cases=row.expected_cases,
        mean_weight=row.mean_weight,
        floor_chance=shares_of(row).floor_chance,
        weights=weights_from(row.weights),
        key_digest=row.key_digest,
        proposed_seed=row.proposed_seed,
        proposed_source=row.proposed_source,
        proposed_by_id=row.proposed_by_id,
        seed=row.seed,
        source=row.seed_source,
        how=row.seed_kind,
        seed_at=row.seed_at,
        made_at=row.made_at,
        **counts,
    )


def published_draws(plan_id: int) -> Iterator[PublishedDraw]:
    """Yield the lines of a month's list, ordered by code, in batches; the caller asks whether it is settled."""
    rows = InspectionDraw.objects.filter(plan_id=plan_id).order_by("pseudonym")
    columns = ("pseudonym", "n", "unit__code", "weight", "chance", "lot", "state")
    found = ("inspection__finding", "inspection__objection__outcome")
    for code, n, unit, weight, chance, lot, state, finding, outcome in rows.values_list(*columns, *found).iterator(
        chunk_size=2000
    ):
        is_counted = state in COUNTED
        stands = standing_finding(state, finding, outcome) if is_counted else ""
        yield PublishedDraw(code, n, unit or "", weight, chance, lot, state != DrawState.PASSED, stands)
