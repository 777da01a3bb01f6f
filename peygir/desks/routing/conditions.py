"""When a routing rule applies: its conditions as data, checked with sentences, and judged from plain values.

All conditions of a rule must hold; of the values of one condition, any. A rule without conditions would take every
case and is refused.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from peygir.core.geometry import read_polygon
from peygir.core.persian import normalise
from peygir.core.refusals import Invalid
from peygir.core.translation import COMMA, AnyText, Joined, Names, Text, gettext_lazy, pgettext_lazy

URGENCIES: Final[dict[str, Text]] = {
    "U": pgettext_lazy("urgency", "urgent"),
    "N": pgettext_lazy("urgency", "normal"),
    "P": pgettext_lazy("urgency", "planned"),
    "I": pgettext_lazy("urgency", "on the spot"),
}
MOST_WORDS, LONGEST_WORD, SHORTEST_WORD = 60, 60, 2
_NO_LETTERS: Final = re.compile(r"[^\w]+|_+")


class ConditionsAreNotValid(Invalid):
    """What was written as conditions cannot be judged by, or not by this city's data."""

    message = gettext_lazy("The rule's conditions are not valid: {why}")


@dataclass(frozen=True, slots=True)
class CodesInForce:
    """The names that conditions may use in one city: the codes in force of each kind."""

    topics: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    neighbourhoods: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    seasons: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case; `at` on the city's own clock, `words` as the citizen wrote them."""

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
    campaigns: frozenset[str] = frozenset()  # the seasons that run, whatever they are about
    words: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Checked conditions, ready to be judged; what is None or empty asks nothing."""

    codes: Mapping[str, frozenset[str]]
    campaigns: frozenset[str] = frozenset()
    words: tuple[tuple[str, str], ...] = ()  # (as written, as compared)
    weekdays: frozenset[int] = frozenset()
    hours: tuple[time, time] | None = None
    dates: tuple[date | None, date | None] | None = None
    area: BaseGeometry | None = None


# condition → the fact that it looks at; all are lists of codes.
CODE_LISTS: Final[dict[str, str]] = {
    "topics": "topic",
    "groups": "group",
    "districts": "district",
    "neighbourhoods": "neighbourhood",
    "urgencies": "urgency",
    "channels": "channel",
    "seasons": "season",
}
KINDS: Final = frozenset({*CODE_LISTS, "campaigns", "words", "weekdays", "hours", "dates", "area"})
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


@lru_cache(maxsize=64)  # many rules look at one report, one after the other
def words_of(text: str) -> str:
    """A text as rules compare it: one spelling, letters and digits alone, a blank around each word."""
    return f" {' '.join(_NO_LETTERS.sub(' ', normalise(text).casefold()).split())} "


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_conditions(raw: Any, known: CodesInForce | None = None) -> Conditions:
    """The conditions of a JSON value; with `known`, every code must be one of the city's.

    Raises ConditionsAreNotValid with the first thing that is wrong, never anything else.
    """
    if not isinstance(raw, Mapping):
        raise _wrong(gettext_lazy("they must be a table of conditions"))
    for kind in raw:
        if kind not in KINDS:
            raise _wrong(gettext_lazy("there is no condition “{kind}”", kind=str(kind)[:40]))
    given = {kind: value for kind, value in raw.items() if value not in (None, "", [], {})}
    if not given:
        raise _wrong(gettext_lazy("at least one condition is needed"))
    codes = {kind: _codes(kind, given[kind], known) for kind in CODE_LISTS if kind in given}
    return Conditions(
        codes=codes,
        campaigns=_codes("campaigns", given["campaigns"], known) if "campaigns" in given else frozenset(),
        words=_words(given["words"]) if "words" in given else (),
        weekdays=_weekdays(given["weekdays"]) if "weekdays" in given else frozenset(),
        hours=_hours(given["hours"]) if "hours" in given else None,
        dates=_dates(given["dates"]) if "dates" in given else None,
        area=_area(given["area"]) if "area" in given else None,
    )


def _wrong(reason: Text | Names) -> ConditionsAreNotValid:
    return ConditionsAreNotValid(why=Text("{reason}.").filled({"reason": reason}))


def _texts(kind: str, value: Any) -> list[str]:
    label = _LABELS[kind]
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one.strip() for one in value):
        raise _wrong(gettext_lazy("“{text}” must be a list of texts", text=label))
    return [one.strip() for one in value]


def _codes(kind: str, value: Any, known: CodesInForce | None) -> frozenset[str]:
    texts = _texts(kind, value)
    listed = "seasons" if kind == "campaigns" else kind
    fits = URGENCIES if kind == "urgencies" else getattr(known, listed) if known is not None else None
    if fits is not None and (strange := [one for one in texts if one not in fits]):
        label = _LABELS[kind]
        raise _wrong(gettext_lazy("this city has no {text} “{strange}”", text=label, strange=strange[0][:40]))
    return frozenset(texts)


def _words(value: Any) -> tuple[tuple[str, str], ...]:
    compared_words = [(one, words_of(one)) for one in _texts("words", value)]
    if len(compared_words) > MOST_WORDS:
        raise _wrong(gettext_lazy("there are more than {most_words} words", most_words=MOST_WORDS))
    for word, compared in compared_words:
        if not len(compared.strip()) >= SHORTEST_WORD or len(word) > LONGEST_WORD:
            raise _wrong(
                gettext_lazy(
                    "the word “{one}” must have {shortest_word} to {longest_word} letters",
                    one=word[:40],
                    shortest_word=SHORTEST_WORD,
                    longest_word=LONGEST_WORD,
                ),
            )
    return tuple(compared_words)


def _weekdays(value: Any) -> frozenset[int]:
    is_list = isinstance(value, list | tuple)
    if not is_list or not all(type(one) is int and 0 <= one <= 6 for one in value):
        raise _wrong(gettext_lazy("weekdays are numbers, 0 (Monday) to 6 (Sunday)"))
    if len(set(value)) == 7:
        raise _wrong(gettext_lazy("all seven weekdays are no condition"))
    return frozenset(value)


def _span(kind: str, value: Any, read: Callable[[str], Any], like: str) -> tuple[Any, Any]:
    label = _LABELS[kind]
    if not isinstance(value, Mapping) or not set(value) <= {"from", "to"}:
        raise _wrong(gettext_lazy("“{text}” must have a “from” and a “to”", text=label))
    bounds = []
    for end in ("from", "to"):
        said = value.get(end)
        try:
            bounds.append(read(said) if said not in (None, "") else None)
        except (TypeError, ValueError):
            raise _wrong(gettext_lazy("“{text}” must be written like {like}", text=label, like=like)) from None
    return bounds[0], bounds[1]


def _hours(value: Any) -> tuple[time, time]:
    start, end = _span("hours", value, time.fromisoformat, "20:00")
    if start is None or end is None or start == end or start.tzinfo or end.tzinfo:
        raise _wrong(gettext_lazy("hours need a beginning and another end"))
    return start, end


def _dates(value: Any) -> tuple[date | None, date | None]:
    start, end = _span("dates", value, date.fromisoformat, "2026-03-21")
    if start is None and end is None:
        raise _wrong(gettext_lazy("dates need a beginning or an end"))
    if start is not None and end is not None and end < start:
        raise _wrong(gettext_lazy("the dates end before they begin"))
    return start, end


def _area(value: Any) -> BaseGeometry:
    try:
        shape = read_polygon(value)
    except Invalid as refusal:
        raise _wrong(Names.of(refusal.words("fa").rstrip("."), refusal.words("en").rstrip("."))) from refusal
    shapely.prepare(shape)
    return shape


# ── judging ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def holds(conditions: Conditions, facts: Facts) -> bool:
    """Whether all conditions hold for a case; what is not known of it fits no condition that asks for it."""
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
    # Last, since it costs the most: the report is put into one spelling, once for all rules.
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
    """Each condition as (label, its values); `names(kind, code)` knows what codes mean."""
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
