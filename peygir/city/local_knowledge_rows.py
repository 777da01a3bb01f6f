"""Rows of a city's local knowledge as its files give them: landmarks, collection days, works, seasons, escalation.

As in `rows`: a value that could not be read is None here and already a fault.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

LANDMARKS: Final = "landmarks.csv"
COLLECTION: Final = "collection.csv"
WORKS: Final = "works.csv"
SEASONS: Final = "seasons.csv"
LADDER: Final = "ladder.csv"
ATTRIBUTES: Final = "attributes.csv"

ANY_TOPIC: Final = "*"
HOUSEHOLD: Final = "household"
RECYCLING: Final = "recycling"
COLLECTION_KINDS: Final = (HOUSEHOLD, RECYCLING)
LANDMARK_KINDS: Final = (
    "street",
    "boulevard",
    "square",
    "junction",
    "bridge",
    "park",
    "garden",
    "hospital",
    "bazaar",
    "gate",
    "shrine",
    "mosque",
    "monument",
    "museum",
    "terminal",
    "metro",
    "mall",
    "university",
    "school",
    "library",
    "stadium",
    "hotel",
    "office",
    "cemetery",
    "neighbourhood",
    "other",
)
CLERK, MANAGER, DEPUTY, MAYOR = "clerk", "manager", "deputy", "mayor"
AUDIENCES: Final = (CLERK, MANAGER, DEPUTY, MAYOR)
LIST_DATATYPES: Final = ("singlevaluelist", "multivaluelist")
DATATYPES: Final = ("string", "number", "datetime", "text", *LIST_DATATYPES)
HIGHEST_ORDER: Final = 999
LONGEST_RADIUS: Final = 50_000
HIGHEST_PERCENT: Final = 1000
# Codes of works entered in the product begin with this; a file may not use it.
OWN_WORK: Final = "own-"


@dataclass(frozen=True, slots=True)
class LandmarkRow:
    """One place that people name; `aliases` are old street names and colloquial forms."""

    code: str
    name_fa: str
    kind: str
    lat: float | None
    lon: float | None
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    source: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """On which weekdays (Monday 0) one kind of waste is collected in a neighbourhood (empty: in any other)."""

    neighbourhood: str
    kind: str
    weekdays: tuple[int, ...]
    from_time: time | None = None
    source: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Works or an outage that are planned, in a circle, in a neighbourhood, or (neither) in the whole city.

    `begins` and `ends` are a day, or a day and a minute, on the city's own clock; a bare last day counts whole.
    """

    code: str
    title_fa: str
    begins: datetime | None
    ends: datetime | None
    topics: tuple[str, ...]
    title_en: str = ""
    text_fa: str = ""
    text_en: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None
    neighbourhood: str = ""
    unit: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """A campaign that overrides the ordinary rules; without dates it does not run until somebody starts it."""

    code: str
    name_fa: str
    begins: date | None
    ends: date | None
    topics: tuple[str, ...]
    name_en: str = ""
    districts: tuple[str, ...] = ()
    unit: str = ""
    ack_hours: Decimal | None = None
    visit_hours: Decimal | None = None
    due_hours: Decimal | None = None
    clock: str = ""
    text_fa: str = ""
    text_en: str = ""
    menu_key: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class EscalationStepRow:
    """Who is notified when a share of a promise's time has passed, for a topic, a unit, both, or (neither) all."""

    topic: str
    unit: str
    percent: int | None
    audience: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """One further question about a topic; `values` are a list's choices as (key, Persian, English)."""

    topic: str
    code: str
    datatype: str
    order: int | None
    description_fa: str
    description_en: str = ""
    hint_fa: str = ""
    hint_en: str = ""
    is_required: bool = False
    is_asked: bool = True
    values: tuple[tuple[str, str, str], ...] = ()
    row: int = 0
