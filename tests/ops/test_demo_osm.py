"""`./run demo --osm`: a sample city on the streets of an extract, and what it says of a file that is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lab.commands import demo
from lab.sample.from_map import mapped_city
from lab.sample.map_home import city_of, home_of
from lab.sample.places import Places
from lab.sample.plan import DAYS, SampleYear
from peygir.atlas import queries
from peygir.atlas.extract import MapFileIsEmpty, MapFileIsMissing, MapFileIsNotOsm, open_extract
from peygir.atlas.map_reading import MapHasNoStreets
from peygir.atlas.near_point import street_at
from peygir.atlas.wording import street_words
from peygir.city import queries as city
from peygir.core import clock
from tests.osm_files import SmallMap, Stages, real_map, shiraz_corner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city", "tables_owner")]


@contextmanager
def stages() -> Iterator[Stages]:
    yield Stages()


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    settings.CITY = "corner"
    return tmp_path / "home"


def test_the_city_of_an_extract_is_a_sample_with_streets(home: Path, tmp_path: Path) -> None:
    city_id = mapped_city(shiraz_corner().write(tmp_path / "corner.osm"), stages)()
    facts = city.current_city("corner")
    assert (facts.id, facts.is_sample) == (city_id, True)
    assert queries.current_map() is not None
    begins = city.day_of(city_id, clock.now()) - timedelta(days=DAYS)
    assert city.neighbourhoods(city_id, on=begins), "the city is there when its year begins"
    assert {place.neighbourhood_code for place in queries.places_of()} != {""}


def test_its_reports_lie_on_its_streets_and_say_so(home: Path, tmp_path: Path) -> None:
    city_id = mapped_city(shiraz_corner().write(tmp_path / "corner.osm"), stages)()
    today = city.day_of(city_id, clock.now())
    places = Places(city_id, Random(1), on=today)  # noqa: S311 - a sample
    for _ in range(20):
        spot = places.pick()
        at = street_at(spot.lat, spot.lon)
        assert at is not None
        assert spot.street
        if at.metres < 1:
            assert spot.street.split("، ")[0] in street_words(at, "fa") or at.alleys
    year = SampleYear(city_id, count=40, seed=1, now=clock.now())
    told = [contact.planned_report for contact in year.contacts() if contact.planned_report is not None]
    assert told
    assert all(any(name in plan.report.address for name in ("قصردشت", "چمران", "کوچه", "حر", "یاس")) for plan in told)


@pytest.mark.parametrize("name", ["monaco.osm.gz", "andorra.osm.pbf"])
def test_real_extracts_become_sample_cities(home: Path, name: str) -> None:
    city_id = mapped_city(real_map(name), stages)()
    today = city.day_of(city_id, clock.now())
    assert city.districts(city_id, on=today)
    assert Places(city_id, Random(1), on=today).pick().street  # noqa: S311 - a sample


@pytest.mark.parametrize(
    ("content", "refusal"), [(b"", MapFileIsEmpty), (b"PK\x03\x04 no map", MapFileIsNotOsm), (None, MapFileIsMissing)]
)
def test_a_file_that_is_no_map_is_refused_before_anything_starts(
    tmp_path: Path, content: bytes | None, refusal: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEYGIR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PEYGIR_CITY", "shiraz")
    file = tmp_path / "bad.osm.pbf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(refusal):
        demo._move_to_city_of(file)
    assert not (tmp_path / "home").exists()


def test_a_map_without_streets_leaves_no_city(home: Path, tmp_path: Path) -> None:
    empty = SmallMap()
    empty.node(1, 1, amenity="hospital", name="بیمارستان")
    with pytest.raises(MapHasNoStreets):
        mapped_city(empty.write(tmp_path / "empty.osm"), stages)()
    assert not city.is_known("corner")


def test_each_extract_has_a_home_of_its_own(tmp_path: Path) -> None:
    file = shiraz_corner().write(tmp_path / "Shiraz-latest.osm")
    assert city_of(file) == "shiraz-latest"
    first = home_of(tmp_path, city_of(file), open_extract(file))
    file.write_text(file.read_text() + "\n")
    assert home_of(tmp_path, city_of(file), open_extract(file)) != first
