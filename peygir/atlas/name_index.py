"""The statements behind a search of names: each finds few rows of the current map by an index."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Final

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, FloatField, Q, QuerySet
from django.db.models.functions import Length

from peygir.atlas.kinds import PlaceKind
from peygir.atlas.models import AtlasPlace, name_keys_of_row
from peygir.core.translation import Names

MOST: Final = 40
_MOST_ALLEYS: Final = 60
_MOST_NAMED: Final = 5
_COLUMNS: Final = (
    "pk",
    "kind",
    "name",
    "names",
    "search_text",
    "number",
    "lat",
    "lon",
    "parent_id",
    "neighbourhood_code",
    "is_approximate",
)
_LOOSEST: Final = 0.4
_ERROR: Final = 3  # trigrams that one wrong letter spoils


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What a search needs of one row."""

    id: int
    kind: str
    name: str
    names: dict[str, str]
    search_text: str
    number: str
    lat: float
    lon: float
    parent_id: int | None
    neighbourhood_code: str
    is_approximate: bool

    @property
    def keys(self) -> list[str]:
        """The keys of all names."""
        return self.search_text.strip("|").split("|")

    @property
    def name_in_all(self) -> Names:
        """The name by language, the one that is said there first."""
        return Names((("", self.name), *self.names.items()))


def begins_with(key: str, near: tuple[float, float] | None) -> list[PlaceRow]:
    """Rows with a name that begins with the key: the nearest ones, without `near` those with the shortest names."""
    rows = AtlasPlace.objects.filter(search_text__contains=f"|{key}")
    if near is None:
        return _read(rows.order_by(Length("search_text"), "pk"))
    lat, lon = near
    north, east = F("lat") - lat, (F("lon") - lon) * cos(radians(lat))
    return _read(
        rows.alias(is_whole=Q(search_text__contains=f"|{key}|")).order_by("-is_whole", north * north + east * east)
    )


def rows_named(keys: Collection[str]) -> list[PlaceRow]:
    """Rows of which a name is exactly one of the keys; at most _MOST_NAMED for each key, the first that were loaded."""
    rows = AtlasPlace.objects.alias(keys=name_keys_of_row()).filter(keys__overlap=list(keys)).order_by("pk")
    kept: list[PlaceRow] = []
    counts = Counter[str]()
    for row in _read(rows, _MOST_NAMED * len(keys) * 4):
        named = set(row.keys) & set(keys)
        if any(counts[key] < _MOST_NAMED for key in named):
            counts.update(named)
            kept.append(row)
    return kept


def resembles(key: str) -> list[PlaceRow]:
    """Rows with a name like the key, misspelt or in the middle of a longer one, the most similar first."""
    trigrams = len(key) + 1
    spoilt = _ERROR if len(key) < 9 else 2 * _ERROR
    limit = max(_LOOSEST, (trigrams - spoilt) / trigrams - 0.01)
    rows = AtlasPlace.objects.filter(search_text__trigram_word_similar=key)
    rows = rows.order_by(TrigramWordSimilarity(key, "search_text", output_field=FloatField()).desc(), "pk")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [f"{limit:.3f}"])
        return _read(rows)


def alleys_of(street_ids: Collection[int], *, numbers: Collection[str], name: str) -> list[PlaceRow]:
    """Alleys that leave the streets, with one of the numbers, or whose name begins with the key `name`."""
    rows = AtlasPlace.objects.filter(parent_id__in=street_ids, kind=PlaceKind.ALLEY)
    rows = rows.filter(number__in=numbers) if numbers else rows.filter(search_text__contains=f"|{name}")
    return _read(rows.order_by("pk"), _MOST_ALLEYS)


def streets_by_id(ids: Iterable[int]) -> dict[int, PlaceRow]:
    """Rows by their ids."""
    wanted = set(ids)
    return {row.id: row for row in _read(AtlasPlace.objects.filter(pk__in=wanted), len(wanted))} if wanted else {}


def _read(rows: QuerySet[AtlasPlace], limit: int = MOST) -> list[PlaceRow]:
    return [PlaceRow(*values) for values in rows.values_list(*_COLUMNS)[:limit]]
