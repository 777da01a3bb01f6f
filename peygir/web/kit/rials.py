"""Amounts of the city's plans and budget: whole rials with grouped digits, and in tomans as people say them."""

from typing import Final

from django.utils.translation import gettext as _

from peygir.web.kit.templatetags.ui import digits, language

_STEPS: Final = ((10**13, "trillion"), (10**10, "billion"), (10**7, "million"), (10**4, "thousand"))
"""From so many rials on, and the step in tomans: ten rials are a toman."""


def rials(amount: int) -> str:
    """Return an amount as «۱۴٬۷۰۰٬۰۰۰٬۰۰۰ ریال»."""
    return _("%(amount)s rials") % {"amount": digits(amount)}


def tomans(amount: int) -> str:
    """Return an amount of rials in tomans, rounded to three digits: «۱٫۴۷ میلیارد تومان»."""
    size, step = next(((size, step) for size, step in _STEPS if abs(amount) >= size), (10, ""))
    value = amount / size
    text = f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 100 else f"{value:.0f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    number = digits(text.replace(".", "٫") if language() == "fa" else text)
    sentences = {
        "trillion": _("%(amount)s trillion tomans"),
        "billion": _("%(amount)s billion tomans"),
        "million": _("%(amount)s million tomans"),
        "thousand": _("%(amount)s thousand tomans"),
        "": _("%(amount)s tomans"),
    }
    return sentences[step] % {"amount": number}
