"""What the queries of planning answer with: problems, programmes, proposals, decisions, budget lines, goals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peygir.outlook.planning.measured_facts import MeasuredFigures


@dataclass(frozen=True, slots=True)
class ProblemFacts:
    """A problem; `evidence` is of `rules.EvidencePack.as_json`."""

    id: int
    city_id: int
    unit_id: int
    topic_id: int | None
    district_id: int | None
    neighbourhood_id: int | None
    title: str
    text: str
    tried: str
    evidence: Mapping[str, Any]
    state: str
    state_at: datetime
    is_public: bool
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ProblemAnswerFacts:
    """A question about a problem and, once it came, its answer of the closed list; `is_late`: due and unanswered."""

    id: int
    problem_id: int
    body: str
    unit_id: int | None
    agency_id: int | None
    request: str
    asked_at: datetime
    due_on: date
    answer: str
    reason: str
    answered_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class PlannedCostFacts:
    """A cost line in rials."""

    title: str
    kind: str
    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """An option of a programme with its costs; `cost` is what all of it costs over its years: least, likely, most."""

    number: int
    title: str
    text: str
    unit_id: int | None
    begins_on: date
    ends_on: date
    effect: tuple[float, float, float]
    years: float
    evidence_class: str
    evidence: str
    costs: tuple[PlannedCostFacts, ...]
    cost: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """A programme with its options; `needs` and `excludes` are the ids of other programmes."""

    id: int
    city_id: int
    problem_id: int
    unit_id: int
    title: str
    text: str
    variant_group: str
    chosen_option: int | None
    state: str
    state_at: datetime
    is_public: bool
    options: tuple[OptionFacts, ...]
    needs: tuple[int, ...]
    excludes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VoteFacts:
    """How a member of the council (an id of staff) voted."""

    member_id: int
    choice: str


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision of the council, with the session; `votes` is empty where they are not public."""

    session_id: int
    session_number: str
    commission: str
    decided_on: date
    outcome: str
    reason: str
    amendments: str
    amount: int | None
    votes_for: int
    votes_against: int
    votes_abstained: int
    votes: tuple[VoteFacts, ...]


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """A proposal with the decisions that were made about it, the oldest first."""

    id: int
    programme_id: int
    option: int
    unit_id: int
    commission: str
    title: str
    text: str
    letter_number: str
    letter_on: date | None
    amount: int
    version: int
    state: str
    is_public: bool
    decisions: tuple[DecisionFacts, ...]


@dataclass(frozen=True, slots=True)
class BudgetLineFacts:
    """A budget line with its sums in rials; `cases` is how many cases hang on it now."""

    id: int
    year: int
    code: str
    title: str
    unit_id: int | None
    programme_id: int | None
    approved: int
    allotted: int
    committed: int
    spent: int
    state: str
    is_public: bool
    cases: int

    @property
    def share_spent(self) -> float:
        """The spent share of what is approved, 0 to 1; 0 where nothing is approved."""
        return self.spent / self.approved if self.approved else 0.0


@dataclass(frozen=True, slots=True)
class MeasurementFacts:
    """A measurement of a goal, with its interval and verdict.

    `figures` is what was computed, `months` are those of its series, with `phases` of `goal_inputs`. `root` and
    `digest` name the data.
    """

    number: int
    first_on: date
    last_on: date
    value: float | None
    low: float | None
    high: float | None
    verdict: str
    text: str
    root: str
    digest: str
    figures: MeasuredFigures
    months: tuple[int, ...]
    phases: tuple[int, ...]
    rows: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """A goal with its measurements, the oldest first; `unit_id` is the unit of its programme."""

    id: int
    programme_id: int
    programme: str
    unit_id: int
    measure: str
    measured_in: str
    baseline: float
    baseline_from: date
    baseline_to: date
    target: float
    due_on: date
    estimator: str
    controls: tuple[str, ...]
    is_chosen_as_worst: bool
    state: str
    registered_at: datetime | None
    measurements: tuple[MeasurementFacts, ...]


@dataclass(frozen=True, slots=True)
class CasePlan:
    """What a case is part of: a problem, a programme before the council, the public session that decided, its budget
    line.
    """

    problem_id: int | None
    problem: str
    programme_id: int | None
    programme: str
    programme_state: str
    session_id: int | None
    session: str
    held_on: date | None
    line: str
    line_state: str
    year: int | None
