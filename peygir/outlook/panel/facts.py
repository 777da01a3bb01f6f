"""What pages may know of the panel: frozen values, made by the queries. None of them holds anything of a citizen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from peygir.core.false_closure import ClosureEstimate
from peygir.core.translation import Names


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
    """A unit, district or programme in which a member takes no part, with the reason."""

    id: int
    kind: str
    thing_id: int
    label: Names
    reason: str = ""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class WatchFacts:
    """What a member watches, with its public cases; the counts are None for a programme whose cases are not public.

    `kind` is one of `WatchKind`, or “area” for a neighbourhood; `code` that of a district or neighbourhood. `new` are
    those opened since the day of the member's last visit.
    """

    id: int
    kind: str
    thing_id: int
    code: str
    label: Names
    open: int | None
    late: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class WatchedCase:
    """A public case of a watched thing, by days."""

    code: str
    state: str
    topic: Names | None
    neighbourhood: Names | None
    unit: Names | None
    opened_on: date
    is_late: bool
    is_new: bool


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
    seed_kind: str
    seed_on: date
    by_clock: bool  # nobody had drawn it, so the night did
    list_digest: str
    due_on: date
    judged: int  # cases of which a majority says something
    estimate: ClosureEstimate


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """A month that is over: `due_on` is the day whose night draws its cases if nobody has."""

    first_on: date
    last_on: date
    state: str
    due_on: date | None
    sample: SampleFacts | None
