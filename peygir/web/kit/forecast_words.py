"""How a forecast was made and how good it has been, as text in the viewer's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from peygir.core.translation import Text, pgettext_lazy
from peygir.outlook.insight.estimate_facts import ForecastFacts
from peygir.web.kit.estimate_words import amount_words, percent_words
from peygir.web.kit.templatetags.ui import in_language

HARDLY: Final = 0.01
NAIVE: Final = ("naive", "seasonal_naive", "mean")
METHODS: Final[Mapping[str, Text]] = {
    "naive": pgettext_lazy("method of a forecast", "as last week"),
    "seasonal_naive": pgettext_lazy("method of a forecast", "as the same week last year"),
    "mean": pgettext_lazy("method of a forecast", "the mean of the last year"),
    "drift": pgettext_lazy("method of a forecast", "the line from the first week to the last"),
    "seasonal_mean": pgettext_lazy("method of a forecast", "the mean of the same week of past years"),
    "exponential": pgettext_lazy("method of a forecast", "exponential smoothing"),
    "theta": pgettext_lazy("method of a forecast", "Theta"),
    "harmonic": pgettext_lazy("method of a forecast", "trend and waves of the year"),
    "combination": pgettext_lazy("method of a forecast", "the mean of several methods"),
    "exponential_plain": pgettext_lazy("method of a forecast", "exponential smoothing without a season"),
    "combination_steady": pgettext_lazy("method of a forecast", "the mean of several methods and of past years"),
}


def method_words(method: str) -> str:
    """Return the name of a method; that of the logarithm is the same."""
    words = METHODS.get(method.removesuffix("_log"))
    return in_language(words) if words is not None else method


def standing_text(forecast: ForecastFacts) -> str:
    """Return how the method did beside the best naive one, on the past of the series itself."""
    if forecast.error is None or forecast.guard_error is None:
        return _("too short a past to compare")
    if forecast.is_naive:
        return _("no better than a naive forecast, so that is used")
    better = 1 - forecast.error / forecast.guard_error if forecast.guard_error > 0 else 0.0
    if better < HARDLY:
        return _("hardly smaller an error than the best naive one")
    return _("%(share)s smaller error than the best naive one") % {"share": percent_words(better)}


def ordered_text(forecast: ForecastFacts) -> str:
    """Return the mean errors of the method and of the best naive one; "" with too short a past."""
    if forecast.error is None or forecast.guard_error is None:
        return ""
    return _("Mean error a week: %(error)s, of the best naive forecast %(guard)s.") % {
        "error": amount_words(forecast.error),
        "guard": amount_words(forecast.guard_error),
    }
