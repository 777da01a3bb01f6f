"""The normaliser: one spelling for every keyboard, and doing it twice changes nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from peygir.core.persian import ascii_digits, fa_digits, normalise, search_key

persian_text = st.text(
    alphabet="ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآئؤءأإةۀيىكـ\u064b\u0651\u0654\u200c\u200d\u00ac 0۱٢!.؟،w"
)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("علي كريمي", "علی کریمی"),
        ("موسى", "موسی"),
        ("لکه‌گیری آسفالت", "لکه گیری آسفالت"),
        ("لکه¬گیری", "لکه گیری"),
        ("خانۀ ما", "خانه ما"),
        ("خانهٔ ما", "خانه ما"),
        ("زباله‌های شهرداری‌ها", "زباله های شهرداری ها"),
        ("مدرسة", "مدرسه"),
        ("أصفهان إيران ٱزادی", "اصفهان ایران ازادی"),
        ("آب", "آب"),
        ("مسئول مؤسسه", "مسئول مؤسسه"),
        ("سـلـام", "سلام"),
        ("مُعَلِّم", "معلم"),
        ("خیلییییی بده", "خیلی بده"),
        ("آشغااااال", "آشغال"),
        ("ممکن الله", "ممکن الله"),
        ("helloooo www.shiraz.ir good", "helloo www.shiraz.ir good"),
        ("پلاک ۱۲، کد ٣٤٥", "پلاک 12، کد 345"),
        ("تلفن ۰۰۰۰", "تلفن 0000"),
        ("چرا؟؟؟ نیامدید!!!", "چرا؟ نیامدید!"),
        ("  دو \u00a0 فاصله\n\tو خط  ", "دو فاصله و خط"),
        ("\u202bسلام\u202c\ufeff", "سلام"),
        ("ﺳﻼﻡ", "سلام"),
        ("۵۰ ٪", "50 %"),
        ("a\x00b\ud800c", "abc"),
        ("", ""),
    ],
)
def test_one_spelling(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize(
    "alike",
    [
        ("لکه گیری", "لکه‌گیری", "لکهگیری", "لكه گيري", "لکه  گیـری"),
        ("مسئول", "مسؤول", "مسوول"),
        ("آسفالت", "اسفالت"),
        ("کوچهٔ ۱۲", "کوچه 12", "کوچۀ ١٢"),
        ("Street Light", "street-light", "STREETLIGHT"),
        ("معالی‌آباد", "معالی اباد", "معالي آباد"),
        ("شیء", "شی"),
    ],
)
def test_same_name_same_key(alike: tuple[str, ...]) -> None:
    assert len({search_key(text) for text in alike}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("کوچه ۱ ۲", "کوچه ۱۲"), ("گل", "کل"), ("زباله", "زباله ها"), ("بار", "بر"), ("کوچه 1-2", "کوچه 12")],
)
def test_other_name_other_key(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


def test_the_key_holds_a_name_inside_a_sentence() -> None:
    assert search_key("معالی آباد") in search_key("تو معالی‌آباد، کوچهٔ دو")


@given(st.one_of(st.text(), persian_text))
@example("e\u0640\u0301")
@example("e\u200d\u0301")
@example("ا\u0653")
@example("! ! !")
def test_twice_is_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert search_key(once) == search_key(text)


@given(st.one_of(st.text(), persian_text))
@example("ئئى")
@example("aAA")
@example("ب بب")
@example("ww w")
def test_the_key_is_stable_and_holds_letters_and_digits_only(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert all(letter.isalnum() or letter == " " for letter in key)
    assert key == key.strip()


@given(st.text())
def test_nothing_that_a_database_refuses_is_left(text: str) -> None:
    normalise(text).encode("utf-8")
    assert "\x00" not in normalise(text)


def test_digits_go_both_ways() -> None:
    assert ascii_digits("۱۴۰۵/٠٩ الف") == "1405/09 الف"
    assert fa_digits("1405/09 a") == "۱۴۰۵/۰۹ a"
    assert fa_digits(137) == "۱۳۷"
