"""Places by name: as people say and mistype them, longest first, and never more sure than the words allow."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.city.reading import SHIPPED, read_city
from peygir.desks.understanding.learning.material import load_material
from peygir.desks.understanding.learning.vocabulary import ordinary_words
from peygir.desks.understanding.place import ORDINARY as ORDINARY_FILE
from peygir.desks.understanding.place import SURE, NamedPlace, PlaceName, places_in, rank

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
    named_place = first(text)
    assert named_place is not None
    assert named_place.name == name
    assert named_place.confidence >= SURE


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
    named_places = places_in(text, NAMES)
    assert all(0 < one.confidence <= 1 for one in named_places)
    assert named_places == sorted(named_places, key=rank)
    assert len({(one.kind, one.code) for one in named_places}) == len(named_places)


def shipped_names() -> tuple[PlaceName, ...]:
    rows = read_city(SHIPPED / "shiraz")[0]
    return (
        *(PlaceName(row.code, "neighbourhood", (row.name_fa, row.name_en)) for row in rows.neighbourhoods or ()),
        *(
            PlaceName(row.code, row.kind, tuple(filter(None, (row.name_fa, *row.aliases, row.name_en))))
            for row in rows.landmarks or ()
        ),
    )


SHIRAZ = shipped_names()
ORDINARY = (Path(__file__).resolve().parents[1] / "reading" / "ordinary.txt").read_text(encoding="utf-8").split()
BESIDE = ("{}", "از {}", "هر {}", "این {} خراب", "{} خانه", "پایان {}")


def test_ordinary_words_name_no_place() -> None:
    """Alone and with ordinary words beside them, more than eight hundred; names that are words too are never sure."""
    texts = [form.format(word) for word in ORDINARY for form in BESIDE]
    assert len(texts) > 800
    named = {text: found for text in texts if (found := places_in(text, SHIRAZ))}
    assert named == {}


@pytest.mark.parametrize(
    "text",
    [
        "هر روز سر کوچه ما زباله است",
        "شهرداری جواب نمی‌دهد",
        "بوی گاز می‌آید",
        "پایان کار من را نمی‌دهند",
        "زباله درب منزل مانده",
        "از نو آسفالت کنید",
        "پارک بزرگ شهر",
        "کوچه نو ساز",
        "خیابان اصلی پر از چاله است",
    ],
)
def test_a_phantom_is_not_proposed(text: str) -> None:
    assert places_in(text, SHIRAZ) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("هر شب در ملاصدرا شهرداری کار می‌کند", "ملاصدرا"),
        ("پایان کار ساختمان در بلوار معالی‌آباد", "بلوار معالی‌آباد"),
        ("از نو آسفالت کنید خیابان قصرالدشت را", "خیابان قصرالدشت"),
        ("درب منزل نزدیک شاهچراغ", "شاهچراغ"),
        ("بوی گاز در فلکه گاز", "میدان آزادی"),
        ("پل حر ترک دارد", "پل حر"),
        ("بازار نو شلوغ است", "بازار نو"),
    ],
)
def test_a_named_place_is_not_lost_to_a_phantom(text: str, name: str) -> None:
    assert places_in(text, SHIRAZ)[0].name == name


def test_the_list_of_ordinary_words_is_made_from_the_shipped_phrases() -> None:
    """`./run read --make-stances` after a change of the phrases."""
    phrases = load_material(SHIPPED / "shiraz" / "reading").phrases
    assert ORDINARY_FILE.read_text(encoding="utf-8").split() == ordinary_words(phrases)
