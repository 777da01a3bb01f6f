"""What pages may know of findings, answers, petitions, visits and sessions of the panel: frozen values."""

from dataclasses import dataclass
from datetime import date, datetime, time

from peygir.core.translation import Names
from peygir.outlook.panel.rules import Lateness
from peygir.outlook.panel.states import SIGNABLE, PetitionState


@dataclass(frozen=True, slots=True)
class MotionFacts:
    """A vote: its counts are 0 until it ends, but for how many have voted.

    `term_id` and `panel` (a title) are of the panel that votes, which may be a later one than found it.
    """

    id: int
    finding_id: int
    number: int
    kind: str
    term_id: int
    panel: str
    proposer: int
    counted_at: datetime | None
    opens_at: datetime
    closes_at: datetime
    result: str
    eligible: int
    excluded: int
    quorum: int
    yes: int
    no: int
    abstain: int
    cast: int


@dataclass(frozen=True, slots=True)
class OwedFacts:
    """An answer that a unit owes or gave; `late` compares it with the due moment, or the present one.

    The words are "" where they are closed; the page of the desk asks for them by itself.
    """

    id: int
    finding_id: int | None
    petition_id: int | None
    number: int
    subject: str
    unit_id: int
    unit: Names
    days: int
    asked_at: datetime
    promised_at: datetime
    due_at: datetime
    stage: str
    was_read: bool | None
    extended_why: str
    extended_note: str
    extended_by_id: int | None
    extended_at: datetime | None
    text: str
    closed_why: str
    answered_by_id: int | None
    answered_at: datetime | None
    late: Lateness

    @property
    def is_open(self) -> bool:
        """Whether the answer is still owed."""
        return self.answered_at is None

    @property
    def is_very_late(self) -> bool:
        """Whether the promised time passed once more."""
        return self.late.is_very_late(self.days)


@dataclass(frozen=True, slots=True)
class PanelFindingFacts:
    """A finding with its votes and answers; `panel` (a title) found it, `proposer` is a member's number there."""

    id: int
    term_id: int
    panel: str
    number: int
    title: str
    text: str
    unit_id: int
    unit: Names
    district_id: int | None
    district: Names | None
    programme_id: int | None
    proposer: int
    state: str
    state_at: datetime
    made_at: datetime
    codes: tuple[str, ...]
    motions: tuple[MotionFacts, ...]
    answers: tuple[OwedFacts, ...]

    @property
    def open_motion(self) -> MotionFacts | None:
        """The vote that is under way."""
        return next((motion for motion in self.motions if motion.result == "open"), None)

    @property
    def settled_by(self) -> MotionFacts | None:
        """The vote by which it was settled."""
        return next((row for row in self.motions if row.kind == "settle" and row.result == "passed"), None)

    @property
    def owed(self) -> OwedFacts | None:
        """The last answer, given or not."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a member (a number) saw at the place of a public case."""

    id: int
    code: str
    member: int
    saw: str
    note: str
    at: datetime
    has_photo: bool
    is_public: bool
    waits: bool  # for a look at its photo


@dataclass(frozen=True, slots=True)
class PetitionFacts:
    """A petition; `count` are its signatures, until now or in the end.

    One that opened by itself and that nobody has looked at yet has title and text with personal words masked.
    """

    id: int
    term_id: int
    number: int
    title: str
    text: str
    unit_id: int | None
    unit: Names | None
    threshold: int
    state: str
    refused_why: str
    made_at: datetime
    review_due_at: datetime | None
    opened_by_clock: bool
    looked_at: datetime | None
    opened_at: datetime | None
    closes_at: datetime | None
    reached_at: datetime | None
    ended_at: datetime | None
    count: int
    answers: tuple[OwedFacts, ...]

    @property
    def waits(self) -> bool:
        """Whether somebody who keeps the panel has to look at it."""
        opened_so = self.opened_by_clock and self.looked_at is None and self.state == PetitionState.OPEN
        return self.state == PetitionState.REVIEW or opened_so

    def is_review_late(self, now: datetime) -> bool:
        """Whether nobody has looked at it within the working days for that."""
        return self.waits and self.review_due_at is not None and now >= self.review_due_at

    @property
    def percent(self) -> int:
        """How much of the threshold is reached, at most 100."""
        return min(100, 100 * self.count // self.threshold)

    def is_signable(self, now: datetime) -> bool:
        """Whether it takes signatures at this moment."""
        return self.state in SIGNABLE and self.ended_at is None and self.closes_at is not None and now < self.closes_at


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """Petitions that wait for a look, those among them that wait too long, and those that opened by themselves."""

    waiting: int
    late: int
    opened: int


@dataclass(frozen=True, slots=True)
class AgendaItemOfPanel:
    """An item of an agenda, and what was decided."""

    number: int
    title: str
    finding_id: int | None
    petition_id: int | None
    decision: str


@dataclass(frozen=True, slots=True)
class PanelSessionFacts:
    """A session; `present` are the numbers of the members who were there, once the minutes are final."""

    id: int
    term_id: int
    number: int
    held_on: date
    begins_at: time
    place: str
    state: str
    minutes: str
    final_at: datetime | None
    items: tuple[AgendaItemOfPanel, ...]
    present: tuple[int, ...]
