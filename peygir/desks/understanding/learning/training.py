"""Trains a topic reader on phrases, and measures it on others.

The scale of the softmax is fitted on a fifth of the phrases, held out from a first reader; then the final reader is
trained on all of them. Everything is seeded: the same phrases give the same reader.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from peygir.core.spoken import spoken
from peygir.desks.understanding.topic import Chances, TopicClassifier, TopicReader, make_vectorizer, softmax

SEED: Final = 137
HELD_BACK: Final = 5  # every fifth phrase of a topic is held out for the scale
STEPS: Final = (0.25, 0.5, 0.75, 0.9, 1.0)
WORST: Final = 15
_SCALES: Final = np.geomspace(0.5, 20.0, 60)


class TooFewPhrases(ValueError):
    """There are fewer than two topics, or a topic has too few phrases."""


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """A text, the code of its topic, and its weight (1 for a seed phrase)."""

    text: str
    code: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Measures:
    """A reader's measures; `coverage` holds (share read, share of those read wrongly) by falling confidence.

    `calibration_error` is the expected calibration error over ten bins (Naeini et al. 2015). `confusions` holds (right
    code, code chosen, how often), the worst first.
    """

    count: int
    top1: float
    top3: float
    macro_f1: float
    calibration_error: float
    coverage: tuple[tuple[float, float, float], ...]  # (share, threshold of confidence, share wrong)
    confusions: tuple[tuple[str, str, int], ...]


def train(examples: Sequence[TrainingExample]) -> TopicReader:
    """Train on `examples`. Raises TooFewPhrases."""
    seen, unseen = split(examples)
    first = fit(seen, scale=1.0)
    scale = best_scale(first.margins([example.text for example in unseen]), places(first.codes, unseen))
    return fit(examples, scale=scale)


def split(examples: Sequence[TrainingExample]) -> tuple[list[TrainingExample], list[TrainingExample]]:
    """The first reader's training examples, and the held-out fifth. Raises TooFewPhrases."""
    count = Counter(example.code for example in examples)
    if len(count) < 2 or min(count.values()) < HELD_BACK:
        raise TooFewPhrases(f"{len(count)} topics, the rarest with {min(count.values(), default=0)} phrases")
    turns: Counter[str] = Counter()
    seen: list[TrainingExample] = []
    unseen: list[TrainingExample] = []
    for example in examples:
        turns[example.code] += 1
        (unseen if turns[example.code] % HELD_BACK == 0 else seen).append(example)
    return seen, unseen


def fit(examples: Sequence[TrainingExample], *, scale: float) -> TopicReader:
    """A reader trained on all these examples, with a known scale."""
    from sklearn.svm import LinearSVC

    vectorizer = make_vectorizer()
    features = vectorizer.fit_transform([spoken(example.text) for example in examples])
    machine: Any = LinearSVC(C=1.0, random_state=SEED)
    machine.fit(
        features, [example.code for example in examples], sample_weight=[example.weight for example in examples]
    )
    weights, bias = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # with two topics there is only one hyperplane
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return TopicReader(
        vectorizer,
        np.ascontiguousarray(weights.T, dtype=np.float32),
        bias.astype(np.float32),
        tuple(str(code) for code in machine.classes_),
        scale,
    )


def places(codes: Sequence[str], examples: Sequence[TrainingExample]) -> npt.NDArray[np.int64]:
    """The index of each example's topic among `codes`."""
    at = {code: place for place, code in enumerate(codes)}
    return np.array([at[example.code] for example in examples])


def best_scale(margins: npt.NDArray[np.float32], right: npt.NDArray[np.int64]) -> float:
    """The scale with the least negative log likelihood of the right topics."""
    rows = np.arange(len(right))
    losses = [-np.log(softmax(margins * scale)[rows, right] + 1e-12).mean() for scale in _SCALES]
    return float(_SCALES[int(np.argmin(losses))])


def measure(topic_classifier: TopicClassifier, examples: Sequence[TrainingExample]) -> Measures:
    """Classify `examples` and compare; a code unknown to the reader counts as wrong."""
    chances = topic_classifier.chances([example.text for example in examples])
    order = np.argsort(-chances, axis=1, kind="stable")[:, :3]
    named = np.array(topic_classifier.codes)[order]
    right = np.array([example.code for example in examples])
    hits = named[:, 0] == right
    sure = chances[np.arange(len(right)), order[:, 0]]
    wrong = Counter((str(was), str(read)) for was, read, hit in zip(right, named[:, 0], hits, strict=True) if not hit)
    return Measures(
        len(examples),
        float(hits.mean()),
        float((named == right[:, None]).any(axis=1).mean()),
        _macro_f1(right, named[:, 0]),
        _calibration_error(sure, hits),
        _coverage(sure, hits),
        tuple((was, read, times) for (was, read), times in wrong.most_common(WORST)),
    )


def _macro_f1(right: npt.NDArray[Any], read: npt.NDArray[Any]) -> float:
    scores = []
    for code in np.unique(right):
        hit = float(((right == code) & (read == code)).sum())
        scores.append(2 * hit / float((right == code).sum() + (read == code).sum()))
    return float(np.mean(scores))


def _calibration_error(sure: Chances, hits: npt.NDArray[np.bool_]) -> float:
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs(hits[bins == one].mean() - sure[bins == one].mean()) * (bins == one).mean() for one in np.unique(bins)]
    return float(np.sum(gaps))


def _coverage(sure: Chances, hits: npt.NDArray[np.bool_]) -> tuple[tuple[float, float, float], ...]:
    order = np.argsort(-sure, kind="stable")
    coverage_rows = []
    for share in STEPS:
        taken = order[: max(round(len(order) * share), 1)]
        coverage_rows.append((share, round(float(sure[taken[-1]]), 4), round(float(1 - hits[taken].mean()), 4)))
    return tuple(coverage_rows)
