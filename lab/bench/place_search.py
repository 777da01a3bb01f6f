"""How long a search of places takes among 200,000 names, and how often the place that was meant is among the answers.

The names are made up in the manner of Shiraz: streets, their numbered alleys, mosques, schools and shops. The same
searches are asked as typed, misspelt, begun, with an alley and a house, and for names that nothing bears.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any, Final

from lab.bench import homes
from lab.bench.homes import PACKAGE
from lab.bench.process import figures_of
from peygir.core.word_lists import read_word_lists

HOME: Final = "places"
PLACES: Final = 200_000
STREETS: Final = 6_000
ALLEYS: Final = 150_000
SEARCHES: Final = 200
WARM: Final = 40
WANTED_MS: Final = 50.0
SEED: Final = 137
_WEST, _SOUTH, _WIDE, _HIGH = 52.42, 29.53, 0.2, 0.16
_BATCH: Final = 2000
_KINDS: Final = ("خیابان", "خیابان", "خیابان", "بلوار", "")
_OTHERS: Final = (
    ("worship", "مسجد"),
    ("school", "دبستان"),
    ("school", "دبیرستان"),
    ("park", "بوستان"),
    ("hospital", "درمانگاه"),
    ("bus_stop", "ایستگاه"),
    ("business", "فروشگاه"),
    ("business", "داروخانه"),
    ("landmark", "مجتمع"),
)


def measured() -> dict[str, Any]:
    """Make the names anew, search them in a process of its own, and return the measurements."""
    home = homes.make_ready(HOME, 0)
    figures: dict[str, Any] = figures_of("places", home=home)
    return figures


def is_good(figures: dict[str, Any]) -> bool:
    """Whether every kind of search, and the street at a point, stays within its time."""
    return all(value <= WANTED_MS for name, value in figures.items() if name.endswith("p95_ms"))


def main() -> None:
    """Run the step: write the names, search, and print the measurements as JSON."""
    from django.conf import settings
    from django.db import connection

    from peygir.atlas.near_point import street_at
    from peygir.city import queries as city
    from peygir.core import clock

    rng = Random(SEED)  # noqa: S311 - names, not secrets
    streets = write_names(rng)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE atlas_atlasplace")
    city_id = city.current_city(settings.CITY).id
    on, near = city.day_of(city_id, clock.now()), (_SOUTH + _HIGH / 2, _WEST + _WIDE / 2)
    figures: dict[str, Any] = {"names": PLACES}
    for name, ask in searches(streets).items():
        asked = [ask(rng) for _ in range(WARM + SEARCHES)]
        figures |= _times(name, partial(_search, city_id, on=on, near=near), asked)
        hits = [_is_right(_search(city_id, pair, on=on, near=near), pair[1]) for pair in asked[:WARM]]
        figures[f"{name}_right"] = sum(hits) / len(hits)
    points = [(rng.uniform(_SOUTH, _SOUTH + _HIGH), rng.uniform(_WEST, _WEST + _WIDE)) for _ in range(WARM + SEARCHES)]
    figures |= _times("point", lambda point: street_at(*point), points)
    connection.close()
    print(json.dumps(figures))


def _search(city_id: int, pair: tuple[str, str], *, on: date, near: tuple[float, float]) -> list[Any]:
    from peygir.atlas.searching import found_places

    return found_places(city_id, pair[0], on=on, near=near)


def _is_right(places: list[Any], meant: str) -> bool:
    """Whether the name that was meant is among the answers; for no name, whether there is none."""
    names = [name.in_language("") for place in places for name in (place.name, place.street) if name is not None]
    return meant in names if meant else not places


def _times(name: str, ask: Callable[[Any], object], asked: list[Any]) -> dict[str, float]:
    took = []
    for one in asked:
        began = perf_counter()
        ask(one)
        took.append((perf_counter() - began) * 1000)
    cuts = quantiles(took[WARM:], n=100)
    return {f"{name}_p50_ms": round(cuts[49], 1), f"{name}_p95_ms": round(cuts[94], 1)}


def searches(streets: list[str]) -> dict[str, Callable[[Random], tuple[str, str]]]:
    """Each kind of search: a text, and the name that is to be among the answers ("" for none)."""

    def typed(rng: Random) -> tuple[str, str]:
        name = rng.choice(streets)
        return name, name

    def misspelt(rng: Random) -> tuple[str, str]:
        name = rng.choice(streets)
        at = rng.randrange(len(name) - 4, len(name) - 1)
        return name[:at] + rng.choice("ابرسنمی") + name[at + 1 :], name

    def begun(rng: Random) -> tuple[str, str]:
        name = rng.choice(streets)
        return name[: max(4, len(name) - 3)], name

    def alley(rng: Random) -> tuple[str, str]:
        name = rng.choice(streets)
        return f"{name} کوچه {rng.randrange(1, 26)} پلاک {rng.randrange(1, 200)}", name

    def described(rng: Random) -> tuple[str, str]:
        name = rng.choice(streets)
        return f"نانوایی سنگک روبروی {name} بعد از تقاطع", name

    def unknown(rng: Random) -> tuple[str, str]:
        return "".join(rng.choice("پچژگثظذض") for _ in range(9)), ""

    return {"typed": typed, "misspelt": misspelt, "begun": begun, "alley": alley, "told": described, "unknown": unknown}


def write_names(rng: Random) -> list[str]:
    """Write the places of a map of its own, streets before their alleys; returns the streets' names."""
    from peygir.atlas.facts import ATTRIBUTION
    from peygir.atlas.models import AtlasPlace, LoadedMap
    from peygir.core import clock

    loaded = LoadedMap.objects.create(
        name="bench",
        file_name="bench",
        digest="0" * 64,
        tiles="none.pmtiles",
        size=1,
        loaded_at=clock.now(),
        by="system",
        attribution=ATTRIBUTION,
        west=_WEST,
        south=_SOUTH,
        east=_WEST + _WIDE,
        north=_SOUTH + _HIGH,
    )
    names = list(_street_names(rng))
    rows = [_row(loaded, "street", name, rng, length=0.008) for name in names]
    streets = AtlasPlace.objects.bulk_create(rows, batch_size=_BATCH)
    for start in range(0, ALLEYS, _BATCH):
        alleys = []
        for number in range(start, min(start + _BATCH, ALLEYS)):
            parent, at = streets[number % STREETS], number // STREETS + 1
            name = f"کوچه {at}" if rng.random() < 0.7 else f"کوچه {at} شهید {rng.choice(_words())}"
            alleys.append(_row(loaded, "alley", name, rng, length=0.001, parent=parent, number=str(at)))
        AtlasPlace.objects.bulk_create(alleys)
    for start in range(STREETS + ALLEYS, PLACES, _BATCH):
        others = []
        for _ in range(start, min(start + _BATCH, PLACES)):
            kind, word = rng.choice(_OTHERS)
            others.append(_row(loaded, kind, f"{word} {rng.choice(_words())} {rng.choice(_words())}", rng))
        AtlasPlace.objects.bulk_create(others)
    return names


def _street_names(rng: Random) -> Iterator[str]:
    seen: set[str] = set()
    while len(seen) < STREETS:
        size = rng.choice((1, 2, 2, 2, 3))
        name = " ".join([rng.choice(_KINDS), *(rng.choice(_words()) for _ in range(size))]).strip()
        if len(name) > 5 and name not in seen:
            seen.add(name)
            yield name


@cache
def _words() -> list[str]:
    """Personal and family names, of which most streets' names are made."""
    lists = read_word_lists(PACKAGE / "core" / "names.txt")
    return sorted({word for name in ("given", "family") for word in lists[name] if len(word) > 2})


def _row(
    loaded: Any,
    kind: str,
    name: str,
    rng: Random,
    *,
    length: float = 0.0,
    parent: Any = None,
    number: str = "",
) -> Any:
    from peygir.atlas.models import AtlasPlace
    from peygir.atlas.names import PlaceNames, search_text

    around = (parent.lat, parent.lon) if parent is not None else (_SOUTH + _HIGH / 2, _WEST + _WIDE / 2)
    reach = (0.004, 0.004) if parent is not None else (_HIGH / 2, _WIDE / 2)
    lat = round(around[0] + rng.uniform(-reach[0], reach[0]), 6)
    lon = round(around[1] + rng.uniform(-reach[1], reach[1]), 6)
    east, north = round(lon + length, 6), round(lat + length / 2, 6)
    return AtlasPlace(
        map=loaded,
        kind=kind,
        name=name,
        search_text=search_text(PlaceNames(name)),
        number=number,
        parent=parent,
        lat=lat,
        lon=lon,
        west=lon,
        south=lat,
        east=east,
        north=north,
        line={"type": "LineString", "coordinates": [[lon, lat], [east, north]]} if length else None,
    )
