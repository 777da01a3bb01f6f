"""What others may know of honours: frozen values, made by the queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peygir.core.translation import Names
from peygir.outlook.honours.rules import Category
from peygir.outlook.honours.usefulness import UsefulnessRules


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """One edition with its rules and how far it is."""

    id: int
    city_id: int
    year: int
    title: Names
    title_fa: str
    title_en: str
    from_on: date
    to_on: date
    places: int
    rules: UsefulnessRules
    categories: tuple[Category, ...]
    version: int
    state: str
    proposed_by_id: int | None
    frozen_by_id: int | None
    frozen_at: datetime | None
    counted_at: datetime | None
    assessed: int
    eligible: int
    sealed_by_id: int | None
    sealed_at: datetime | None

    def category(self, code: str) -> Names | None:
        """Return the name of a category; None for a code that is none."""
        return next((row.label for row in self.categories if row.code == code), None)


@dataclass(frozen=True, slots=True)
class FlagFacts:
    """One flag of a candidate; `is_by_system` says who found it."""

    kind: str
    note: str
    is_by_system: bool
    at: datetime
    cleared_at: datetime | None
    cleared_reason: str


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """A candidate; `name` and `phone` are empty unless the citizen agreed, and the phone is masked."""

    id: int
    edition_id: int
    place: int
    score: float
    parts: Mapping[str, Any]
    answer: str  # of HonourConsentAnswer; "" for none
    asked_at: datetime | None
    name: str
    phone: str
    open_flags: tuple[str, ...]
    decision: str
    category: str
    reason: str
    reply: str
    certificate: str  # its code, "" for none

    @property
    def has_agreed(self) -> bool:
        """Whether the citizen wants to be a candidate."""
        return self.answer in ("named", "unnamed")


@dataclass(frozen=True, slots=True)
class OwnHonour:
    """What a citizen sees of one edition: an invitation, the reply, and the certificate."""

    candidate_id: int
    title: Names
    reply: str
    certificate: str


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """A school of a district."""

    id: int
    code: str
    district_id: int
    name_fa: str
    name_en: str

    @property
    def name(self) -> Names:
        """The name in the reader's language."""
        return Names.of(self.name_fa, self.name_en)


@dataclass(frozen=True, slots=True)
class PupilFacts:
    """A nominated pupil, for the honours office alone."""

    id: int
    edition_id: int
    school: SchoolFacts
    honour: str
    nominated_by: str
    name: str
    grade: int
    guardian_name: str
    guardian_phone: str  # masked
    consent: str
    tasks: tuple[str, ...]
    decision: str
    reason: str
    certificate: str
    is_erased: bool


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate as its public page shows it: `name` is that of an adult who agreed to its publication."""

    code: str
    kind: str
    title: Names
    year: int
    category: Names | None
    issued_on: date
    is_withdrawn: bool
    name: str
    private_name: str  # for the document that its holder gets; of a minor, too
    school: Names | None


@dataclass(frozen=True, slots=True)
class ThanksFacts:
    """What the reports of a neighbourhood achieved."""

    neighbourhood_id: int
    cases: int
    fixed: int
    topic_id: int | None
    topic_fixed: int
