"""Dawid and Skene's model: the published anaesthetists, and planted labels that are found again."""

import numpy as np
import numpy.typing as npt
import pytest

from peygir.outlook.scoring.methods.dawid_skene import agreement

# A. P. Dawid and A. M. Skene, Applied Statistics 28 (1979) 20–28, table 1: fitness of 45 patients, 1 to 4, by five
# anaesthetists. The first three digits of each patient are the first anaesthetist's.
PATIENTS = """
1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223
2322223 4444444 2223343 1111111 2223212 1211111 1112111 1111111 1111111
2222221 2221322 2222222 2222221 2223222 2212222 1111111 1111111 2322222
1111111 1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343
2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222
"""
LABELS = ("1", "2", "3", "4")


def test_the_anaesthetists() -> None:
    given = [
        (str(patient), person, label)
        for patient, labels in enumerate(PATIENTS.split(), start=1)
        for person, label in zip("1112345", labels, strict=True)
    ]
    result = agreement(given, LABELS)
    # Table 2 of the paper: the shares of the classes, and the error rates of the first anaesthetist.
    assert result.shares == pytest.approx([0.40, 0.42, 0.11, 0.07], abs=0.005)
    first = result.confusion[result.persons.index("1")]
    rows = [[0.89, 0.11, 0, 0], [0.07, 0.88, 0.05, 0], [0, 0.34, 0.66, 0], [0, 0, 0.56, 0.44]]
    for row, published in zip(first, rows, strict=True):
        assert row == pytest.approx(published, abs=0.005)
    # Patients of whom the labels leave little doubt.
    assert [result.best[patient - 1] for patient in (3, 11, 36)] == ["2", "4", "4"]


def planted(seed: int) -> tuple[list[tuple[str, str, str]], list[str], npt.NDArray[np.float64]]:
    """108 items labelled by 39 people, each with an own confusion matrix; a few of them only guess."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(2, size=108, p=[0.55, 0.45])
    hits = np.concatenate((rng.uniform(0.6, 0.95, (33, 2)), rng.uniform(0.4, 0.6, (6, 2))))
    confusion = np.stack([np.array([[hit[0], 1 - hit[0]], [1 - hit[1], hit[1]]]) for hit in hits])
    given = [
        (f"item {item}", f"person {person}", str(rng.choice(2, p=confusion[person, true])))
        for item, true in enumerate(truth)
        for person in range(39)
    ]
    return given, [str(true) for true in truth], confusion


@pytest.mark.parametrize("seed", range(5))
def test_planted_labels_are_found(seed: int) -> None:
    given, truth, confusion = planted(seed)
    result = agreement(given, ("0", "1"))
    assert sum(best == true for best, true in zip(result.best, truth, strict=True)) >= 107
    assert float(np.abs(result.confusion - confusion).mean()) < 0.05
    order = np.argsort(result.accuracy)
    assert {result.persons[place] for place in order[:3]} <= {f"person {person}" for person in range(28, 39)}


def test_it_finds_what_the_majority_does_not() -> None:
    # Two who are always right against three who answer "a" whatever they see.
    truth = ["a", "b"] * 20
    given = []
    for item, true in enumerate(truth):
        given += [(str(item), person, true) for person in ("right", "also right")]
        given += [(str(item), f"lazy {lazy}", "a" if (item + lazy) % 9 else true) for lazy in range(3)]
    result = agreement(given, ("a", "b"))
    assert list(result.best) == truth
    assert list(result.majority) != truth
    assert result.accuracy[result.persons.index("right")] == pytest.approx(1)
    assert result.accuracy[result.persons.index("lazy 0")] < 0.7


def test_small_and_one_sided_files() -> None:
    one = agreement([("x", "p", "yes")], ("yes",))
    assert (one.best, one.majority, one.accuracy.tolist()) == (("yes",), ("yes",), [1.0])
    tie = agreement([("x", "p", "a"), ("x", "q", "b")], ("a", "b"))
    assert tie.probabilities[0] == pytest.approx([0.5, 0.5])
    assert tie.best == ("a",)
    # Who saw no item of a true label has no row for it, and is measured by the others.
    sure = agreement([("x", "p", "a"), ("x", "q", "a"), ("y", "q", "b"), ("y", "r", "b")], ("a", "b"))
    assert sure.confusion[sure.persons.index("p")].tolist() == [[1.0, 0.0], [0.0, 0.0]]
    assert sure.accuracy.tolist() == pytest.approx([1, 1, 1])
