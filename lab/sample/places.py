"""Points in the sample city's neighbourhoods, which differ in how often their people report."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from lab.sample.streets import Streets
from peygir.city import queries as city
from peygir.city.facts import Place
from peygir.core.geometry import read_polygon

READINESS: Final = (0.5, 1.5)
"""Neighbourhoods differ threefold in how often their people report."""
BUSY: Final = 4.0
"""How much more often people report from a district that is named as busy."""
TROUBLE_SPOTS: Final = 0.25
REMEMBERED: Final = 400
NEAR: Final = 0.0006
"""Degrees; about fifty metres."""


@dataclass(frozen=True, slots=True)
class SamplePoint:
    """A point with the neighbourhood it lies in, and the street where the city's street map is loaded."""

    lat: float
    lon: float
    name: str
    place: Place
    street: str = ""


class Places:
    """Provides points: by neighbourhood at random, or near a place of an earlier problem.

    `busy_districts` are the codes of districts with more reports than their share.
    """

    def __init__(self, city_id: int, rng: Random, *, on: date, busy_districts: Collection[str] = ()) -> None:
        self._chance = rng
        self._areas = []
        for feature in city.polygons(city_id, on=on)["neighbourhoods"]["features"]:
            place = city.place_of_neighbourhood(city_id, feature["properties"]["id"])
            assert place is not None
            shape = read_polygon(feature["geometry"])
            shapely.prepare(shape)
            self._areas.append((feature["properties"]["name_fa"], place, shape))
        in_district = Counter(place.district_id for _, place, _ in self._areas)
        # Districts have two to fourteen neighbourhoods, but populations that cause similar amounts of work.
        self._weights = [rng.uniform(*READINESS) / in_district[place.district_id] ** 0.8 for _, place, _ in self._areas]
        self._weights = [
            weight * (BUSY if place.district_code in busy_districts else 1.0)
            for weight, (_, place, _) in zip(self._weights, self._areas, strict=True)
        ]
        self._shapes = {place.neighbourhood_id: shape for _, place, shape in self._areas}
        self._troubled: list[SamplePoint] = []
        self._streets = Streets(rng)

    def pick(self) -> SamplePoint:
        """Return a new point."""
        if self._troubled and self._chance.random() < TROUBLE_SPOTS:
            return self.near(self._chance.choice(self._troubled))
        name, place, shape = self._chance.choices(self._areas, self._weights)[0]
        at_street = self._streets.pick(place.neighbourhood_code, shape)
        if at_street is not None:
            lon, lat, street = at_street
        else:
            lon, lat, street = *self._anywhere(shape, self._chance), ""
        spot = SamplePoint(round(lat, 6), round(lon, 6), name, place, street)
        if len(self._troubled) < REMEMBERED:
            self._troubled.append(spot)
        else:
            self._troubled[self._chance.randrange(REMEMBERED)] = spot
        return spot

    def _anywhere(self, shape: BaseGeometry, rng: Random) -> tuple[float, float]:
        west, south, east, north = shape.bounds
        while True:
            lon, lat = rng.uniform(west, east), rng.uniform(south, north)
            if shapely.contains_xy(shape, lon, lat):
                return lon, lat

    def in_one_area(self, district_code: str, *, seed: int, rng: Random) -> SamplePoint:
        """Return a point in the neighbourhood of a district that the seed chooses: always the same one.

        In a city without this district it is one of any district. The point is drawn by `rng`.
        """
        areas = [area for area in self._areas if area[1].district_code == district_code] or self._areas
        name, place, shape = Random(f"{seed} {district_code}").choice(areas)  # noqa: S311 - a sample, not a secret
        lon, lat = self._anywhere(shape, rng)
        return SamplePoint(round(lat, 6), round(lon, 6), name, place)

    def near(self, spot: SamplePoint) -> SamplePoint:
        """Return another point a few steps away, in the same neighbourhood."""
        lat = round(spot.lat + self._chance.uniform(-NEAR, NEAR), 6)
        lon = round(spot.lon + self._chance.uniform(-NEAR, NEAR), 6)
        if not shapely.contains_xy(self._shapes[spot.place.neighbourhood_id], lon, lat):
            return spot
        return SamplePoint(lat, lon, spot.name, spot.place, spot.street)
