"""Plain values of a city's local knowledge: landmarks, collection days, works, seasons, escalation steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Literal

from peygir.city.facts import Version


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

    `area` is a GeoJSON geometry (a circle is approximated), None for the whole city. `to_at` is the moment
    of an early end, if there was one.
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
    clock: str | None  # of `urgencies.ClockKind`
    text_fa: str
    text_en: str
    menu_key: str


@dataclass(frozen=True, slots=True, order=True)
class EscalationStepFacts:
    """Who is notified when `percent` of a promise's time has passed."""

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
