"""How well spoken addresses are read: 200 of them, half of which was not looked at while the rules were made."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from peygir.city.reading import SHIPPED, read_city
from peygir.desks.understanding.gazetteer import names_in_files
from peygir.desks.understanding.place import places_in
from peygir.desks.understanding.place_names import NameIndex, PlaceName

TEXTS = Path(__file__).resolve().parents[1] / "reading" / "places.tsv"
SHIRAZ = NameIndex(names_in_files(read_city(SHIPPED / "shiraz")[0]))
COUNTS = 0.5
"""The confidence from which a place counts as proposed, among the first three."""
NOWHERE = "-"


@dataclass(frozen=True)
class SpokenAddress:
    """A text of one half of the set, and the neighbourhoods of which any is right; none for a text without a place."""

    half: str
    right: frozenset[str]
    text: str


def spoken_addresses() -> list[SpokenAddress]:
    rows = [line.split("\t") for line in TEXTS.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")]
    return [SpokenAddress(half, frozenset(codes.split(",")) - {NOWHERE}, text) for half, codes, text in rows]


def proposed(text: str) -> list[str]:
    """The neighbourhoods that are proposed for a text."""
    return [place.neighbourhood for place in places_in(text, SHIRAZ)[:3] if place.confidence >= COUNTS]


def test_the_set_is_what_it_says() -> None:
    addresses = spoken_addresses()
    codes = {row.code for row in read_city(SHIPPED / "shiraz")[0].neighbourhoods or ()}
    assert len({one.text for one in addresses}) == 200
    assert all(one.right <= codes for one in addresses)
    for half in ("develop", "held-out"):
        those = [one for one in addresses if one.half == half]
        assert len(those) == 100
        assert sum(not one.right for one in those) >= 20


@pytest.mark.parametrize("half", ["develop", "held-out"])
def test_places_are_found_and_none_is_invented(half: str) -> None:
    """All of both halves were right when this was written; the issue asked for 92 % found and 3 % wrong."""
    those = [one for one in spoken_addresses() if one.half == half]
    read = {one.text: proposed(one.text) for one in those}
    named = [one for one in those if one.right]
    missed = [one.text for one in named if one.right.isdisjoint(read[one.text])]
    wrong = [one.text for one in those if read[one.text] and one.right.isdisjoint(read[one.text])]
    assert len(missed) <= 0.04 * len(named), missed
    assert len(wrong) <= 0.02 * len(those), wrong


@pytest.mark.parametrize(
    "spoken",
    [
        "{} کوچه ۸ پلاک ۱۲ زباله مونده",
        "چراغای {} خاموشه",
        "ساکن {} هستم سه روزه آب قطعه",
        "از {} زنگ میزنم لوله ترکیده",
        "سمت {} درخت افتاده",
        "نبش کوچه ۵ {} سطل نیست",
        "{} سگ ولگرد زیاد داره",
        "{}یم کسی نمیاد زباله ببره",
        "تو{} کوچه ۳ چاله",
    ],
)
def test_every_neighbourhood_is_found_as_it_is_said(spoken: str) -> None:
    rows = read_city(SHIPPED / "shiraz")[0].neighbourhoods or ()
    assert len(rows) == 65
    assert [row.name_fa for row in rows if row.code not in proposed(spoken.format(row.name_fa))] == []


@pytest.mark.parametrize(
    "text",
    [
        "سعدی شاعر بزرگیه تو کتاب بچه‌ها هست",
        "آقای زند گفت میایم نیومدن",
        "پسر همسایه رضا چمران هر شب بوق می‌زنه",
        "میدان انقلاب تهران پر از دستفروشه",
        "از شیراز رفتیم تهران، خیابون ولیعصر گیر کردیم",
        "مرودشت، خیابون انقلاب، زباله مونده",
        "حافظ قرآن هستم شغل ندارم",
        "صنایع غذایی بوی بد میده",
        "آرم و تابلوی بانک رو دادن بیرون رو کل نمای ساختمون",
        "احسان، پسرم، تو چاله افتاد",
        "نوه‌م مهدیه تو پارک گم شد",
        "کوچه گلستان ۴ تاریکه",
        "شرکت پاسارگاد قطعات بزرگ آورده جلو در",
        "یا امام حسین کمک کنید کوچه سیل شد",
        "دست زدم به پایه چراغ وسط میدون، برق گرفتم",
    ],
)
def test_persons_words_and_other_towns_are_no_places(text: str) -> None:
    assert proposed(text) == []


def test_a_name_of_the_street_map_counts_as_written_and_with_its_kind() -> None:
    listed = NameIndex(
        [
            PlaceName("osm-1", "street", ("خیابان نسترن",), "06-02", is_listed=True),
            PlaceName("osm-2", "park", ("یاس",), "06-01", is_listed=True),
            PlaceName("osm-3", "street", ("خیابان ملاصدرا",), "01-07", is_listed=True),
        ]
    )
    found = places_in("چاله در خیابان نسترن", SHIRAZ, listed)
    assert [(one.code, one.neighbourhood) for one in found] == [("osm-1", "06-02")]
    assert [one.code for one in places_in("پارک یاس تاریک است", SHIRAZ, listed)] == ["osm-2"]
    assert places_in("گل یاس کاشتن", SHIRAZ, listed) == []
    assert places_in("خیابان ملاصدرا", SHIRAZ, listed)[0].neighbourhood == "01-03", "the city's own data come first"
