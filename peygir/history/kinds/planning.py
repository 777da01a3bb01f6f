"""Events of planning: problems, programmes, proposals, the council's sessions, budget lines and goals."""

from dataclasses import dataclass

from peygir.history.catalogue import ABSENT, EventData, event


@dataclass(frozen=True, kw_only=True)
class PlanMoveEvent(EventData):
    """A move of a file of planning; `note` is the salted digest of its reason, which is kept beside it."""

    verb: str
    from_: str
    to: str
    note: str = ABSENT


@event("problem_kept", file="problem", ends=True)
class ProblemKept(EventData):
    """A problem was written or changed; `digest` is the SHA-256 of its text, place, topic and owner."""

    digest: str
    unit: int
    is_public: bool


@event("problem_moved", file="problem", ends=True)
class ProblemMoved(PlanMoveEvent):
    """A problem was recognised, got a programme, was solved, dropped or reopened."""


@event("problem_cases_linked", file="problem", ends=True)
class ProblemCasesLinked(EventData):
    """Cases (ids) became part of a problem, or (`is_out`) were taken out again."""

    cases: list[int]
    is_out: bool = ABSENT


@event("problem_evidenced", file="problem", ends=True)
class ProblemEvidenced(EventData):
    """The evidence of a problem was counted anew: cases, reports, and the SHA-256 of the whole pack."""

    cases: int
    reports: int
    digest: str


@event("problem_answer_asked", file="problem", ends=True)
class ProblemAnswerAsked(EventData):
    """Somebody was asked for an answer (an id) until a day; `unit` and `agency` are ids."""

    answer: int
    body: str
    due_on: str
    unit: int | None = ABSENT
    agency: int | None = ABSENT


@event("problem_answered", file="problem", ends=True)
class ProblemAnswered(EventData):
    """An answer (an id) of the closed list came; `note` is the salted digest of its reason."""

    answer: int
    outcome: str
    is_late: bool
    note: str = ABSENT


@event("programme_kept", file="programme", ends=True)
class ProgrammeKept(EventData):
    """A programme was written or changed; `digest` is the SHA-256 of the programme with its options and costs."""

    problem: int
    unit: int
    options: int
    digest: str


@event("programme_option_chosen", file="programme", ends=True)
class ProgrammeOptionChosen(EventData):
    """An option (its number) was chosen for the proposal."""

    option: int


@event("programme_linked", file="programme", ends=True)
class ProgrammeLinked(EventData):
    """The programme needs another one (an id) first, or excludes it; `is_out`: no longer."""

    other: int
    link: str
    is_out: bool = ABSENT


@event("programme_moved", file="programme", ends=True)
class ProgrammeMoved(PlanMoveEvent):
    """A programme was proposed, approved, returned, refused, funded, begun, done or dropped."""


@event("proposal_kept", file="proposal", ends=True)
class ProposalKept(EventData):
    """A proposal to the council was written or changed; `digest` is the SHA-256 of its text."""

    programme: int
    option: int
    proposal_version: int
    digest: str


@event("proposal_moved", file="proposal")
class ProposalMoved(PlanMoveEvent):
    """A proposal was sent, put on an agenda, approved, returned, refused or withdrawn."""


@event("sitting_kept", file="sitting", ends=True)
class SittingKept(EventData):
    """A session of the council was planned or changed; `digest` is the SHA-256 of day, commission and minutes."""

    number: str
    held_on: str
    digest: str


@event("sitting_moved", file="sitting", ends=True)
class SittingMoved(PlanMoveEvent):
    """A session was held, its minutes became final, or it was cancelled."""


@event("agenda_item_added", file="sitting", ends=True)
class AgendaItemAdded(EventData):
    """A proposal (an id) became an item (an id) of the agenda."""

    item: int
    proposal: int


@event("council_decided", file="sitting", ends=True)
class CouncilDecided(EventData):
    """The council decided about an item (an id): the outcome, the votes, the amount, and the digest of its words."""

    item: int
    proposal: int
    outcome: str
    votes_for: int
    votes_against: int
    votes_abstained: int
    amount: int | None
    digest: str


@event("budget_line_kept", file="budget", ends=True)
class BudgetLineKept(EventData):
    """The sums of a budget line (rials) were written: by hand, or by an import (an id)."""

    code: str
    year: int
    approved: int
    allotted: int
    committed: int
    spent: int
    source: int = ABSENT


@event("budget_line_amended", file="budget", ends=True)
class BudgetLineAmended(EventData):
    """An amendment changed what is approved for a budget line, by so many rials."""

    amendment: int
    amount: int
    approved: int


@event("budget_line_tied", file="budget", ends=True)
class BudgetLineTied(EventData):
    """A budget line pays for a programme (an id), or (None) for none."""

    programme: int | None


@event("budget_cases_hung", file="budget")
class BudgetCasesHung(EventData):
    """Planned cases (ids) now hang on the budget line."""

    cases: list[int]


@event("budget_cases_left", file="budget", ends=True)
class BudgetCasesLeft(EventData):
    """Cases (ids) no longer hang on the budget line; `why` is of `planning.rules.LEFT_WHY`."""

    cases: list[int]
    why: str


@event("budget_line_moved", file="budget")
class BudgetLineMoved(PlanMoveEvent):
    """The work of a budget line began, is done, or the line was withdrawn."""


@event("goal_kept", file="goal", ends=True)
class GoalKept(EventData):
    """A goal was written or changed before it was registered; `digest` is the SHA-256 of all of it."""

    programme: int
    digest: str


@event("goal_registered", file="goal", ends=True)
class GoalRegistered(EventData):
    """A goal was registered before its programme began, and is frozen: measure, baseline, target, day, estimator."""

    measure: str
    baseline: float
    target: float
    due_on: str
    estimator: str
    digest: str


@event("goal_measured", file="goal", ends=True)
class GoalMeasured(EventData):
    """A goal was measured: value with its interval, verdict, and the SHA-256 of the data it came from."""

    measurement: int
    value: float | None
    low: float | None
    high: float | None
    verdict: str
    digest: str


@event("candidate_found", file="candidate", ends=True)
class CandidateFound(EventData):
    """A candidate for money was found or written; `inputs` by name: low, likely, high."""

    source: str
    key: str
    inputs: dict[str, list[float]]


@event("candidate_counted", file="candidate", ends=True)
class CandidateCounted(EventData):
    """The machine counted inputs of a candidate anew; those that a person entered stay."""

    inputs: dict[str, list[float]]


@event("candidate_changed", file="candidate", ends=True)
class CandidateChanged(EventData):
    """A person changed what binds a candidate; `digest` is the SHA-256 of all of it."""

    digest: str


@event("candidate_input_set", file="candidate", ends=True)
class CandidateInputSet(EventData):
    """A person entered an input of a candidate: low, likely, high; `was` is what stood there."""

    name: str
    was: list[float]
    now: list[float]
    note: str = ABSENT


@event("candidate_moved", file="candidate", ends=True)
class CandidateMoved(EventData):
    """A candidate was left out, taken up again, or became a programme (an id)."""

    from_: str
    to: str
    programme: int = ABSENT
    note: str = ABSENT


@event("portfolio_asked", file="portfolio", ends=True)
class PortfolioAsked(EventData):
    """A portfolio was asked for; `digest` is the SHA-256 of its terms and inputs."""

    digest: str
    candidates: int
    budget: int


@event("portfolio_computed", file="portfolio", ends=True)
class PortfolioComputed(EventData):
    """A portfolio was computed, or is not possible; `digest` is the SHA-256 of the result."""

    is_possible: bool
    digest: str
