"""What pages may know of the panel: frozen values, made by the queries. None of them holds anything of a citizen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from peygir.core.false_closure import ClosureEstimate
from peygir.core.translation import Names
from peygir.outlook.panel.rules import Lateness
from peygir.outlook.panel.states import SIGNABLE


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """One panel: its days, its lot, and the rules of its work."""

    id: int
    city_id: int
    title: str
    from_on: date
    to_on: date
    sign_up_until: date
    seed_on: date
    seed_kind: str
    seed_source: str
    seats: int
    honoured_seats: int
    answer_days: int
    quorum: int
    voting_days: int
    sample_size: int
    floor_percent: int
    threshold: int
    petition_days: int
    population: Mapping[str, int]
    population_source: str
    ages: Mapping[str, int]
    state: str
    list_digest: str
    seed: str
    drawn_at: datetime | None
    empty_seats: int


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat as everybody knows it; `code` and the stratum are those of the public list, "" for honoured citizens."""

    number: int
    origin: str
    state: str
    left_why: str
    code: str
    district: str
    age: str
    sex: str


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """The seat of the proven phone."""

    id: int
    term_id: int
    number: int
    origin: str
    state: str
    conduct_at: datetime | None

    @property
    def is_active(self) -> bool:
        """Whether the seat was taken and is held."""
        return self.state == "active"


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """A unit, topic, district or programme that a member watches, or takes no part in (then with the reason)."""

    id: int
    kind: str
    thing_id: int
    label: Names
    reason: str = ""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class PanelCase:
    """A public case as a member judges it: nothing but what its public page shows, with personal words masked.

    `photos` are (kind, number) of approved pictures. There is no point: the neighbourhood must do.
    """

    code: str
    state: str
    close_kind: str
    topic: Names | None
    district: Names | None
    neighbourhood: Names | None
    unit: Names | None
    opened_on: date
    finished_on: date | None
    is_late: bool
    words: tuple[str, ...]
    answer: str
    photos: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SampledFacts:
    """A case of the month's sample: its chance, and how many members said what."""

    id: int
    number: int
    code: str
    unit_id: int | None
    district_id: int | None
    topic: Names | None
    unit: Names | None
    marks: tuple[str, ...]
    chance: float
    views: Mapping[str, int]
    answers: Mapping[str, int]
    own: str  # what the member said, "" for nothing yet


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """A month's sample, and the share of cases that the panel does not find solved, with its interval."""

    id: int
    term_id: int
    first_on: date
    last_on: date
    seed: str
    seed_source: str
    population: int
    size: int
    floor_percent: int
    drawn: int
    due_on: date
    judged: int  # cases of which a majority says something
    estimate: ClosureEstimate


@dataclass(frozen=True, slots=True)
class MotionFacts:
    """A vote: its counts are 0 until it ends, but for how many have voted."""

    id: int
    finding_id: int
    number: int
    kind: str
    proposer: int
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
    """A finding with its votes and answers; `proposer` is a member's number."""

    id: int
    term_id: int
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
    """A petition; `count` are its signatures, until now or in the end."""

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
    opened_at: datetime | None
    closes_at: datetime | None
    reached_at: datetime | None
    ended_at: datetime | None
    count: int
    answers: tuple[OwedFacts, ...]

    @property
    def percent(self) -> int:
        """How much of the threshold is reached, at most 100."""
        return min(100, 100 * self.count // self.threshold)

    def is_signable(self, now: datetime) -> bool:
        """Whether it takes signatures at this moment."""
        return self.state in SIGNABLE and self.ended_at is None and self.closes_at is not None and now < self.closes_at


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
