"""What a typed or spoken text looks for, how well a name fits it, and how a place is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.atlas.facts import AlleyName, FoundPlace, StreetAt
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.names import LONGEST_SEARCH_TEXT, PlaceNames, name_keys, search_text
from peygir.atlas.ranking import ACCEPTED, GOOD, likeness, score
from peygir.atlas.wanted import LONGEST, Wanted, read_wanted
from peygir.atlas.wording import found_words, street_words
from peygir.core.sounds import sound_key, sound_words
from peygir.core.translation import Names

GHASR = Names((("", "خیابان قصردشت"), ("en", "Ghasrodasht St")))


@pytest.mark.parametrize(
    ("typed", "street", "numbers", "plate"),
    [
        ("قصردشت کوچه ۱۶ پلاک ۸۳", "قسردشت", ("16",), "83"),
        ("قصردشت، کوچه‌ی شونزده", "قسردشت", ("16",), ""),
        ("کوچهٔ 16 خيابون قصردشت", "قسردشت", ("16",), ""),
        ("قصردشت ۱۶", "قسردشت", ("16",), ""),
        ("نبش کوچه بیست و سه چمران", "چمران", ("23",), ""),
        ("کوچه ۱۶/۲ قصردشت", "قسردشت", ("16/2", "16"), ""),
        ("شیراز، خیابان زند", "زند", (), ""),
        ("روبروی باغ هفت‌تنان", "باقهفتتنان", (), ""),
        ("Ghasrodasht St, alley 16, no 83", "ghasrodasht", ("16",), "83"),
        ("میدون نمازی", "میداننمازی", (), ""),
    ],
)
def test_an_address_is_taken_apart(typed: str, street: str, numbers: tuple[str, ...], plate: str) -> None:
    wanted = read_wanted(typed, without={"شیراز"})
    assert (wanted.street, wanted.numbers, wanted.plate) == (street, numbers, plate)


def test_a_second_number_may_be_the_house() -> None:
    wanted = read_wanted("قصردشت کوچه ۱۶ ۸۳")
    assert (wanted.numbers, wanted.plate, wanted.second) == (("16/83", "16"), "", "83")


def test_a_named_alley_is_told_from_its_street() -> None:
    wanted = read_wanted("قصردشت کوچه بهار")
    assert (wanted.street, wanted.alley_name) == ("قسردشت", "کوچهبهار")
    assert read_wanted("کوچه بهار").alley_name == ""


@pytest.mark.parametrize("typed", ["", " ", "؟!", "\u200c", "ا"])
def test_too_little_is_nothing(typed: str) -> None:
    assert read_wanted(typed).is_empty


@given(st.text(max_size=300))
def test_any_text_is_read(typed: str) -> None:
    wanted = read_wanted(typed)
    assert len(wanted.key) <= 4 * LONGEST
    assert all(len(window) < len(wanted.words) for window in wanted.windows())


def test_a_window_is_never_the_whole() -> None:
    assert Wanted(words=("الف", "ب")).windows() == [("الف",), ("ب",)]


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("قسردشت", "قصردشت"),
        ("میدون", "میدان"),
        ("معالیاباد", "معالی\u200cآباد"),
        ("theatre", "Théâtre"),
        ("تلاب", "طلاب"),
    ],
)
def test_what_sounds_alike_has_one_key(heard: str, written: str) -> None:
    assert sound_key(sound_words(heard)) == sound_key(sound_words(written))


def test_short_words_keep_their_end() -> None:
    assert sound_words("خون") == ["خون"]


def test_every_name_has_a_key_with_and_without_its_kind() -> None:
    assert name_keys("خیابان قصردشت") == ("خیابانقسردشت", "قسردشت")
    assert name_keys("خیابان") == ("خیابان",)
    text = search_text(PlaceNames("الف" * 60, aliases=tuple(f"نام {number} " + "ب" * 150 for number in range(20))))
    assert len(text) <= LONGEST_SEARCH_TEXT
    assert text[0] == text[-1] == "|"


def test_a_name_is_liked_the_more_the_more_it_is_the_same() -> None:
    same, begun, inside, misspelt = (
        likeness("قسردشت", ["قسردشت"]),
        likeness("قسرد", ["قسردشت"]),
        likeness("ردشت", ["قسردشت"]),
        likeness("قسرذشت", ["قسردشت"]),
    )
    assert same == 1.0
    assert same > begun >= GOOD > max(misspelt, inside)
    assert min(misspelt, inside) > ACCEPTED
    assert likeness("زباله", ["گلستان", "زبان"]) < ACCEPTED
    assert likeness("قسردشت", []) == 0.0


def test_near_ones_and_those_inside_come_first() -> None:
    far, near = score(0.9, "street", metres=9000, is_inside=False), score(0.9, "street", metres=100, is_inside=False)
    assert near > far > score(0.9, "business", metres=9000, is_inside=False)
    assert score(0.9, "street", metres=None, is_inside=True) > near


def place(kind: PlaceKind, name: Names, **more: object) -> FoundPlace:
    plain = {"street": None, "number": "", "is_alley_missing": False, "plate": "", "lat": 29.6, "lon": 52.5}
    plain |= {"is_point": True, "neighbourhood_code": "", "is_approximate": False, "score": 1.0, "row_id": None}
    return FoundPlace(kind=kind, name=name, **{**plain, **more})  # type: ignore[arg-type]


def test_a_place_is_said_as_an_address() -> None:
    alley = place(PlaceKind.ALLEY, Names.of("کوچه ۱۶"), street=GHASR, number="16", plate="83")
    assert found_words(alley, "fa") == "قصردشت، کوچهٔ ۱۶، پلاک ۸۳"
    assert found_words(alley, "en") == "Ghasrodasht, alley 16, number 83"
    named = place(PlaceKind.ALLEY, Names.of("بن‌بست یاس"), street=GHASR)
    assert found_words(named, "fa") == "قصردشت، بن‌بست یاس"
    missing = place(PlaceKind.STREET, GHASR, number="16", is_alley_missing=True)
    assert found_words(missing, "fa") == "قصردشت، کوچهٔ ۱۶"
    assert found_words(place(PlaceKind.STREET, GHASR), "fa") == "خیابان قصردشت"


def test_the_street_at_a_point_is_said() -> None:
    both = StreetAt(GHASR, (AlleyName(Names.of("قصردشت ۱۶"), "16"), AlleyName(Names.of("بن‌بست یاس"), "")), 3.0)
    assert street_words(both, "fa") == "قصردشت، کوچهٔ ۱۶، بن‌بست یاس"
    assert street_words(StreetAt(GHASR, (), 3.0), "en") == "Ghasrodasht St"
    assert street_words(StreetAt(None, (AlleyName(Names.of("کوچه ۱۶ شهید رضایی"), "16"),), 3.0), "fa") == (
        "کوچه ۱۶ شهید رضایی"
    )
