"""Imports assets from a table: rows that were checked are written in parts, each with its bookkeeping.

An import that was interrupted goes on with the same file behind its last part.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from django.db import IntegrityError, transaction

from peygir.assets.actions.registering import AssetNumberIsTaken, next_numbers, write_changes
from peygir.assets.models import Asset, AssetImport
from peygir.assets.queries import NoSuchAsset
from peygir.assets.row_reading import AssetRow
from peygir.assets.tags import make_tag
from peygir.city import queries as city
from peygir.city.facts import Place
from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record, record_copied
from peygir.history.kinds.assets import AssetImported, AssetsImported

PART: Final = 5000
# What a row says of an asset; a column that the table does not have leaves the asset's value as it is.
_SAID: Final = ("number", "name", "address", "unit_id", "state", "installed_on", "removed_on")


class FileIsImported(Conflict):
    """The whole file was imported before, and some of its rows would become second assets."""

    message = _(
        "This file was imported before, and has rows without a number or a tag: they would be registered twice."
    )


Placed = tuple[AssetRow, Place | None]
"""A row, and the place of its point in the city."""


def write_rows(
    city_id: int,
    rows: Sequence[Placed],
    *,
    file_name: str,
    digest: str,
    columns: frozenset[str],
    by: str,
) -> Iterator[tuple[int, int]]:
    """Write checked rows in parts of PART, each in one transaction; yields (rows done, all rows) after each.

    `columns` names the fields that the table has columns for: of an asset that is there already (by its tag or number)
    these alone are changed. `digest` identifies the file: an import of it that was interrupted goes on behind its last
    part. Raises FileIsImported, and NoSuchAsset, AssetNumberIsTaken: then the part is not written.
    """
    import_id, last = _begun(city_id, rows, file_name=file_name, digest=digest, by=by)
    left, done = iter([one for one in rows if one[0].row > last]), sum(one[0].row <= last for one in rows)
    while part := list(islice(left, PART)):
        _write_part(city_id, import_id, part, columns=columns, by=by)
        done += len(part)
        yield done, len(rows)
    _end(city_id, import_id, by=by)
    if not rows:
        yield 0, 0


def _begun(city_id: int, rows: Sequence[Placed], *, file_name: str, digest: str, by: str) -> tuple[int, int]:
    """The id of the import of this file, and the last row that it has written."""
    again = AssetImport.objects.filter(city_id=city_id, digest=digest).exclude(ended_at=None)
    if not all(row.tag or row.number for row, _place in rows) and again.exists():
        raise FileIsImported()
    with transaction.atomic():
        row, _new = AssetImport.objects.get_or_create(
            city_id=city_id,
            digest=digest,
            ended_at=None,
            defaults={"file_name": file_name[:200], "rows": len(rows), "begun_at": clock.now(), "by": by},
        )
    return row.pk, row.last_row


def _write_part(city_id: int, import_id: int, part: Sequence[Placed], *, columns: frozenset[str], by: str) -> None:
    """Write one part, and how far the import has come."""
    with transaction.atomic():
        kept = AssetImport.objects.select_for_update().get(pk=import_id)
        part = [one for one in part if one[0].row > kept.last_row]
        if not part:  # another process has written it meanwhile
            return
        known = _known(city_id, [row for row, _place in part])
        fresh = [one for one in part if not (one[0].tag or (one[0].number and one[0].number in known))]
        for row, place in part:
            if row.tag or (row.number and row.number in known):
                asset = known.get(row.tag or row.number)
                if asset is None:
                    raise NoSuchAsset()
                kept.changed += bool(
                    write_changes(asset, _changes(asset, row, place, columns), by=by, import_id=import_id)
                )
        _add(city_id, import_id, fresh, by=by)
        kept.added += len(fresh)
        kept.last_row = part[-1][0].row
        kept.save(update_fields=["added", "changed", "last_row"])


def _known(city_id: int, rows: Sequence[AssetRow]) -> dict[str, Asset]:
    """The assets that rows name, locked, by tag and by number."""
    locked = Asset.objects.select_for_update(no_key=True).filter(city_id=city_id)
    tags, numbers = [row.tag for row in rows if row.tag], [row.number for row in rows if row.number]
    known_assets: dict[str, Asset] = {}
    if numbers:
        known_assets |= {asset.number: asset for asset in locked.filter(number__in=numbers)}
    if tags:
        known_assets |= {asset.tag: asset for asset in locked.filter(tag__in=tags)}
    return known_assets


def _changes(asset: Asset, row: AssetRow, place: Place | None, columns: frozenset[str]) -> dict[str, Any]:
    """The values that a row gives an asset which is there."""
    values = {name: getattr(row, name) for name in _SAID if name.removesuffix("_id") in columns}
    if "removed_on" in columns or "state" in columns:
        values |= {"state": row.state, "removed_on": row.removed_on}
    if row.type is not None:
        values["type_id"] = row.type.id
        own = {one.code for one in row.type.attributes}
        values["attributes"] = {**{k: v for k, v in asset.attributes.items() if k in own}, **row.attributes}
    return values | {"lat": row.lat, "lon": row.lon} | _codes(place)


def _codes(place: Place | None) -> dict[str, str]:
    return {
        "district_code": place.district_code if place is not None else "",
        "neighbourhood_code": place.neighbourhood_code if place is not None else "",
    }


def _add(city_id: int, import_id: int, rows: Sequence[Placed], *, by: str) -> None:
    """Register new assets by COPY, each with the event of its import."""
    now, assets, events = clock.now(), [], []
    for number, (row, place) in zip(next_numbers(len(rows)) if rows else [], rows, strict=True):
        assert row.type is not None, "a row without a type names a known asset"
        values: Mapping[str, Any] = {name: getattr(row, name) for name in _SAID}
        asset = Asset(
            id=number,
            city_id=city_id,
            type_id=row.type.id,
            tag=make_tag(number),
            lat=row.lat,
            lon=row.lon,
            attributes=dict(row.attributes),
            changed_at=now,
            **values,
            **_codes(place),
        )
        assets.append(asset)
        events.append(AssetImported(tag=asset.tag, type=row.type.code, import_=import_id, row=row.row))
    try:
        record_copied(assets, events, by=by, at=now)
    except IntegrityError as failure:
        if "asset_number_in_city" in str(failure):
            raise AssetNumberIsTaken(number="…") from failure
        raise


def _end(city_id: int, import_id: int, *, by: str) -> None:
    """Note the end of an import in the city's history."""
    with transaction.atomic():
        owner = City.objects.select_for_update(no_key=True).get(pk=city_id)
        kept = AssetImport.objects.select_for_update().get(pk=import_id)
        kept.ended_at = clock.now()
        kept.save(update_fields=["ended_at"])
        event = AssetsImported(import_=import_id, rows=kept.rows, added=kept.added, changed=kept.changed)
        record(owner, event, by=by, at=kept.ended_at)


def place_assets(city_id: int) -> int:
    """Write into each asset in which district and neighbourhood it lies today; returns how many changed.

    Call it after the city's areas have changed.
    """
    import numpy as np

    on, changed = city.day_of(city_id, clock.now()), 0
    rows = (
        Asset.objects.filter(city_id=city_id).order_by("pk").only("lat", "lon", "district_code", "neighbourhood_code")
    )
    left = rows.iterator(chunk_size=PART)
    while part := list(islice(left, PART)):
        places = city.places_of(city_id, np.array([(row.lat, row.lon) for row in part]), on=on)
        moved: dict[tuple[str, str], list[int]] = {}
        for row, place in zip(part, places, strict=True):
            codes = _codes(place)
            if codes != {name: getattr(row, name) for name in codes}:
                moved.setdefault((codes["district_code"], codes["neighbourhood_code"]), []).append(row.pk)
        for (district, neighbourhood), keys in moved.items():
            changed += Asset.objects.filter(pk__in=keys).update(
                district_code=district, neighbourhood_code=neighbourhood
            )
    return changed
