"""The visits that count: drawn with a known chance, made or missed, with what they found; no inspector is named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from peygir.core.false_closure import SampledVisit
from peygir.core.visit_findings import MEANINGS
from peygir.desks.inspection.drawing import LearnedVisit
from peygir.desks.inspection.models import InspectionDraw
from peygir.desks.inspection.rules import DrawState, InspectionFinding, ObjectionOutcome

COUNTED = (DrawState.VISITED, DrawState.MISSED, DrawState.OVERTAKEN)


@dataclass(frozen=True, slots=True)
class ScoredVisit:
    """One drawn case whose visit was made or missed, and the finding as it stands after a decided objection.

    `is_floor`: the lot lies under the equal chance of all cases of the month. `is_equal`: it lies under the least
    chance of the unit's cases of the month, so that such visits are an equally likely sample of the unit's cases.
    """

    unit_id: int | None
    topic_id: int | None
    code: str
    marks: tuple[str, ...]
    chance: float
    is_floor: bool
    is_equal: bool
    finding: str
    called_done_at: datetime

    @property
    def is_told(self) -> bool:
        """Whether the visit says anything: somebody could see the place, or nobody went."""
        return MEANINGS[self.finding] != "unknown"

    @property
    def is_false(self) -> bool:
        """Whether the case was called done and is not."""
        return MEANINGS[self.finding] == "false"

    def as_visit(self) -> SampledVisit:
        """The visit as the estimate takes it."""
        return SampledVisit(self.chance, self.is_false)

    def as_learned(self) -> LearnedVisit:
        """The visit as the learning takes it."""
        return LearnedVisit(self.unit_id, self.topic_id, self.chance, self.is_false)


def visits_between(city_id: int, since: datetime, until: datetime) -> list[ScoredVisit]:
    """Return the visits of cases called done in a period, in the order in which they were; two statements."""
    rows = InspectionDraw.objects.filter(
        plan__city_id=city_id, called_done_at__gte=since, called_done_at__lt=until, state__in=[str(s) for s in COUNTED]
    )
    all_draws = InspectionDraw.objects.filter(
        plan__city_id=city_id, plan__last_on__gte=since.date(), plan__first_on__lte=until.date()
    )
    least = {
        (plan_id, unit_id): chance
        for plan_id, unit_id, chance in all_draws.values_list("plan_id", "unit_id")
        .annotate(least=Min("chance"))
        .order_by()
    }
    return _scored(rows.order_by("called_done_at", "pk").values_list(*_COLUMNS), least)


_COLUMNS = (
    "unit_id",
    "topic_id",
    "pseudonym",
    "marks",
    "chance",
    "is_floor",
    "plan_id",
    "lot",
    "state",
    "inspection__finding",
    "inspection__objection__outcome",
    "called_done_at",
)


def _scored(rows: Iterable[tuple[object, ...]], least: Mapping[tuple[int, int | None], float]) -> list[ScoredVisit]:
    return [_one(least, *row) for row in rows]  # type: ignore[arg-type]


def _one(
    least: Mapping[tuple[int, int | None], float],
    unit_id: int | None,
    topic_id: int | None,
    code: str,
    marks: list[str],
    chance: float,
    is_floor: bool,
    plan_id: int,
    lot: float,
    state: str,
    finding: str | None,
    outcome: str | None,
    called_done_at: datetime,
) -> ScoredVisit:
    stands = standing_finding(state, finding, outcome)
    is_equal = lot < least.get((plan_id, unit_id), 0.0)
    return ScoredVisit(unit_id, topic_id, code, tuple(marks), chance, is_floor, is_equal, stands, called_done_at)


def standing_finding(state: str, finding: str | None, outcome: str | None) -> str:
    """Return the finding of a draw as it counts.

    A missed visit is "missed". A case that its citizen opened again before the visit was not fixed. Where the centre
    upheld the unit's objection, it was fixed.
    """
    if state == DrawState.MISSED:
        return "missed"
    if state == DrawState.OVERTAKEN:
        return InspectionFinding.NOT_FIXED
    if outcome == ObjectionOutcome.UPHELD:
        return InspectionFinding.FIXED
    return finding or InspectionFinding.NOT_SEEN
