"""Template filters for the council, plans and votes: money, states, names of sessions."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from peygir.outlook.planning.council_facts import SittingFacts
from peygir.outlook.planning.facts import DecisionFacts, GoalFacts
from peygir.web.kit import council_words
from peygir.web.kit.goal_words import amount_words, measure_words, unit_of_measure
from peygir.web.kit.rials import rials
from peygir.web.kit.templatetags.ui import digits, label_of, language

register = template.Library()
register.filter("rials", rials)
register.filter("rials_short", council_words.rials_short)
register.filter("unit_title", council_words.unit_title)
register.filter("clock_text", council_words.clock_text)
register.filter("asked_body", council_words.asked_body)


@register.filter
def percent(share: int) -> str:
    """Return whole percent with their sign: «۴۰٪»."""
    return f"{digits(share)}٪" if language() == "fa" else f"{share}%"


@register.filter
def goal_measure(goal: GoalFacts) -> str:
    """Return what a goal measures, and where, in words."""
    what, where = measure_words(goal.measure)
    return f"{what} · {where}" if where else what


@register.filter
def goal_unit(goal: GoalFacts) -> str:
    """Return in what a goal is measured; of a share, percent."""
    return unit_of_measure(goal.measured_in) or "٪"


@register.filter
def goal_value(goal: GoalFacts, value: float | None) -> str:
    """Return a value of a goal's measure in words."""
    return amount_words(goal, value)


@register.filter
def sitting_name(sitting: SittingFacts) -> str:
    """Return the name of a session."""
    return council_words.sitting_title(sitting)


@register.filter
def votes_words(decision: DecisionFacts) -> str:
    """Return how many voted how."""
    return council_words.votes_sentence(decision)


@register.simple_tag
def state_sign(state: str, vocabulary: str) -> SafeString:
    """Render the mark of a state, outcome or verdict: its label of the vocabulary, in its tone."""
    return format_html('<span class="mark {}">{}</span>', council_words.tone_of(state), label_of(state, vocabulary))
