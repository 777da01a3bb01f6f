"""Why a measurement says what it says: what is missing, what was taken off, and which checks were made, as text."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from peygir.core.translation import Text, gettext_lazy
from peygir.outlook.planning.measured_facts import ChanceGuard, MeasuredFigures
from peygir.outlook.planning.states import GoalVerdict
from peygir.web.kit.standing_words import decimal_words
from peygir.web.kit.templatetags.ui import in_language

WHY: Final[Mapping[str, Text]] = {
    "work": gettext_lazy("The goal's day has come, and the work is not done: nothing can be measured."),
    "before": gettext_lazy("There are too few whole months before the work for this way of measuring."),
    "after": gettext_lazy("Fewer than six whole months have passed since the work: it is too early to tell."),
    "others": gettext_lazy("Too few areas to compare with have numbers, so that the work cannot be told from chance."),
    "counts": gettext_lazy("There were too few cases before the work to compare with."),
    "fit": gettext_lazy("The numbers vary too much for any interval."),
    "measure": gettext_lazy(
        "What was to be counted no longer exists as it was: its area or topic has ended, or the number is no longer "
        "counted. Nothing can be compared."
    ),
}
"""Why nothing can be told."""
DEPENDENT: Final = 0.05
"""From this correlation of neighbouring months on the page says that the interval is wider."""
NOT_ESTIMATED: Final = gettext_lazy("It could not be estimated.")
VERDICTS: Final[Mapping[str, Text]] = {
    GoalVerdict.REACHED: gettext_lazy("All of this interval is at least as good as the goal: it is reached."),
    GoalVerdict.NOT_REACHED: gettext_lazy("All of this interval is worse than the goal: it is not reached."),
    GoalVerdict.CANNOT_TELL: gettext_lazy(
        "The goal lies inside this interval: whether it is reached cannot be told from these numbers."
    ),
}
"""What follows from the interval."""


def why_words(why: str) -> str:
    """Return why nothing can be told."""
    return in_language(WHY.get(why, NOT_ESTIMATED))


def verdict_words(verdict: str) -> str:
    """Return what follows from the interval."""
    return in_language(VERDICTS[verdict])


def corrections(figures: MeasuredFigures, *, counts_cases: bool, percent: Callable[[float], str]) -> list[str]:
    """Return a sentence for each correction and check of a measurement; `percent` writes a share."""
    parts = [*_guard(figures.guard, percent), *_reporting(figures, counts_cases, percent)]
    if figures.placebo is not None:
        rank, of = figures.placebo
        values = {"rank": decimal_words(rank, 0), "of": decimal_words(of, 0)}
        parts.append(
            _(
                "If the same is computed for each area where nothing was done, this one stands at place %(rank)s of "
                "%(of)s by how far it parted from what was expected."
            )
            % values
        )
    if figures.without_one is not None:
        values = {"low": percent(figures.without_one[0]), "high": percent(figures.without_one[1])}
        parts.append(
            _(
                "When any one of the areas that it rests on is left out, between %(low)s and %(high)s of what was "
                "expected came."
            )
            % values
        )
    if figures.autocorrelation is not None and figures.autocorrelation > DEPENDENT:
        parts.append(
            _("Neighbouring months depend on each other (correlation %(value)s); the interval is wider for that.")
            % {"value": decimal_words(figures.autocorrelation)}
        )
    return parts


def _guard(guard: ChanceGuard | None, percent: Callable[[float], str]) -> list[str]:
    if guard is None:
        return []
    values = {"percent": percent(abs(1 - guard.change)), "areas": decimal_words(guard.areas, 0)}
    falls = guard.change <= 1
    if guard.is_used:
        text = (
            _(
                "The place was chosen because it was bad: a fall of %(percent)s was expected without any work, as "
                "%(areas)s areas show, and is taken off."
            )
            if falls
            else _(
                "The place was chosen because it was bad: a rise of %(percent)s was expected without any work, as "
                "%(areas)s areas show, and is taken off."
            )
        )
        return [text % values]
    text = (
        _("By chance alone, a fall of %(percent)s was to be expected here after such months; it is not taken off.")
        if falls
        else _("By chance alone, a rise of %(percent)s was to be expected here after such months; it is not taken off.")
    )
    return [text % values]


def _reporting(figures: MeasuredFigures, counts_cases: bool, percent: Callable[[float], str]) -> list[str]:
    if figures.reporting is not None:
        values = {"before": percent(figures.reporting.before), "after": percent(figures.reporting.after)}
        return [
            _(
                "People reported %(before)s of the incidents before and %(after)s after, as repeated reports show; the "
                "figures are corrected for that."
            )
            % values
        ]
    if counts_cases and figures.came is not None:
        return [
            _(
                "Whether people report more or less than before is not known: too few cases were reported again. The "
                "figures tell what was reported."
            )
        ]
    return []
