"""Which filters would give small groups away, if answers are subtracted from each other.

Whoever may not see small groups could ask twice, with a filter and without it, and take the difference. So of each
filter the rows that it takes in by each of its values, and those that it leaves out, are none or not few: then the
difference of two such answers is no small group either. Days are no part of this: see docs/explore.md.
"""

from collections.abc import Sequence
from dataclasses import replace

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.asking import AnswerRow
from peygir.outlook.insight.questions import MOST_DIMENSIONS, LakeQuestion


class FiltersTellSmallGroups(Invalid):
    """The answer, subtracted from another one, would tell of a small group."""

    message = _(
        "With these filters the answer would give away groups of fewer than {fewest} rows. "
        "Please leave out a filter, or the values that are rare."
    )


def guards_of(question: LakeQuestion, *, fewest: int) -> list[LakeQuestion]:
    """Return the questions whose groups must all be empty or large, so that the answer may be shown.

    Their counts of rows are looked at alone. Raises FiltersTellSmallGroups for filters that cannot be looked at
    together: too many, or two of one dimension.
    """
    filters = question.filters
    if not filters:
        return []
    dimensions = tuple(dict.fromkeys(one.dimension for one in filters))
    if len(dimensions) < len(filters) or len(filters) > MOST_DIMENSIONS:
        raise FiltersTellSmallGroups(fewest=str(fewest))
    taken_in = tuple(one.dimension for one in filters if not one.is_not)
    guards = [
        replace(question, by=dimensions, filters=tuple(replace(one, is_not=False) for one in filters)),
        replace(question, by=taken_in),
    ]
    for place, one in enumerate(filters):
        others = (*filters[:place], replace(one, is_not=not one.is_not), *filters[place + 1 :])
        guards.append(replace(question, by=(), filters=others))
    return list(dict.fromkeys(guards))


def check_guards(answers: Sequence[Sequence[AnswerRow]], *, fewest: int) -> None:
    """Refuse where a group of the guards is small. Raises FiltersTellSmallGroups."""
    if any(0 < row.n < fewest for rows in answers for row in rows):
        raise FiltersTellSmallGroups(fewest=str(fewest))
