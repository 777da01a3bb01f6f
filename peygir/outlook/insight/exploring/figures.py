"""Figures as text: numbers, shares, durations and money, with the separators of the reader's language.

Digits are ASCII: the page writes them as its language does.
"""

from typing import Final

from peygir.core.translation import AnyText, Names, gettext_lazy, ngettext_lazy, pgettext_lazy
from peygir.outlook.insight.metric import MetricUnit

MINUTE: Final = 60
HOUR: Final = 60
DAY: Final = 24 * HOUR
TOP: Final = 100
"""From here on numbers have no decimals."""
FRACTION: Final = 100
"""The count whose plural form a fraction takes: in no language do hundreds have the form of one, a pair or a few."""


def number(value: float, decimals: int = 0) -> Names:
    """Return a number with so many decimals at most and with separators of thousands."""
    text = f"{value:,.{decimals}f}"
    if decimals:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        text = "0"
    text = text.replace("-", "−")
    return Names.of(text.replace(",", "٬").replace(".", "٫"), text)


def percent(share: float, decimals: int = 0) -> AnyText:
    """Return a share (0.23) as a percentage."""
    return gettext_lazy("{number}%", number=number(share * 100, decimals))


def figure_text(value: float | int | None, unit: MetricUnit) -> AnyText:
    """Return a value of a metric with its unit where a reader needs it; a dash for none."""
    if value is None:
        return Names.of("—", "—")
    if unit is MetricUnit.SHARE:
        return percent(value, 1)
    if unit is MetricUnit.MINUTES:
        return _duration(float(value))
    if unit is MetricUnit.SECONDS:
        if value < 2 * MINUTE:
            return _seconds(float(value))
        return _minutes(float(value) / MINUTE, 1)
    return number(float(value), 0 if float(value).is_integer() or value >= TOP else 1)


def _duration(minutes: float) -> AnyText:
    if minutes < 2 * HOUR:
        return _minutes(minutes)
    if minutes < 2 * DAY:
        hours = minutes / HOUR
        return ngettext_lazy("{number} hour", "{number} hours", _counted(hours, 1), number=number(hours, 1))
    days = minutes / DAY
    return ngettext_lazy("{number} day", "{number} days", _counted(days, 1), number=number(days, 1))


def _minutes(minutes: float, decimals: int = 0) -> AnyText:
    shown = number(minutes, decimals)
    return ngettext_lazy("{number} minute", "{number} minutes", _counted(minutes, decimals), number=shown)


def _seconds(seconds: float) -> AnyText:
    return ngettext_lazy("{number} second", "{number} seconds", _counted(seconds), number=number(seconds))


def _counted(value: float, decimals: int = 0) -> int:
    rounded = round(value, decimals)
    return int(rounded) if float(rounded).is_integer() else FRACTION


def chart_scale(unit: MetricUnit, most: float) -> tuple[float, AnyText]:
    """Return by what values are divided on the axis of a chart, and the name of that unit: percent, days, hours, …"""
    if unit is MetricUnit.SHARE:
        return 0.01, PERCENT
    if unit is MetricUnit.MINUTES:
        if most >= 2 * DAY:
            return float(DAY), DAYS
        return (float(HOUR), HOURS) if most >= 2 * HOUR else (1.0, unit.label)
    if unit is MetricUnit.SECONDS:
        return (float(MINUTE), MetricUnit.MINUTES.label) if most >= 2 * MINUTE else (1.0, unit.label)
    return 1.0, unit.label


PERCENT: Final = pgettext_lazy("unit of measure", "percent")
DAYS: Final = pgettext_lazy("unit of measure", "days")
HOURS: Final = pgettext_lazy("unit of measure", "hours")
