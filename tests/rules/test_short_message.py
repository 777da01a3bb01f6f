"""Short messages are counted as operators count them."""

import pytest

from peygir.core.short_message import length_of


@pytest.mark.parametrize(
    ("text", "units", "parts", "room"),
    [
        ("", 0, 0, 160),
        ("a" * 160, 160, 1, 0),
        ("a" * 161, 161, 2, 145),
        ("{a}", 5, 1, 155),  # braces take two places
        ("س" * 70, 70, 1, 0),
        ("س" * 71, 71, 2, 63),
        ("س" * 134, 134, 2, 0),
        ("س" * 135, 135, 3, 66),
        ("🙂", 2, 1, 68),  # two 16-bit units
        ("a" * 150 + "س", 151, 3, 50),  # one Persian letter makes all of it 16-bit
    ],
)
def test_lengths(text: str, units: int, parts: int, room: int) -> None:
    found = length_of(text)
    assert (found.units, found.parts, found.room) == (units, parts, room)
