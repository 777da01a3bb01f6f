"""How long an import of 200,000 assets takes, and how fast the nearest of a topic's types are found among them.

The assets are made up inside the districts of Shiraz, in eight types; the points that are asked lie anywhere in the
city. The rarest type has one asset in two hundred, so that its nearest is far away.
"""

import csv
import json
import tempfile
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any, Final

from lab.bench import homes
from lab.bench.process import figures_of

HOME: Final = "assets"
ROWS: Final = 200_000
SEARCHES: Final = 2_000
WARM: Final = 100
IMPORT_SECONDS: Final = 90.0
NEAREST_MS: Final = 10.0
SEED: Final = 137
_TYPES: Final = {
    "bin": 300,
    "tree": 380,
    "light": 150,
    "manhole": 100,
    "sign": 40,
    "bench": 20,
    "bus-stop": 5,
    "fountain": 5,
}


def measured() -> dict[str, Any]:
    """Make the city anew, import and search in a process of its own, and return the measurements."""
    home = homes.make_ready(HOME, 0)
    figures: dict[str, Any] = figures_of("assets", home=home)
    return figures


def is_good(figures: dict[str, Any]) -> bool:
    """Whether the import and every kind of search stay within their time, and nothing was lost."""
    is_quick = all(value <= NEAREST_MS for name, value in figures.items() if name.endswith("p95_ms"))
    return is_quick and figures["import_s"] <= IMPORT_SECONDS and figures["assets"] == ROWS and not figures["breaks"]


def main() -> None:
    """Run the step: write a file, import it as the command does, search, and print the measurements as JSON."""
    from django.conf import settings
    from django.db import connection

    from peygir.assets.actions import set_type
    from peygir.assets.attributes import read_definitions
    from peygir.assets.models import Asset
    from peygir.city import queries as city
    from peygir.core import clock

    city_id = city.current_city(settings.CITY).id
    topics = [topic.code for topic in city.topics(city_id) if topic.needs_place and not topic.is_confidential]
    attributes = read_definitions("volume | number | گنجایش | volume\nmaterial | string | جنس | material")
    for place, code in enumerate(_TYPES):
        own = topics[place : place + 1]
        set_type(city_id, code, name_fa=code, name_en=code, attributes=attributes, topics=own, by="system")
    rng = Random(SEED)  # noqa: S311 - places, not secrets
    points = _points(city_id, rng, on=city.day_of(city_id, clock.now()))
    with tempfile.TemporaryDirectory() as folder:
        path = _written(Path(folder) / "assets.csv", points, rng)
        figures: dict[str, Any] = {"rows": ROWS, "file_mb": round(path.stat().st_size / 1e6, 1)}
        figures |= _import(city_id, path)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE assets_asset")
    figures["assets"] = Asset.objects.count()
    figures["breaks"] = _breaks()
    figures |= _searches(city_id, points, rng, topics)
    connection.close()
    print(json.dumps(figures))


def _points(city_id: int, rng: Random, *, on: Any) -> list[tuple[float, float]]:
    """As many points in the city's neighbourhoods as there are rows."""
    from lab.sample.places import Places

    places = Places(city_id, rng, on=on)
    return [(spot.lat, spot.lon) for spot in (places.pick() for _ in range(ROWS))]


def _written(path: Path, points: list[tuple[float, float]], rng: Random) -> Path:
    kinds = rng.choices(list(_TYPES), list(_TYPES.values()), k=ROWS)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("type", "number", "lat", "lon", "address", "unit", "volume", "material", "installed_on"))
        for number, (kind, (lat, lon)) in enumerate(zip(kinds, points, strict=True)):
            day = f"13{number % 10 + 90}/{number % 12 + 1:02d}/{number % 29 + 1:02d}"
            address = f"خیابان {number % 900}، کوچه {number % 40}"
            writer.writerow((kind, f"N{number}", f"{lat:.6f}", f"{lon:.6f}", address, "D-01", 770, "فلزی", day))
    return path


def _import(city_id: int, path: Path) -> dict[str, float]:
    """Import the file as the command does; returns the seconds of reading and of the whole."""
    from peygir.assets.actions import write_rows
    from peygir.assets.table_reading import read_assets

    began = perf_counter()
    table = read_assets(path, {}, city_id=city_id)
    read = perf_counter()
    assert not table.faults, table.faults[:3]
    for _done in write_rows(
        city_id, table.rows, file_name=path.name, digest=table.digest, columns=table.columns, by="system"
    ):
        pass
    ended = perf_counter()
    return {"read_s": round(read - began, 1), "write_s": round(ended - read, 1), "import_s": round(ended - began, 1)}


def _breaks() -> int:
    """How many chains of events do not hold after the import."""
    from peygir.history.queries import verify

    return len(verify().breaks)


def _searches(city_id: int, points: list[tuple[float, float]], rng: Random, topics: list[str]) -> dict[str, float]:
    """The times of searches for a common topic, for the rarest one, and for every type."""
    from peygir.assets.queries import nearest
    from peygir.city import queries as city

    figures: dict[str, float] = {}
    for name, code in {"common": topics[0], "rare": topics[len(_TYPES) - 1], "any": ""}.items():
        topic = city.topic_by_code(city_id, code) if code else None
        took = []
        for _ in range(WARM + SEARCHES):
            lat, lon = rng.choice(points)
            began = perf_counter()
            nearest(city_id, lat=lat + rng.uniform(-0.002, 0.002), lon=lon, topic_id=topic.id if topic else None)
            took.append((perf_counter() - began) * 1000)
        cuts = quantiles(took[WARM:], n=100)
        figures |= {f"{name}_p50_ms": round(cuts[49], 2), f"{name}_p95_ms": round(cuts[94], 2)}
    return figures
