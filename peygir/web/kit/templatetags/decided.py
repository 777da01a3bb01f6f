"""Filters of the administrator's pages: topics, shares, years and days."""

from datetime import date

from django import template

from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.core.jalali import format_numeric
from peygir.core.translation import Names
from peygir.web.kit.admin_menu import group_of
from peygir.web.kit.change_requests import URGENCIES, choice_of
from peygir.web.kit.templatetags.ui import digits, in_language, language

register = template.Library()
register.simple_tag(group_of, name="admin_group")


@register.filter
def topic_words(topic: TopicFacts) -> str:
    """Return the text for citizens beside a topic's name, in the viewer's language."""
    others = city.texts_of(topic.city_id, "topic", topic.code, "words")
    return digits(in_language(Names.of(topic.words_fa, topic.words_en, others)))


@register.filter
def group_name(topic: TopicFacts) -> str:
    """The name of a topic's group."""
    return in_language(city.group_names(topic))


@register.filter
def urgency_words(urgency: str) -> str:
    """Return the label of an urgency."""
    return choice_of(URGENCIES, urgency)


@register.filter
def year_digits(year: int) -> str:
    """Format a year without a thousands separator."""
    return digits(str(year))


@register.filter
def numeric_day(day: date) -> str:
    """Format a day as the viewer would type it."""
    return digits(format_numeric(day)) if language() == "fa" else day.isoformat()


@register.filter
def percent(share: int) -> str:
    """Format a share as a percentage."""
    return digits(f"{share}٪") if language() == "fa" else f"{share}%"
