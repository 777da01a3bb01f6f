"""Cached `<option>` lists for filters and forms: a hundred topics are rendered once, not on each request."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from peygir.cases.queries import COLOURS
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.people.channels import REPORT_CHANNELS
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.templatetags.ui import digits, in_language, language, named, promise_words


def options(field: str, chosen: str) -> SafeString:
    """Return the options of a filter with the chosen one marked; an unknown value marks nothing."""
    here = current_city()
    ready = _ready(field, here.id, city.stamp_of(here.id), language(), today())
    value = format_html(' value="{}"', chosen)
    marked = ready.replace(value, f"{value} selected", 1) if chosen else ready
    return mark_safe(marked)  # noqa: S308 - made of escaped parts, and what is marked stands in it already


@lru_cache(maxsize=64)
def _ready(field: str, city_id: int, stamp: tuple[int, bytes], reader: str, on: date) -> SafeString:
    """Return a field's options in one language; cached until the city's data changes or the day ends."""
    if field == "topic":
        groups = [
            (in_language(names), _options((topic.code, named(topic)) for topic in topics))
            for names, _, topics in topic_groups()
        ]
        return format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)
    if field == "district":
        return _options((row.code, named(row)) for row in city.districts(city_id, on=on))
    if field == "neighbourhood":
        return _options((row.code, named(row)) for row in city.neighbourhoods(city_id, on=on))
    if field == "state":
        return _options((state, in_language(names)) for state, names in CaseState.labels().items())
    if field == "channel":
        return _options((channel, in_language(channel.label)) for channel in REPORT_CHANNELS)
    return _options((colour, promise_words(colour)) for colour in COLOURS)


def _options(rows: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', ((code, digits(name)) for code, name in rows))
