"""How a mark is told beside that of an earlier month, and whether chance alone may make the difference."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.translation import override

from peygir.outlook.scoring.facts import UnitMarkFacts
from peygir.web.kit.mark_words import change_sentence
from tests.scores import KHORDAD, TIR


def a_mark(value: str | None, spread: str = "1") -> UnitMarkFacts:
    """A mark with an interval of the same width on both sides."""
    middle = None if value is None else Decimal(value)
    low, high = (None, None) if middle is None else (middle - Decimal(spread), middle + Decimal(spread))
    return UnitMarkFacts(1, 1, TIR.first_on, 1, 1, "marked" if value else "too_few", middle, low, high, {}, 30)


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (a_mark("12.00"), a_mark("10.58"), "1.42 points more than in Khordad 1405, more than chance would do."),
        (a_mark("12.00"), a_mark("10.59"), "1.41 points more than in Khordad 1405; chance alone may do that."),
        (a_mark("10.59"), a_mark("12.00"), "1.41 points less than in Khordad 1405; chance alone may do that."),
        (a_mark("10.00"), a_mark("12.00"), "2.00 points less than in Khordad 1405, more than chance would do."),
        (a_mark("10.00", "3"), a_mark("12.00"), "2.00 points less than in Khordad 1405; chance alone may do that."),
        (a_mark("10.00"), a_mark("10.00"), "As in Khordad 1405."),
        (a_mark(None), a_mark("10.00"), ""),
        (a_mark("10.00"), a_mark(None), ""),
        (a_mark("10.00"), None, ""),
    ],
)
def test_a_change_is_told_with_what_chance_does(
    now: UnitMarkFacts, before: UnitMarkFacts | None, sentence: str
) -> None:
    former = None if before is None else replace(before, first_on=KHORDAD.first_on)
    with override("en"):
        assert change_sentence(now, former) == sentence
