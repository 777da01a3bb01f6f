"""Real extracts of OpenStreetMap: Monaco, Andorra and Krems, where the machine has them."""

from pathlib import Path
from typing import Any

import pytest

from peygir.atlas import queries
from peygir.atlas.draft_levels import DraftLevels
from peygir.atlas.drafting import make_draft
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.map_folder import making
from peygir.atlas.map_reading import read_map
from peygir.city.checks import check_city
from peygir.city.reading import read_city
from tests.desks.test_street_map import take, tile
from tests.osm_files import Stages, real_map

pytestmark = pytest.mark.django_db
LARGEST_VIEW = 400_000
"""Bytes of a first view at zoom 15; twelve tiles are on a desk's screen."""


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    return tmp_path / "home"


def test_monaco_has_its_streets_its_sea_and_its_alleys(home: Path) -> None:
    facts = take(real_map("monaco.osm.gz"), home, outline="Monaco")
    places = queries.places_of(limit=10_000)
    by_name = {place.name: place for place in places}
    assert facts.counts["street"] == 128
    assert by_name["Place d'Armes"].kind is PlaceKind.SQUARE
    fountain = by_name["Impasse de la Fontaine"]
    assert (fountain.kind, fountain.parent_id) == (PlaceKind.ALLEY, by_name["Boulevard Princesse Charlotte"].id)
    assert by_name["Monte-Carlo"].kind is PlaceKind.NEIGHBOURHOOD
    layers = tile(facts, 14)
    assert "sea" in {water["class"] for water in layers["water"]}
    assert facts.size < LARGEST_VIEW  # the whole of it


@pytest.mark.parametrize(
    ("file", "districts", "neighbourhoods"),
    [
        ("monaco.osm.gz", {"Monaco"}, {"Fontvieille", "La Condamine", "Monaco-Ville", "Monte-Carlo"}),
        (
            "andorra.osm.pbf",
            {
                "Andorra la Vella",
                "Canillo",
                "Encamp",
                "Escaldes-Engordany",
                "La Massana",
                "Ordino",
                "Sant Julià de Lòria",
            },
            {"Santa Coloma", "Arinsal", "Engordany"},
        ),
        ("krems.osm.gz", {"Krems"}, {"Weinzierl"}),
    ],
)
def test_a_draft_of_a_real_city_has_no_fault(
    file: str, districts: set[str], neighbourhoods: set[str], tmp_path: Path
) -> None:
    with making(tmp_path) as folder:
        read = read_map(real_map(file), folder, progress=Stages())
        name = file.partition(".")[0].title()
        city, district_count, _ = make_draft(read, tmp_path / "draft", levels=DraftLevels(), name=name)
    rows, faults = read_city(tmp_path / "draft")
    assert [*faults, *check_city(rows)] == []
    assert {row.name_en for row in rows.districts or ()} == districts
    assert district_count == len(districts)
    assert neighbourhoods <= {row.name_en for row in rows.neighbourhoods or ()}
    assert city.country == {"Monaco": "MC", "Andorra": "AD", "Krems": "AT"}[name]


def test_krems_has_names_in_one_language_and_its_railway(home: Path) -> None:
    facts = take(real_map("krems.osm.gz"), home)
    danube = next(place for place in queries.places_of([PlaceKind.WATER], limit=100) if place.name.startswith("Donau"))
    assert danube.in_language("fa") == danube.name or danube.names.get("fa")
    layers = tile(facts, 15)
    assert {"streets", "water", "rail", "buildings", "landmarks", "green"} <= set(layers)
    assert {"rail"} <= {rail["class"] for rail in layers["rail"]}
