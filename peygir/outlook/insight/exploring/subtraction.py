"""Which filters would give small groups away, if answers are added to and subtracted from each other.

Whoever may not see small groups could ask for the total, and then for each large group by a filter: what is left is the
small one. So a filtered answer is shown only where it follows from the table by the filters' dimensions, with its
totals, as `suppression` shows it: where no group that the filters take in is hidden there, or none that they leave out.
Days are no part of this: see docs/explore.md.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.asking import AnswerRow, dimensions_in
from peygir.outlook.insight.exploring.suppression import ALL, Key, hidden_places
from peygir.outlook.insight.questions import MOST_DIMENSIONS, LakeQuestion

MOST_LOOKED_AT: Final = 3000
"""A table of more groups is not looked at: it would take too long."""


class FiltersTellSmallGroups(Invalid):
    """The answer, with others, would tell of a small group."""

    message = _(
        "With these filters the answer would give away groups of fewer than {fewest} rows. "
        "Please leave out a filter, or the values that are rare."
    )


def guard_of(question: LakeQuestion, *, fewest: int) -> LakeQuestion | None:
    """Return the question about the table that a filtered answer must follow from; None for one without filters.

    Raises FiltersTellSmallGroups for filters of more dimensions than a table may have.
    """
    dimensions = tuple(dict.fromkeys(one.dimension for one in question.filters))
    if len(dimensions) > MOST_DIMENSIONS:
        raise FiltersTellSmallGroups(fewest=str(fewest))
    return replace(question, by=dimensions, filters=()) if dimensions else None


def check_filters(question: LakeQuestion, table: Sequence[AnswerRow], *, fewest: int) -> None:
    """Refuse a filtered answer that does not follow from the table that `guard_of` asks for.

    Raises FiltersTellSmallGroups.
    """
    guard = guard_of(question, fewest=fewest)
    if guard is None:
        return
    dimensions = dimensions_in(guard)
    if len(table) > MOST_LOOKED_AT:
        raise FiltersTellSmallGroups(fewest=str(fewest))
    hidden = hidden_places({row.keys: row.n for row in table}, fewest=fewest)
    taken_in = {row.keys for row in table if _passes(question, dimensions, row.keys)}
    of_hidden = {row.keys for row in table if row.keys in hidden}
    total_is_shown = tuple(ALL for _code in dimensions) not in hidden
    if of_hidden & taken_in and not (of_hidden <= taken_in and total_is_shown):
        raise FiltersTellSmallGroups(fewest=str(fewest))


def _passes(question: LakeQuestion, dimensions: Sequence[str], keys: Sequence[Key]) -> bool:
    """Whether the filters let a group through."""
    values = {code: None if key is None else str(key) for code, key in zip(dimensions, keys, strict=True)}
    return all((values[one.dimension] in one.values) is not one.is_not for one in question.filters)
