"""Amounts of money in templates: with their currency, in the viewer's digits."""

from decimal import Decimal
from typing import Final

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from peygir.core.translation import Names
from peygir.desks.fieldwork.money import CurrencyFacts, written_amount
from peygir.desks.fieldwork.queries.costs import currencies
from peygir.web.kit.templatetags.ui import digits, language

register = template.Library()
_KEPT: Final = "peygir.currencies"  # in a request's META: the currencies were looked up


def currencies_of(request: HttpRequest) -> dict[str, CurrencyFacts]:
    """Return all currencies by code, looked up once for a request."""
    if _KEPT not in request.META:
        request.META[_KEPT] = {one.code: one for one in currencies()}
    found: dict[str, CurrencyFacts] = request.META[_KEPT]
    return found


def amount_words(amount: int, facts: CurrencyFacts | None) -> str:
    """Return an amount with the name of its currency, in the viewer's language."""
    if facts is None:
        return written_amount(amount, 0, language())
    name = Names.of(facts.name_fa, facts.name_en).in_language(language())
    return f"{written_amount(amount, facts.digits, language())} {name}"


@register.simple_tag(takes_context=True)
def money(context: Context, amount: int, code: str) -> SafeString:
    """Render an amount in a currency (a code); the sign stays before the number in any direction of writing."""
    return format_html("<bdi>{}</bdi>", amount_words(amount, currencies_of(context["request"]).get(code)))


@register.filter
def quantity(value: Decimal) -> str:
    """Return a quantity without zeros at its end, in the viewer's digits: «۱۲٫۵»."""
    text = f"{value.normalize():f}"
    return digits(text.replace(".", "٫") if language() == "fa" else text)
