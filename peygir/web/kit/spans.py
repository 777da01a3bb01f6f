"""How long until, how long ago: a stretch of time in the words people use."""

from typing import Final

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
MONTH: Final = 30 * DAY
YEAR: Final = 365 * DAY

# seconds of the unit → (Persian, English singular, English plural)
_UNITS: Final = (
    (YEAR, "سال", "year", "years"),
    (MONTH, "ماه", "month", "months"),
    (DAY, "روز", "day", "days"),
    (HOUR, "ساعت", "hour", "hours"),
    (MINUTE, "دقیقه", "minute", "minutes"),
)


def span(seconds: float, language: str) -> str:
    """«۳ روز» or "3 days" in ASCII digits: the largest whole unit, below a minute «کمتر از یک دقیقه»."""
    left = abs(seconds)
    for size, fa, one, many in _UNITS:
        count = int(left // size)
        if count:
            return f"{count} {fa}" if language == "fa" else f"{count} {one if count == 1 else many}"
    return "کمتر از یک دقیقه" if language == "fa" else "less than a minute"


def relative(seconds: float, language: str) -> str:
    """«۳ ساعت پیش» for what lies `seconds` back, «۳ ساعت دیگر» for what lies ahead (negative)."""
    words = span(seconds, language)
    if language == "fa":
        if abs(seconds) < MINUTE:
            return "همین حالا"
        return f"{words} پیش" if seconds >= 0 else f"{words} دیگر"
    if abs(seconds) < MINUTE:
        return "just now"
    return f"{words} ago" if seconds >= 0 else f"in {words}"


def left(seconds: float, language: str) -> str:
    """«۳ روز مانده» while there is time (positive), «۳ روز گذشته» afterwards."""
    words = span(seconds, language)
    if language == "fa":
        return f"{words} مانده" if seconds >= 0 else f"{words} گذشته"
    return f"{words} left" if seconds >= 0 else f"{words} late"


def distance(metres: float, language: str) -> str:
    """«۲۵۰ متر» or "1.2 km" in ASCII digits; to fifty metres, since the points are rounded themselves."""
    near = round(metres / 50) * 50
    if near < 100:
        return "کمتر از 100 متر" if language == "fa" else "less than 100 m"
    if near < 1000:
        return f"{near} متر" if language == "fa" else f"{near} m"
    far = f"{metres / 1000:.1f}".removesuffix(".0")
    return f"{far.replace('.', '٫')} کیلومتر" if language == "fa" else f"{far} km"
