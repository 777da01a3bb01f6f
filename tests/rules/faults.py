"""Ten faults planted in a city's folder, and what the check tells of a folder."""

from collections.abc import Callable
from pathlib import Path

from peygir.city.checks import check_city
from peygir.city.reading import read_city
from peygir.city.rows import FileFault
from tests.small_city import SmallCity

Spoil = Callable[[SmallCity], None]


def faults_of(folder: Path) -> list[FileFault]:
    rows, faults = read_city(folder)
    return sorted([*faults, *check_city(rows)])


def a_ring_of_parents(city: SmallCity) -> None:
    city.units[4]["parent"] = "O-waste"


def an_unknown_unit(city: SmallCity) -> None:
    city.topics[0]["unit_type"] = "O-nobody"


def zero_hours_for_a_unit(city: SmallCity) -> None:
    city.topics[2]["due_hours"] = "0"


def a_bad_number(city: SmallCity) -> None:
    city.topics[4]["ack_hours"] = "four"


def an_unknown_urgency(city: SmallCity) -> None:
    city.topics[5]["urgency"] = "Z"


def an_unknown_topic_of_an_agency(city: SmallCity) -> None:
    city.agencies[0]["topics"] = "EXT-01 EXT-99"


def a_double_agency(city: SmallCity) -> None:
    city.agencies[2]["code"] = "A-fire"


def overlapping_districts(city: SmallCity) -> None:
    city.districts[1]["geometry"]["coordinates"][0][0][1] = 29.605
    city.districts[1]["geometry"]["coordinates"][0][4][1] = 29.605


def an_unknown_district(city: SmallCity) -> None:
    city.neighbourhoods[3]["properties"]["district"] = "7"


def a_topic_owned_by_nobody(city: SmallCity) -> None:
    city.ownership = [{"topic": "CLN-01", "district": "1", "unit": "", "agency": "", "branch": ""}]


TEN: dict[str, tuple[Spoil, tuple[str, int, str]]] = {
    "ring": (a_ring_of_parents, ("units.csv", 6, "units report in a circle")),
    "unit": (an_unknown_unit, ("topics.csv", 2, "the unit “O-nobody” is unknown")),
    "zero": (zero_hours_for_a_unit, ("topics.csv", 4, "cannot have zero hours (due_hours)")),
    "number": (a_bad_number, ("topics.csv", 6, "“four” in column “ack_hours”")),
    "urgency": (an_unknown_urgency, ("topics.csv", 7, "“Z” in column “urgency” is unknown")),
    "topic": (an_unknown_topic_of_an_agency, ("agencies.csv", 2, "the topic “EXT-99” is unknown")),
    "double": (a_double_agency, ("agencies.csv", 4, "code “A-fire” is a duplicate (of row 3)")),
    "overlap": (overlapping_districts, ("districts.geojson", 2, "“2” overlaps “1”")),
    "district": (an_unknown_district, ("neighbourhoods.geojson", 4, "the district “7” is unknown")),
    "owner": (a_topic_owned_by_nobody, ("ownership.csv", 2, "exactly one of unit and agency")),
}


def one_fault(tmp_path: Path, city: SmallCity) -> FileFault:
    [fault] = faults_of(city.write(tmp_path))
    return fault
