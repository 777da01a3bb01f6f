"""Passwords that anybody would try first are found in their disguises; what a person or a machine makes up is not."""

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator
from hypothesis import given
from hypothesis import strategies as st

from peygir.people.password_rules import is_common, is_made_of, parts_of

COMMON = frozenset(CommonPasswordValidator().passwords)
WORDS = [*parts_of("shiraz"), *parts_of("شیراز"), *parts_of("zahra.karimi"), *parts_of("زهرا کریمی")]


def is_weak(password: str) -> bool:
    return is_common(password, COMMON) or is_made_of(password, WORDS)


@pytest.mark.parametrize(
    "password",
    [
        # a common one with digits and signs around it, in capitals, from its end, twice, with signs for letters
        "sunshine2026!",
        "Football#137",
        "!!Dragon!!99",
        "1404Princess",
        "P@ssw0rd2026",
        "Sup3rman-1405",
        "m0nk3y!!!!!!",
        "drowssap1404",
        "enihsnus123",
        "dragondragon",
        "Dragon-Dragon",
        "dragon.dragon.7",
        "iloveyou1404",
        # keys beside one another, in any direction, and the letters in their order
        "1qaz2wsx3edc",
        "qwertyuiop12",
        "asdfghjkl;99",
        "zxcvbnm,./11",
        "poiuytrewq",
        "q1w2e3r4t5y6",
        "abcdefghij",
        "abcd1234efgh",
        "ضصثقفغعهخح",
        "شسیبلاتنمک۱",
        "qwer!asdf!zxcv",
        "!QAZ@WSX#EDC",
        # the same again and again
        "aaaaaaaaaaaa",
        "abababababab",
        "1212121212",
        "xyz1xyz1xyz1xyz1",
        "........!!!!",
        # the city, the service, the person, the unit of speech for a password
        "Shiraz-1405!!",
        "shiraz.shiraz",
        "شیراز۱۴۰۵۱۴۰۵",
        "Zahra+Karimi+7",
        "karimizahra99",
        "زهراکریمی۱۲",
        "admin-admin-1",
        "PeygirShiraz",
        "شهرداری-شیراز",
        "salam.shiraz1",
        "iran-iran-1405",
        "welcome-1405!",
        # numbers that others know
        "09171234567",
        "+989171234567",
        "shiraz0917 1234567",
        "1234567890123",
        "20260503-2026",
        "00000000000000",
    ],
)
def test_what_is_tried_first(password: str) -> None:
    assert is_weak(password)


@pytest.mark.parametrize(
    "password",
    [
        "lantern-orchard-7",
        "an-older-lantern",
        "another-orchard-1",
        "correct horse battery staple",
        "k7m2-pq9x-w4zt-8hdf",
        "خانهٔ سبز لب رود",
        "باران دیشب تند بود",
        "shiraz has nine lemon trees",
        "sunshine over wet roofs",
        "Tr7!vq-Lm2#",
        "7302918465027193",
        "dragons eat 14 lemons",
        "my password is a mango tree",
        "ayande-roshan-bahar",
        "x9$Lq!v2Rt",
    ],
)
def test_what_is_not(password: str) -> None:
    assert not is_weak(password)


@given(st.sampled_from(sorted(word for word in COMMON if word.isalpha() and len(word) >= 6)), st.integers(0, 99_999))
def test_every_common_word_with_digits_and_signs_around_it(word: str, number: int) -> None:
    for password in (f"{word}{number}", f"{number}{word}!", f"{word.title()}#{number}", f"{word}-{word}-{number}"):
        assert is_weak(password)


@given(st.text("abcdefghjkmnpqrstuvwxyz23456789", min_size=16, max_size=16))
def test_drawn_passwords_are_strong(password: str) -> None:
    """Unless chance has drawn few different signs."""
    assert len(set(password)) < 10 or not is_weak(password)
