"""An alarm as one sentence in a language: what, where, how many, how many were expected."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from peygir.city import queries as city
from peygir.core.translation import AnyText, Names, Text, gettext_lazy, ngettext_lazy


def subject_names(city_id: int, topic_code: str, group_code: str) -> Names:
    """Return the names of the topic, or of the group; the code of one that is not known any more."""
    for topic in city.every_topic(city_id):
        if topic_code and topic.code == topic_code:
            return city.names_of(topic)
        if not topic_code and topic.group_code == group_code:
            return city.group_names(topic)
    return Names.of(topic_code or group_code)


def area_names(city_id: int, district_code: str, neighbourhood_codes: Sequence[str], on: date) -> list[Names]:
    """Return the names of the district, or of the neighbourhoods, as they were on a day."""
    rows = city.districts(city_id, on=on) if district_code else city.neighbourhoods(city_id, on=on)
    names = {row.code: city.names_of(row) for row in rows}
    codes = [district_code] if district_code else list(neighbourhood_codes)
    return [names.get(code) or Names.of(code) for code in codes]


def area_text(names: Sequence[Names], digits: Callable[[str], str]) -> AnyText:
    """Return the district or the neighbourhoods in a few words: the first, and how many others lie beside it."""
    if len(names) <= 1:
        return names[0] if names else Names.of("")
    return ngettext_lazy(
        "{area} and {number} neighbourhood beside it",
        "{area} and {number} neighbourhoods beside it",
        len(names) - 1,
        area=names[0],
        number=digits(str(len(names) - 1)),
    )


def short_sentence(what: str, where: str, observed: str, expected: str) -> Text:
    """Return what happened, for a message."""
    return gettext_lazy(
        "{what}, {where}: {observed} new, {expected} expected",
        what=what,
        where=where,
        observed=observed,
        expected=expected,
    )


def rounded(expected: Decimal) -> str:
    """Return an expected number as people say it: whole from 10 on, else with one decimal, in ASCII digits."""
    places = Decimal(1) if expected >= 10 else Decimal("0.1")  # noqa: PLR2004 - two digits are enough
    return format(expected.quantize(places, rounding=ROUND_HALF_UP), "f")
