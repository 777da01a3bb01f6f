"""Numbers of a text that are not personal: dates, times of day, coordinates and tracking codes of the city.

They are removed from a text before the search for doubtful digits, so that two of them in a row are not
taken for one long number.
"""

import re
from typing import Final

from peygir.core.codes import is_code

# Years 1400 to 1419: the first two digits that our codes can have; others may be national ids.
_OUR_YEARS: Final = tuple(f"{year:02d}" for year in range(20))
_DATE_OR_TIME: Final = re.compile(
    r"(?<![\d/.\-])(?:(?:1[34]|20)\d\d([/.\-])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([/.\-])(?:0?[1-9]|1[0-2])\2(?:(?:1[34]|20)\d\d|(?:0\d|9[5-9])))(?![\d]|[/.\-]\d)"
    r"|(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d]|:\d)"
)
# Days of a list without their year, «۱۰/۵ و ۱۰/۷»; a month with a zero before it may be the start of a mobile number.
_DAY: Final = r"(?:1[0-2]|[1-9])/(?:0?[1-9]|[12]\d|3[01])"
_DAYS: Final = re.compile(rf"(?<![\d/.\-]){_DAY}(?:\s?(?:و|تا|and|،|,)\s?{_DAY}){{1,9}}(?![\d/.\-])")
# Latitude and longitude of a place in Iran (25 to 40 degrees north, 44 to 64 east), in either order.
_NORTH: Final = r"(?:2[5-9]|3\d|40)[.٫/]\d{3,8}"
_EAST: Final = r"(?:4[4-9]|5\d|6[0-4])[.٫/]\d{3,8}"
_BETWEEN: Final = r"°?[NEne]?\s{0,2}(?:,|،|و)?\s{0,2}"
_COORDINATES: Final = re.compile(rf"(?<![\d/.\-])(?:{_NORTH}{_BETWEEN}{_EAST}|{_EAST}{_BETWEEN}{_NORTH})(?![\d/.\-])")
# A tracking code as it is written or read aloud, without an adjacent digit.
_CODE: Final = re.compile(r"(?<!\d)(?<!\d[ \-])[01]\d([ \-]?)\d{3}\1\d{3}\1\d\d(?![ \-]?\d)")


def without(text: str) -> str:
    """A folded text with these numbers as line ends, which no pattern crosses."""
    text = _CODE.sub(lambda found: _blank(found) if is_ours(re.sub(r"\D", "", found[0])) else found[0], text)
    for pattern in (_DATE_OR_TIME, _DAYS, _COORDINATES):
        text = pattern.sub(_blank, text)
    return text


def _blank(found: "re.Match[str]") -> str:
    return "\n" * len(found[0])


def is_ours(digits: str) -> bool:
    """Whether these digits are a tracking code that we could have issued."""
    return is_code(digits) and digits.startswith(_OUR_YEARS)
