"""Small parts that have no value of their own behind them."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("ui/badge.html")
def badge(icon: str, tone: str, words: str, big: bool = False) -> dict[str, Any]:
    """Any short fact as icon, word and tone, in the look of the marks of state and promise."""
    return {"mark": {"icon": icon, "tone": tone}, "words": words, "big": big}
