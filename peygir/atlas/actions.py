"""Loading a street map: its rows and its file take the place of the former map at once, or nothing changes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from django.db import transaction

from peygir.atlas import map_folder
from peygir.atlas.facts import ATTRIBUTION, BoundingBox, MapFacts
from peygir.atlas.kinds import LINES
from peygir.atlas.map_reading import MapRead, PointPlace
from peygir.atlas.merging import MergedStreet, simplified
from peygir.atlas.models import AtlasPlace, LoadedMap
from peygir.atlas.names import PlaceNames, search_text
from peygir.atlas.near_point import MAP_PRESENCE
from peygir.atlas.queries import map_facts
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import Names, gettext_lazy

BATCH: Final = 2000
KEPT: Final = 2
"""Files of tiles that are kept: the current one, and the former one, which a page that is open may still ask for."""


class MapIsOfAnotherPlace(Invalid):
    """No street of the map lies in the city that is loaded."""

    message = gettext_lazy(
        "No street of this map lies in {city}. Nothing was changed; the former map stays. "
        "For a new city, give --draft FOLDER and load that folder by import-city."
    )


def load_map(read: MapRead, *, home: Path, by: str, city_id: int | None, on: date) -> MapFacts:
    """Make what was read the current map; `city_id` names the city in which its places lie on the day `on`.

    The file is in its place before the rows name it, and the former file is deleted after that. Raises
    MapIsOfAnotherPlace: then the former map stays.
    """
    tiles = map_folder.keep(read.tiles, home)
    try:
        with transaction.atomic():
            row = _take_over(read, tiles, home=home, by=by)
            if city_id is not None and not assign_neighbourhoods(city_id, on=on) and city.has_polygons(city_id):
                facts = city.city_by_id(city_id)
                raise MapIsOfAnotherPlace(city=Names.of(facts.name_fa, facts.name_en))
    finally:
        newest = LoadedMap.objects.order_by("-pk").values_list("tiles", flat=True)
        map_folder.forget_all_but(set(newest[:KEPT]), home)
    MAP_PRESENCE.forget()
    return map_facts(row, home)


def assign_neighbourhoods(city_id: int, *, on: date) -> int:
    """Write into each place of the current map in which neighbourhood of the city it lies; returns how many do.

    Call it after the city's areas have changed.
    """
    rows = AtlasPlace.objects.order_by("pk").values_list("pk", "lat", "lon", "neighbourhood_code")
    inside = 0
    for batch in _batches(rows.iterator(chunk_size=BATCH), BATCH):
        places = city.places_of(city_id, np.array([(lat, lon) for _, lat, lon, _ in batch]), on=on)
        inside += sum(place is not None for place in places)
        by_code: dict[str, list[int]] = {}
        for (pk, _, _, before), place in zip(batch, places, strict=True):
            code = place.neighbourhood_code if place is not None else ""
            if code != before:
                by_code.setdefault(code, []).append(pk)
        for code, keys in by_code.items():
            AtlasPlace.objects.filter(pk__in=keys).update(neighbourhood_code=code)
    return inside


def _take_over(read: MapRead, tiles: str, *, home: Path, by: str) -> LoadedMap:
    """Write the load and its places in place of the former map's."""
    LoadedMap.objects.select_for_update().filter(is_current=True).update(is_current=False)
    # First the alleys forget their streets, then all may go in any order.
    AtlasPlace.objects.exclude(parent=None).update(parent=None)
    AtlasPlace.objects.all()._raw_delete(AtlasPlace.objects.db)
    row = LoadedMap(
        name=read.name[:200],
        file_name=read.extract.path.name[:200],
        digest=read.extract.digest,
        tiles=tiles,
        size=(home / map_folder.MAPS / tiles).stat().st_size,
        loaded_at=clock.now(),
        by=by,
        attribution=ATTRIBUTION,
        **_limits(read.bounds),
    )
    row.save(force_insert=True)
    row.counts = _write_places(row, read) | {f"tiles_{layer}": number for layer, number in read.layers.items()}
    row.save(update_fields=["counts"])
    return row


def _write_places(row: LoadedMap, read: MapRead) -> dict[str, int]:
    """Write streets, then their alleys, then the other places; returns how many of each kind."""
    counts: dict[str, int] = {}
    keys: list[int] = []
    for batch in _levels(read.streets):
        made = AtlasPlace.objects.bulk_create(
            [_street_row(row, street, keys, read) for street in batch], batch_size=BATCH
        )
        keys += [place.pk for place in made]
        _count(counts, made)
    for points in _batches(read.points(), BATCH):
        _count(counts, AtlasPlace.objects.bulk_create([_point_row(row, point) for point in points]))
    return counts


def _count(counts: dict[str, int], made: Iterable[AtlasPlace]) -> None:
    for place in made:
        counts[place.kind] = counts.get(place.kind, 0) + 1


def _levels(streets: Sequence[MergedStreet]) -> Iterator[Sequence[MergedStreet]]:
    """The streets in their order, cut so that no parent is in the same part as its alley."""
    start = 0
    for place, street in enumerate(streets):
        if (street.parent is not None and street.parent >= start) or place - start >= BATCH:
            yield streets[start:place]
            start = place
    yield streets[start:]


def _street_row(row: LoadedMap, street: MergedStreet, keys: Sequence[int], read: MapRead) -> AtlasPlace:
    lon, lat = street.point
    bounds = BoundingBox(*(round(float(value), 6) for value in street.line.bounds))
    geometry = shapely.geometry.mapping(simplified(street.line)) if street.kind in LINES else None
    return AtlasPlace(
        map=row,
        kind=street.kind.value,
        number=street.number[:20],
        lat=lat,
        lon=lon,
        line=geometry,
        parent_id=keys[street.parent] if street.parent is not None else None,
        source=f"way/{read.pieces.ways[street.pieces[0]]}",
        **_named(street.names),
        **_limits(bounds),
    )


def _point_row(row: LoadedMap, point: PointPlace) -> AtlasPlace:
    return AtlasPlace(
        map=row,
        kind=point.kind.value,
        lat=point.lat,
        lon=point.lon,
        source=point.source,
        **_named(point.names),
        **_limits(point.bounds),
    )


def _named(names: PlaceNames) -> dict[str, Any]:
    return {
        "name": names.name,
        "names": dict(names.names),
        "aliases": list(names.aliases),
        "old_names": list(names.old_names),
        "search_text": search_text(names),
    }


def _limits(box: BoundingBox) -> dict[str, float]:
    return {"west": box.west, "south": box.south, "east": box.east, "north": box.north}


def _batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
