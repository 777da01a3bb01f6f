"""What the queries about the council answer with: sessions, agendas, questions, votes of a member, goals in view."""

from dataclasses import dataclass
from datetime import date, time

from peygir.outlook.planning.facts import (
    DecisionFacts,
    GoalFacts,
    ProblemAnswerFacts,
    ProblemFacts,
    ProgrammeFacts,
    ProposalFacts,
)
from peygir.outlook.planning.states import GoalState


@dataclass(frozen=True, slots=True)
class SittingFacts:
    """A session of the council (`commission` "") or of a commission; `items` is how many its agenda has."""

    id: int
    city_id: int
    number: str
    commission: str
    held_on: date
    begins_at: time | None
    place: str
    minutes: str
    state: str
    is_public: bool
    items: int
    undecided: int


@dataclass(frozen=True, slots=True)
class CouncilQuestion:
    """A question to the council about a problem."""

    problem: ProblemFacts
    asked: ProblemAnswerFacts


@dataclass(frozen=True, slots=True)
class AgendaItemFacts:
    """An item of an agenda: a proposal with the decision about it in this session, or a question."""

    id: int
    number: int
    proposal: ProposalFacts | None
    question: CouncilQuestion | None
    decision: DecisionFacts | None

    @property
    def is_settled(self) -> bool:
        """Whether the council has decided about it, or answered it."""
        return self.decision is not None or (self.question is not None and bool(self.question.asked.answer))


@dataclass(frozen=True, slots=True)
class WholeProposal:
    """A proposal with the programme and the problem that it is about, and the programme's goals."""

    proposal: ProposalFacts
    programme: ProgrammeFacts
    problem: ProblemFacts
    goals: tuple[GoalFacts, ...]


@dataclass(frozen=True, slots=True)
class MemberVote:
    """How a member voted, about which proposal, in which session, and what the council decided."""

    sitting: SittingFacts
    proposal_title: str
    programme_id: int
    choice: str
    outcome: str


@dataclass(frozen=True, slots=True)
class GoalInView:
    """A goal with its programme; `is_behind`: its day has passed unmeasured, or the last measurement misses it."""

    goal: GoalFacts
    programme_title: str
    programme_state: str
    commission: str
    is_behind: bool

    @property
    def is_settled(self) -> bool:
        """Whether its verdict is final."""
        return self.goal.state not in (GoalState.DRAFT, GoalState.REGISTERED)
