"""Durations and distances as text: how long until, how long ago, how far."""

from collections.abc import Callable
from typing import Final

from peygir.core.translation import Plural, Text, ngettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.core.writing import writing_of

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
MONTH: Final = 30 * DAY
YEAR: Final = 365 * DAY

# seconds in the unit → text for a number of them
_UNITS: Final[tuple[tuple[int, Callable[[int], Plural]], ...]] = (
    (YEAR, lambda count: ngettext_lazy("{count} year", "{count} years", count)),
    (MONTH, lambda count: ngettext_lazy("{count} month", "{count} months", count)),
    (DAY, lambda count: ngettext_lazy("{count} day", "{count} days", count)),
    (HOUR, lambda count: ngettext_lazy("{count} hour", "{count} hours", count)),
    (MINUTE, lambda count: ngettext_lazy("{count} minute", "{count} minutes", count)),
)


def _span(seconds: float) -> Text | Plural:
    left = abs(seconds)
    for size, counted in _UNITS:
        if count := int(left // size):
            return counted(count)
    return _("less than a minute")


def span(seconds: float, language: str) -> str:
    """Return «۳ روز» or "3 days" in ASCII digits: the largest whole unit; under a minute «کمتر از یک دقیقه»."""
    return _span(seconds).in_language(language)


def relative(seconds: float, language: str) -> str:
    """Return «۳ ساعت پیش» for a moment `seconds` ago, «۳ ساعت دیگر» for a future one (negative)."""
    if abs(seconds) < MINUTE:
        return _("just now").in_language(language)
    stretch = _span(seconds)
    return (_("{span} ago", span=stretch) if seconds >= 0 else _("in {span}", span=stretch)).in_language(language)


def left(seconds: float, language: str) -> str:
    """Return «۳ روز مانده» while time is left (positive seconds), «۳ روز گذشته» afterwards."""
    stretch = _span(seconds)
    return (_("{span} left", span=stretch) if seconds >= 0 else _("{span} late", span=stretch)).in_language(language)


def days_ago(days: int, language: str) -> str:
    """Return «امروز», «دیروز», or «۳ روز پیش» for a day so many days ago."""
    if days in (0, 1):
        return (_("yesterday") if days else _("today")).in_language(language)
    return relative(days * DAY, language)


def days_left(days: int, language: str) -> str:
    """Return «امروز» on the last day, before it «۳ روز مانده», and afterwards «۳ روز گذشته»."""
    return left(days * DAY, language) if days else _("today").in_language(language)


def distance(metres: float, language: str) -> str:
    """Return «250 متر» or "1.2 km" to fifty metres, as points are rounded; fractions have the language's digits."""
    near = round(metres / 50) * 50
    if near < 100:
        return _("less than 100 m").in_language(language)
    if near < 1000:
        return _("{count} m", count=near).in_language(language)
    far = f"{metres / 1000:.1f}".removesuffix(".0")
    return _("{count} km", count=writing_of(language).decimal(far)).in_language(language)
