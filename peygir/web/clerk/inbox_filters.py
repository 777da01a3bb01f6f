"""The filters of an inbox: read from a URL, kept in a saved view, and said as chips that can be taken away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from peygir.cases.day_sections import DaySection
from peygir.cases.queries import COLOURS, ORDERS, Filters, Narrowing
from peygir.cases.states import TO_DO, WORKABLE, CaseState
from peygir.city import queries as city
from peygir.people.channels import REPORT_CHANNELS
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city, end_of, start_of, today
from peygir.web.kit.dates import read_day
from peygir.web.kit.narrowing import MINE_AND_FREE, Narrowed, narrowed
from peygir.web.kit.templatetags.ui import channel_words, day, digits, label_of, named, promise_words, state_words

PAGE: Final = 60
USUAL_ORDER: Final = "due"
# The names of the filters in the URL, in the order of a saved view.
ASKED: Final = (
    "state",
    "topic",
    "district",
    "colour",
    "q",
    "mine",
    "incident",
    "section",
    "neighbourhood",
    "channel",
    "reporters",
    "photo",
    "from",
    "to",
)
REPORTERS: Final = ("2", "3", "5", "10")
PHOTO: Final = {"yes": True, "no": False}
LONGEST_LIST: Final = 600
_LONG_AGO: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, as text; `query` is the URL's query without it."""

    words: str
    query: str


def chosen_in(said: QueryDict) -> dict[str, str]:
    """Return the filters of a URL by name; an empty one does not filter."""
    return {name: said.get(name, "").strip()[:120] for name in ASKED}


def kept_filters(chosen: dict[str, str]) -> str:
    """Return the filters as stored in a saved view; equal choices give equal text."""
    return urlencode({name: chosen[name] for name in ASKED if chosen.get(name)})


def told_in(query: QueryDict, by: Actor) -> Narrowed:
    """Return the filters that `Filters` does not have; unreadable ones are ignored."""
    chosen, other = chosen_in(query), narrowed(query, by)
    begin, end = day_of(chosen["from"]), day_of(chosen["to"])
    further = Narrowing(
        section=chosen["section"] if chosen["section"] in DaySection.labels() else "",
        day_ends_at=end_of(today()),
        neighbourhood_code=chosen["neighbourhood"][:20],
        channel=chosen["channel"] if chosen["channel"] in REPORT_CHANNELS else "",
        reporters=int(chosen["reporters"]) if chosen["reporters"] in REPORTERS else 0,
        has_photo=PHOTO.get(chosen["photo"]),
        opened=(start_of(begin or _LONG_AGO), end_of(end or today())) if begin or end else None,
    )
    if not further.says_something:
        return other
    return replace(other, narrowing=further if other.narrowing is None else other.narrowing.and_also(further))


def filters_of(query: QueryDict, asked_for: Narrowed) -> Filters:
    """Return the filters of a URL as the query takes them."""
    page = query.get("page", "1")
    chosen: dict[str, Any] = chosen_in(query)
    return Filters(
        states=tuple(query.getlist("state")) if chosen["state"] else _usual_states(chosen, asked_for),
        topic_code=chosen["topic"],
        district_code=chosen["district"],
        colour=chosen["colour"] if chosen["colour"] in COLOURS else "",
        narrowing=asked_for.narrowing,
        text=chosen["q"],
        incident_code=chosen["incident"][:20],
        order=order_of(query),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        size=PAGE,
    )


def order_of(query: QueryDict) -> str:
    """Return the order of a URL's list; an unknown one is the usual one, the soonest due first."""
    order = query.get("order", "")
    return order if order in ORDERS else USUAL_ORDER


def list_of(query: QueryDict, by: Actor) -> tuple[Filters, str] | None:
    """Return the list from which somebody came to a case, as filters and as its query; None if they came otherwise."""
    if "list" not in query:
        return None
    inner = QueryDict(query.get("list", "")[:LONGEST_LIST])
    return filters_of(inner, told_in(inner, by)), inner.urlencode()


def day_of(text: str) -> date | None:
    """Return a typed day, None for what is none."""
    try:
        return read_day(text) if text else None
    except forms.ValidationError:
        return None


def unreadable_day(chosen: dict[str, str]) -> str:
    """Return what is wrong with a typed day, "" if nothing is."""
    for name in ("from", "to"):
        try:
            if chosen[name]:
                read_day(chosen[name])
        except forms.ValidationError as error:
            return " ".join(error.messages)
    return ""


def chips_of(chosen: dict[str, str], asked_for: Narrowed) -> list[Chip]:
    """Return the filters in force, each with the address that takes it away."""
    kept = dict(asked_for.kept)
    every = {name: value for name, value in {**chosen, **kept}.items() if value}
    words = {name: _words(name, value) for name, value in chosen.items() if value}
    return [
        Chip(text, urlencode({name: every[name] for name in every if name != taken})) for taken, text in words.items()
    ]


def _usual_states(chosen: dict[str, str], asked_for: Narrowed) -> tuple[str, ...]:
    """By default what is to do. What waits for the citizen, and what is planned, has a chip and a filter of its own."""
    if chosen["incident"] or asked_for.is_of_the_past:
        return tuple(sorted(CaseState))
    is_narrow = chosen["colour"] or chosen["q"] or chosen["section"] or asked_for.kept
    return tuple(sorted(WORKABLE if is_narrow else TO_DO))


def _words(name: str, value: str) -> str:
    """Return one filter as text."""
    if name in _PLACES_AND_TOPICS:
        return _PLACES_AND_TOPICS[name](value)
    if name == "mine":
        return _("mine and unassigned") if value == MINE_AND_FREE else _("Mine only")
    if name == "photo":
        return _("with a photo") if value == "yes" else _("without a photo")
    if name == "reporters":
        return _("%(count)s reports or more") % {"count": digits(value)}
    if name in ("from", "to"):
        typed = day_of(value)
        values = {"day": day(typed) if typed else digits(value)}
        return _("received from %(day)s") % values if name == "from" else _("received until %(day)s") % values
    return f"«{value}»" if name == "q" else _("incident") if name == "incident" else value


def _known(value: str, known: Iterable[str], say: Callable[[str], str]) -> str:
    return say(value) if value in known else value


def _topic(code: str) -> str:
    topic = city.topic_by_code(current_city().id, code)
    return named(topic) if topic is not None else code


def _neighbourhood(code: str) -> str:
    here = current_city()
    return next((named(one) for one in city.neighbourhoods(here.id, on=today()) if one.code == code), code)


def _district(code: str) -> str:
    here = current_city()
    return next((named(one) for one in city.districts(here.id, on=today()) if one.code == code), code)


_PLACES_AND_TOPICS: Final[dict[str, Callable[[str], str]]] = {
    "topic": _topic,
    "district": _district,
    "neighbourhood": _neighbourhood,
    "state": lambda value: _known(value, CaseState.labels(), state_words),
    "colour": lambda value: _known(value, COLOURS, promise_words),
    "channel": lambda value: _known(value, REPORT_CHANNELS, channel_words),
    "section": lambda value: _known(value, DaySection.labels(), lambda one: label_of(one, "DaySection")),
}
