"""A city's data as plain values, as the files give it and before it is checked.

A value that could not be read is None here and already a fault; the checks skip it, so that one mistake is one
fault. A whole table that could not be read is None in `CityRows` for the same reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

from peygir.city.local_knowledge_rows import (
    AttributeRow,
    CollectionRow,
    EscalationStepRow,
    LandmarkRow,
    SeasonRow,
    WorkRow,
)
from peygir.city.text_rows import CityTextRow
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _

TOPICS: Final = "topics.csv"
UNITS: Final = "units.csv"
AGENCIES: Final = "agencies.csv"
DISTRICTS: Final = "districts.geojson"
NEIGHBOURHOODS: Final = "neighbourhoods.geojson"
OWNERSHIP: Final = "ownership.csv"
CALENDAR: Final = "calendar.csv"
EMERGENCIES: Final = "emergencies.csv"
MARKS: Final = "marks.csv"
SETTINGS: Final = "city.toml"

ANY_DISTRICT: Final = ""


@dataclass(frozen=True, slots=True, order=True)
class FileFault:
    """One fault: the file, the row as the file counts it (0: the file as a whole), and the reason.

    A CSV's header is row 1; a GeoJSON's first feature is row 1; a TOML's row is 0.
    """

    file: str
    row: int
    reason: Text

    def words(self, language: str) -> str:
        """One line in a language."""
        if not self.row:
            return f"{self.file}: {self.reason.in_language(language)}"
        return _("{file}, row {row}: {reason}", file=self.file, row=self.row, reason=self.reason).in_language(language)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit; `parent` is a code or empty."""

    code: str
    kind: str
    name_fa: str
    name_en: str
    parent: str = ""
    source: str = ""
    office_opens: time | None = None
    office_closes: time | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One outside agency with the codes of the topics it takes."""

    code: str
    name_fa: str
    name_en: str
    phone: str = ""
    topics: tuple[str, ...] = ()
    source: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic and its terms; hours that could not be read are None, but `visit_hours` None promises no visit."""

    group_code: str
    group_fa: str
    group_en: str
    code: str
    name_fa: str
    name_en: str
    unit_type: str
    urgency: str
    ack_hours: Decimal | None
    visit_hours: Decimal | None
    due_hours: Decimal | None
    clock: str
    unit_fa: str = ""
    name_status: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """One district; `shape` is None where only names are known, or where `is_broken`."""

    code: str
    name_fa: str
    name_en: str = ""
    unit: str = ""
    polygon: Mapping[str, Any] | None = None
    shape: BaseGeometry | None = None
    is_broken: bool = False
    is_approximate: bool = False
    valid_from: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class NeighbourhoodRow:
    """One neighbourhood; `district` is a district's code."""

    code: str
    name_fa: str
    district: str
    name_en: str = ""
    polygon: Mapping[str, Any] | None = None
    shape: BaseGeometry | None = None
    is_broken: bool = False
    is_approximate: bool = False
    valid_from: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class OwnershipRow:
    """Who takes a topic in a district (empty: in any): exactly one of `unit` and `agency`."""

    topic: str
    district: str
    unit: str = ""
    agency: str = ""
    branch: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A day that the city closes or opens by its own decision."""

    day: date | None
    is_off: bool
    name_fa: str = ""
    name_en: str = ""
    source: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """The number to call at once when a topic, or one of its phrases, is reported."""

    topic: str
    phone: str
    phrases: tuple[str, ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class MarkRow:
    """Special properties of a topic: whom it concerns, if it has a place, who may read it, which waste it is about."""

    topic: str
    about: str = "place"
    needs_place: bool = True
    is_confidential: bool = False
    collection: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class CitySettings:
    """A city's own settings."""

    name_fa: str
    name_en: str
    time_zone: str = "Asia/Tehran"
    phone_region: str = "IR"
    language: str = "fa"
    centre_lat: float = 0.0
    centre_lon: float = 0.0
    zoom: float = 11.0
    silence_days: int = 7
    week_off: tuple[int, ...] = (3, 4)
    office_opens: time = time(7, 30)
    office_closes: time = time(14, 30)
    holiday_country: str = "IR"
    is_sample: bool = False
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class CityRows:
    """A whole city to load. An optional table that is None changes nothing: its present rows stay in force."""

    code: str
    units: tuple[UnitRow, ...] | None
    agencies: tuple[AgencyRow, ...] | None
    topics: tuple[TopicRow, ...] | None
    districts: tuple[DistrictRow, ...] | None
    neighbourhoods: tuple[NeighbourhoodRow, ...] | None
    settings: CitySettings | None = None
    ownership: tuple[OwnershipRow, ...] | None = None
    calendar: tuple[CalendarRow, ...] | None = None
    emergencies: tuple[EmergencyRow, ...] | None = None
    marks: tuple[MarkRow, ...] | None = None
    landmarks: tuple[LandmarkRow, ...] | None = None
    collection: tuple[CollectionRow, ...] | None = None
    works: tuple[WorkRow, ...] | None = None
    seasons: tuple[SeasonRow, ...] | None = None
    ladder: tuple[EscalationStepRow, ...] | None = None
    attributes: tuple[AttributeRow, ...] | None = None
    texts: tuple[CityTextRow, ...] | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file, in hex."""
