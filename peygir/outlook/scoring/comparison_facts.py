"""What pages read of comparisons and weak points: frozen, typed facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from peygir.outlook.scoring.fairness.standing import Standing


@dataclass(frozen=True, slots=True)
class ComparedMonthFacts:
    """A closed month in which units were compared: its current version, and the SHA-256 of that comparison."""

    id: int
    first_on: date
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class PeerGroupFacts:
    """The units of one group of peers in the whole mark, the best rank first; those without a rank stand last.

    `among_first` are the units that could be among the first three.
    """

    peers: str
    standings: Sequence[Standing]
    among_first: Sequence[int]


@dataclass(frozen=True, slots=True)
class WeakPointMonthFacts:
    """The failures of a group in a month, and how many its cases let expect."""

    first_on: date
    observed: int
    expected: float


@dataclass(frozen=True, slots=True)
class WeakPointCaseFacts:
    """A case that failed; `code` is "" for a case that the viewer may not see."""

    case_id: int
    code: str


@dataclass(frozen=True, slots=True)
class WeakPointFacts:
    """A weak point: what got worse where, by how much, and what was said of it.

    `unit_id` None: of a topic in a district. `expected`: the failures that the group's own past lets expect.
    `adjusted`: the p-value, adjusted for the number of groups.
    """

    id: int
    first_on: date
    indicator: str
    unit_id: int | None
    topic_code: str
    district_code: str
    observed: int
    expected: Decimal
    n: int
    adjusted: Decimal
    months: Sequence[WeakPointMonthFacts]
    case_ids: Sequence[int]
    answer: str
    answered_by_id: int | None
    answered_at: datetime | None

    @property
    def excess(self) -> Decimal:
        """By how many failures it is worse than expected."""
        return self.observed - self.expected
