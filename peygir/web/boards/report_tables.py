"""The tables of a report: each group with its figure of the period, of the one before, and the change."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.questions import metric_of
from peygir.outlook.insight.shown_answers import ShownRow
from peygir.web.boards.report_content import FigureAnswer
from peygir.web.kit.answer_tables import answer_table, hidden_sentence, in_order
from peygir.web.kit.answer_words import hidden_word, label, shown_figure
from peygir.web.kit.city_report_words import change_words
from peygir.web.kit.templatetags.ui import in_language


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """A table as text; `amounts` has the numbers of the same rows: those of this period, and of the one before.

    `with_figures`: those of the rows that have a figure of either period.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    amounts: Sequence[tuple[float | int | str | None, float | int | str | None]]
    shares: Sequence[float]
    hidden: str
    with_figures: Sequence[Sequence[str]]


def compared_table(answer: FigureAnswer, names: ValueNames) -> ComparedTable:
    """The groups of a period, beside those of the period before; groups of time, or without any before, stand alone."""
    metric, dimensions = metric_of(answer.now.question), answer.now.dimensions
    has_earlier = any(row.value or row.is_hidden for row in answer.before.rows)
    is_alone = any(DIMENSIONS[code].is_time for code in dimensions) or not has_earlier
    earlier = {} if is_alone else {row.keys: row for row in answer.before.rows}
    headings = [*(in_language(DIMENSIONS[code].name) for code in dimensions), in_language(metric.name)]
    if not is_alone:
        headings += [_("Period before"), _("Change")]
    rows, amounts, with_figures = [], [], []
    for row in in_order(answer.now):
        before = earlier.get(row.keys)
        texts = [label(names, metric, code, key) for code, key in zip(dimensions, row.keys, strict=True)]
        texts.append(shown_figure(metric, row.value, is_hidden=row.is_hidden))
        if not is_alone:
            is_hidden = before is not None and before.is_hidden
            texts.append(shown_figure(metric, before.value if before else None, is_hidden=is_hidden))
            texts.append(change_words(metric, row.value, before.value if before else None))
        rows.append(texts)
        if row.value is not None or (before is not None and before.value is not None):
            with_figures.append(texts)
        amounts.append((_amount(row), _amount(before)))
    shares = _shares(len(dimensions), len(headings))
    return ComparedTable(
        headings, rows, amounts, shares, hidden_sentence(answer_table(answer.now, names)), with_figures
    )


def _amount(row: ShownRow | None) -> float | int | str | None:
    """A figure as a number; the word for one that is hidden."""
    if row is None:
        return None
    return hidden_word() if row.is_hidden else row.value


def _shares(labels: int, columns: int) -> list[float]:
    """The columns' shares of the width: labels are wide, figures narrow."""
    figures = columns - labels
    narrow = 0.16 if labels == 1 else 0.14
    wide = (1 - narrow * figures) / labels if labels else 0.0
    return [wide] * labels + [narrow] * figures if labels else [1 / columns] * columns
