"""True labels of items that several persons labelled, and how often each person errs: Dawid and Skene's model."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Name = TypeVar("Name", bound=Hashable)
MOST_ROUNDS: Final = 2000
TOLERANCE: Final = 1e-9
_SMALLEST: Final = 1e-300


@dataclass(frozen=True, slots=True)
class Agreement(Generic[Name]):
    """The result: names in order of first appearance (labels as given), and the estimates.

    `probabilities[item][label]` is the probability of a true label, `shares[label]` the share of items with it,
    `confusion[person][true][given]` how often a person gives a label to an item of a true label (all 0 if the person
    saw none), `accuracy[person]` the share of correct labels for items as they are.
    """

    items: tuple[Name, ...]
    persons: tuple[Name, ...]
    labels: tuple[Name, ...]
    probabilities: Numbers
    majority: tuple[Name, ...]
    shares: Numbers
    confusion: Numbers
    accuracy: Numbers
    log_likelihood: float
    rounds: int

    @property
    def best(self) -> tuple[Name, ...]:
        """The most probable label of each item; of equal ones the first."""
        return tuple(self.labels[int(place)] for place in (self.probabilities.round(9)).argmax(axis=1))


def agreement(given: Iterable[tuple[Name, Name, Name]], labels: tuple[Name, ...]) -> Agreement[Name]:
    """Return the estimates from (item, person, label) triples; a person may label an item several times.

    Maximum likelihood by the EM algorithm, begun with the share of each label that an item was given, so without
    random numbers. It ends when no probability changes by more than 1e-9. Source: A. P. Dawid and A. M. Skene, Maximum
    likelihood estimation of observer error-rates using the EM algorithm, Applied Statistics 28 (1979) 20–28.
    """
    triples = list(given)
    items = tuple(dict.fromkeys(item for item, _person, _label in triples))
    persons = tuple(dict.fromkeys(person for _item, person, _label in triples))
    item_of, person_of, label_of = _places(items), _places(persons), _places(labels)
    rows = np.array([(item_of[i], person_of[p], label_of[g]) for i, p, g in triples], dtype=np.int64)
    counts = _Counts(rows, (len(items), len(persons), len(labels)))
    votes = probabilities = counts.votes()
    shares, confusion = counts.rates(probabilities)
    rounds, log_likelihood = 0, -np.inf
    while rounds < MOST_ROUNDS:
        rounds += 1
        before, (probabilities, log_likelihood) = probabilities, counts.expected(shares, confusion)
        shares, confusion = counts.rates(probabilities)
        if np.abs(probabilities - before).max() <= TOLERANCE:
            break
    return Agreement(
        items=items,
        persons=persons,
        labels=labels,
        probabilities=probabilities,
        majority=tuple(labels[int(place)] for place in votes.argmax(axis=1)),
        shares=shares,
        confusion=confusion,
        accuracy=_accuracy(shares, confusion),
        log_likelihood=log_likelihood,
        rounds=rounds,
    )


class _Counts:
    """The labels as rows of (item, person, label)."""

    def __init__(self, rows: Whole, sizes: tuple[int, int, int]) -> None:
        self.item, self.person, self.label = rows.T
        self.sizes = sizes

    def votes(self) -> Numbers:
        """Return for each item the share of each label among those given."""
        items, _persons, labels = self.sizes
        counts = np.bincount(self.item * labels + self.label, minlength=items * labels).reshape(items, labels)
        return np.asarray(counts / counts.sum(axis=1, keepdims=True))

    def rates(self, probabilities: Numbers) -> tuple[Numbers, Numbers]:
        """Return the share of each label, and each person's confusion, given the probabilities of true labels."""
        _items, persons, labels = self.sizes
        places = self.person * labels + self.label
        columns = [
            np.bincount(places, weights=probabilities[self.item, true], minlength=persons * labels)
            for true in range(labels)
        ]
        counts = np.stack(columns).reshape(labels, persons, labels).transpose(1, 0, 2)
        totals = counts.sum(axis=2, keepdims=True)
        confusion = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0)
        return np.asarray(probabilities.mean(axis=0)), confusion

    def expected(self, shares: Numbers, confusion: Numbers) -> tuple[Numbers, float]:
        """Return the probabilities of true labels, and the log-likelihood."""
        items, _persons, labels = self.sizes
        logs = np.log(np.maximum(confusion, _SMALLEST))[self.person, :, self.label]
        sums = np.stack([np.bincount(self.item, weights=logs[:, true], minlength=items) for true in range(labels)])
        sums = sums.T + np.log(np.maximum(shares, _SMALLEST))
        highest = sums.max(axis=1, keepdims=True)
        weights = np.exp(sums - highest)
        totals = weights.sum(axis=1, keepdims=True)
        return weights / totals, float((highest + np.log(totals)).sum())


def _places(names: tuple[Name, ...]) -> dict[Name, int]:
    return {name: place for place, name in enumerate(names)}


def _accuracy(shares: Numbers, confusion: Numbers) -> Numbers:
    """Return each person's share of correct labels; of true labels that the person never saw nothing is known."""
    correct = np.einsum("ptt->pt", confusion)
    weights = shares * (confusion.sum(axis=2) > 0)
    return np.asarray((correct * weights).sum(axis=1) / weights.sum(axis=1))
