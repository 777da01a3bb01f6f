"""Contacts as text: masked numbers, stages, outcomes and caller flags."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from peygir.centre.contacts.words import MARKS, NOT_PASSED, NOT_REACHED, OUTCOMES, PRESENCES, STAGES
from peygir.core.phones import mask_phone
from peygir.web.kit.templatetags.ui import digits, in_language

register = template.Library()


@register.filter
def phone_shown(number: str) -> SafeString:
    """Mark up a number as it is to be seen, masked or not, left to right on any page."""
    return format_html('<span class="phone-number">{}</span>', digits(number))


@register.filter
def masked(phone: str) -> SafeString | str:
    """Return a number masked for a list: calling back does not require reading it."""
    return phone_shown(mask_phone(phone)) if phone else ""


@register.filter
def stage_words(stage: str) -> str:
    """Return the stage of a contact."""
    return in_language(STAGES[stage])


@register.filter
def outcome_words(outcome: str) -> str:
    """Return the outcome of a contact."""
    return in_language(OUTCOMES.get(outcome))


@register.filter
def mark_words(kind: str) -> str:
    """Return what a flag on a caller means."""
    return in_language(MARKS.get(kind))


@register.filter
def presence_words(presence: str) -> str:
    """Return the presence of a workstation, as reported by the exchange."""
    return in_language(PRESENCES.get(presence))


@register.filter
def not_passed_words(words: str) -> str:
    """Return why a transfer failed; the exchange's own text if it is unknown to us."""
    return in_language(NOT_PASSED.get(words, (words, words)))


@register.filter
def not_reached_words(words: str) -> str:
    """Return why a call to a citizen failed; the exchange's own text if it is unknown to us."""
    return in_language(NOT_REACHED.get(words, (words, words)))
