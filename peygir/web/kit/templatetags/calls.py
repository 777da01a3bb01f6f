"""Words of contacts in a page: a number with its middle hidden, stages, outcomes and marks."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from peygir.centre.contacts.words import MARKS, NOT_PASSED, NOT_REACHED, OUTCOMES, PRESENCES, STAGES
from peygir.core.phones import mask_phone
from peygir.web.kit.templatetags.ui import digits, in_language

register = template.Library()


@register.filter
def masked(phone: str) -> SafeString | str:
    """A number as a list may show it: who calls it back need not read it."""
    return format_html('<span class="ltr number">{}</span>', digits(mask_phone(phone))) if phone else ""


@register.filter
def stage_words(stage: str) -> str:
    """Where a contact stands."""
    return in_language(STAGES[stage])


@register.filter
def outcome_words(outcome: str) -> str:
    """What came of it."""
    return in_language(OUTCOMES.get(outcome))


@register.filter
def mark_words(kind: str) -> str:
    """What was noticed of a caller."""
    return in_language(MARKS.get(kind))


@register.filter
def presence_words(presence: str) -> str:
    """What the exchange says of a seat."""
    return in_language(PRESENCES.get(presence))


@register.filter
def not_passed_words(words: str) -> str:
    """Why a call was not passed on; the exchange's own words where we have none for them."""
    return in_language(NOT_PASSED.get(words, (words, words)))


@register.filter
def not_reached_words(words: str) -> str:
    """Why a citizen whom we called was not reached; the exchange's own words where we have none for them."""
    return in_language(NOT_REACHED.get(words, (words, words)))
