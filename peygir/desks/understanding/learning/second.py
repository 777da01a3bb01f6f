"""A second reader beside the n-grams: a linear classifier on embeddings of the same phrases, mixed with the first.

Embeddings represent meaning, n-grams spelling. The two probabilities are mixed with one share, fitted on the fifth of
the phrases that neither has seen. Only the first reader learns from cases at night.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from peygir.desks.understanding.learning.embedding import Embed
from peygir.desks.understanding.learning.training import SEED, TrainingExample, best_scale, fit, places, split
from peygir.desks.understanding.topic import Chances, TopicClassifier, TopicReader, softmax

SHARES: Final = np.linspace(0.0, 1.0, 21)
STRENGTH: Final = 1.0


@dataclass(frozen=True)
class SecondReader(TopicClassifier):
    """A linear classifier on embeddings. `weights` is (dimensions × topics), `bias` (topics); both float32.

    `share` is its weight in the mixture with the n-grams.
    """

    embed: Embed
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    codes: tuple[str, ...]
    scale: float
    share: float

    def chances(self, texts: Sequence[str]) -> Chances:
        """(texts × topics): probabilities that sum to one for each text."""
        return softmax(np.asarray(self.embed(texts) @ self.weights + self.bias, dtype=np.float32) * self.scale)


@dataclass(frozen=True)
class BothReaders(TopicClassifier):
    """The n-grams and the embeddings as one reader; both have the same topics in the same order."""

    first: TopicReader
    second: SecondReader
    codes: tuple[str, ...]

    def chances(self, texts: Sequence[str]) -> Chances:
        """(texts × topics): probabilities that sum to one for each text."""
        return mixed(self.first.chances(texts), self.second.chances(texts), self.second.share)


def mixed(first: Chances, second: Chances, share: float) -> Chances:
    """The mixture of two probability arrays; `share` is the second's weight."""
    found: Chances = np.asarray((1.0 - share) * first + share * second, dtype=np.float32)
    return found


def train_second(examples: Sequence[TrainingExample], embed: Embed) -> SecondReader:
    """Train on `examples`; embedding a phrase takes tens of milliseconds, so this takes minutes.

    The scale and the share are fitted on the fifth of the phrases that neither reader has seen. Raises TooFewPhrases.
    """
    seen, unseen = split(examples)
    said = [example.text for example in examples]
    rows = dict(zip(said, embed(said), strict=True))
    texts = [example.text for example in unseen]
    weights, bias, codes = _fit(seen, rows)
    right = places(codes, unseen)
    margins, others = _rows(texts, rows) @ weights + bias, fit(seen, scale=1.0).margins(texts)
    scale = best_scale(margins, right)
    share = best_share(softmax(others * best_scale(others, right)), softmax(margins * scale), right)
    return SecondReader(embed, *_fit(examples, rows), scale, share)


def best_share(first: Chances, second: Chances, right: npt.NDArray[np.int64]) -> float:
    """The share with the least negative log likelihood of the right topics."""
    rows = np.arange(len(right))
    losses = [-np.log(mixed(first, second, share)[rows, right] + 1e-12).mean() for share in SHARES]
    return round(float(SHARES[int(np.argmin(losses))]), 4)


def _rows(texts: Sequence[str], rows: Mapping[str, npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    return np.stack([rows[text] for text in texts])


def _fit(
    examples: Sequence[TrainingExample], known: Mapping[str, npt.NDArray[np.float32]]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], tuple[str, ...]]:
    """Weights, bias and topics of a linear classifier on the `known` embeddings of the examples' texts."""
    from sklearn.svm import LinearSVC

    rows = _rows([example.text for example in examples], known)
    # Embeddings of any two texts are close together; standardising them makes the differences visible.
    middle, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6) * np.sqrt(rows.shape[1])
    machine: Any = LinearSVC(C=STRENGTH, random_state=SEED)
    machine.fit(
        (rows - middle) / spread, [one.code for one in examples], sample_weight=[one.weight for one in examples]
    )
    weights, bias = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # with two topics there is only one hyperplane
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    weights = weights / spread
    bias = (bias - weights @ middle).astype(np.float32)
    return np.ascontiguousarray(weights.T, dtype=np.float32), bias, tuple(str(code) for code in machine.classes_)
