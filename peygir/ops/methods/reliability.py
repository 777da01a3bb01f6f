"""The true label of each item that several persons labelled, and how often each person errs (Dawid and Skene).

Columns: item, person, label; any names. A person may label an item several times.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import TableRow, plain_number, read_rows

if TYPE_CHECKING:
    from peygir.outlook.scoring.methods.dawid_skene import Agreement

NEEDED = ("item", "person", "label")
ALSO_CALLED = {
    "item": ("task", "case", "question", "patient"),
    "person": ("worker", "rater", "annotator", "observer", "reader"),
    "label": ("rating", "answer", "class", "response"),
}
MOST_LABELS = 50


class LabelsAreTooMany(Invalid):
    """There are so many labels that they are measurements or texts."""

    message = _("The file has {count} different labels; this method takes at most {most}.")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The method has no options."""


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return labels and persons. Raises the Refusal of a file that cannot be used."""
    rows = read_rows(path, NEEDED, _row, also_called=ALSO_CALLED)
    labels = _ordered({label for _item, _person, label in rows})
    if len(labels) > MOST_LABELS:
        raise LabelsAreTooMany(count=len(labels), most=MOST_LABELS)
    from peygir.outlook.scoring.methods.dawid_skene import agreement

    result = agreement(rows, labels)
    return {
        "n": len(rows),
        "labels": list(labels),
        "shares": _by_label(labels, result.shares.tolist()),
        "log_likelihood": result.log_likelihood,
        "rounds": result.rounds,
        "items": _items(result),
        "persons": _persons(result, [person for _item, person, _label in rows]),
    }


def _row(cells: TableRow) -> tuple[str, str, str]:
    item, person, label = (ascii_digits(cells.text(column)) for column in NEEDED)
    return item, person, label


def _ordered(labels: set[str]) -> tuple[str, ...]:
    """Return labels in the order of their numbers if all are numbers, else of their letters."""
    numbers = {label: plain_number(label) for label in labels}
    if any(number is None for number in numbers.values()):
        return tuple(sorted(labels))
    return tuple(sorted(labels, key=lambda label: (numbers[label] or 0.0, label)))


def _items(result: "Agreement[str]") -> list[dict[str, object]]:
    probabilities = result.probabilities.tolist()
    return [
        {"item": item, "label": best, "majority": majority, "probabilities": _by_label(result.labels, row)}
        for item, best, majority, row in zip(result.items, result.best, result.majority, probabilities, strict=True)
    ]


def _persons(result: "Agreement[str]", given_by: Sequence[str]) -> list[dict[str, object]]:
    counts = dict.fromkeys(result.persons, 0)
    for person in given_by:
        counts[person] += 1
    confusions, accuracies = result.confusion.tolist(), result.accuracy.tolist()
    return [
        {
            "person": person,
            "n": counts[person],
            "accuracy": accuracy,
            "confusion": {
                true: _by_label(result.labels, row) for true, row in zip(result.labels, confusion, strict=True)
            },
        }
        for person, confusion, accuracy in zip(result.persons, confusions, accuracies, strict=True)
    ]


def _by_label(labels: Sequence[str], values: Sequence[float]) -> dict[str, float]:
    return dict(zip(labels, values, strict=True))
