"""A line of a list begins with what a report is about, not with its greeting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.greetings import without_greeting


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("سلام خدا قوت، چاله بزرگی است", "چاله بزرگی است"),
        ("با عرض سلام خدمت همکاران ۱۳۷ چراغ خاموش است", "چراغ خاموش است"),
        ("با سلام و احترام، درخت افتاده", "درخت افتاده"),
        ("با عرض سلام و خسته نباشید به همکاران محترم ۱۳۷، نشت", "نشت"),
        ("وقتتون بخیر سطل پر است", "سطل پر است"),
        ("Hello, the lamp is off", "the lamp is off"),
        ("سلامت مردم در خطر است", "سلامت مردم در خطر است"),
        ("history of a hole", "history of a hole"),
        ("سلام. خسته نباشید", "سلام. خسته نباشید"),
        ("", ""),
    ],
)
def test_the_greeting_is_left_out_and_nothing_else(text: str, rest: str) -> None:
    assert without_greeting(text) == rest


@given(st.text(max_size=60))
def test_what_is_left_is_the_end_of_what_was_said(text: str) -> None:
    assert text.endswith(without_greeting(text))
