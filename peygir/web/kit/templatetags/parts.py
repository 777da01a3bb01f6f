"""Small template parts without a value class."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("ui/badge.html")
def badge(icon: str, tone: str, words: str, big: bool = False) -> dict[str, Any]:
    """Render any short fact as icon, label and tone, in the style of the badges of state and promise."""
    return {"mark": {"icon": icon, "tone": tone}, "words": words, "big": big}
