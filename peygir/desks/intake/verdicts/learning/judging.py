"""Measures the readers of answers on each writer's list, after learning from the other writers' lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from peygir.desks.intake.verdicts.learned import Said
from peygir.desks.intake.verdicts.learning.material import TUNED, added_answers, all_answers
from peygir.desks.intake.verdicts.learning.training import sample_of, train
from peygir.desks.intake.verdicts.rules import prepare, read_with, rules_alone


@dataclass(frozen=True, slots=True)
class VerdictScore:
    """How many answers were read correctly, and how many as the contrary ("yes" for "no", or "no" for "yes")."""

    right: int
    reversed: int


@dataclass(frozen=True, slots=True)
class WriterScores:
    """The scores on the list of one writer: of the rules alone, of the learned reader alone, and of both together."""

    source: str
    count: int
    rules: VerdictScore
    learned: VerdictScore
    together: VerdictScore


def leave_one_writer_out() -> Iterator[WriterScores]:
    """The scores on each list by which the rules were not tuned; takes some twenty seconds a list."""
    answers = all_answers()
    samples = [sample_of(one) for one in answers]
    made = [sample_of(one) for one in added_answers()]
    for source in sorted({one.source for one in answers} - TUNED):
        learned_reader = train(
            [sample for one, sample in zip(answers, samples, strict=True) if one.source != source] + made
        )
        kept = [one for one in answers if one.source == source]
        prepared = [prepare(one.text) for one in kept]
        chances = [learned_reader.chances(one.terms) for one in prepared]
        right = [one.said for one in kept]
        yield WriterScores(
            source,
            len(kept),
            score(right, [rules_alone(one)[0] for one in prepared]),
            score(right, [max(each, key=lambda said: each[said]) for each in chances]),
            score(right, [read_with(learned_reader, one).verdict for one in prepared]),
        )


def score(right: Sequence[Said], read: Sequence[Said]) -> VerdictScore:
    """How well these verdicts match the right ones."""
    pairs = list(zip(right, read, strict=True))
    return VerdictScore(sum(one == other for one, other in pairs), sum({*pair} == {"yes", "no"} for pair in pairs))
