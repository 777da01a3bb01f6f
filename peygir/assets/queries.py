"""Questions about the city's assets: types, one asset, lists, the nearest ones, warranties, imports."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import degrees, log, radians, tan
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Q, QuerySet

from peygir.assets.attributes import AssetAttribute
from peygir.assets.facts import AssetFacts, AssetImportFacts, AssetTypeFacts, NearAsset, NearAssetType
from peygir.assets.models import SPOT, Asset, AssetImport, AssetTopic, AssetType, Warranty
from peygir.assets.tags import read_tag
from peygir.city import queries as city
from peygir.city.facts import as_fact
from peygir.core import clock
from peygir.core.geometry import metres_between
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _

REACH: Final = 150.0
"""Metres within which assets are offered to somebody who marked a place."""
OFFERED: Final = 5
PAGE: Final = 50
_BATCH: Final = 2000
# The nearest of each type, by the index `asset_spot`; one statement, which a form waits for while it is filled in.
_NEAREST: Final = f"""
    SELECT kind.code, kind.name_fa, kind.name_en,
           near.id, near.tag, near.name, near.address, near.lat, near.lon, near.state
    FROM assets_assettype kind
    CROSS JOIN LATERAL (
        SELECT id, type_id, tag, name, address, lat, lon, state FROM assets_asset
        WHERE removed_on IS NULL
        ORDER BY {SPOT} <-> point(%(lon)s::float8 + kind.id * 1000, %(y)s::float8)
        LIMIT %(limit)s
    ) near
    WHERE near.type_id = kind.id AND kind.city_id = %(city)s
      AND (kind.valid_to IS NULL OR kind.valid_to > %(today)s)
      AND (%(topic)s::bigint IS NULL OR EXISTS (
          SELECT FROM assets_assettopic belongs
          WHERE belongs.type_id = kind.id AND belongs.topic_id = %(topic)s AND belongs.valid_from <= %(today)s
            AND (belongs.valid_to IS NULL OR belongs.valid_to > %(today)s)
      ))
"""  # noqa: S608 - the constant expression of the index


class NoSuchAsset(Missing):
    """No asset has this tag."""

    message = _("There is no asset with this tag. Please check its digits.")


class NoSuchAssetType(Missing):
    """The city has no such type of assets."""

    message = _("There is no such type of assets.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFilter:
    """What a list of assets is narrowed to; empty fields narrow nothing. `words` is a tag, a number or part of a name.

    `box` is (west, south, east, north) in degrees. Removed assets are left out unless `state` names them.
    """

    type_id: int | None = None
    unit_id: int | None = None
    neighbourhood: str = ""
    district: str = ""
    state: str = ""
    words: str = ""
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class AssetPage:
    """One page of a list, the newest first; `next_before` is the id below which the next page begins, or None."""

    assets: list[AssetFacts]
    next_before: int | None


def asset_types(city_id: int, *, also_ended: bool = False) -> list[AssetTypeFacts]:
    """The types of the city by code, with the topics that belong to each today; two statements."""
    today = city.day_of(city_id, clock.now())
    rows = AssetType.objects.filter(city_id=city_id).order_by("code")
    if not also_ended:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=today))
    topics: dict[int, list[int]] = {}
    in_force = AssetTopic.objects.filter(_holds(today), type__city_id=city_id).order_by("position", "pk")
    for type_id, topic_id in in_force.values_list("type_id", "topic_id"):
        topics.setdefault(type_id, []).append(topic_id)
    return [_type(row, topics.get(row.pk, []), today) for row in rows]


def asset_type(city_id: int, code: str) -> AssetTypeFacts:
    """A type by its code, also one that has ended. Raises NoSuchAssetType."""
    kind = next((one for one in asset_types(city_id, also_ended=True) if one.code == code), None)
    if kind is None:
        raise NoSuchAssetType()
    return kind


def types_of_topic(city_id: int, topic_id: int | None) -> list[AssetTypeFacts]:
    """The types that may be reported under a topic today; every type for None."""
    return [one for one in asset_types(city_id) if topic_id is None or topic_id in one.topic_ids]


def asset_of(text: str) -> AssetFacts | None:
    """The asset whose tag somebody wrote, in digits of any script; None for no tag, or an unknown one."""
    tag = read_tag(text)
    row = Asset.objects.filter(tag=tag).first() if tag else None
    return _assets([row])[0] if row is not None else None


def asset_by_id(asset_id: int) -> AssetFacts | None:
    """An asset by its id."""
    row = Asset.objects.filter(pk=asset_id).first()
    return _assets([row])[0] if row is not None else None


def needed_asset(text: str) -> AssetFacts:
    """The asset of a tag. Raises NoSuchAsset."""
    asset = asset_of(text)
    if asset is None:
        raise NoSuchAsset()
    return asset


def nearest(
    city_id: int,
    *,
    lat: float,
    lon: float,
    topic_id: int | None = None,
    limit: int = OFFERED,
    reach: float = REACH,
) -> list[NearAsset]:
    """The nearest assets of the types of a topic (None: of every type), at most `reach` metres from a point in degrees.

    Removed assets are left out. One statement, which an index answers.
    """
    if not -90 < lat < 90:
        return []
    given: dict[str, Any] = {
        "city": city_id,
        "topic": topic_id,
        "today": city.day_of(city_id, clock.now()),
        "lon": lon,
        "y": degrees(log(tan(radians(45 + lat / 2)))),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, given)
        rows = cursor.fetchall()
    near = [
        NearAsset(
            pk,
            tag,
            NearAssetType(*kind),
            name,
            address,
            at_lat,
            at_lon,
            state,
            metres_between(lat, lon, at_lat, at_lon),
        )
        for *kind, pk, tag, name, address, at_lat, at_lon, state in rows
    ]
    return sorted((one for one in near if one.metres <= reach), key=lambda one: (one.metres, one.id))[:limit]


def assets_page(city_id: int, wanted: AssetFilter, *, before: int | None = None, size: int = PAGE) -> AssetPage:
    """One page of the assets of a filter, the newest first; `before` is the id below which it begins."""
    rows = _filtered(city_id, wanted).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    return AssetPage(_assets(found[:size]), found[size - 1].pk if len(found) > size else None)


def count_assets(city_id: int, wanted: AssetFilter, *, most: int = 10_000) -> int:
    """How many assets a filter finds; no more than `most` are counted."""
    return _filtered(city_id, wanted).values("pk")[: most + 1].count()


def every_asset(city_id: int, asset_filter: AssetFilter) -> Iterator[AssetFacts]:
    """Every asset of a filter in the order of the ids, in bounded memory."""
    types = {one.id: one for one in asset_types(city_id, also_ended=True)}
    for row in _filtered(city_id, asset_filter).order_by("pk").iterator(chunk_size=_BATCH):
        yield _asset(row, types[row.type_id])


def counts_of_types(city_id: int) -> dict[int, int]:
    """How many assets of each type (by its id) stand in the city."""
    rows = Asset.objects.filter(city_id=city_id, removed_on=None).values_list("type_id").annotate(count=Count("pk"))
    return dict(rows.order_by())


def tags_of(asset_ids: Collection[int]) -> dict[int, str]:
    """The tags of assets by their ids."""
    return dict(Asset.objects.filter(pk__in=asset_ids).values_list("pk", "tag")) if asset_ids else {}


def pictures_in_use(names: Collection[str]) -> set[str]:
    """Those of the pictures of these names, in the storage, that an asset has."""
    rows = Asset.objects.filter(photos__overlap=list(names)).values_list("photos", flat=True) if names else []
    return {name for photos in rows for name in photos} & set(names)


def warranty_days(topic_id: int, *, on: date) -> int:
    """For how many days a repair under a topic was guaranteed on a day; 0 for none."""
    row = Warranty.objects.filter(_holds(on), topic_id=topic_id).values_list("days", flat=True).first()
    return row or 0


def warranties(city_id: int, *, on: date) -> dict[int, int]:
    """The days of warranty of each topic (by its id) that has any on a day."""
    return dict(Warranty.objects.filter(_holds(on), topic__city_id=city_id).values_list("topic_id", "days"))


def asset_imports(city_id: int, *, limit: int = 20) -> list[AssetImportFacts]:
    """The imports of a city, the newest first."""
    rows = AssetImport.objects.filter(city_id=city_id).order_by("-begun_at", "-pk")[:limit]
    return [as_fact(AssetImportFacts, row) for row in rows]


def _holds(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))


def _filtered(city_id: int, asset_filter: AssetFilter) -> "QuerySet[Asset]":
    rows = Asset.objects.filter(city_id=city_id)
    rows = rows.filter(state=asset_filter.state) if asset_filter.state else rows.filter(removed_on=None)
    narrowed = {
        "type_id": asset_filter.type_id,
        "unit_id": asset_filter.unit_id,
        "neighbourhood_code": asset_filter.neighbourhood,
        "district_code": asset_filter.district,
    }
    rows = rows.filter(**{name: value for name, value in narrowed.items() if value})
    if asset_filter.words:
        tag = read_tag(asset_filter.words)
        by_word = (
            Q(number=asset_filter.words)
            | Q(name__icontains=asset_filter.words)
            | Q(address__icontains=asset_filter.words)
        )
        rows = rows.filter(Q(tag=tag) | Q(number=asset_filter.words)) if tag else rows.filter(by_word)
    if asset_filter.box is not None:
        west, south, east, north = asset_filter.box
        rows = rows.filter(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east)
    return rows


def _assets(rows: Sequence[Asset]) -> list[AssetFacts]:
    types: Mapping[int, AssetTypeFacts] = {}
    if rows:
        types = {one.id: one for one in asset_types(rows[0].city_id, also_ended=True)}
    return [_asset(row, types[row.type_id]) for row in rows]


def _asset(row: Asset, kind: AssetTypeFacts) -> AssetFacts:
    return as_fact(AssetFacts, row, type=kind, photos=tuple(row.photos))


def _type(row: AssetType, topic_ids: Sequence[int], today: date) -> AssetTypeFacts:
    attributes: list[dict[str, Any]] = row.attributes
    return as_fact(
        AssetTypeFacts,
        row,
        attributes=tuple(AssetAttribute.of_stored(one) for one in attributes),
        topic_ids=tuple(topic_ids),
        is_open=row.valid_to is None or row.valid_to > today,
    )
