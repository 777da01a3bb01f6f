"""Answers of the lake as somebody may see them: rows of their own units, and no group so small that it tells of one.

A group of fewer than FEWEST rows is hidden from those who may not see single cases, and with it others, so that it
does not follow from a sum. For the public nobody may see single cases.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from peygir.city import queries as city
from peygir.outlook.insight.asking import AnswerRow, dimensions_in
from peygir.outlook.insight.dimensions import dimensions_of
from peygir.outlook.insight.engines.apart import process_apart
from peygir.outlook.insight.exploring.answers import NotOfUnits
from peygir.outlook.insight.exploring.reading import manifest_of
from peygir.outlook.insight.exploring.rules import LakeScope
from peygir.outlook.insight.exploring.subtraction import FiltersTellSmallGroups, check_filters, guard_of
from peygir.outlook.insight.exploring.suppression import hidden_places
from peygir.outlook.insight.lake.manifest import Manifest
from peygir.outlook.insight.questions import (
    MOST_VALUES,
    Filter,
    LakeQuestion,
    QuestionIsNotRight,
    metric_of,
    question_from,
    text_of,
)

FEWEST: Final = 5
"""Groups of fewer rows are hidden."""
PUBLIC: Final = LakeScope(None, is_exact=False)
"""What everybody may see."""
UNIT: Final = "unit"
Keys = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One group: its values by dimension, and its value; None where it is not known, or (`is_hidden`) not shown."""

    keys: Keys
    value: float | int | None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """The answer to a question as somebody may see it, and the data that it came from."""

    question: LakeQuestion
    dimensions: tuple[str, ...]
    rows: Sequence[ShownRow]
    as_of: str
    last_event: int | None
    root: str

    @property
    def hidden(self) -> int:
        """How many groups are not shown."""
        return sum(row.is_hidden for row in self.rows)


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks one state of the lake for somebody: all answers are of the same manifest."""

    manifest: Manifest
    rows_apart: Callable[[str], list[list[Any]]]
    scope: LakeScope

    def answer(self, text: str) -> ShownAnswer:
        """The answer to a question. Raises QuestionIsNotRight, QuestionIsTooLarge, TooManyGroups.

        Filters by which small groups could be told hide all of it: a document comes again with every period, and must
        not fail where a topic was rare.
        """
        question = question_from(text)
        in_scope = scoped(question, self.scope)
        rows = self._rows(in_scope)
        known = self.manifest
        shown = shown_rows(rows, is_exact=self.scope.is_exact)
        if not self.scope.is_exact and self._tells_small_groups(in_scope):
            shown = [ShownRow(row.keys, None, is_hidden=True) for row in rows]
        return ShownAnswer(question, dimensions_in(question), shown, known.as_of, known.last_event, known.root)

    def _tells_small_groups(self, question: LakeQuestion) -> bool:
        try:
            guard = guard_of(question, fewest=FEWEST)
            if guard is not None:
                check_filters(question, self._rows(guard), fewest=FEWEST)
        except FiltersTellSmallGroups:
            return True
        return False

    def _rows(self, question: LakeQuestion) -> list[AnswerRow]:
        return [AnswerRow(tuple(keys), n, value) for keys, n, value in self.rows_apart(text_of(question))]


@contextmanager
def asking(folder: Path, scope: LakeScope) -> Iterator[Asker]:
    """Open the lake in a folder for somebody, in a process apart: documents need the memory. Raises NoLakeYet."""
    manifest = manifest_of(folder)
    with process_apart(folder, manifest) as rows:
        yield Asker(manifest, rows, scope)


def scoped(question: LakeQuestion, scope: LakeScope) -> LakeQuestion:
    """The question about the units of a scope alone; one whose rows have no unit is refused: NotOfUnits."""
    if scope.unit_ids is None:
        return question
    if UNIT not in {one.code for one in dimensions_of(metric_of(question).grain)}:
        raise NotOfUnits()
    codes = unit_codes(scope)
    own = next((one for one in question.filters if one.dimension == UNIT and not one.is_not), None)
    chosen = tuple(code for code in codes if own is None or code in own.values)
    others = tuple(one for one in question.filters if one is not own)
    if not chosen or len(chosen) > MOST_VALUES:
        raise QuestionIsNotRight(part=UNIT)
    return replace(question, filters=(*others, Filter(UNIT, chosen)))


def unit_codes(scope: LakeScope) -> tuple[str, ...]:
    """The codes of the units of a scope, in order."""
    units = (city.unit(unit_id) for unit_id in scope.unit_ids or ())
    return tuple(sorted(unit.code for unit in units if unit is not None))


def shown_rows(rows: Sequence[AnswerRow], *, is_exact: bool) -> list[ShownRow]:
    """The rows of an answer; without `is_exact` those of small groups, and what would tell them, have no value."""
    hidden = frozenset() if is_exact else hidden_cells(rows, FEWEST)
    return [
        ShownRow(row.keys, None, is_hidden=True) if row.keys in hidden else ShownRow(row.keys, row.value)
        for row in rows
    ]


def hidden_cells(rows: Sequence[AnswerRow], k: int) -> frozenset[Keys]:
    """The groups that are hidden, so that no group of fewer than `k` rows is shown or follows from a sum."""
    places = hidden_places({row.keys: row.n for row in rows}, fewest=k)
    return frozenset(row.keys for row in rows if row.keys in places)


def in_period(text: str, since: int, until: int) -> str:
    """The question with these first and last days (as 14050903) in the place of its own. Raises QuestionIsNotRight."""
    return text_of(replace(question_from(text), since=since, until=until))
