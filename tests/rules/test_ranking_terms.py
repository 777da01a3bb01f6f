"""The terms of a season's ranking, and what a jury may decide: what is right, and what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from peygir.core.refusals import Refusal
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.ranking import deciding
from peygir.outlook.scoring.ranking.deciding import DecidedPlaceContent, basis_of, changed_ranks, checked_places
from peygir.outlook.scoring.ranking.season_standing import SeasonStanding
from peygir.outlook.scoring.ranking.terms import (
    FIRST_CATEGORIES,
    RankingTermsAreNotRight,
    categories_as_text,
    categories_from,
    checked_terms,
    terms_of,
)
from tests.juries import DISTRICT, TOGETHER, places, season_terms

SPRING = (month_of(date(2026, 4, 1)).first_on, month_of(date(2026, 6, 1)).last_on)


def test_terms_come_back_as_they_were_stored() -> None:
    terms = checked_terms(season_terms(name_fa="  رتبه‌بندی   بهار ", from_on=SPRING[0], to_on=SPRING[1]))
    assert terms.name_fa == "رتبه‌بندی بهار"
    assert terms_of(terms.as_json()) == terms
    assert terms_of(terms.as_json()).digest == terms.digest
    assert [month.name for month in terms.months()] == ["1405-01", "1405-02", "1405-03"]
    assert terms.category("district") == DISTRICT
    assert terms.category("none") is None


def test_categories_are_read_as_they_are_written() -> None:
    assert categories_from(categories_as_text(FIRST_CATEGORIES)) == FIRST_CATEGORIES
    assert FIRST_CATEGORIES[0].name_fa == "برترین حوزه"
    assert checked_terms(season_terms(categories=FIRST_CATEGORIES)).categories == FIRST_CATEGORIES


@pytest.mark.parametrize(
    "text",
    [
        "",
        "district | district | mark | 3 | برترین",
        "district | district | mark | three | برترین | Best",
        "district | district | mark | ۳ | برترین | Best",
        "district | district | mark | 0 | برترین | Best",
        "district | district | mark | 11 | برترین | Best",
        "district | district | speed | 3 | برترین | Best",
        "district | village | mark | 3 | برترین | Best",
        "district | district+district | mark | 3 | برترین | Best",
        "District | district | mark | 3 | برترین | Best",
        "district | district | mark | 3 | | Best",
        f"district | district | mark | 3 | {'ب' * 61} | Best",
        "a | district | mark | 3 | ب | B\na | office | mark | 3 | پ | P",
        "\n".join(f"{letter} | district | mark | 3 | ب | B" for letter in "abcdefghi"),
    ],
)
def test_categories_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(RankingTermsAreNotRight):
        categories_from(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_fa": " "},
        {"name_en": "x" * 61},
        {"from_on": date(2026, 5, 23)},
        {"to_on": date(2026, 6, 20)},
        {"from_on": SPRING[1], "to_on": SPRING[0]},
        {"to_on": month_of(date(2027, 6, 1)).last_on},
        {"fewest_months": 0},
        {"fewest_months": 2},
        {"categories": ()},
        {"categories": (DISTRICT, DISTRICT)},
    ],
)
def test_terms_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RankingTermsAreNotRight):
        checked_terms(season_terms(**wrong))


def standing(unit_id: int, low: int, high: int, *, category: str = "district") -> SeasonStanding:
    """A ranked unit with this set of ranks."""
    ends = {"value": Decimal(15), "low": Decimal(14), "high": Decimal(16)}
    return SeasonStanding(
        category, unit_id, 3, 90, **ends, of=4, rank=low, rank_low=low, rank_high=high, is_among_first=low <= 3
    )


FEW = SeasonStanding("district", 9, 1, 3)
STANDINGS = (standing(1, 1, 1), standing(2, 2, 4), standing(3, 2, 4), standing(4, 2, 4), FEW)


def test_what_a_place_rests_on() -> None:
    assert basis_of(1, STANDINGS[0]) == "figures"
    assert basis_of(3, STANDINGS[1]) == "jury"
    assert basis_of(1, STANDINGS[1]) == "against"
    decided = checked_places(season_terms(), STANDINGS, places("district", [1, 3, 2]))
    assert [(one.place, one.unit_id, one.basis) for one in decided] == [
        (1, 1, "figures"),
        (2, 3, "jury"),
        (3, 2, "jury"),
    ]


def test_the_figures_need_no_reason_and_the_jury_does() -> None:
    terms = season_terms()
    (only,) = checked_places(terms, STANDINGS, places("district", [1], reason=""))
    assert (only.basis, only.reason) == ("figures", "")
    for reason in ("", " \u200c ", "چ" * 501):
        with pytest.raises(deciding.PlaceHasNoReason):
            checked_places(terms, STANDINGS, [*places("district", [1]), DecidedPlaceContent("district", 2, 2, reason)])


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ([], deciding.NothingIsDecided),
        ([DecidedPlaceContent("district", 2, 2, "r")], deciding.PlacesAreNotRight),
        ([DecidedPlaceContent("village", 1, 1, "r")], deciding.PlacesAreNotRight),
        (places("district", [1, 1]), deciding.PlacesAreNotRight),
        (places("district", [1, 2, 3, 4]), deciding.PlacesAreNotRight),
        ([*places("district", [1]), *places("district", [2])], deciding.PlacesAreNotRight),
        (places("district", [9]), deciding.UnitHasNoRank),
        (places("district", [77]), deciding.UnitHasNoRank),
        (places("all", [1]), deciding.UnitHasNoRank),
    ],
)
def test_places_that_cannot_be_given_are_refused(wrong: list[DecidedPlaceContent], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        checked_places(season_terms(categories=(TOGETHER, DISTRICT)), STANDINGS, wrong)


def test_what_an_order_told_anew_has_changed() -> None:
    after = (standing(1, 1, 2), replace(STANDINGS[1], value=Decimal(12)), *STANDINGS[2:4])
    changed = changed_ranks(STANDINGS, after)
    assert [(old and old.unit_id, new and new.rank_high) for old, new in changed] == [(1, 2)]
