"""The plain values by which other packages read assets; they outlive any transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from peygir.assets.attributes import AssetAttribute, Value
from peygir.core.translation import Names


@dataclass(frozen=True, slots=True)
class AssetTypeFacts:
    """A type of assets; `topic_ids` are the topics that may be reported about it today, in their order."""

    id: int
    city_id: int
    code: str
    name_fa: str
    name_en: str
    icon: str
    attributes: tuple[AssetAttribute, ...]
    topic_ids: tuple[int, ...]
    is_open: bool

    @property
    def names(self) -> Names:
        """The name by language."""
        return Names.of(self.name_fa, self.name_en)


@dataclass(frozen=True, slots=True)
class AssetFacts:
    """One asset with its type; the point in degrees (WGS84)."""

    id: int
    city_id: int
    tag: str
    type: AssetTypeFacts
    number: str
    name: str
    lat: float
    lon: float
    address: str
    district_code: str
    neighbourhood_code: str
    unit_id: int | None
    state: str  # of `states.AssetState`
    installed_on: date | None
    removed_on: date | None
    attributes: Mapping[str, Value]
    photos: tuple[str, ...]
    changed_at: datetime
    version: int
    event_count: int


@dataclass(frozen=True, slots=True)
class NearAssetType:
    """The type of an asset near a point, by its code and its names."""

    code: str
    name_fa: str
    name_en: str


@dataclass(frozen=True, slots=True)
class NearAsset:
    """An asset near a point, and how many metres away it is."""

    id: int
    tag: str
    type: NearAssetType
    name: str
    address: str
    lat: float
    lon: float
    state: str
    metres: float


@dataclass(frozen=True, slots=True)
class AssetImportFacts:
    """One import of a file: how many of its rows are done, and what they changed."""

    id: int
    file_name: str
    rows: int
    last_row: int
    added: int
    changed: int
    begun_at: datetime
    ended_at: datetime | None
    by: str
