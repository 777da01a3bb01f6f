"""Named places are found as typed, as spoken and misspelt; a point knows its street and alley."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.atlas.actions import load_map
from peygir.atlas.facts import FoundPlace
from peygir.atlas.map_folder import making
from peygir.atlas.map_reading import read_map
from peygir.atlas.models import AtlasPlace
from peygir.atlas.near_point import street_at
from peygir.atlas.searching import found_places
from peygir.atlas.street_areas import codes_along
from peygir.atlas.wording import found_words, street_words
from peygir.city import queries as city
from tests.full_city import LATER, full_city, load, town_id
from tests.osm_files import SOUTH, STEP, WEST, Stages, shiraz_corner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city")]


@pytest.fixture
def city_id(tmp_path: Path) -> int:
    load(full_city(), tmp_path / "city")
    return town_id()


@pytest.fixture
def mapped(city_id: int, settings: Any, tmp_path: Path) -> int:
    """The city with the streets of the small extract."""
    settings.HOME = tmp_path / "home"
    with making(settings.HOME) as folder:
        read = read_map(shiraz_corner().write(tmp_path / "shiraz.osm"), folder, progress=Stages())
        load_map(read, home=settings.HOME, by="system", city_id=city_id, on=LATER)
    return city_id


def search(city_id: int, typed: str, near: tuple[float, float] | None = None) -> list[FoundPlace]:
    return found_places(city_id, typed, on=LATER, near=near)


def first(city_id: int, typed: str, near: tuple[float, float] | None = None) -> str:
    places = search(city_id, typed, near)
    return found_words(places[0], "fa") if places else ""


def spot(column: float, row: float) -> tuple[float, float]:
    """Latitude and longitude of a point of the extract's grid."""
    return SOUTH + row * STEP, WEST + column * STEP


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("قصردشت", "خیابان قصردشت"),
        ("خیابون قصردشت", "خیابان قصردشت"),
        ("قسردشت", "خیابان قصردشت"),
        ("قصرذشت", "خیابان قصردشت"),
        ("قصر دشت", "خیابان قصردشت"),
        ("Ghasrodasht", "خیابان قصردشت"),
        ("gasrodasht", "خیابان قصردشت"),
        ("شاه داعی", "خیابان قصردشت"),  # its old name
        ("قصردشت کوچه ۱۶", "قصردشت، کوچهٔ ۱۶"),
        ("کوچه شونزده قصردشت", "قصردشت، کوچهٔ ۱۶"),
        ("قصردشت ۱۸ پلاک ۸۳", "قصردشت، کوچهٔ ۱۸، پلاک ۸۳"),
        ("قصردشت کوچه ۱۶ ۸۳", "قصردشت، کوچهٔ ۱۶، پلاک ۸۳"),
        ("چمران ۲۰", "بلوار چمران، کوچهٔ ۲۰"),
        ("معالی اباد", "معالی‌آباد"),
        ("بیمارستان نمازى", "بیمارستان نمازی"),
        ("باغ شاه", "باغ ارم"),
        ("دم نانوایی مسجد نصیر", "مسجد نصیر"),
        ("فلکه گاز", "میدان آزادی"),  # the city's own name
    ],
)
def test_a_place_is_found(mapped: int, typed: str, said: str) -> None:
    assert first(mapped, typed) == said


@pytest.mark.parametrize("typed", ["", "؟", "خخخخپپپ", "qwxzkj", "\x00\u202e", "٪" * 400, "پلاک ۱۲"])
def test_nothing_is_found_for_words_that_name_nothing(mapped: int, typed: str) -> None:
    assert search(mapped, typed) == []


def test_an_alley_that_the_map_lacks_leads_to_its_street(mapped: int) -> None:
    place = search(mapped, "قصردشت کوچه ۹۹ پلاک ۵")[0]
    assert found_words(place, "fa") == "قصردشت، کوچهٔ ۹۹، پلاک ۵"
    assert (place.kind, place.is_alley_missing, place.is_point) == ("street", True, False)


def test_of_two_alleys_of_one_number_the_near_one_comes_first(mapped: int) -> None:
    assert first(mapped, "کوچه ۱۶", spot(1, 0)) == "قصردشت، کوچهٔ ۱۶"
    assert first(mapped, "کوچه ۱۶", spot(6, 3)) == "بلوار چمران، کوچهٔ ۱۶"
    south, north = spot(2, 0), spot(8, 8)
    assert search(mapped, "قصردشت", south)[0].lat == pytest.approx(SOUTH)
    assert search(mapped, "قصردشت", north)[0].lat == pytest.approx(north[0])


def test_points_and_places_to_begin_looking_differ(mapped: int) -> None:
    by_name = {typed: search(mapped, typed)[0] for typed in ("قصردشت", "میدان قصردشت", "قصردشت ۱۶", "معالی‌آباد")}
    assert {typed: place.is_point for typed, place in by_name.items()} == {
        "قصردشت": False,
        "میدان قصردشت": True,
        "قصردشت ۱۶": True,
        "معالی‌آباد": False,
    }
    assert by_name["قصردشت ۱۶"].neighbourhood_code == "01-01"


def test_a_street_has_the_neighbourhoods_that_it_runs_through(mapped: int) -> None:
    lines = {
        "through": [spot(0.5, 0.5), spot(18, 0.5)],
        "within": [spot(0.5, 0.5), spot(0.5, 1)],
        "outside": [(60.0, 10.0), (60.1, 10.0)],
    }
    street = AtlasPlace.objects.filter(name="خیابان قصردشت").order_by("pk").first()
    assert street is not None
    codes = {}
    for name, spots in lines.items():
        street.line = {"type": "LineString", "coordinates": [[lon, lat] for lat, lon in spots]}
        street.save(update_fields=["line"])
        codes[name] = codes_along(mapped, [street.pk], on=LATER).get(street.pk, ())
    ends = [city.place_of(mapped, *at, on=LATER) for at in lines["through"]]
    assert {place.neighbourhood_code for place in ends if place is not None} <= set(codes["through"])
    assert len(codes["through"]) > len(codes["within"]) == 1
    assert codes["outside"] == ()
    hit = next(place for place in search(mapped, "قصردشت", spot(0, 0)) if place.row_id == street.pk)
    assert hit.through == (), "the line lies outside now"


def test_a_neighbourhood_beside_a_street_says_which_street(mapped: int) -> None:
    AtlasPlace.objects.filter(name="خیابان قصردشت", lat__gt=SOUTH + 7 * STEP).update(neighbourhood_code="02-02")
    places = search(mapped, "محله 11 خیابان قصردشت", spot(0, 0))
    assert (places[0].neighbourhood_code, found_words(places[0], "fa")) == ("02-02", "خیابان قصردشت")


def test_without_a_street_map_the_city_s_own_names_are_found(city_id: int) -> None:
    assert first(city_id, "میدون ازادی") == "میدان آزادی"
    assert search(city_id, "قصردشت") == []
    with CaptureQueriesContext(connection) as asked:
        search(city_id, "میدان آزادی")
    assert len(asked) <= 7


def test_a_search_is_few_statements(mapped: int) -> None:
    search(mapped, "قصردشت")
    with CaptureQueriesContext(connection) as asked:
        search(mapped, "نانوایی سنگک خیابان قصرذشت کوچه ۱۶")
    assert len(asked) <= 24  # savepoints and thresholds included


@pytest.mark.parametrize(
    ("column", "row", "said"),
    [
        (1, 0.6, "قصردشت، کوچهٔ ۱۶"),
        (1.3, 1.02, "قصردشت، کوچهٔ ۱۶، بن‌بست یاس"),
        (4, 0.1, "خیابان قصردشت"),
        (5.5, 6.05, "بلوار چمران، کوچهٔ ۲۰"),
        (3, 6, ""),
    ],
)
def test_a_point_knows_its_street_and_alley(mapped: int, column: float, row: float, said: str) -> None:
    at = street_at(*spot(column, row))
    assert (street_words(at, "fa") if at is not None else "") == said


def test_without_a_map_no_street_is_said(city_id: int) -> None:
    assert street_at(*spot(1, 0)) is None
    assert street_at(90, 180) is None


def test_a_map_of_before_is_spelt_anew(mapped: int) -> None:
    AtlasPlace.objects.update(search_text="خیابان قصردشت")
    import_module("peygir.atlas.migrations.0002_search_and_box").spell_anew(apps, None)
    assert first(mapped, "قصردشت کوچه ۱۶") == "قصردشت، کوچهٔ ۱۶"
