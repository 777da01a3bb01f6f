"""Answers of the lake as tables of text: headings, and as many rows as are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.questions import metric_of
from peygir.outlook.insight.shown_answers import ShownAnswer, ShownRow
from peygir.web.kit.answer_words import label, shown_figure
from peygir.web.kit.templatetags.ui import in_language

MOST_ROWS: Final = 60


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as text; `left_out`: how many more groups there are. The last column is the figure."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    left_out: int
    hidden: int

    @property
    def shares(self) -> list[float]:
        """The columns' shares of a page's width."""
        labels = len(self.headings) - 1
        return [0.75 / labels] * labels + [0.25] if labels else [1.0]


def answer_table(answer: ShownAnswer, names: ValueNames, *, most: int = MOST_ROWS) -> ShownTable:
    """The groups of an answer: those of time in its order, others by their figures, the largest first."""
    metric = metric_of(answer.question)
    rows = in_order(answer)
    lines = [
        [
            *(label(names, metric, code, key) for code, key in zip(answer.dimensions, row.keys, strict=True)),
            shown_figure(metric, row.value, is_hidden=row.is_hidden),
        ]
        for row in rows[:most]
    ]
    headings = [in_language(DIMENSIONS[code].name) for code in answer.dimensions]
    return ShownTable([*headings, in_language(metric.name)], lines, max(0, len(rows) - most), answer.hidden)


def in_order(answer: ShownAnswer) -> list[ShownRow]:
    """The groups in the order in which they are shown."""
    if any(DIMENSIONS[code].is_time for code in answer.dimensions):
        return list(answer.rows)
    return sorted(answer.rows, key=lambda row: (row.value is None, -(row.value or 0)))


def hidden_sentence(table: ShownTable) -> str:
    """Why some figures are missing; "" where none is."""
    if not table.hidden:
        return ""
    return _("Groups of fewer than five are not shown, and others from which they could be told.")
