"""Reads and checks the conditions of a routing rule (JSON), with a message for each fault.

All conditions of a rule must hold; of the values of one condition, any. A rule without conditions would match every
case and is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from peygir.city.urgencies import Urgency
from peygir.core.geometry import read_polygon
from peygir.core.refusals import Invalid
from peygir.core.translation import Names, Text, gettext_lazy
from peygir.desks.routing.conditions import CODE_LISTS, Conditions, label, words_of

KINDS: Final = frozenset({*CODE_LISTS, "campaigns", "words", "weekdays", "hours", "dates", "area"})
MOST_WORDS, LONGEST_WORD, SHORTEST_WORD = 60, 60, 2


class ConditionsAreNotValid(Invalid):
    """The conditions are malformed, or use codes that this city does not have."""

    message = gettext_lazy("The rule's conditions are not valid: {why}")


@dataclass(frozen=True, slots=True)
class CodesInForce:
    """The codes that conditions may use in one city: the codes in force of each kind."""

    topics: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    neighbourhoods: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    seasons: frozenset[str] = frozenset()


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
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one.strip() for one in value):
        raise _wrong(gettext_lazy("“{text}” must be a list of texts", text=label(kind)))
    return [one.strip() for one in value]


def _codes(kind: str, value: Any, known: CodesInForce | None) -> frozenset[str]:
    texts = _texts(kind, value)
    listed = "seasons" if kind == "campaigns" else kind
    fits = Urgency.labels() if kind == "urgencies" else getattr(known, listed) if known is not None else None
    if fits is not None and (strange := [one for one in texts if one not in fits]):
        raise _wrong(gettext_lazy("this city has no {text} “{strange}”", text=label(kind), strange=strange[0][:40]))
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
    if not isinstance(value, Mapping) or not set(value) <= {"from", "to"}:
        raise _wrong(gettext_lazy("“{text}” must have a “from” and a “to”", text=label(kind)))
    bounds = []
    for end in ("from", "to"):
        said = value.get(end)
        try:
            bounds.append(read(said) if said not in (None, "") else None)
        except (TypeError, ValueError):
            raise _wrong(gettext_lazy("“{text}” must be written like {like}", text=label(kind), like=like)) from None
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
