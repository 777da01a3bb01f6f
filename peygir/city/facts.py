"""What other packages are told of a city: plain values that outlive any transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
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
    """A unit under the name that it has today; `is_open` is false for one that a load has closed."""

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
    """One version of a topic's terms; hours of which zero promises nothing."""

    topic_id: int
    urgency: Literal["U", "N", "P", "I"]
    ack_hours: Decimal
    visit_hours: Decimal | None
    due_hours: Decimal
    clock: Literal["C", "B"]
    source: str = "csv"


@dataclass(frozen=True, slots=True)
class FaceFacts(Version):
    """One version of what was decided of a topic; where none holds, the city's files do."""

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
    """One version of decided office hours, of a unit or (None) of the city; None: as the city's files say."""

    unit_id: int | None
    opens: time | None
    closes: time | None
    week_off: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class OwnerFacts(Version):
    """One version of who takes a topic in a district: a unit or an agency, and why."""

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
    """Where something is: the version of the district, and of the neighbourhood where one is known."""

    district_id: int
    district_code: str
    neighbourhood_id: int | None
    neighbourhood_code: str


@dataclass(frozen=True, slots=True)
class LandmarkFacts(Version):
    """One version of a place that people name; `aliases` are old street names and colloquial forms."""

    city_id: int
    code: str
    name_fa: str
    name_en: str
    aliases: tuple[str, ...]
    kind: str
    lat: float
    lon: float
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class CollectionFacts(Version):
    """On which weekdays (Monday 0), and from what hour, one kind of waste is collected in a neighbourhood."""

    neighbourhood_code: str
    kind: str
    weekdays: frozenset[int]
    from_time: time | None


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """Planned works or an outage, from `from_at` up to, and without, `to_at`.

    `area` is a GeoJSON geometry (of a circle: near enough to draw), None for the whole city. `to_at` is the moment
    of an early end where there was one.
    """

    id: int
    city_id: int
    code: str
    title_fa: str
    title_en: str
    text_fa: str
    text_en: str
    from_at: datetime
    to_at: datetime
    topic_ids: frozenset[int]
    lat: float | None
    lon: float | None
    radius_m: int | None
    neighbourhood_code: str
    area: Mapping[str, Any] | None
    unit_id: int | None
    source: str
    is_ended: bool


@dataclass(frozen=True, slots=True)
class SeasonFacts:
    """One run of a season, from `from_at` up to, and without, `to_at`; hours and clock None: the topic's own.

    `id` is the season's, `run_id` this run's. `district_codes` empty: in the whole city.
    """

    id: int
    run_id: int
    city_id: int
    code: str
    name_fa: str
    name_en: str
    from_at: datetime
    to_at: datetime
    topic_ids: frozenset[int]
    district_codes: frozenset[str]
    unit_id: int | None
    ack_hours: Decimal | None
    visit_hours: Decimal | None
    due_hours: Decimal | None
    clock: Literal["C", "B"] | None
    text_fa: str
    text_en: str
    menu_key: str


@dataclass(frozen=True, slots=True, order=True)
class RungFacts:
    """Who is told when `percent` of a promise's time is used."""

    percent: int
    audience: Literal["clerk", "manager", "deputy", "mayor"]


@dataclass(frozen=True, slots=True)
class AttributeFacts(Version):
    """One version of a further question about a topic; `values` are a list's choices as (key, Persian, English)."""

    topic_id: int
    code: str
    datatype: Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
    is_required: bool
    is_asked: bool
    order: int
    description_fa: str
    description_en: str
    hint_fa: str
    hint_en: str
    values: tuple[tuple[str, str, str], ...]


Versioned = TypeVar("Versioned", bound=Version)
Fact = TypeVar("Fact")


def in_force(versions: tuple[Versioned, ...], on: date) -> Versioned | None:
    """The one version in force on a day, or None; versions of a thing never overlap."""
    for version in versions:
        if version.valid_from <= on and (version.valid_to is None or on < version.valid_to):
            return version
    return None


def as_fact(kind: Callable[..., Fact], row: Any, **given: Any) -> Fact:
    """A row's columns as a plain value: every field that is not given is the column of the same name."""
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return kind(**{name: given[name] if name in given else getattr(row, name) for name in names})
