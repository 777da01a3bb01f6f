"""Questions about the street map: which one is current, and which named places it has."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import Case, When

from peygir.atlas.facts import AtlasPlaceFacts, BoundingBox, MapFacts, MapName
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.map_folder import MAPS
from peygir.atlas.models import AtlasPlace, LoadedMap

MOST: Final = 500


def current_map() -> MapFacts | None:
    """The map that is in use; None where none was loaded, or its file is gone."""
    row = LoadedMap.objects.filter(is_current=True).first()
    facts = map_facts(row, settings.HOME) if row is not None else None
    return facts if facts is not None and facts.path.is_file() else None


def loaded_maps(limit: int = MOST) -> list[MapFacts]:
    """Every load, the newest first."""
    return [map_facts(row, settings.HOME) for row in LoadedMap.objects.order_by("-pk")[:limit]]


def place(place_id: int) -> AtlasPlaceFacts | None:
    """One place by its id."""
    row = AtlasPlace.objects.filter(pk=place_id).defer("line").first()
    return _facts(row) if row is not None else None


def places_of(
    kinds: Iterable[PlaceKind] = (),
    *,
    neighbourhood: str | None = None,
    parent_id: int | None = None,
    within: BoundingBox | None = None,
    limit: int = MOST,
) -> list[AtlasPlaceFacts]:
    """Places by name: of some kinds, of a neighbourhood, alleys of a street, or whose box meets a box."""
    rows = AtlasPlace.objects.defer("line").order_by("name", "pk")
    if wanted_kinds := [kind.value for kind in kinds]:
        rows = rows.filter(kind__in=wanted_kinds)
    if neighbourhood is not None:
        rows = rows.filter(neighbourhood_code=neighbourhood)
    if parent_id is not None:
        rows = rows.filter(parent_id=parent_id)
    if within is not None:
        rows = rows.filter(west__lte=within.east, east__gte=within.west)
        rows = rows.filter(south__lte=within.north, north__gte=within.south)
    return [_facts(row) for row in rows[:limit]]


def current_map_id() -> int | None:
    """The id of the load that is in use; None where none was loaded. Without a look at its file of tiles."""
    found: int | None = LoadedMap.objects.filter(is_current=True).values_list("pk", flat=True).first()
    return found


def names_on_map(kinds: Iterable[PlaceKind], *, limit: int) -> list[MapName]:
    """The names of the places of these kinds, those inside a neighbourhood first, up to a limit."""
    rows = AtlasPlace.objects.filter(kind__in=[kind.value for kind in kinds]).order_by(
        Case(When(neighbourhood_code="", then=1), default=0), "pk"
    )
    columns = rows.values_list("pk", "kind", "name", "names", "aliases", "old_names", "neighbourhood_code")
    return [
        MapName(pk, kind, tuple(dict.fromkeys((name, *names.values(), *aliases, *old_names))), code)
        for pk, kind, name, names, aliases, old_names, code in columns[:limit]
    ]


def line_of(place_id: int) -> dict[str, Any] | None:
    """The simplified GeoJSON geometry of a street, alley, square, bridge or river; None for other places."""
    line: dict[str, Any] | None = AtlasPlace.objects.filter(pk=place_id).values_list("line", flat=True).first()
    return line


def street_lines(within: BoundingBox, *, limit: int) -> list[dict[str, Any]]:
    """The simplified GeoJSON geometries of streets, alleys and bridges whose box meets a box, up to a limit."""
    kinds = [PlaceKind.STREET.value, PlaceKind.ALLEY.value, PlaceKind.BRIDGE.value, PlaceKind.SQUARE.value]
    rows = AtlasPlace.objects.filter(kind__in=kinds, line__isnull=False)
    rows = rows.filter(west__lte=within.east, east__gte=within.west)
    rows = rows.filter(south__lte=within.north, north__gte=within.south)
    return [line for line in rows.order_by("pk").values_list("line", flat=True)[:limit] if line is not None]


def map_facts(row: LoadedMap, home: Path) -> MapFacts:
    """A load's row as facts; its file lies below `home`."""
    return MapFacts(
        id=row.pk,
        name=row.name,
        digest=row.digest,
        path=home / MAPS / row.tiles,
        size=row.size,
        loaded_at=row.loaded_at,
        by=row.by,
        bounds=BoundingBox(row.west, row.south, row.east, row.north),
        counts=row.counts,
        attribution=row.attribution,
        is_current=row.is_current,
    )


def _facts(row: AtlasPlace) -> AtlasPlaceFacts:
    return AtlasPlaceFacts(
        id=row.pk,
        kind=PlaceKind.of(row.kind),
        name=row.name,
        names=row.names,
        aliases=tuple(row.aliases),
        old_names=tuple(row.old_names),
        number=row.number,
        lat=row.lat,
        lon=row.lon,
        bounds=BoundingBox(row.west, row.south, row.east, row.north),
        parent_id=row.parent_id,
        neighbourhood_code=row.neighbourhood_code,
        is_approximate=row.is_approximate,
    )
