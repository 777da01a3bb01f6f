"""What the names and tags of a map mean: cleaned names, aliases, alleys and their numbers, kinds and layers."""

import pytest

from peygir.atlas.countries import CountryIsUnknown, country_of, time_zone_of
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.names import (
    LONGEST_NAME,
    clean_name,
    core_words,
    is_alley,
    is_bridge,
    is_square,
    names_of,
    number_in,
    search_text,
)
from peygir.atlas.tagging import Style, area_style, line_style, piece_kind, place_kind, zoom_by_size


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  خیابان\tقصردشت ", "خیابان قصردشت"),
        ("معالی\u200cآباد", "معالی\u200cآباد"),
        ("evil\u202eteerts", "evilteerts"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("\ufeffBad\u200f\u2066 Street\u2069", "Bad Street"),
        ("\u200c", ""),
        ("x" * 5000, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_cleaned(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


def test_all_names_of_a_thing_are_kept_once() -> None:
    names = names_of(
        {
            "name": "خیابان زند",
            "name:en": "Zand St",
            "name:fr": "Rue Zand",
            "alt_name": "کریم‌خان زند;خیابان  زند",
            "loc_name": "زند",
            "old_name": "خیابان پهلوی",
            "official_name": "بلوار کریم خان زند",
        }
    )
    assert names is not None
    assert (names.name, dict(names.names)) == ("خیابان زند", {"en": "Zand St"})
    assert names.aliases == ("کریم‌خان زند", "زند", "بلوار کریم خان زند")
    assert names.old_names == ("خیابان پهلوی",)
    assert search_text(names) == ("|خیابانزند|زند|zandst|zand|کریمخانزند|بلوارکریمخانزند|خیابانپهلوی|پهلوی|")
    assert names.in_language("en") == "Zand St"
    assert names.in_language("az") == "خیابان زند"


@pytest.mark.parametrize("tags", [{}, {"name": " "}, {"name": "\u202e"}, {"name": "!?"}, {"alt_name": "زند"}])
def test_a_thing_without_a_name_has_none(tags: dict[str, str]) -> None:
    assert names_of(tags) is None


def test_a_name_in_one_language_is_the_name_where_there_is_no_other() -> None:
    names = names_of({"name:en": "Eram"})
    assert names is not None
    assert names.name == "Eram"


@pytest.mark.parametrize(
    ("name", "number"),
    [("کوچه ۱۶", "16"), ("کوچهٔ ۱۶/۲", "16/2"), ("کوچه 4-2", "4/2"), ("کوچه یاس", ""), ("Kucheh 7", "7"), ("۱۲", "12")],
)
def test_an_alley_and_its_number_are_read(name: str, number: str) -> None:
    assert is_alley(name)
    assert number_in(name) == number


@pytest.mark.parametrize("name", ["خیابان قصردشت", "Kirchengasse", "بلوار کوچه‌باغ", "", "?"])
def test_what_is_no_alley(name: str) -> None:
    assert not is_alley(name)


def test_squares_and_bridges_are_told_by_their_names() -> None:
    assert is_square("میدان نمازی")
    assert is_square("Place d'Armes")
    assert is_square("Rathausplatz")
    assert not is_square("میدان")
    assert is_bridge("پل حر")
    assert is_bridge("Wiener Brücke")
    assert not is_bridge("خیابان پل")


def test_the_core_of_a_name_is_without_its_kind() -> None:
    assert core_words("خیابان قصردشت") == core_words("قصردشت") == ("قصردشت",)
    assert core_words("خیابان") == ("خیابان",)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "place_of_worship"}, PlaceKind.WORSHIP),
        ({"building": "mosque"}, PlaceKind.WORSHIP),
        ({"amenity": "clinic"}, PlaceKind.HOSPITAL),
        ({"healthcare": "hospital"}, PlaceKind.HOSPITAL),
        ({"highway": "bus_stop"}, PlaceKind.BUS_STOP),
        ({"railway": "station"}, PlaceKind.STATION),
        ({"leisure": "garden"}, PlaceKind.PARK),
        ({"place": "suburb"}, PlaceKind.NEIGHBOURHOOD),
        ({"place": "city"}, PlaceKind.TOWN),
        ({"place": "square"}, PlaceKind.SQUARE),
        ({"highway": "traffic_signals", "name": "چهارراه زند"}, PlaceKind.JUNCTION),
        ({"highway": "traffic_signals", "name": "میدان ولیعصر"}, PlaceKind.SQUARE),
        ({"man_made": "bridge"}, PlaceKind.BRIDGE),
        ({"historic": "castle"}, PlaceKind.LANDMARK),
        ({"shop": "bakery"}, PlaceKind.BUSINESS),
        ({"amenity": "university"}, PlaceKind.UNIVERSITY),
        ({"natural": "water"}, PlaceKind.WATER),
        ({"amenity": "bench"}, None),
        ({"boundary": "administrative"}, None),
    ],
)
def test_the_kind_of_a_place(tags: dict[str, str], kind: PlaceKind | None) -> None:
    assert place_kind(tags) == kind


def test_the_kind_of_a_named_line() -> None:
    assert piece_kind({"highway": "residential"}, "کوچه ۱۶") is PlaceKind.ALLEY
    assert piece_kind({"highway": "primary", "bridge": "yes"}, "پل حر") is PlaceKind.BRIDGE
    assert piece_kind({"highway": "primary"}, "پل حر") is PlaceKind.STREET
    assert piece_kind({"highway": "primary", "junction": "roundabout"}, "ولیعصر") is PlaceKind.SQUARE
    assert piece_kind({"waterway": "river"}, "خشک") is PlaceKind.WATER
    assert piece_kind({"highway": "proposed"}, "زند") is None


def test_where_things_are_drawn() -> None:
    assert line_style({"highway": "trunk"}) == Style("streets", "trunk", 9)
    assert line_style({"highway": "trunk_link"}) == Style("streets", "trunk", 10)
    assert line_style({"highway": "pedestrian", "area": "yes"}) is None
    assert line_style({"railway": "rail", "service": "yard"}) == Style("rail", "rail", 14)
    assert line_style({"waterway": "river", "tunnel": "yes"}) is None
    assert area_style({"building": "yes"}) == Style("buildings", "building", 15)
    assert area_style({"building": "no"}) is None
    assert area_style({"natural": "water"}) == Style("water", "water", 0)
    assert area_style({"landuse": "forest"}) == Style("green", "wood", 0)
    assert area_style({"highway": "pedestrian", "area": "yes"}) == Style("streets", "plaza", 14)
    assert area_style({"highway": "pedestrian"}) is None
    assert [zoom_by_size(size) for size in (1e7, 3e5, 100)] == [9, 11, 15]


def test_the_country_of_a_map() -> None:
    assert country_of({}, 52.5, 29.6) == "IR"
    assert country_of({"AT": 3, "XX": 9}, 15.6, 48.4) == "AT"
    assert country_of({}, 7.42, 43.73) == "MC"
    assert country_of({"AT": 3}, 15.6, 48.4, "ir") == "IR"
    assert time_zone_of("IR", 52.5, 29.6) == "Asia/Tehran"
    assert time_zone_of("ES", -16.3, 28.5) == "Atlantic/Canary"
    with pytest.raises(CountryIsUnknown):
        country_of({}, 0, 0, "ZZ")
