"""Classifies a citizen's text by topic: every topic with a probability.

Character n-grams inside words (2 to 5 letters, TF-IDF with sublinear term frequency; Salton and Buckley 1988), one
linear support vector machine for each topic against all others (Fan et al. 2008, LIBLINEAR), and a softmax over their
margins with one scale fitted on held-out phrases (temperature scaling, Guo et al. 2017). A misspelt word still shares
most of its n-grams with the right one.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from peygir.core.spoken import spoken

Chances = npt.NDArray[np.float32]
SHOWN: Final = 3
LONGEST: Final = 2000  # characters that are read; the beginning of a report says what it is about


@dataclass(frozen=True, slots=True)
class Guess:
    """One topic by its code, with its probability (0 to 1)."""

    code: str
    confidence: float


class TopicClassifier(ABC):
    """Interface of the topic classifiers."""

    codes: tuple[str, ...]  # in the order of the columns of `chances`

    @abstractmethod
    def chances(self, texts: Sequence[str]) -> Chances:
        """(texts × topics): probabilities that sum to one for each text."""

    def guesses(self, text: str, *, count: int = SHOWN) -> tuple[Guess, ...]:
        """The likeliest topics of one text, likeliest first."""
        return self.ranked(self.chances([text])[0], count=count)

    def ranked(self, chances: Chances, *, count: int = SHOWN) -> tuple[Guess, ...]:
        """The likeliest topics of a row of `chances`."""
        order = np.argsort(-chances, kind="stable")[:count]
        return tuple(Guess(self.codes[place], round(float(chances[place]), 4)) for place in order)


@dataclass(frozen=True)
class TopicReader(TopicClassifier):
    """A trained reader. `weights` is (features × topics), `bias` (topics); both float32."""

    vectorizer: Any  # a fitted TfidfVectorizer over spoken()
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    codes: tuple[str, ...]
    scale: float

    def margins(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """(texts × topics): each text's signed distance from each topic's hyperplane.

        The same as `vectorizer.transform(…) @ weights + bias`, whose checks of each text cost more than the
        computation.
        """
        result = np.empty((len(texts), len(self.codes)), dtype=np.float32)
        for row, text in enumerate(texts):
            places, values = self._features(text)
            result[row] = values @ self.weights[places] + self.bias
        return result

    def _features(self, text: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
        """The columns of a text's n-grams and their TF-IDF values, L2-normalised."""
        counts: dict[int, int] = {}
        for ngram in self._ngrams_of(spoken(text[:LONGEST])):
            if (place := self._places.get(ngram)) is not None:
                counts[place] = counts.get(place, 0) + 1
        places = np.fromiter(counts, np.intp, len(counts))
        values = (np.log(np.fromiter(counts.values(), np.float32, len(counts))) + 1) * self._idf[places]
        length = float(np.sqrt(values @ values))
        return places, values / np.float32(length or 1)

    @cached_property
    def _ngrams_of(self) -> Callable[[str], list[str]]:
        analyzer: Callable[[str], list[str]] = self.vectorizer.build_analyzer()
        return analyzer

    @cached_property
    def _places(self) -> dict[str, int]:
        vocabulary: dict[str, int] = self.vectorizer.vocabulary_
        return vocabulary

    @cached_property
    def _idf(self) -> npt.NDArray[np.float32]:
        return np.asarray(self.vectorizer.idf_, dtype=np.float32)

    def chances(self, texts: Sequence[str]) -> Chances:
        """(texts × topics): probabilities that sum to one for each text."""
        return softmax(self.margins(texts) * self.scale)


def make_vectorizer(*, terms: Sequence[str] = (), idf: npt.NDArray[np.float32] | None = None) -> Any:
    """The n-gram counter: to be fitted, or with known terms (in column order) and IDF weights."""
    # The import takes a second, and a process that never classifies does not need it.
    from sklearn.feature_extraction.text import TfidfVectorizer

    vocabulary = {term: place for place, term in enumerate(terms)} if terms else None
    vectorizer = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 5),
        min_df=1 if terms else 2,
        sublinear_tf=True,
        lowercase=False,
        dtype=np.float32,
        vocabulary=vocabulary,
    )
    if idf is not None:
        vectorizer.idf_ = idf
    return vectorizer


def softmax(margins: npt.NDArray[np.float32]) -> Chances:
    """Probabilities of each row."""
    lifted = np.exp(margins - margins.max(axis=1, keepdims=True))
    found: Chances = lifted / lifted.sum(axis=1, keepdims=True)
    return found
