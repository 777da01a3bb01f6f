"""Words of surveys in a page: why somebody was drawn, how it stands, what was answered."""

from django import template

from peygir.desks.surveys.words import ANSWERS, REASONS, STATES
from peygir.web.kit.templatetags.ui import in_language

register = template.Library()


@register.filter
def survey_why(why: str) -> str:
    """How the case came into the sample."""
    return in_language(REASONS.get(why))


@register.filter
def survey_state(state: str) -> str:
    """How one question stands."""
    return in_language(STATES.get(state))


@register.filter
def survey_answer(answer: str) -> str:
    """What the citizen answered."""
    return in_language(ANSWERS.get(answer))
