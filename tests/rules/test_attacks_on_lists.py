"""The attacks on the lists behind figures succeed where what they look for is planted, and nowhere else."""

from typing import Any, Final

import pytest

from lab.bench.attack_planting import PlantedTruth
from lab.bench.attacks_on_lists import ON_LISTS
from lab.bench.opened_lists import OpenedList
from lab.bench.published_files import Place, PublishedFiles
from peygir.outlook.insight.publishing.rows import FigureRow

CITY: Final[Place] = ("city",)
SECRET, PHONE = "4100000017", "+989171234567"
CODES: Final = tuple(f"410000{number:04}" for number in (31, 12, 77, 54, 23, 90, 66, 48, 19, 85))
DISTRICTS: Final[tuple[Place, Place]] = (("district", "d1"), ("district", "d2"))
NOTHING: Any = {}


def listed(codes: tuple[str, ...] = CODES, *, page: str = "", number: int = 1) -> list[OpenedList]:
    """The list of a figure of the city, and of its two districts, with what the pages say besides."""
    return [
        OpenedList("1405-08", number, "cases_opened", place, part, page)
        for place, part in zip([("city",), *DISTRICTS], [codes, codes[::2], codes[1::2]], strict=True)
    ]


def published(districts: tuple[int | None, int | None] = (5, 5), *, number: int = 1) -> list[PublishedFiles]:
    """A version with that figure; None for a hidden district."""
    rows = [FigureRow("cases_opened", "city", (), len(CODES))]
    for (split, key), count in zip(DISTRICTS, districts, strict=True):
        rows.append(FigureRow("cases_opened", split, (key,), count, is_hidden=count is None))
    cases = [{"code": code, "opened_on": "1405-08-11", "topic": "asphalt", "topic_group": "roads"} for code in CODES]
    return [PublishedFiles("1405-08", number, rows, cases, [], {}, "", {})]


def won(name: str, lists: list[OpenedList], files: list[PublishedFiles]) -> int:
    """How often an attack succeeds; it must have tried."""
    moments = {code: float(place * 7 % 10) for place, code in enumerate(CODES)}
    secret, phones = frozenset({SECRET}), frozenset({PHONE})
    truth = PlantedTruth(secret, NOTHING, NOTHING, NOTHING, moments, NOTHING, NOTHING, "UTC", phones, frozenset())
    tried, successes = ON_LISTS[name](lists, files, truth)
    assert tried > 0
    return successes


@pytest.mark.parametrize("name", [name for name in ON_LISTS if name != "lists_of_versions"])
def test_nothing_is_found_in_lists_that_tell_nothing(name: str) -> None:
    assert won(name, listed(page=" ".join(CODES)), published()) == 0


def test_a_secret_code_is_found_also_within_other_digits_and_in_persian_ones() -> None:
    for text in (f"/t/{SECRET}/", f"98{SECRET}7", "۴۱۰۰۰۰۰۰۱۷"):
        assert won("secret_cases_in_lists", listed(page=text), published()) == 1, text


def test_a_phone_is_found_with_and_without_its_country() -> None:
    for text in (PHONE, "09171234567", "۰۹۱۷۱۲۳۴۵۶۷"):
        assert won("order_of_lists", listed(page=text), published()) == 1, text
    assert won("order_of_lists", listed(page="0917123456"), published()) == 0


def test_an_order_by_the_hour_is_found() -> None:
    by_hour = tuple(code for _moment, code in sorted((place * 7 % 10, code) for place, code in enumerate(CODES)))
    assert won("order_of_lists", listed(by_hour), published()) == 1


def test_cases_of_a_hidden_place_are_found() -> None:
    lists, files = listed(), published((5, None))
    assert won("hidden_places_in_lists", lists, files) == 1, "the hidden district's own list is open"
    closed = [one if one.place != DISTRICTS[1] else listed(())[2] for one in lists]
    assert won("hidden_places_in_lists", closed, files) == len(CODES) // 2, "cases of the city that no district has"


def test_a_case_that_is_counted_and_not_listed_is_found() -> None:
    assert won("lists_less_figures", listed(CODES[:-1]), published()) == 2


def test_a_case_that_one_version_lists_is_found() -> None:
    lists, files = [*listed(), *listed(CODES[:-1], number=2)], [*published(), *published(number=2)]
    assert won("lists_of_versions", lists, files) == 2
    assert won("lists_of_versions", [*listed(), *listed(number=2)], files) == 0
