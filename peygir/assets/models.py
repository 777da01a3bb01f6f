"""Types of assets and the topics that belong to them, the assets themselves, warranties, and imports."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import CheckConstraint, F, Func, Index, Q, UniqueConstraint

from peygir.assets.states import AssetState
from peygir.city.models import Dated, Named
from peygir.city.models.ground import dates_in_order, one_open
from peygir.history.models import Chained

SPOT = "point(lon + type_id * 1000, degrees(ln(tan(radians(45 + lat / 2)))))"
"""An asset's point for the index of the nearest: Mercator's plane, which keeps distances around a point in proportion.

Each type lies in a strip of its own, 1000 degrees from the next, so that the index finds the nearest of one type.
"""


def spot() -> Func:
    """The expression that the index `asset_spot` holds; a query must write it in the same words."""
    return Func(template=SPOT, output_field=models.TextField())


class AssetType(Named):
    """A type of assets (bin, tree, light …) with its attributes, as `attributes.AssetAttribute` describes each."""

    icon = models.CharField(max_length=40, blank=True, default="")
    attributes = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="assettype_code_in_city", fields=["city", "code"]),
            dates_in_order("assettype"),
        ]


class AssetTopic(Dated):
    """A topic that people may report about assets of a type; `position` is its place in the list of the type."""

    type = models.ForeignKey(AssetType, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey("city.Topic", on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [one_open("assettopic", "type", "topic"), dates_in_order("assettopic")]


class Warranty(Dated):
    """For how many days the repair of an asset is guaranteed, by the topic that was reported."""

    topic = models.ForeignKey("city.Topic", on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "warranties"
        constraints = [
            one_open("warranty", "topic"),
            CheckConstraint(name="warranty_has_days", condition=Q(days__gte=1)),
            dates_in_order("warranty"),
        ]


class Asset(Chained):
    """One thing that the city owns in the street, with the events of its life in `history`.

    `number` is what another register calls it. The district and the neighbourhood are stored as codes, which outlive a
    new drawing of the map. `photos` are names of pictures in the storage (`peygir.media`).
    """

    history_file: ClassVar[str] = "asset"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    type = models.ForeignKey(AssetType, on_delete=models.PROTECT, related_name="+", db_index=False)
    tag = models.CharField(max_length=9, unique=True)
    number = models.CharField(max_length=50, blank=True, default="")
    name = models.CharField(max_length=120, blank=True, default="")
    lat = models.FloatField()  # degrees, WGS84
    lon = models.FloatField()
    address = models.CharField(max_length=300, blank=True, default="")
    district_code = models.CharField(max_length=80, blank=True, default="")
    neighbourhood_code = models.CharField(max_length=80, blank=True, default="")
    unit = models.ForeignKey("city.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=AssetState.IN_USE.value)
    installed_on = models.DateField(null=True, blank=True)
    removed_on = models.DateField(null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    photos = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            UniqueConstraint(name="asset_number_in_city", fields=["city", "number"], condition=~Q(number="")),
            CheckConstraint(name="asset_state_known", condition=Q(state__in=AssetState.values())),
            CheckConstraint(name="asset_lat_on_earth", condition=Q(lat__gt=-90, lat__lt=90)),
            CheckConstraint(name="asset_lon_on_earth", condition=Q(lon__gte=-180, lon__lte=180)),
            CheckConstraint(
                name="asset_removed_has_a_day",
                condition=Q(state=AssetState.REMOVED.value, removed_on__isnull=False)
                | ~Q(state=AssetState.REMOVED.value) & Q(removed_on__isnull=True),
            ),
            CheckConstraint(
                name="asset_days_in_order",
                condition=Q(installed_on__isnull=True)
                | Q(removed_on__isnull=True)
                | Q(removed_on__gte=F("installed_on")),
            ),
        ]
        indexes = [
            GistIndex(spot(), name="asset_spot", condition=Q(removed_on__isnull=True)),
            # Lists of a type, a unit, a neighbourhood, newest first.
            Index(name="asset_by_type", fields=["type", "id"]),
            Index(name="asset_by_area", fields=["neighbourhood_code", "id"]),
            # The bounds of a map.
            Index(name="asset_map", fields=["lat", "lon"], condition=Q(removed_on__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.tag


class AssetImport(models.Model):
    """One import of a file: how many of its rows are written. With the same file it goes on behind `last_row`."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the file and of the meaning of its columns
    rows = models.IntegerField()
    last_row = models.IntegerField(default=0)
    added = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="assetimport_one_open", fields=["city", "digest"], condition=Q(ended_at__isnull=True)
            ),
        ]
