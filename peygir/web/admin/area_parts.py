"""The difference between two maps, prepared for a page: table rows, an SVG drawing and shapes for the live map."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from peygir.city.area_changes import AreaChange, Row, Transfer, district_of
from peygir.city.map_editing import LandMap, geometry_of
from peygir.city.queries import MapProposal
from peygir.desks.routing.queries import Lying
from peygir.web.kit.chosen_area import rings_of
from peygir.web.kit.templatetags.ui import digits, language, named

_WIDTH: Final = 640


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One changed area; `key` identifies it on the live map."""

    key: str
    name: str
    kind: str
    what: str
    gained: str
    lost: str


@dataclass(frozen=True, slots=True)
class LandLine:
    """Land that passes from one district to another, and the number of open cases on it."""

    from_name: str
    to_name: str
    size: str
    where: str
    is_lost: bool
    lying: Lying


@dataclass(frozen=True, slots=True)
class Drawing:
    """The difference as SVG paths, for browsers without scripts: new borders, transferred land, land left out."""

    width: int
    height: int
    borders: list[str]
    moved: list[str]
    lost: list[str]


def change_lines(proposal: MapProposal) -> list[ChangeLine]:
    """Return the areas that differ, districts first."""
    return [
        ChangeLine(
            f"{change.kind}:{change.code}",
            area_name(change.after or change.before),
            _("District") if change.kind == "district" else _("Neighbourhood"),
            _what(change, proposal),
            square_km(change.gained_metres) if change.gained_metres else "",
            square_km(change.lost_metres) if change.lost_metres else "",
        )
        for change in proposal.changes
    ]


def _what(change: AreaChange, proposal: MapProposal) -> str:
    old, new = change.before, change.after
    summary = {
        "added": _("is added"),
        "ended": _("ends"),
        "redrawn": _("has another border"),
        "moved": _("has the same border"),
        "renamed": _("was called %(name)s") % {"name": area_name(old)},
    }[change.verb]
    if old is not None and new is not None and district_of(old) != district_of(new):
        names = {
            "before": district_name(proposal.before, district_of(old)),
            "after": district_name(proposal.after, district_of(new)),
        }
        return _("%(words)s, and passes from %(before)s to %(after)s") % {"words": summary, **names}
    return summary


def land_lines(proposal: MapProposal, lying: Iterable[Lying]) -> list[LandLine]:
    """Return the land that changes district, the largest piece first."""
    return [
        LandLine(
            district_name(proposal.before, transfer.from_code),
            district_name(proposal.after, transfer.to_code),
            square_km(transfer.metres),
            _where(transfer),
            not transfer.to_code,
            row,
        )
        for transfer, row in zip(proposal.transfers, lying, strict=True)
    ]


def _where(one: Transfer) -> str:
    spot = one.spot
    return digits(f"{spot.lat:.4f}, {spot.lon:.4f}".replace(".", _decimal_point()))


def area_name(row: Row | None) -> str:
    """Return an area's name in the viewer's language."""
    return named(row) if row is not None else ""


def district_name(land: LandMap, code: str) -> str:
    """Return a district's name by its code, or a phrase for land in no district."""
    row = land.districts.get(code)
    return named(row) if row is not None else _("no district")


def square_km(metres: int) -> str:
    """Format square metres as «۱٫۲۳ کیلومتر مربع»; small areas stay in square metres."""
    if metres < 10_000:
        return _("%(size)s m²") % {"size": digits(metres)}
    return _("%(size)s km²") % {"size": digits(f"{metres / 1_000_000:.2f}".replace(".", _decimal_point()))}


def _decimal_point() -> str:
    return "٫" if language() == "fa" else "."


# ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def shapes_of(proposal: MapProposal) -> dict[str, Any]:
    """Return the GeoJSON of the live map, by `role`: old and new (borders), gained and lost (by `area`), moved and
    nowhere (all).
    """
    features = []
    for role, land in (("old", proposal.before), ("new", proposal.after)):
        for row in land.districts.values():
            features += _feature(row.shape, role=role, area=f"district:{row.code}", name=area_name(row))
    for change in proposal.changes:
        key = f"{change.kind}:{change.code}"
        features += _feature(change.gained, role="gained", area=key) + _feature(change.lost, role="lost", area=key)
        for role, side in (("old", change.before), ("new", change.after)):
            if change.kind == "neighbourhood" and side is not None:
                features += _feature(side.shape, role=role, area=key, name="")
    for land_piece in proposal.transfers:
        features += _feature(land_piece.shape, role="moved" if land_piece.to_code else "nowhere", area="")
    return {"type": "FeatureCollection", "features": features}


def _feature(shape: BaseGeometry | None, **properties: str) -> list[dict[str, Any]]:
    if shape is None:
        return []
    return [{"type": "Feature", "properties": properties, "geometry": geometry_of(shape)}]


def drawing_of(proposal: MapProposal) -> Drawing | None:
    """Return the difference as an SVG drawing, or None for a map without borders."""
    after = [ring for row in proposal.after.districts.values() for ring in _rings(row.shape)]
    before = [ring for row in proposal.before.districts.values() for ring in _rings(row.shape)]
    points = [point for ring in [*after, *before] for point in ring]
    if not points:
        return None
    west, north = min(point[0] for point in points), max(point[1] for point in points)
    east, south = max(point[0] for point in points), min(point[1] for point in points)
    scale = _WIDTH / max(east - west, 1e-6)
    stretch = scale / math.cos(math.radians((north + south) / 2))  # degrees of longitude are shorter

    def path(ring: list[list[float]]) -> str:
        corners = (f"{(x - west) * scale:.1f},{(north - y) * stretch:.1f}" for x, y, *_ in ring)
        return "M" + "L".join(corners) + "Z"

    moved: Mapping[bool, list[str]] = {True: [], False: []}
    for one in proposal.transfers:
        moved[bool(one.to_code)].extend(path(ring) for ring in _rings(one.shape))
    borders = [path(ring) for ring in after]
    return Drawing(_WIDTH, math.ceil((north - south) * stretch), borders, moved[True], moved[False])


def _rings(shape: BaseGeometry | None) -> list[list[list[float]]]:
    return rings_of(geometry_of(shape)) if shape is not None else []
