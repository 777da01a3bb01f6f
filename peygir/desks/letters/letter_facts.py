"""What pages, mails and other packages know of letters: frozen facts."""

from dataclasses import dataclass, field
from datetime import date, datetime

from peygir.core.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class LetterAnnexFacts:
    """A file of a letter."""

    id: int
    title: str
    name: str  # in the storage
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LetterHandingFacts:
    """A letter's way out."""

    state: str
    sent_at: datetime | None
    remote: str
    news: str
    news_at: datetime | None
    error: str
    tries: int
    next_try_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterLink:
    """A letter in a chain or a list beside another: its number, day, direction and subject."""

    id: int
    number: str
    direction: Vocabulary
    dated_on: date
    party: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """One letter of the register."""

    id: int
    city_id: int
    number: str
    direction: Vocabulary
    way: Vocabulary
    state: Vocabulary
    state_reason: str
    dated_on: date
    registered_at: datetime
    registered_by: str
    party: str
    address: str
    other_number: str
    other_on: date | None
    subject: str
    body: str
    tables: tuple[dict[str, object], ...]
    figures: tuple[tuple[str, str], ...]
    due_on: date | None
    case_id: int | None
    case_code: str
    agency_id: int | None
    proposal_id: int | None
    erased_at: datetime | None
    handing: LetterHandingFacts | None = None
    answers: LetterLink | None = None
    answered_by: tuple[LetterLink, ...] = ()
    annexes: tuple[LetterAnnexFacts, ...] = field(default_factory=tuple)

    @property
    def is_out(self) -> bool:
        """Whether the letter goes out."""
        return self.direction == "out"


@dataclass(frozen=True, slots=True)
class LetterTermsFacts:
    """Letterhead, signature and the governor's office in force."""

    office: str
    signer_office: str
    signer_name: str
    governor: str
    governor_way: str
    governor_address: str
