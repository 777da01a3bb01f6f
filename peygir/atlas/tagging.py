"""What the tags of a thing on the map mean: its layer and class on the base map, and its kind in the gazetteer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from peygir.atlas.kinds import PlaceKind, values_in
from peygir.atlas.names import is_alley, is_bridge, is_square

Tags = Mapping[str, str]

LOWEST_ZOOM: Final = 9
HIGHEST_ZOOM: Final = 16
BUILDINGS_FROM: Final = 15

# Class of a street and the zoom from which it is drawn, by its OSM value.
STREETS: Final[Mapping[str, tuple[str, int]]] = {
    "motorway": ("motorway", 9),
    "trunk": ("trunk", 9),
    "primary": ("primary", 10),
    "secondary": ("secondary", 11),
    "tertiary": ("tertiary", 12),
    "unclassified": ("minor", 13),
    "residential": ("minor", 13),
    "living_street": ("minor", 13),
    "road": ("minor", 13),
    "pedestrian": ("pedestrian", 13),
    "busway": ("service", 14),
    "service": ("service", 14),
    "track": ("track", 14),
    "footway": ("path", 15),
    "path": ("path", 15),
    "cycleway": ("path", 15),
    "steps": ("path", 15),
    "bridleway": ("path", 15),
}
RAILWAYS: Final[Mapping[str, int]] = {
    "rail": 10,
    "light_rail": 11,
    "subway": 12,
    "narrow_gauge": 12,
    "funicular": 13,
    "monorail": 12,
    "tram": 13,
}
WATERWAYS: Final[Mapping[str, int]] = {"river": 9, "canal": 11, "stream": 13, "drain": 15, "ditch": 15}
PLACES: Final[Mapping[str, int]] = {
    "city": 9,
    "town": 9,
    "borough": 11,
    "suburb": 11,
    "village": 11,
    "quarter": 12,
    "hamlet": 12,
    "neighbourhood": 13,
}
TOWNS: Final = ("city", "town")
_GREEN: Final[Mapping[str, Mapping[str, str]]] = {
    "leisure": {
        "park": "park",
        "garden": "park",
        "playground": "park",
        "nature_reserve": "wood",
        "pitch": "pitch",
        "golf_course": "grass",
        "recreation_ground": "grass",
    },
    "landuse": {
        "forest": "wood",
        "grass": "grass",
        "meadow": "grass",
        "village_green": "park",
        "recreation_ground": "grass",
        "cemetery": "cemetery",
        "orchard": "farm",
        "vineyard": "farm",
        "farmland": "farm",
    },
    "natural": {"wood": "wood", "scrub": "wood", "grassland": "grass", "heath": "grass"},
    "amenity": {"grave_yard": "cemetery"},
}
_WATER: Final[Mapping[str, frozenset[str]]] = {
    "natural": frozenset({"water", "bay"}),
    "waterway": frozenset({"riverbank", "dock"}),
    "landuse": frozenset({"reservoir", "basin"}),
}
_LANDMARKS: Final[Mapping[str, frozenset[str]]] = {
    "amenity": values_in(
        "townhall library marketplace cinema theatre arts_centre courthouse police fire_station casino fountain "
        "grave_yard embassy prison exhibition_centre conference_centre events_venue"
    ),
    "tourism": values_in("attraction museum gallery viewpoint artwork zoo theme_park hotel aquarium"),
    "leisure": values_in("stadium sports_centre nature_reserve water_park golf_course marina"),
    "shop": frozenset({"mall", "department_store"}),
    "man_made": frozenset({"tower", "lighthouse", "obelisk"}),
    "landuse": frozenset({"cemetery"}),
    "aeroway": frozenset({"aerodrome", "terminal", "heliport"}),
    "natural": frozenset({"peak", "cave_entrance", "beach", "cape"}),
}
_BUSINESS: Final = ("amenity", "shop", "office", "tourism", "leisure", "craft", "healthcare", "club", "building")
_KIND_BY_AMENITY: Final[Mapping[str, PlaceKind]] = {
    "place_of_worship": PlaceKind.WORSHIP,
    "school": PlaceKind.SCHOOL,
    "kindergarten": PlaceKind.SCHOOL,
    "university": PlaceKind.UNIVERSITY,
    "college": PlaceKind.UNIVERSITY,
    "hospital": PlaceKind.HOSPITAL,
    "clinic": PlaceKind.HOSPITAL,
    "bus_station": PlaceKind.STATION,
    "ferry_terminal": PlaceKind.STATION,
}
_WORSHIP_BUILDINGS: Final = frozenset({"mosque", "church", "cathedral", "chapel", "synagogue", "temple", "shrine"})
_NEVER: Final = frozenset({"parking", "parking_entrance", "parking_space", "bench", "atm", "post_box", "toilets"})
# Zoom from which a point of a kind is drawn; kinds that are not here are not drawn as points.
POINTS_FROM: Final[Mapping[PlaceKind, int]] = {
    PlaceKind.HOSPITAL: 13,
    PlaceKind.STATION: 13,
    PlaceKind.UNIVERSITY: 13,
    PlaceKind.PARK: 14,
    PlaceKind.SQUARE: 14,
    PlaceKind.BRIDGE: 14,
    PlaceKind.WATER: 14,
    PlaceKind.LANDMARK: 14,
    PlaceKind.WORSHIP: 15,
    PlaceKind.SCHOOL: 15,
    PlaceKind.JUNCTION: 15,
    PlaceKind.BUS_STOP: 16,
}


@dataclass(frozen=True, slots=True)
class Style:
    """Where a thing is drawn: its layer, its class, and the zoom from which on (0: by its size)."""

    layer: str
    kind: str
    minzoom: int


def line_style(tags: Tags) -> Style | None:
    """How a line is drawn: as a street, a railway or a waterway."""
    if highway := tags.get("highway"):
        base = highway.removesuffix("_link")
        known = STREETS.get(base)
        if known is None or tags.get("area") == "yes":
            return None
        return Style("streets", known[0], min(known[1] + (base != highway), HIGHEST_ZOOM))
    if (railway := tags.get("railway", "")) in RAILWAYS:
        return Style("rail", railway, 14 if "service" in tags else RAILWAYS[railway])
    if (waterway := tags.get("waterway", "")) in WATERWAYS and tags.get("tunnel") != "yes":
        return Style("water", waterway, WATERWAYS[waterway])
    return None


def area_style(tags: Tags) -> Style | None:
    """How a polygon is drawn: as a building, water, green, or a paved square."""
    if tags.get("building", "no") != "no":
        return Style("buildings", "building", BUILDINGS_FROM)
    for key, values in _WATER.items():
        if tags.get(key) in values:
            return Style("water", "water", 0)
    for key, classes in _GREEN.items():
        if (green := classes.get(tags.get(key, ""))) is not None:
            return Style("green", green, 0)
    is_paved = tags.get("highway") in ("pedestrian", "footway") and (
        tags.get("area") == "yes" or tags.get("type") == "multipolygon"
    )
    if is_paved or tags.get("place") == "square":
        return Style("streets", "plaza", 14)
    return None


def place_kind(tags: Tags) -> PlaceKind | None:
    """The kind of a point or polygon in the gazetteer; None for what is not a place that people name."""
    if (place := tags.get("place", "")) in PLACES or place in ("locality", "square"):
        if place == "square":
            return PlaceKind.SQUARE
        return PlaceKind.TOWN if place in TOWNS else PlaceKind.NEIGHBOURHOOD
    amenity = tags.get("amenity", "")
    if amenity in _NEVER:
        return None
    if (kind := _KIND_BY_AMENITY.get(amenity)) is not None:
        return kind
    if tags.get("healthcare") in ("hospital", "clinic"):
        return PlaceKind.HOSPITAL
    if (kind := _traffic_kind(tags)) is not None:
        return kind
    if tags.get("leisure") in ("park", "garden", "playground"):
        return PlaceKind.PARK
    if any(tags.get(key) in values for key, values in _WATER.items()):
        return PlaceKind.WATER
    if tags.get("building") in _WORSHIP_BUILDINGS:
        return PlaceKind.WORSHIP
    if "historic" in tags or any(tags.get(key) in values for key, values in _LANDMARKS.items()):
        return PlaceKind.LANDMARK
    return PlaceKind.BUSINESS if any(key in tags for key in _BUSINESS) else None


def _traffic_kind(tags: Tags) -> PlaceKind | None:
    highway, railway = tags.get("highway"), tags.get("railway")
    if railway in ("station", "halt") or tags.get("public_transport") == "station":
        return PlaceKind.STATION
    if highway == "bus_stop" or railway == "tram_stop" or tags.get("public_transport") in ("platform", "stop_position"):
        return PlaceKind.BUS_STOP
    if highway in ("pedestrian", "footway") and tags.get("area") == "yes":
        return PlaceKind.SQUARE
    if highway in ("traffic_signals", "crossing") or tags.get("junction") == "yes":
        return PlaceKind.SQUARE if is_square(tags.get("name", "")) else PlaceKind.JUNCTION
    return PlaceKind.BRIDGE if tags.get("man_made") == "bridge" else None


def piece_kind(tags: Tags, name: str) -> PlaceKind | None:
    """The kind of a named line that is a piece of a street, square, bridge, alley or river."""
    if tags.get("waterway", "") in WATERWAYS:
        return PlaceKind.WATER
    if tags.get("highway", "").removesuffix("_link") not in STREETS:
        return None
    if is_square(name) or tags.get("junction") in ("roundabout", "circular"):
        return PlaceKind.SQUARE
    if is_bridge(name) and tags.get("bridge", "no") != "no":
        return PlaceKind.BRIDGE
    return PlaceKind.ALLEY if is_alley(name) else PlaceKind.STREET


def zoom_by_size(square_metres: float) -> int:
    """The zoom from which a polygon of this size is drawn."""
    steps = ((5e6, 9), (1e6, 10), (2e5, 11), (5e4, 12), (1e4, 13), (2e3, 14))
    return next((zoom for size, zoom in steps if square_metres > size), BUILDINGS_FROM)
