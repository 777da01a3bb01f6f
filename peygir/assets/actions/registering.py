"""Registers one asset, changes it, takes it out of the street, and keeps its pictures."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, connection, transaction

from peygir.assets.attributes import checked
from peygir.assets.faults import LONGEST, AssetValueIsTooLong
from peygir.assets.models import Asset
from peygir.assets.queries import NoSuchAsset, asset_type
from peygir.assets.row_reading import AssetEndsBeforeItBegins
from peygir.assets.states import AssetState
from peygir.assets.tags import make_tag, read_tag
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import INSERT, record
from peygir.history.catalogue import ABSENT, EventData
from peygir.history.kinds.assets import (
    AssetChanged,
    AssetPhotoAdded,
    AssetPhotoRemoved,
    AssetRegistered,
    AssetRemoved,
)

MOST_PHOTOS: Final = 8


class AssetPointIsWrong(Invalid):
    """The point is no point on Earth, or lies outside the city."""

    message = _("Mark the place of the asset inside the city.")


class AssetNumberIsTaken(Invalid):
    """Another asset of the city has this number."""

    message = _("Another asset has the number “{number}” already.")


class AssetHasChanged(Conflict):
    """Somebody changed the asset after the page was opened."""

    message = _("Somebody else changed this asset meanwhile. Look at it as it is now, and decide again.")


class AssetStateIsWrong(Invalid):
    """The state is unknown, or is set by removing the asset."""

    message = _("Choose a state of the list.")


class AssetUnitIsGone(Invalid):
    """The unit is not in force in this city."""

    message = _("Choose a unit that is in force.")


class AssetHasManyPhotos(Invalid):
    """The asset has as many pictures as it may have."""

    message = _("An asset has up to {limit} photos; take one out first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetContent:
    """What may be said of an asset; the point in degrees (WGS84), the values of attributes as given."""

    lat: float
    lon: float
    number: str = ""
    name: str = ""
    address: str = ""
    unit_id: int | None = None
    state: str = AssetState.IN_USE.value
    installed_on: date | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)


def register_asset(city_id: int, type_code: str, content: AssetContent, *, by: str) -> str:
    """Register an asset and return its tag.

    Raises NoSuchAssetType, AssetPointIsWrong, AssetNumberIsTaken, AssetValueIsTooLong, AssetStateIsWrong,
    AssetUnitIsGone, and what `attributes.checked` raises.
    """
    kind, now = asset_type(city_id, type_code), clock.now()
    values = _checked(city_id, content, given=checked(kind.attributes, content.attributes))
    number = next_numbers(1)[0]
    row = Asset(id=number, city_id=city_id, type_id=kind.id, tag=make_tag(number), changed_at=now, **values)
    with transaction.atomic(), _number_is_free(content.number):
        record(row, AssetRegistered(tag=row.tag, type=kind.code), by=by, at=now, write=INSERT)
    return row.tag


def change_asset(tag: str, content: AssetContent, *, version: int | None = None, by: str) -> list[str]:
    """Write the content of an asset and return the names of the columns that changed; none: nothing is written.

    `version` is what the person saw. Raises NoSuchAsset, AssetHasChanged, and what `register_asset` raises.
    """
    with transaction.atomic():
        row = _locked(tag, version)
        given = checked(asset_type(row.city_id, row.type.code).attributes, content.attributes)
        values = _checked(row.city_id, content, given=given, is_removed=row.removed_on is not None)
        if row.removed_on is not None and content.installed_on and content.installed_on > row.removed_on:
            raise AssetEndsBeforeItBegins()
        with _number_is_free(content.number):
            return write_changes(row, values, by=by)


def write_changes(row: Asset, values: Mapping[str, Any], *, by: str, import_id: int | None = None) -> list[str]:
    """Write the values of a locked asset that differ, with one event; returns their columns. Inside a transaction."""
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        event = AssetChanged(
            changed=[name.removesuffix("_id") for name in changed],
            state=row.state,
            import_=ABSENT if import_id is None else import_id,
        )
        _write(row, event, changed, by=by)
    return changed


def remove_asset(tag: str, *, on: date, version: int | None = None, by: str) -> None:
    """Note that the asset was taken out of the street on a day. Raises NoSuchAsset, AssetHasChanged,
    AssetEndsBeforeItBegins for a day to come or one before its installation.
    """
    with transaction.atomic():
        row = _locked(tag, version)
        today = city.day_of(row.city_id, clock.now())
        if on > today or (row.installed_on is not None and on < row.installed_on):
            raise AssetEndsBeforeItBegins()
        if row.removed_on == on:
            return
        row.state, row.removed_on = AssetState.REMOVED.value, on
        _write(row, AssetRemoved(on=on.isoformat()), ["state", "removed_on"], by=by)


def restore_asset(tag: str, *, version: int | None = None, by: str) -> None:
    """Take a removal back: the asset is in use. Raises NoSuchAsset, AssetHasChanged."""
    with transaction.atomic():
        row = _locked(tag, version)
        write_changes(row, {"state": AssetState.IN_USE.value, "removed_on": None}, by=by)


def add_photo(tag: str, picture: str, *, by: str) -> None:
    """Add a picture by its name in the storage; a known one changes nothing. Raises NoSuchAsset, AssetHasManyPhotos."""
    with transaction.atomic():
        row = _locked(tag, None)
        if picture in row.photos:
            return
        if len(row.photos) >= MOST_PHOTOS:
            raise AssetHasManyPhotos(limit=MOST_PHOTOS)
        row.photos = [*row.photos, picture]
        _write(row, AssetPhotoAdded(count=len(row.photos)), ["photos"], by=by)


def remove_photo(tag: str, picture: str, *, by: str) -> bool:
    """Take a picture out; whether it was there: then its file may go. Raises NoSuchAsset."""
    with transaction.atomic():
        row = _locked(tag, None)
        if picture not in row.photos:
            return False
        row.photos = [one for one in row.photos if one != picture]
        _write(row, AssetPhotoRemoved(count=len(row.photos)), ["photos"], by=by)
    return True


def next_numbers(count: int) -> list[int]:
    """So many unused numbers of assets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('assets_asset', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [int(number) for (number,) in cursor.fetchall()]


def _write(row: Asset, event: EventData, changed: list[str], *, by: str) -> None:
    row.version += 1
    row.changed_at = clock.now()
    record(row, event, by=by, at=row.changed_at, write=[*changed, "version", "changed_at"])


def _locked(tag: str, version: int | None) -> Asset:
    read = read_tag(tag)
    row = Asset.objects.select_for_update(no_key=True).filter(tag=read).first() if read else None
    if row is None:
        raise NoSuchAsset()
    if version is not None and version != row.version:
        raise AssetHasChanged()
    return row


def _checked(
    city_id: int, content: AssetContent, *, given: Mapping[str, object], is_removed: bool = False
) -> dict[str, Any]:
    """The columns of an asset, with its district and neighbourhood of today."""
    values = {one.name: getattr(content, one.name) for one in fields(content)} | {"attributes": given}
    for name, limit in LONGEST.items():
        values[name] = plain(values[name])
        if len(values[name]) > limit:
            raise AssetValueIsTooLong(limit=limit)
    unit = city.unit(content.unit_id) if content.unit_id is not None else None
    if content.unit_id is not None and (unit is None or unit.city_id != city_id or not unit.is_open):
        raise AssetUnitIsGone()
    if is_removed:
        del values["state"]
    elif content.state == AssetState.REMOVED or content.state not in AssetState.values():
        raise AssetStateIsWrong()
    if not (-90 < content.lat < 90 and -180 <= content.lon <= 180):
        raise AssetPointIsWrong()
    place = city.place_of(city_id, content.lat, content.lon, on=city.day_of(city_id, clock.now()))
    if place is None and city.has_polygons(city_id):
        raise AssetPointIsWrong()
    values["district_code"] = place.district_code if place is not None else ""
    values["neighbourhood_code"] = place.neighbourhood_code if place is not None else ""
    return values


@contextmanager
def _number_is_free(number: str) -> Iterator[None]:
    """Turn a second asset of the same number into a refusal."""
    try:
        yield
    except IntegrityError as failure:
        if "asset_number_in_city" in str(failure):
            raise AssetNumberIsTaken(number=plain(number)) from failure
        raise
