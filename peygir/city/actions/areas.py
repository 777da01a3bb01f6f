"""Edits districts and neighbourhoods in the product: the map changes from a day on, and a change can be taken back.

Areas are versioned: one that changes ends and a new version begins, and earlier reports keep the old one. An edited
map overrides the city's files until it is taken back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from peygir.city import queries
from peygir.city.actions.turning import DayIsPast, DecidedSince, NothingDiffers
from peygir.city.area_changes import AreaChange
from peygir.city.area_checks import check_map
from peygir.city.desk_rules import DESK
from peygir.city.loading import owner_says
from peygir.city.map_editing import LandMap
from peygir.city.models import City, District, Neighbourhood, Ownership, Topic, Unit
from peygir.city.rows import DistrictRow, FileFault, NeighbourhoodRow
from peygir.city.rules import DEFAULT, TopicOwner, branch_of
from peygir.core import clock
from peygir.core.geometry import read_polygon
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.history.actions import record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.city import AreasRedrawn
from peygir.history.queries import timeline

Key = tuple[str, str]  # "district" or "neighbourhood", and a code
Land = DistrictRow | NeighbourhoodRow
_MODELS: Final[dict[str, Any]] = {"district": District, "neighbourhood": Neighbourhood}
_OF_THE_PLACE: Final = pgettext_lazy("why a unit owns a topic", "the district of the place")


class AreasHaveFaults(Invalid):
    """The drawing was refused as a whole; `faults` lists every fault."""

    message = _("The map has {count} faults; nothing was changed.")

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__(count=len(self.faults))


class MapHasChanged(Conflict):
    """Another map holds on that day since the difference was shown."""

    message = _("The map of that day has changed since this difference was shown; look at the difference again.")


class LaterMapIsPlanned(Invalid):
    """The map already has a planned change on a later day, based on the map as it is now."""

    message = _(
        "A change of the map is planned for a later day; take it back first, or choose that day or one after it."
    )


@dataclass(slots=True)
class _Written:
    """The versions that one change closed and opened, as [code, id before, id after]; a missing id is None."""

    districts: list[list[Any]]
    neighbourhoods: list[list[Any]]

    def event(self, since: date, *, undoes: int = ABSENT) -> AreasRedrawn:
        return AreasRedrawn(
            from_=since.isoformat(), districts=self.districts, neighbourhoods=self.neighbourhoods, undoes=undoes
        )


@dataclass(frozen=True, slots=True)
class _Want:
    """The desired version of one area, and its source: the city's files or the desk."""

    row: Land
    source: str = DESK


def redraw_areas(city_id: int, text: str, *, is_whole: bool, gives_way: bool, since: date, seen: str, by: str) -> int:
    """Apply the areas of a GeoJSON text to the map from `since` on; returns the event's number.

    `seen` is the proposal's stamp, as shown. Raises DayIsPast, LaterMapIsPlanned, MapHasChanged, AreasHaveFaults (with
    every fault), NothingDiffers.
    """
    with transaction.atomic():
        city = _locked(city_id, since)
        proposal = queries.proposed(city_id, text, is_whole=is_whole, gives_way=gives_way, on=since)
        if proposal.faults:
            raise AreasHaveFaults(proposal.faults)
        if proposal.seen != seen:
            raise MapHasChanged()
        if not proposal.changes:
            raise NothingDiffers()
        written = _write(city, _wanted(proposal.changes), since)
        _own(city, since, [one.code for one in proposal.changes if (one.kind, one.verb) == ("district", "added")])
        record(city, written.event(since), by=by, at=clock.now())
    queries.forget()
    return city.event_count


def take_back_areas(city_id: int, number: int, *, by: str) -> int:
    """Restore the map as it was before one change, from today (or from the change's own day, if that is to come).

    All of it or nothing; recorded as a new change. Raises DecidedSince if a newer change touches the same areas.
    """
    with transaction.atomic():
        event = next((one for one in timeline("city", city_id) if one.number == number), None)
        if event is None or event.kind != AreasRedrawn.kind:
            raise DecidedSince()
        today = queries.day_of(city_id, clock.now())
        since = max(today, date.fromisoformat(event.data["from"]))
        city = _locked(city_id, since, otherwise=DecidedSince)
        _refuse_what_stands_on_it(city, event.data)
        wanted_areas = _before("district", event.data["districts"]) | _before(
            "neighbourhood", event.data["neighbourhoods"]
        )
        if check_map(_laid(queries.standing_land(city_id, on=since), wanted_areas), None):
            raise DecidedSince()
        written = _write(city, wanted_areas, since)
        record(city, written.event(since, undoes=number), by=by, at=clock.now())
    queries.forget()
    return city.event_count


def _wanted(changes: Iterable[AreaChange]) -> dict[Key, _Want | None]:
    return {(one.kind, one.code): _Want(one.after) if one.after is not None else None for one in changes}


def _locked(city_id: int, since: date, *, otherwise: type[Exception] | None = None) -> City:
    city = City.objects.select_for_update(no_key=True).get(pk=city_id)
    queries.forget()  # values read before the lock may be stale
    if since < queries.day_of(city_id, clock.now()):
        raise DayIsPast()
    if queries.later_map_day(city_id, on=since) is not None:
        raise otherwise() if otherwise is not None else LaterMapIsPlanned()
    return city


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _write(city: City, wanted_areas: Mapping[Key, _Want | None], since: date) -> _Written:
    """Close and open versions until the areas are as wanted from `since` on; None ends an area.

    When a district gets a new version, so do its neighbourhoods: each points at one version of one district.
    """
    standing = {
        kind: {row.code: row for row in model.objects.filter(city=city, valid_to=None)}
        for kind, model in _MODELS.items()
    }
    districts = {code: want for (kind, code), want in wanted_areas.items() if kind == "district"}
    places = {code: want for (kind, code), want in wanted_areas.items() if kind == "neighbourhood"}
    for code, row in standing["neighbourhood"].items():
        if row.district.code in districts and code not in places:
            places[code] = _want_of(row)
    units = dict(Unit.objects.filter(city=city).values_list("code", "pk"))
    large = _turn(standing["district"], districts, since, lambda row: District(city=city, unit_id=units[row.unit]))
    ids = dict(District.objects.filter(city=city, valid_to=None).values_list("code", "pk"))
    small = _turn(
        standing["neighbourhood"], places, since, lambda row: Neighbourhood(city=city, district_id=ids[row.district])
    )
    return _Written(large, small)


def _turn(
    standing: Mapping[str, Any], wanted_areas: Mapping[str, _Want | None], since: date, made: Callable[[Any], Any]
) -> list[list[Any]]:
    """End the standing versions and open the wanted ones, by code; returns [code, id before, id after] of each."""
    turned = []
    for code, want in sorted(wanted_areas.items()):
        old, new = standing.get(code), None
        if old is not None:
            old.valid_to = max(since, old.valid_from)
            old.save(update_fields=["valid_to"])
        if want is not None:
            new = made(want.row)
            new.valid_from, new.source, new.polygon = since, want.source, _plain(want.row.polygon)
            for name in ("code", "name_fa", "name_en", "is_approximate"):
                setattr(new, name, getattr(want.row, name))
            new.save(force_insert=True)
        turned.append([code, old.pk if old is not None else None, new.pk if new is not None else None])
    return turned


def _plain(polygon: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return dict(polygon) if polygon is not None else None


def _want_of(row: Any) -> _Want:
    """The area of a version, to be opened again."""
    shape = read_polygon(row.polygon) if row.polygon is not None else None
    rest = {"polygon": row.polygon, "shape": shape, "is_approximate": row.is_approximate}
    if isinstance(row, District):
        return _Want(DistrictRow(row.code, row.name_fa, row.name_en, row.unit.code, **rest), row.source)
    return _Want(NeighbourhoodRow(row.code, row.name_fa, row.district.code, row.name_en, **rest), row.source)


def _before(kind: str, turned: Iterable[Sequence[Any]]) -> dict[Key, _Want | None]:
    """The areas before a change, by kind and code; None for an area that the change added."""
    ids = [before for _code, before, _after in turned if before is not None]
    rows = {row.pk: row for row in _MODELS[kind].objects.filter(pk__in=ids)}
    return {(kind, code): _want_of(rows[before]) if before is not None else None for code, before, _after in turned}


def _refuse_what_stands_on_it(city: City, data: Mapping[str, Any]) -> None:
    """Raises DecidedSince unless every area that the change touched is as the change left it."""
    for kind, name in (("district", "districts"), ("neighbourhood", "neighbourhoods")):
        turned = data[name]
        codes = [code for code, _before, _after in turned]
        rows = _MODELS[kind].objects.filter(city=city, valid_to=None, code__in=codes)
        stands = dict(rows.values_list("code", "pk"))
        if any(stands.get(code) != after for code, _before, after in turned):
            raise DecidedSince()


def _laid(land: LandMap, wanted_areas: Mapping[Key, _Want | None]) -> LandMap:
    """The map with the wanted areas replaced."""
    laid: dict[str, dict[str, Any]] = {"district": dict(land.districts), "neighbourhood": dict(land.neighbourhoods)}
    for (kind, code), want in wanted_areas.items():
        laid[kind].pop(code, None)
        if want is not None:
            laid[kind][code] = want.row
    return LandMap(laid["district"], laid["neighbourhood"])


def _own(city: City, since: date, codes: Sequence[str]) -> None:
    """Give each new district's unit the topics whose owner depends on the district, as a load would."""
    units = dict(Unit.objects.filter(city=city, valid_to=None).values_list("code", "pk"))
    in_both = _OF_THE_PLACE.in_language("fa"), _OF_THE_PLACE.in_language("en")
    rows = []
    for district in District.objects.filter(city=city, code__in=codes, valid_to=None).select_related("unit"):
        owned = set(
            Ownership.objects.filter(city=city, district_code=district.code, valid_to=None).values_list(
                "topic_id", flat=True
            )
        )
        for topic in Topic.objects.filter(city=city, valid_to=None).exclude(pk__in=owned):
            branch = branch_of(topic.unit_type, units)
            if branch is not None:
                owner = TopicOwner(topic.code, district.code, district.unit.code, "", branch, DEFAULT, *in_both)
                says = owner_says(owner, units, {})
                rows.append(Ownership(city=city, topic=topic, district_code=district.code, valid_from=since, **says))
    Ownership.objects.bulk_create(rows)
