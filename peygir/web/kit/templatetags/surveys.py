"""Surveys as text: why a case was sampled, the state of a question, the answer."""

from django import template

from peygir.cases.questions import SurveyAnswer
from peygir.desks.surveys.words import REASONS, STATES
from peygir.web.kit.templatetags.ui import in_language

register = template.Library()


@register.filter
def survey_why(why: str) -> str:
    """Return why the case is in the sample."""
    return in_language(REASONS.get(why))


@register.filter
def survey_state(state: str) -> str:
    """Return the label of a question's state."""
    return in_language(STATES.get(state))


@register.filter
def survey_answer(answer: str) -> str:
    """What the citizen answered."""
    return in_language(SurveyAnswer.labels().get(answer))
