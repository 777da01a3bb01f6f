"""Decides between the verdict of the rules and that of the learned reader.

The learned reader's input includes the rules' findings, so its probabilities cover both. The verdict is the one with
the highest expected gain: 1 for the right one, and a loss for wrong ones, so that an answer that may as well mean the
contrary is no verdict and is asked once more. A "yes" closes a case, so it needs more where the rules doubt it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from peygir.desks.intake.verdicts.gathering import NEGATIVE, POSITIVE, GatheredAnswer
from peygir.desks.intake.verdicts.learned import Said
from peygir.desks.intake.verdicts.weighing import Weighed, speaks_of_the_case

LOSSES: Final[Mapping[tuple[Said, Said], float]] = {
    ("yes", "no"): 2.0,
    ("no", "yes"): 3.0,
    ("yes", "badly"): 0.1,
    ("badly", "yes"): 0.1,
}
"""(verdict read, verdict meant) → its loss, where a right verdict gains 1."""
PLAIN: Final = 0.85
"""The confidence from which the rules decide, if they know every word and the learned reader does not disagree."""
LEAST_FOLLOWED: Final = 0.1
# The probability from which a verdict counts that the rules do not give.
LEAST: Final = 0.4
LEAST_YES: Final = 0.65  # without evidence that something is done
LEAST_NAME: Final = 0.75  # a few words in which the rules find nothing: they may be a name
LEAST_LONG: Final = 0.7  # a long text in which the rules find nothing about our question: it may be a report
LEAST_DOUBTED: Final = 0.85  # the rules read the contrary, or doubt it
LEAST_TOLD: Final = 0.99  # a "yes" reported from others or mocking: «نوشتن برطرف شد», «آره جون عمتون درست شد»
NEVER: Final = 2.0
NAME_WORDS: Final = 2
MANY_WORDS: Final = 8
STORY_WORDS: Final = 12
"""From so many unknown words, a "yes" needs more, and one with evidence for both sides is none."""


def decide(by_rules: Weighed, chances: Mapping[Said, float], answer: GatheredAnswer, *, is_about_it: bool) -> Weighed:
    """The verdict and the probability that it is right.

    `is_about_it`: the rules found something that refers to our question.
    """
    read, confidence = by_rules
    if read is not None and confidence >= PLAIN and answer.unread_words == 0 and chances[read] >= LEAST_FOLLOWED:
        return read, chances[read]
    verdict = max(chances, key=lambda each: _gain(each, chances))
    if verdict is None:
        return None, 0.0
    least = 0.0
    if verdict == "yes" and read is not None and read != "yes":
        least = LEAST_TOLD if "lie" in answer.kinds else LEAST_DOUBTED
    elif read == "yes" and verdict != "yes":
        least = LEAST_YES
    elif read is None:
        least = _least_of_a_yes(answer) if verdict == "yes" else _least_of_a_no(answer, is_about_it=is_about_it)
        if not answer.evidence and answer.unread_words <= NAME_WORDS:
            least = max(least, LEAST_NAME)
    return (verdict, chances[verdict]) if chances[verdict] >= least else (None, 0.0)


def _gain(read: Said, chances: Mapping[Said, float]) -> float:
    return chances[read] - sum(LOSSES.get((read, meant), 0.0) * chance for meant, chance in chances.items())


def _least_of_a_yes(answer: GatheredAnswer) -> float:
    kinds = answer.kinds
    is_done = bool(kinds & POSITIVE)
    if is_done and kinds & NEGATIVE and answer.unread_words >= STORY_WORDS:
        return NEVER
    if "maybe" in kinds and not is_done and answer.moods & {"told", "you_told"}:
        return LEAST_TOLD
    is_strange = not speaks_of_the_case(answer)
    if "ironic" in kinds or (is_strange and answer.unread_words >= STORY_WORDS):
        return LEAST_DOUBTED
    if is_strange and answer.unread_words >= MANY_WORDS:
        return LEAST_LONG
    return LEAST if is_done else LEAST_YES


def _least_of_a_no(answer: GatheredAnswer, *, is_about_it: bool) -> float:
    if "condition" in answer.moods:
        return LEAST_DOUBTED
    return LEAST_LONG if answer.unread_words >= MANY_WORDS and not is_about_it else LEAST
