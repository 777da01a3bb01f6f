"""The part of the city that a visitor chose: a neighbourhood or a district, by code or by a point."""

from dataclasses import dataclass

from django.http import QueryDict

from peygir.city import queries as city
from peygir.city.facts import DistrictFacts, NeighbourhoodFacts, Place
from peygir.core.geometry import AreaGeometry
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import named

_CLOSE, _WIDE = 14.5, 12.5


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the city; `lat`, `lon` are its centre, and `zoom` is the map level that shows all of it."""

    code: str
    name: str
    district_id: int
    neighbourhood_id: int | None
    lat: float
    lon: float
    zoom: float


def area_of_code(code: str) -> Area | None:
    """Return the neighbourhood or district of a code that is in force today."""
    here = current_city()
    return _area(city.place_by_label(here.id, code, on=today())) if code else None


def point_asked(query: QueryDict) -> tuple[float, float] | None:
    """Return `lat` and `lon` of a URL, in degrees; None unless both are numbers on Earth."""
    try:
        lat, lon = float(query.get("lat", "")), float(query.get("lon", ""))
    except ValueError:
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def area_of_point(lat: float, lon: float) -> Area | None:
    """Return the neighbourhood (or else the district) around a point in degrees."""
    here = current_city()
    return _area(city.place_of(here.id, lat, lon, on=today())) if city.has_polygons(here.id) else None


def _area(place: Place | None) -> Area | None:
    if place is None:
        return None
    city_facts = current_city()
    if place.neighbourhood_id is not None:
        land: NeighbourhoodFacts | DistrictFacts | None = city.neighbourhood(city_facts.id, place.neighbourhood_id)
        kind, code, zoom = "neighbourhoods", place.neighbourhood_code, _CLOSE
    else:
        land, kind, code, zoom = (
            city.district(city_facts.id, place.district_id),
            "districts",
            place.district_code,
            _WIDE,
        )
    features = city.polygons(city_facts.id, on=today())[kind]["features"]
    drawn = next((one["geometry"] for one in features if one["properties"]["code"] == code), None)
    lat, lon = middle_of(drawn) if drawn else (city_facts.centre_lat, city_facts.centre_lon)
    return Area(code, named(land), place.district_id, place.neighbourhood_id, lat, lon, zoom)


def middle_of(geometry: AreaGeometry) -> tuple[float, float]:
    """Return (lat, lon) of the centre of a GeoJSON polygon's bounding box."""
    points = [point for ring in rings_of(geometry) for point in ring]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def rings_of(geometry: AreaGeometry) -> list[list[list[float]]]:
    """Return the outer rings of a GeoJSON Polygon or MultiPolygon, as [lon, lat] pairs."""
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"][0]]
    return [polygon[0] for polygon in geometry["coordinates"]]
