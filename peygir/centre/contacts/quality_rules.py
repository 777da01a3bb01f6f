"""Which contacts are looked at again, drawn by a seed and a quota for each operator, and what marks come to."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Final

MOST_QUESTIONS: Final = 12
MOST_POINTS: Final = 10
MOST_EACH: Final = 20
SHORTEST_TALK: Final = 15
"""Seconds; of a shorter talk there is nothing to learn."""
# A wrong number, or a call that nobody took, is no talk that one could do better.
NOT_LOOKED_AT: Final = frozenset({"", "abandoned", "voice_mail", "no_answer", "not_called", "wrong_number"})


def draw(contacts: Iterable[tuple[int, int]], *, each: int, seed: int) -> list[int]:
    """Up to `each` contacts of every operator out of (contact, operator): the same seed draws the same again.

    Each operator is drawn for apart, so that one who comes or goes changes nobody else's.
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
    """What the marks come to in percent; questions that did not apply (None) count for nothing. None: no mark."""
    given = {question: value for question, value in points.items() if value is not None}
    whole = sum(most[question] for question in given)
    return round(100 * sum(given.values()) / whole) if whole else None


def fits(points: Mapping[int, int | None], most: Mapping[int, int]) -> bool:
    """Whether every question of the form is answered, by points that it has, or as one that does not apply."""
    return points.keys() == most.keys() and all(
        value is None or 0 <= value <= most[question] for question, value in points.items()
    )


def is_form(questions: Sequence[tuple[str, int]]) -> bool:
    """Whether (words, most points) make a form: between one and MOST_QUESTIONS, each with words and points."""
    return 0 < len(questions) <= MOST_QUESTIONS and all(
        words.strip() and 1 <= most <= MOST_POINTS for words, most in questions
    )
