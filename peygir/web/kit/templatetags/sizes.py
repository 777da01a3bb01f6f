"""The size of a file in words."""

from typing import Final

from django import template
from django.utils.translation import pgettext

from peygir.web.kit.templatetags.ui import digits, language

register = template.Library()
_STEP: Final = 1024


@register.filter
def file_size(count: int) -> str:
    """Return a number of bytes in the viewer's language, in kilobytes, or in megabytes from one on."""
    kilobytes = max(count / _STEP, 0.1)
    if kilobytes < _STEP:
        return pgettext("size of a file", "%(size)s KB") % {"size": _number(kilobytes)}
    return pgettext("size of a file", "%(size)s MB") % {"size": _number(kilobytes / _STEP)}


def _number(value: float) -> str:
    text = f"{value:.1f}"
    return digits(text.replace(".", "٫") if language() == "fa" else text)
