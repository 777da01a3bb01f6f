"""What the queries about votes of citizens answer with."""

from dataclasses import dataclass
from datetime import datetime

from peygir.outlook.planning.voting_rules import fate_of
from peygir.outlook.planning.voting_states import ProjectFate, VotingState


@dataclass(frozen=True, slots=True)
class BallotProjectFacts:
    """A project on a ballot, with its result once it is counted; amounts in rials."""

    number: int
    title: str
    text: str
    cost: int
    programme_id: int | None
    district_id: int | None
    supporters: int
    points: int
    place: int | None
    payment: int | None
    effective_votes: float | None
    left: int

    @property
    def fate(self) -> ProjectFate:
        """Why it is funded, or not; of a counted vote."""
        return fate_of(self.supporters, self.place)

    @property
    def missing(self) -> int:
        """How much its supporters lacked, of a project that is not funded."""
        return max(self.cost - self.left, 0)


@dataclass(frozen=True, slots=True)
class VotingFacts:
    """A vote with its projects; `step` waits for a second person."""

    id: int
    city_id: int
    title: str
    text: str
    year: int
    budget: int
    rule: str
    most: int
    opens_at: datetime
    closes_at: datetime
    digest: str
    state: str
    step: str
    step_reason: str
    step_by_id: int | None
    ballots: int
    spent: int
    increases: int
    file_digest: str
    projects: tuple[BallotProjectFacts, ...]

    @property
    def share(self) -> int:
        """What each voter had to spend before it was increased, in rials; 0 without ballots."""
        return self.budget // self.ballots if self.ballots else 0

    @property
    def funded(self) -> tuple[BallotProjectFacts, ...]:
        """The funded projects, in the order in which they were bought."""
        return tuple(sorted((row for row in self.projects if row.place), key=lambda row: row.place or 0))

    @property
    def lost(self) -> tuple[BallotProjectFacts, ...]:
        """The projects that are not funded, the most points first."""
        return tuple(sorted((row for row in self.projects if not row.place), key=lambda row: -row.points))

    def takes_ballots(self, now: datetime) -> bool:
        """Whether ballots are taken at a moment."""
        return self.state == VotingState.OPEN and self.opens_at <= now < self.closes_at
