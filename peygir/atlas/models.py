"""The loads of the street map, of which one is current, and the named places of the current one."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models import CheckConstraint, Func, Index, Q, UniqueConstraint

from peygir.atlas.kinds import PlaceKind
from peygir.atlas.names import LONGEST_NAME, LONGEST_SEARCH_TEXT


def on_earth(table: str) -> CheckConstraint:
    """The box of a row has its limits in order, within the degrees that there are."""
    return CheckConstraint(
        name=f"{table}_box_on_earth",
        condition=Q(west__gte=-180, south__gte=-90, east__lte=180, north__lte=90)
        & Q(west__lte=models.F("east"), south__lte=models.F("north")),
    )


def box_of_row() -> Func:
    """The row's limits as PostgreSQL's own type `box`, which an index finds by overlap."""
    corners = [Func(lon, lat, function="point") for lon, lat in (("west", "south"), ("east", "north"))]
    return Func(*corners, function="box", output_field=models.TextField())


def name_keys_of_row() -> Func:
    """Every name of the row as it sounds, as an array that an index finds by whole names.

    The bars stand in the template: as parameters they would keep a prepared statement from the index.
    """
    template = "string_to_array(btrim(%(expressions)s, '|'), '|')"
    return Func(models.F("search_text"), template=template, output_field=ArrayField(models.TextField()))


class LoadedMap(models.Model):
    """One load: which extract (`digest`, its SHA-256), when, by whom, and what it made.

    `tiles` is the name of its PMTiles file in the folder `maps`; former loads keep their rows, not their places.
    """

    name = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    tiles = models.CharField(max_length=80)
    size = models.BigIntegerField()
    loaded_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    counts = models.JSONField(default=dict)
    attribution = models.CharField(max_length=200)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="loadedmap_one_current", fields=["is_current"], condition=Q(is_current=True)),
            on_earth("loadedmap"),
        ]

    def __str__(self) -> str:
        return self.name


class AtlasPlace(models.Model):
    """One named place of the current map: a street, an alley of it, a park, a school, a neighbourhood.

    `name` is what is said there, `names` holds it by language code; `search_text` is every name as it sounds, between
    upright bars (`names.search_text`). `line` is a simplified GeoJSON geometry where the place is a line; `parent` the
    street that an alley leaves; `number` an alley's number in ASCII digits; `source` where the map has it from
    (`way/123`).
    """

    map = models.ForeignKey(LoadedMap, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=LONGEST_NAME)
    names = models.JSONField(default=dict, blank=True)
    aliases = ArrayField(models.CharField(max_length=LONGEST_NAME), default=list, blank=True)
    old_names = ArrayField(models.CharField(max_length=LONGEST_NAME), default=list, blank=True)
    search_text = models.CharField(max_length=LONGEST_SEARCH_TEXT)
    number = models.CharField(max_length=20, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    line = models.JSONField(null=True, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    neighbourhood_code = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=40, blank=True)
    is_approximate = models.BooleanField(default=False)

    class Meta:
        constraints = [
            CheckConstraint(name="atlasplace_kind_known", condition=Q(kind__in=PlaceKind.values())),
            CheckConstraint(name="atlasplace_lat_on_earth", condition=Q(lat__gte=-90, lat__lte=90)),
            CheckConstraint(name="atlasplace_lon_on_earth", condition=Q(lon__gte=-180, lon__lte=180)),
            CheckConstraint(name="atlasplace_has_name", condition=~Q(name="")),
            on_earth("atlasplace"),
        ]
        indexes = [
            Index(name="atlasplace_by_kind", fields=["map", "kind"]),
            GinIndex(name="atlasplace_search_text", fields=["search_text"], opclasses=["gin_trgm_ops"]),
            GinIndex(name_keys_of_row(), name="atlasplace_name_keys"),
            GistIndex(box_of_row(), name="atlasplace_box"),
        ]

    def __str__(self) -> str:
        return self.name
