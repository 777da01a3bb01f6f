"""What open pages of the desks need besides the usual parts: where the live stream is, and names of moves."""

from datetime import timedelta
from typing import Any, Final

from django import template
from django.conf import settings

from peygir.cases.lifecycle import BY_VERB
from peygir.core import clock
from peygir.web.kit.templatetags.ui import in_language

register = template.Library()

MARGIN: Final = timedelta(seconds=5)
"""A page is asked for this long at most before its template is filled in; news of that time are told once more."""


@register.simple_tag
def live_address() -> str:
    """The stream as browsers find it, "" where there is none."""
    return str(settings.LIVE_URL)


@register.simple_tag
def live_since() -> int:
    """The moment (in milliseconds) from which on this page may have missed something."""
    return int((clock.now() - MARGIN).timestamp() * 1000)


@register.filter
def spaced(words: Any) -> str:
    """The words with a space between, as an attribute wants them."""
    return " ".join(str(word) for word in words)


@register.filter
def move_words(verb: str) -> str:
    """A move's label in the reader's language."""
    move = BY_VERB[verb]
    return in_language(move.label)
