"""Extra tags of staff pages: the live stream's URL, and the labels of moves."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django import template
from django.conf import settings

from peygir.cases.lifecycle import BY_VERB
from peygir.core import clock
from peygir.web.kit.templatetags.ui import in_language

register = template.Library()

MARGIN: Final = timedelta(seconds=5)
"""The longest time between a request and the rendering of its page; events of that time are sent again."""


@register.simple_tag
def live_address() -> str:
    """Return the stream's URL, "" if there is none."""
    return str(settings.LIVE_URL)


@register.simple_tag
def live_since() -> int:
    """Return the moment (Unix milliseconds) from which this page may have missed events."""
    return int((clock.now() - MARGIN).timestamp() * 1000)


@register.filter
def spaced(words: Iterable[object]) -> str:
    """Join the values with spaces, for an attribute."""
    return " ".join(str(word) for word in words)


@register.filter
def move_words(verb: str) -> str:
    """Return a move's label in the viewer's language."""
    move = BY_VERB[verb]
    return in_language(move.label)
