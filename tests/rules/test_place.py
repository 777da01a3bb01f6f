"""Places by name: as people say and mistype them, longest first, and never more sure than the words allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.city.reading import SHIPPED, read_city
from peygir.understanding.place import SURE, NamedPlace, PlaceName, places_in

NAMES = (
    *(
        PlaceName(row.code, "neighbourhood", (row.name_fa,))
        for row in read_city(SHIPPED / "shiraz")[0].neighbourhoods or ()
    ),
    PlaceName("eram-street", "street", ("بلوار ارم", "خیابان ارم")),
    PlaceName("gas-square", "square", ("میدان گاز", "فلکه گاز", "Gas Square")),
    PlaceName("namazi", "hospital", ("بیمارستان نمازی", "Namazi Hospital")),
    PlaceName("gulf", "mall", ("مجتمع خلیج فارس", "خلیج فارس")),
    PlaceName("setad", "square", ("میدان ستاد", "چهارراه ستاد", "میدان امام حسین")),
)


def first(text: str) -> NamedPlace | None:
    found = places_in(text, NAMES)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("توی معالی‌آباد سه روزه زباله رو نبردن", "معالی‌آباد"),
        ("معالیاباد چاله داره", "معالی‌آباد"),
        ("معالي آباد", "معالی‌آباد"),
        ("فرهنگشهر کوچه ۵", "فرهنگ‌شهر"),
        ("قصر دشت جوی گرفته", "قصردشت"),
        ("محلهٔ ارم سطل پر است", "ارم"),
        ("خیابون ارم چاله افتاده", "بلوار ارم"),
        ("شهرک گلستان برق ندارد", "شهرک گلستان"),
        ("جلو فلکهٔ گاز", "میدان گاز"),
        ("میدون گاز", "میدان گاز"),
        ("گلدشت معالی آباد", "گلدشت معالی‌آباد"),
        ("دروازه قران", "دروازه قرآن"),
        ("جلوی بیمارستون نمازی سگ هست", "بیمارستان نمازی"),
        ("نزدیک خلیج فارس", "مجتمع خلیج فارس"),
        ("فلکه ستاد", "میدان ستاد"),
        ("a pothole at Gas Square", "میدان گاز"),
    ],
)
def test_a_name_is_heard_as_people_say_it(text: str, name: str) -> None:
    found = first(text)
    assert found is not None
    assert found.name == name
    assert found.confidence >= SURE


@pytest.mark.parametrize(
    "text",
    ["گلستان برق ندارد", "آقای ارم جواب نداد", "ارتش آمد", "زند", "دکتر ستارخان گفت", "معلی ابد", "سنگ", "", "؟"],
)
def test_what_is_short_or_means_more_than_one_thing_is_left_to_a_person(text: str) -> None:
    assert all(one.confidence < SURE for one in places_in(text, NAMES))


def test_a_slip_of_the_finger_is_less_sure_than_the_name_itself() -> None:
    right, slipped = first("معالی آباد"), first("معالی آبادد")
    assert right is not None
    assert slipped is not None
    assert slipped.code == right.code
    assert slipped.confidence < right.confidence


def test_two_places_of_one_name_share_the_doubt() -> None:
    twins = (PlaceName("1", "park", ("بوستان نرگس شمالی",)), PlaceName("2", "park", ("پارک نرگس شمالی",)))
    found = places_in("در نرگس شمالی", twins)
    assert {one.code for one in found} == {"1", "2"}
    assert all(one.confidence < SURE for one in found)


def test_a_longer_name_hides_those_inside_it() -> None:
    assert [one.name for one in places_in("گلدشت معالی‌آباد", NAMES)] == ["گلدشت معالی‌آباد"]


def test_every_place_named_in_one_sentence_is_found() -> None:
    found = places_in("از ستارخان نرسیده به عفیف‌آباد", NAMES)
    assert {one.name for one in found if one.confidence >= SURE} == {"ستارخان", "عفیف‌آباد"}


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.code)
def test_a_place_is_known_by_each_of_its_own_names(name: PlaceName) -> None:
    for form in name.forms:
        assert (name.kind, name.code) in {(one.kind, one.code) for one in places_in(f"محله {form}", NAMES)}


@given(st.text(max_size=200))
def test_any_text_gives_places_in_order_and_each_once(text: str) -> None:
    found = places_in(text, NAMES)
    assert all(0 < one.confidence <= 1 for one in found)
    assert found == sorted(found, key=lambda one: (-one.confidence, one.kind, one.code))
    assert len({(one.kind, one.code) for one in found}) == len(found)
