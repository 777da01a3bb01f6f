"""The states of a proposal of routes."""

from typing import Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class PlanState(Vocabulary):
    """From asked for to accepted or dismissed."""

    WAITING = "waiting", pgettext_lazy("state of a route plan", "Waiting for its turn")
    RUNNING = "running", pgettext_lazy("state of a route plan", "Being calculated")
    READY = "ready", pgettext_lazy("state of a route plan", "Ready to look at")
    FAILED = "failed", pgettext_lazy("state of a route plan", "Could not be calculated")
    ACCEPTED = "accepted", pgettext_lazy("state of a route plan", "Accepted")
    DISMISSED = "dismissed", pgettext_lazy("state of a route plan", "Dismissed")


UNFINISHED_PLANS: Final = frozenset({PlanState.WAITING, PlanState.RUNNING})
"""The job has not answered yet."""
