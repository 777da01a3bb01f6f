"""The form for reading answers a second time: its questions, which points they take, and the lot of an answer."""

import hashlib
from collections.abc import Mapping
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary

MOST_POINTS: Final = 2
FIRST_READ: Final = 10
"""So many answers of a unit, the first by lot, count where not all that were drawn were read."""


class AnswerQuestion(Vocabulary):
    """A question about an answer to a citizen: 2 points for yes, 1 for partly, 0 for no."""

    SAYS_WHAT = "says_what", pgettext_lazy("question about an answer", "It says what was done, or why nothing was.")
    FITS = "fits", pgettext_lazy("question about an answer", "It fits what the citizen reported.")
    SAYS_NEXT = "says_next", pgettext_lazy("question about an answer", "It says what comes next, or that it is over.")
    IS_CLEAR = "is_clear", pgettext_lazy("question about an answer", "Everybody understands it.")
    IS_POLITE = "is_polite", pgettext_lazy("question about an answer", "It is polite.")


class PointsAreNotRight(Invalid):
    """A question has no points, or others than 0, 1 and 2."""

    message = _("Please give each question 0, 1 or 2 points.")


def checked_points(points: Mapping[str, int]) -> dict[str, int]:
    """The points of every question. Raises PointsAreNotRight."""
    if set(points) != set(AnswerQuestion.values()):
        raise PointsAreNotRight()
    if any(isinstance(given, bool) or given not in range(MOST_POINTS + 1) for given in points.values()):
        raise PointsAreNotRight()
    return {str(question): int(points[question]) for question in AnswerQuestion}


def lot(seed: str, case_id: int, number: int) -> str:
    """The lot of an answer; of each unit those with the smallest lots are read."""
    return hashlib.sha256(f"{seed}\n{case_id}\n{number}".encode()).hexdigest()
