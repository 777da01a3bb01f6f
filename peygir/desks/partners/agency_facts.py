"""What pages and letters know of referrals to agencies: frozen facts."""

from dataclasses import dataclass, field
from datetime import date, datetime

from peygir.city.facts import AgencyFacts, DistrictFacts, NeighbourhoodFacts, TopicFacts, UnitFacts
from peygir.desks.partners.agency_states import AgencyStage


@dataclass(frozen=True, slots=True)
class AgencyQuestionFacts:
    """A question of an agency, and its answer, with personal data covered; `is_shared`: the reporter may be called."""

    id: int
    to: str
    words: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    is_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRequestLine:
    """A referral in a list: what it is about and where, since when, by when, and where it stands."""

    id: int
    case_id: int
    case_code: str
    agency: AgencyFacts
    topic: TopicFacts | None
    district: DistrictFacts | None
    neighbourhood: NeighbourhoodFacts | None
    stage: AgencyStage
    sent_at: datetime
    due_at: datetime | None  # of what the agency has to do next
    is_late: bool
    confirmed_at: datetime | None = None
    answered_at: datetime | None = None
    refused_at: datetime | None = None
    outcome: str = ""
    done_on: date | None = None
    other_agency: AgencyFacts | None = None
    other_unit: UnitFacts | None = None
    escalated_at: datetime | None = None
    letter: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the agency still has to say something."""
        return self.stage in (AgencyStage.WAITING, AgencyStage.CONFIRMED, AgencyStage.ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRequestPage:
    """One referral as the agency sees it: no name, no number, words with personal data covered, approved photos.

    `address` and the point are the place of the work, which the agency has to find.
    """

    line: AgencyRequestLine
    address: str
    lat: float | None
    lon: float | None
    words: tuple[str, ...]
    note: str  # what the city wrote with the referral, covered
    report_count: int
    answer: str
    questions: tuple[AgencyQuestionFacts, ...] = field(default_factory=tuple)

    @property
    def open_question(self) -> AgencyQuestionFacts | None:
        """The question that was not answered yet."""
        return next((one for one in self.questions if one.answered_at is None), None)

    @property
    def may_call(self) -> bool:
        """Whether a reporter agreed that the agency may know name and number."""
        return self.line.is_open and any(one.is_shared for one in self.questions)


@dataclass(frozen=True, slots=True)
class AgencyTermsFacts:
    """The terms of an agency in force."""

    email: str
    confirm_days: int
    answer_days: int
    escalate_days: int
    valid_from: date


@dataclass(frozen=True, slots=True)
class AgencyPersonFacts:
    """A person of an agency who may sign in."""

    id: int
    agency_id: int
    name: str
    email: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFigures:
    """What became of the referrals of a span of days: of `sent`, how many were answered, refused, and when.

    `confirm_due`, `answer_due`: whose confirmation, or answer, was due within terms until now; `…_kept`: in time.
    `days` are the calendar days until the answer of those that have one, in ascending order.
    """

    sent: int
    confirm_due: int
    confirm_kept: int
    answer_due: int
    answer_kept: int
    answered: int
    refused: int
    taken_back: int
    open: int
    escalated: int
    days: tuple[int, ...]

    @property
    def median_days(self) -> float | None:
        """The median of the days until the answer, of those that have one."""
        count = len(self.days)
        if not count:
            return None
        return (self.days[(count - 1) // 2] + self.days[count // 2]) / 2

    def as_json(self) -> dict[str, object]:
        """The figures as they are kept."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "days"} | {"days": list(self.days)}
