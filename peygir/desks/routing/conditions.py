"""The conditions of a routing rule: evaluated on plain values, and described in text."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from peygir.core.persian import normalise
from peygir.core.translation import COMMA, AnyText, Joined, Text, gettext_lazy, pgettext_lazy

_NO_LETTERS: Final = re.compile(r"[^\w]+|_+")


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a case; `at` in the city's time zone, `words` as the citizen wrote them."""

    at: datetime
    lat: float | None = None
    lon: float | None = None
    district: str = ""
    neighbourhood: str = ""
    topic: str = ""
    group: str = ""
    urgency: str = ""
    channel: str = ""
    season: str = ""
    campaigns: frozenset[str] = frozenset()  # the seasons that run, for any topic
    words: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Checked conditions, ready to be evaluated; None or an empty value is no condition."""

    codes: Mapping[str, frozenset[str]]
    campaigns: frozenset[str] = frozenset()
    words: tuple[tuple[str, str], ...] = ()  # (as written, as compared)
    weekdays: frozenset[int] = frozenset()
    hours: tuple[time, time] | None = None
    dates: tuple[date | None, date | None] | None = None
    area: BaseGeometry | None = None


# condition → the fact it tests; all are lists of codes.
CODE_LISTS: Final[dict[str, str]] = {
    "topics": "topic",
    "groups": "group",
    "districts": "district",
    "neighbourhoods": "neighbourhood",
    "urgencies": "urgency",
    "channels": "channel",
    "seasons": "season",
}
_LABELS: Final[dict[str, Text]] = {
    "topics": pgettext_lazy("condition of a rule", "topic"),
    "groups": pgettext_lazy("condition of a rule", "topic group"),
    "districts": pgettext_lazy("condition of a rule", "district"),
    "neighbourhoods": pgettext_lazy("condition of a rule", "neighbourhood"),
    "urgencies": pgettext_lazy("condition of a rule", "urgency"),
    "channels": pgettext_lazy("condition of a rule", "channel"),
    "seasons": pgettext_lazy("condition of a rule", "season of the topic"),
    "campaigns": pgettext_lazy("condition of a rule", "while a campaign runs"),
    "words": pgettext_lazy("condition of a rule", "word"),
    "weekdays": pgettext_lazy("condition of a rule", "weekday"),
    "hours": pgettext_lazy("condition of a rule", "hours"),
    "dates": pgettext_lazy("condition of a rule", "dates"),
    "area": pgettext_lazy("condition of a rule", "area on the map"),
}


def label(kind: str) -> Text:
    """A condition's name."""
    return _LABELS[kind]


@lru_cache(maxsize=64)  # many rules test one report, one after the other
def words_of(text: str) -> str:
    """The text as rules compare it: one spelling, only letters and digits, a blank around each word."""
    return f" {' '.join(_NO_LETTERS.sub(' ', normalise(text).casefold()).split())} "


# ── judging ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def holds(conditions: Conditions, facts: Facts) -> bool:
    """Whether all conditions hold for a case; an unknown fact fails a condition on it."""
    for kind, wanted in conditions.codes.items():
        if getattr(facts, CODE_LISTS[kind]) not in wanted:
            return False
    if conditions.campaigns and conditions.campaigns.isdisjoint(facts.campaigns):
        return False
    if conditions.weekdays and facts.at.weekday() not in conditions.weekdays:
        return False
    if conditions.hours is not None and not in_hours(facts.at.time(), *conditions.hours):
        return False
    if conditions.dates is not None and not _in_dates(facts.at.date(), *conditions.dates):
        return False
    if conditions.area is not None and not _in_area(conditions.area, facts):
        return False
    # Last, since it costs the most: the report is normalised once for all rules.
    return not conditions.words or _says_one_of(conditions.words, words_of(facts.words))


def _in_area(area: BaseGeometry, facts: Facts) -> bool:
    if facts.lat is None or facts.lon is None:
        return False
    return bool(shapely.intersects_xy(area, facts.lon, facts.lat))


def _says_one_of(words: Sequence[tuple[str, str]], said: str) -> bool:
    return any(word in said for _, word in words)


def in_hours(now: time, start: time, end: time) -> bool:
    """From `start` up to, and without, `end`; an end before the start lies on the next day."""
    return start <= now < end if start < end else now >= start or now < end


def _in_dates(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


# ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def described(raw: Mapping[str, Any], names: Callable[[str, str], AnyText]) -> list[tuple[Text, AnyText]]:
    """Each condition as (label, its values); `names(kind, code)` gives the name of a code."""
    labelled: list[tuple[Text, AnyText]] = []
    description: AnyText
    for kind in _LABELS:
        value = raw.get(kind)
        if value in (None, "", [], {}):
            continue
        if kind in ("hours", "dates"):
            description = _from_to(
                *(names(kind, str(value[side])) if value.get(side) else None for side in ("from", "to"))
            )
        elif kind == "area":
            description = pgettext_lazy("condition of a rule", "inside the polygon")
        elif kind == "words":
            description = Joined(tuple(gettext_lazy("“{word}”", word=one) for one in value), COMMA)
        else:
            description = Joined(tuple(names(kind, str(one)) for one in value), COMMA)
        labelled.append((_LABELS[kind], description))
    return labelled


def _from_to(start: AnyText | None, end: AnyText | None) -> AnyText:
    if start is None or end is None:
        return gettext_lazy("to {end}", end=end) if end is not None else gettext_lazy("from {start}", start=start)
    return gettext_lazy("from {start} to {end}", start=start, end=end)
