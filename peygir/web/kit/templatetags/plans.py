"""Template tags of planning: amounts, the states of its files as badges, and shares of sums as bars."""

from typing import Any, Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from peygir.core.vocabulary import Vocabulary
from peygir.outlook.planning.states import BudgetState, GoalState, ProblemState, ProgrammeState, ProposalState
from peygir.web.kit import rials as amounts
from peygir.web.kit.charts import share_of
from peygir.web.kit.templatetags.ui import icon, in_language

register = template.Library()
_STATES: Final[dict[str, type[Vocabulary]]] = {
    "problem": ProblemState,
    "programme": ProgrammeState,
    "proposal": ProposalState,
    "budget": BudgetState,
    "goal": GoalState,
}
_SIGNS: Final = {
    "draft": ("pencil-line", "tone-quiet"),
    "open": ("flag", "tone-info"),
    "planned": ("lightbulb", "tone-work"),
    "solved": ("badge-check", "tone-good"),
    "dropped": ("ban", "tone-quiet"),
    "proposed": ("send", "tone-info"),
    "sent": ("send", "tone-info"),
    "on_agenda": ("calendar-days", "tone-info"),
    "returned": ("undo-2", "tone-orange"),
    "approved": ("check", "tone-good"),
    "funded": ("badge-check", "tone-good"),
    "running": ("hammer", "tone-work"),
    "begun": ("hammer", "tone-work"),
    "done": ("check", "tone-good"),
    "refused": ("circle-x", "tone-red"),
    "withdrawn": ("ban", "tone-quiet"),
    "registered": ("lock", "tone-info"),
    "reached": ("badge-check", "tone-good"),
    "not_reached": ("circle-x", "tone-red"),
    "cannot_tell": ("circle-help", "tone-quiet"),
}
"""Icon and tone of each state; a budget line that is open is approved."""


@register.filter
def rials(amount: int) -> str:
    """Return an amount in rials with grouped digits."""
    return amounts.rials(amount)


@register.filter
def tomans(amount: int) -> str:
    """Return an amount of rials in tomans, as people say it."""
    return amounts.tomans(amount)


@register.filter
def plan_state(state: str, file: str) -> str:
    """Return the label of a state of a sort of file."""
    return in_language(_STATES[file].labels()[state])


@register.simple_tag
def plan_mark(file: str, state: str, big: bool = False) -> SafeString:
    """Return the badge of a state of a problem, programme, proposal, budget line or goal."""
    sign, tone = _SIGNS["approved" if (file, state) == ("budget", "open") else state]
    classes = f"mark {tone}{' mark-big' if big else ''}"
    return format_html('<span class="{}">{}{}</span>', classes, icon(sign), plan_state(state, file))


@register.inclusion_tag("ui/sum_bar.html")
def sum_bar(part: int, whole: int) -> dict[str, Any]:
    """Return a bar of the share that a sum is of another; the number stands beside it."""
    share = share_of(min(part, whole), whole)
    return {"share": share, "x": round(100 - share, 2) if get_language_bidi() else 0}
