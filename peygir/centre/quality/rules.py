"""Which contacts are reviewed, drawn with a seed and a quota per operator, and what points amount to in percent."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Final

MOST_QUESTIONS: Final = 12
MOST_POINTS: Final = 10
MOST_EACH: Final = 20
SHORTEST_TALK: Final = 15
"""Seconds; a shorter conversation is not sampled."""
# A wrong number, or a call that nobody answered, is no conversation to coach.
NOT_LOOKED_AT: Final = frozenset({"", "abandoned", "voice_mail", "no_answer", "not_called", "wrong_number"})


def draw(contacts: Iterable[tuple[int, int]], *, each: int, seed: int) -> list[int]:
    """Up to `each` contacts of every operator out of (contact, operator): the same seed draws the same again.

    Operators are drawn independently, so that one who comes or goes changes nobody else's sample.
    """
    by_operator: dict[int, list[int]] = {}
    for contact, operator in contacts:
        by_operator.setdefault(operator, []).append(contact)
    drawn: list[int] = []
    for operator, own in sorted(by_operator.items()):
        rng = Random(f"{seed} {operator}")  # noqa: S311 - a sample that can be drawn again, not a secret
        drawn += sorted(rng.sample(sorted(own), min(each, len(own))))
    return drawn


def share(points: Mapping[int, int | None], most: Mapping[int, int]) -> int | None:
    """The points in percent; questions that did not apply (None) are left out. None: no points at all."""
    given = {question: value for question, value in points.items() if value is not None}
    whole = sum(most[question] for question in given)
    return round(100 * sum(given.values()) / whole) if whole else None


def fits(points: Mapping[int, int | None], most: Mapping[int, int]) -> bool:
    """Whether every question of the form is answered within its points, or as one that does not apply."""
    return points.keys() == most.keys() and all(
        value is None or 0 <= value <= most[question] for question, value in points.items()
    )


def is_form(questions: Sequence[tuple[str, int]]) -> bool:
    """Whether (text, maximum points) make a form: one to MOST_QUESTIONS questions, each with a text and points."""
    return 0 < len(questions) <= MOST_QUESTIONS and all(
        words.strip() and 1 <= most <= MOST_POINTS for words, most in questions
    )
