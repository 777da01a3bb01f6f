"""Trains the learned reader of answers, and writes it as the file that the package ships.

Run `./run read --make-verdicts` after a change of the lists, the templates, the rules or the terms; a test compares the
digest of what the shipped reader was made from. Only training uses scikit-learn: reading needs numpy.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from peygir.desks.intake.verdicts import gathering
from peygir.desks.intake.verdicts.learned import VERDICTS, LearnedReader, Said, factors, rounded
from peygir.desks.intake.verdicts.learning.material import (
    REPORTS,
    TEMPLATES,
    TUNED,
    LabelledAnswer,
    added_answers,
    all_answers,
    digest_of_answers,
)
from peygir.desks.intake.verdicts.rules import prepare
from peygir.desks.intake.verdicts.terms import SCALES

RAREST: Final = 2
"""The fewest answers that contain a term."""
STRENGTH: Final = 10.0
"""The inverse strength of the L2 penalty of the logistic regression."""
WEIGHTS: Final[Mapping[str, float]] = {TEMPLATES: 0.3, REPORTS: 0.2}
"""The weights of a text made from a template and of a report; an answer that a person wrote has weight 1."""
_MOST_STEPS: Final = 1000
_TOLERANCE: Final = 1e-3


@dataclass(frozen=True, slots=True)
class VerdictSample:
    """The terms of an answer, its label, and its weight."""

    terms: dict[str, set[str]]
    said: Said
    weight: float


def digest() -> str:
    """A digest of all that the reader is made from: the answers, and the code and lists that find their terms."""
    total = hashlib.sha256(digest_of_answers().encode())
    folder = Path(gathering.__file__).resolve().parent
    for path in sorted([*folder.glob("*.py"), *folder.glob("*.txt"), *folder.glob("learning/*.py")]):
        if path.name not in ("learned.py", "deciding.py", "judging.py"):
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def make_verdicts() -> LearnedReader:
    """Train the reader that the package ships on all lists and write it; takes some twenty seconds."""
    reader = train([sample_of(one) for one in [*all_answers(), *added_answers()]])
    reader.write(digest())
    return reader


def sample_of(labelled_answer: LabelledAnswer) -> VerdictSample:
    """The training sample of an answer.

    The rules' evidence is left out for the lists by which the rules were tuned: there it is always right, and the model
    would learn to rely on it too much.
    """
    terms = prepare(labelled_answer.text).terms
    if labelled_answer.source in TUNED or labelled_answer.source == TEMPLATES:
        terms.pop("evidence")
    return VerdictSample(terms, labelled_answer.said, WEIGHTS.get(labelled_answer.source, 1.0))


def train(samples: Sequence[VerdictSample]) -> LearnedReader:
    """Train on `samples`; the same samples give the same reader."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counted = Counter(group[0] + term for one in samples for group, terms in one.terms.items() for term in terms)
    places = {term: at for at, term in enumerate(sorted(term for term, times in counted.items() if times >= RAREST))}
    times = np.array([counted[term] for term in places], dtype=np.float32)
    rarity = (np.log((1 + len(samples)) / (1 + times)) + 1).astype(np.float16).astype(np.float32)
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for one in samples:
        for group in SCALES:
            known = [at for term in sorted(one.terms.get(group, ())) if (at := places.get(group[0] + term)) is not None]
            columns += known
            values += factors(group, rarity[known]).tolist()
        ends.append(len(columns))
    matrix = csr_matrix((values, columns, ends), shape=(len(samples), len(places)))
    machine: Any = LogisticRegression(C=STRENGTH, max_iter=_MOST_STEPS, tol=_TOLERANCE)
    right = [VERDICTS.index(one.said) for one in samples]
    machine.fit(matrix, right, sample_weight=[one.weight for one in samples])
    kept, step = rounded(machine.coef_.T.astype(np.float32))
    return LearnedReader(places, kept.astype(np.float32) * step, rarity, machine.intercept_.astype(np.float32))
