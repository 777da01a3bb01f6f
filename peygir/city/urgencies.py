"""How urgent a topic or a case is, and on which clock its promises run."""

from typing import Final

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class Urgency(Vocabulary):
    """The urgency of a topic and of a case."""

    URGENT = "U", pgettext_lazy("urgency", "urgent")
    NORMAL = "N", pgettext_lazy("urgency", "normal")
    PLANNED = "P", pgettext_lazy("urgency", "planned")
    ON_THE_SPOT = "I", pgettext_lazy("urgency", "on the spot")


class ClockKind(Vocabulary):
    """Which hours count towards a promise: those in which the city works, or all of them."""

    CALENDAR = "C", gettext_lazy("every hour counts")
    BUSINESS = "B", gettext_lazy("working time")


URGENCIES: Final = [urgency.value for urgency in Urgency]
"""The values as plain strings, in their order: for columns and for the city's files."""
CLOCKS: Final = [kind.value for kind in ClockKind]
