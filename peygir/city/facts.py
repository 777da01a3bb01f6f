"""The plain values by which other packages read a city; they outlive any transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any, Literal, TypeVar


@dataclass(frozen=True, slots=True)
class CityFacts:
    """A city's own settings; `week_off` counts Monday as 0."""

    id: int
    code: str
    name_fa: str
    name_en: str
    time_zone: str
    phone_region: str
    language: str
    centre_lat: float
    centre_lon: float
    zoom: float
    silence_days: int
    week_off: frozenset[int]
    office_opens: time
    office_closes: time
    holiday_country: str
    is_sample: bool
    load_number: int


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit with its name of today; `is_open` is false if a load has closed it."""

    id: int
    city_id: int
    code: str
    kind: str
    name_fa: str
    name_en: str
    parent_id: int | None
    office_opens: time | None
    office_closes: time | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """An outside agency and the number people call."""

    id: int
    city_id: int
    code: str
    name_fa: str
    name_en: str
    phone: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """A topic, without its terms."""

    id: int
    city_id: int
    code: str
    group_code: str
    group_fa: str
    group_en: str
    name_fa: str
    name_en: str
    unit_type: str
    agency_id: int | None
    about: str
    needs_place: bool
    is_confidential: bool
    is_emergency: bool
    emergency_phone: str
    is_open: bool
    collection_kind: Literal["household", "recycling", ""] = ""
    words_fa: str = ""
    words_en: str = ""
    is_public: bool = True
    source: str = "csv"


@dataclass(frozen=True, slots=True)
class Version:
    """A row in force from `valid_from` up to, and without, `valid_to` (None: until further notice)."""

    id: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class TermsFacts(Version):
    """One version of a topic's terms; zero hours promise nothing."""

    topic_id: int
    urgency: str  # of `urgencies.Urgency`
    ack_hours: Decimal
    visit_hours: Decimal | None
    due_hours: Decimal
    clock: str  # of `urgencies.ClockKind`
    source: str = "csv"


@dataclass(frozen=True, slots=True)
class FaceFacts(Version):
    """One version of a decided description of a topic; without one the city's files hold."""

    topic_id: int
    name_fa: str
    name_en: str
    words_fa: str
    words_en: str
    is_public: bool
    is_confidential: bool
    is_ended: bool


@dataclass(frozen=True, slots=True)
class HoursFacts(Version):
    """One version of decided office hours, of a unit or (None) the city; a None field: as in the city's files."""

    unit_id: int | None
    opens: time | None
    closes: time | None
    week_off: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class OwnerFacts(Version):
    """One version of a topic's owner in a district: a unit or an agency, and why."""

    topic_id: int
    district_code: str
    unit_id: int | None
    agency_id: int | None
    branch: str
    source: str
    reason_fa: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class UnitNameFacts(Version):
    """One version of a unit's name that was given in the product."""

    unit_id: int
    name_fa: str
    name_en: str


@dataclass(frozen=True, slots=True)
class LandFacts(Version):
    """What districts and neighbourhoods have in common."""

    city_id: int
    code: str
    name_fa: str
    name_en: str
    is_approximate: bool
    source: str


@dataclass(frozen=True, slots=True)
class DistrictFacts(LandFacts):
    """One version of a district."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class NeighbourhoodFacts(LandFacts):
    """One version of a neighbourhood."""

    district_id: int


@dataclass(frozen=True, slots=True)
class Place:
    """The district version of a point, and the neighbourhood version if one is known."""

    district_id: int
    district_code: str
    neighbourhood_id: int | None
    neighbourhood_code: str


Versioned = TypeVar("Versioned", bound=Version)
Fact = TypeVar("Fact")


def in_force(versions: tuple[Versioned, ...], on: date) -> Versioned | None:
    """The one version in force on a day, or None; versions of a thing never overlap."""
    for version in versions:
        if version.valid_from <= on and (version.valid_to is None or on < version.valid_to):
            return version
    return None


def as_fact(kind: Callable[..., Fact], row: Any, **given: Any) -> Fact:
    """A row's columns as a plain value: every field that is not passed is the column of the same name."""
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return kind(**{name: given[name] if name in given else getattr(row, name) for name in names})
