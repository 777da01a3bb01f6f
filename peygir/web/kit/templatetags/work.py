"""Badges of work orders: their state, and what came of the work."""

from django import template
from django.utils.safestring import SafeString

from peygir.core.translation import Names
from peygir.desks.fieldwork.order_states import OrderResult, OrderState
from peygir.web.kit import built
from peygir.web.kit.badges import Mark
from peygir.web.kit.templatetags.ui import _mark, language

register = template.Library()


@register.simple_tag
def order_state_mark(state: str, big: bool = False) -> SafeString:
    """Return the badge of an order's state."""
    found = OrderState.of(state)
    mark = Mark(found.icon, found.tone, found.label)
    return _mark(mark, mark.words(language()), big, "", built.asset("src/kit/icons.svg"))


@register.simple_tag
def order_result_mark(result: str) -> SafeString:
    """Return the badge of a result; an unknown one as it is."""
    if result not in OrderResult.labels():
        return SafeString(Names.of(result).in_language(language()))
    found = OrderResult.of(result)
    mark = Mark(found.icon, found.tone, found.label)
    return _mark(mark, mark.words(language()), False, "", built.asset("src/kit/icons.svg"))
