"""What a report must say, and when a number is told at once."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.refusals import Invalid
from peygir.desks.intake.rules import (
    MAX_ADDRESS,
    MAX_TEXT,
    PointIsNotOnEarth,
    ReportIsTooLong,
    SayWhatItIs,
    SayWhereItIs,
    acknowledged,
    check_place,
    check_words,
    told_emergency,
)


def place(lat: float | None = None, lon: float | None = None, **given: object) -> None:
    """`check_place` with nothing said."""
    check_place(lat, lon, **{"address": "", "label": "", "needs_place": True, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "  ", "\n\t", "\u200c"])
def test_words_or_a_topic(text: str) -> None:
    with pytest.raises(SayWhatItIs):
        check_words(text, has_topic=False, address="")
    check_words(text, has_topic=True, address="")


def test_limits_of_length() -> None:
    check_words("x" * MAX_TEXT, has_topic=False, address="x" * MAX_ADDRESS)
    with pytest.raises(ReportIsTooLong) as refused:
        check_words("x" * (MAX_TEXT + 1), has_topic=False, address="")
    assert str(MAX_TEXT) in refused.value.words("fa")
    with pytest.raises(ReportIsTooLong):
        check_words("x", has_topic=False, address="x" * (MAX_ADDRESS + 1))


def test_a_place_is_a_point_an_address_or_a_label() -> None:
    place(29.6, 52.5)
    place(address="خیابان زند")
    place(label="01-01")
    place(needs_place=False)
    with pytest.raises(SayWhereItIs):
        place(address="  ")


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (29.6, None),
        (None, 52.5),
        (90.1, 0),
        (-91, 0),
        (0, 181),
        (math.nan, 52.5),
        (29.6, math.nan),
        (math.inf, 0),
        (0, -math.inf),
    ],
)
def test_points_off_the_earth(lat: float | None, lon: float | None) -> None:
    with pytest.raises(PointIsNotOnEarth):
        place(lat, lon)
    with pytest.raises(PointIsNotOnEarth):
        place(lat, lon, address="خیابان زند", needs_place=False)


@given(st.floats(), st.floats())
def test_any_two_numbers_are_a_point_or_a_refusal(lat: float, lon: float) -> None:
    try:
        place(lat, lon)
    except Invalid:
        assert not (abs(lat) <= 90 and abs(lon) <= 180)
    else:
        assert abs(lat) <= 90
        assert abs(lon) <= 180


EMERGENCIES = (("194", ("بوی گاز", "نشت گاز")), ("125", ("اتش",)))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("در کوچه بوی شدید گاز می آید", "194"),
        ("نشت گاز", "194"),
        ("اتش", "125"),
        ("چاله خیابان", ""),
        ("", ""),
        ("بوی فاضلاب", ""),
    ],
)
def test_the_number_to_call(text: str, number: str) -> None:
    assert told_emergency(text, EMERGENCIES) == number


def test_every_word_of_a_phrase_must_occur() -> None:
    assert told_emergency("کپسول گاز", EMERGENCIES) == ""


@pytest.mark.parametrize(
    ("sent", "stored", "kept"),
    [
        ([], ["a"], []),
        (["a", "b"], ["b", "a"], ["a", "b"]),
        (["a", "a"], ["a"], ["a"]),
        (["a", "c"], ["a", "b"], ["a"]),
        (["a", "b"], ["", "b"], ["a", "b"]),
        (["a", "b", "c"], ["", ""], ["a", "b"]),
        (["a"], [], []),
    ],
)
def test_only_stored_photos_are_acknowledged(sent: list[str], stored: list[str], kept: list[str]) -> None:
    assert acknowledged(sent, stored) == kept
