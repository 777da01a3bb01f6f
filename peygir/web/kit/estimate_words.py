"""Estimates with their intervals as text in the viewer's language and digits."""

from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.outlook.insight.alarm_words import subject_names
from peygir.outlook.insight.estimate_facts import Interval
from peygir.web.kit.current_city import today
from peygir.web.kit.mark_words import number_text
from peygir.web.kit.templatetags.ui import digits, in_language, language, named

WHOLE_FROM: Final = 10
"""Numbers from here on are written without decimals."""
FEWEST_SHOWN: Final = 5
"""Smaller numbers of cases of a place are not written: they could point to somebody."""


def amount_words(value: float) -> str:
    """Return a number with one decimal, from WHOLE_FROM on without, with separated thousands."""
    text = number_text(Decimal(str(value)), 0 if abs(value) >= WHOLE_FROM else 1)
    whole, point, rest = text.partition("٫" if language() == "fa" else ".")
    return f"{_thousands(whole)}{point}{rest}"


def percent_words(share: float) -> str:
    """Return a share from 0 to 1 as whole percent."""
    return f"{number_text(Decimal(str(100 * share)), 0)}{'٪' if language() == 'fa' else '%'}"


def between_words(interval: Interval, *, is_share: bool = False) -> str:
    """Return the two ends of an interval."""
    low, _middle, high = interval
    write = percent_words if is_share else amount_words
    return _("%(low)s to %(high)s") % {"low": write(low), "high": write(high)}


def count_words(count: int, *, fewest: int = 0) -> str:
    """Return a number of cases; below `fewest`, but not 0, that it is smaller."""
    if 0 < count < fewest:
        return _("fewer than %(count)s") % {"count": digits(fewest)}
    return _thousands(digits(count))


def group_words(city_id: int, code: str) -> str:
    """Return the name of a group of topics."""
    return in_language(subject_names(city_id, "", code))


def groups_named(city_id: int) -> dict[str, str]:
    """Return the names of the groups of topics by their codes, in their order."""
    return {topic.group_code: in_language(city.group_names(topic)) for topic in city.every_topic(city_id)}


def districts_named(city_id: int) -> dict[str, str]:
    """Return the names of the districts in force today by their codes, in their order: never by a number of reports."""
    rows = city.districts(city_id, on=today())
    return {row.code: named(row) for row in sorted(rows, key=lambda row: (len(row.code), row.code))}


def _thousands(text: str) -> str:
    sign = "٬" if language() == "fa" else ","
    head = text.lstrip("-−")
    parts = []
    while len(head) > 3:  # noqa: PLR2004 - digits between two signs
        head, part = head[:-3], head[-3:]
        parts.append(part)
    return text[: len(text) - len(text.lstrip("-−"))] + sign.join([head, *reversed(parts)])
