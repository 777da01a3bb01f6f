"""The answer to a saved question as pages and documents show it: names, chart, table, and why something is missing."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from peygir.core.refusals import Refusal
from peygir.journey.answers_of_lake import lake_access
from peygir.outlook.insight.engines.choice import FRESH
from peygir.outlook.insight.exploring.answers import explored
from peygir.outlook.insight.exploring.reading import LakeAccess, state_of
from peygir.outlook.insight.exploring.rules import LakeScope, lake_scope
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.questions import LakeQuestion, metric_of, question_from
from peygir.outlook.insight.saved_rules import MayNotAskTheLake
from peygir.outlook.insight.shown_answers import FEWEST, Asker, ShownAnswer, ShownRow, unit_codes
from peygir.people.rules import Actor
from peygir.web.kit.answer_charts import answer_chart
from peygir.web.kit.answer_tables import ShownTable, answer_table, hidden_sentence
from peygir.web.kit.answer_words import question_words, shown_figure, value_names
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.templatetags.ui import in_language, language

EXPLORE: Final = "/desk/explore/"
"""The page on which a question is asked and changed; `?q=` is its text."""
KEPT: Final = 128
"""So many answers are kept in a process, of some ten kB each; an answer changes with the lake alone."""


_NOTHING: Final = SafeString("")


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """An answer as text and chart.

    `one` is the figure of a question without dimensions. `svg` is "" where the question has no chart. With a `fault`
    there is nothing else.
    """

    words: str
    sentence: str = ""
    one: str = ""
    svg: SafeString = _NOTHING
    table: ShownTable | None = None
    hidden: str = ""
    as_of: str = ""
    fault: str = ""


_kept: Final[OrderedDict[tuple[object, ...], AnswerPart]] = OrderedDict()
_lock: Final = Lock()


def part_for(by: Actor, text: str, chart: str) -> AnswerPart:
    """The answer to a question as somebody may see it, for a page; a refusal is its `fault`.

    The lake is asked by its own process, so that this one stays small.
    """
    scope = lake_scope(by)
    if scope is None:
        return AnswerPart(_words_of(text), fault=words_of(MayNotAskTheLake()))
    try:
        access = _access(scope)
        key = (state_of(access), access, text, chart, language())
        with _lock:
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]
        part = part_of(_shown(access, text), chart, value_names(), is_page=True)
    except Refusal as refused:
        return AnswerPart(_words_of(text), fault=words_of(refused))
    if access.engine.name != FRESH:
        with _lock:
            _kept[key] = part
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return part


def _access(scope: LakeScope) -> LakeAccess:
    """What of the lake a scope sees. Raises NoSuchEngine."""
    units = None if scope.unit_ids is None else frozenset(unit_codes(scope))
    return lake_access(units, 1 if scope.is_exact else max(FEWEST, settings.FEWEST_SHOWN))


def _shown(access: LakeAccess, text: str) -> ShownAnswer:
    """The answer as an access shows it. Raises what `explored` raises."""
    answer = explored(access, question_from(text))
    rows = [ShownRow(group.keys, group.value, is_hidden=group.is_hidden) for group in answer.table.groups]
    as_of = answer.as_of.isoformat()
    return ShownAnswer(answer.table.question, answer.table.dimensions, rows, as_of, answer.last_event, answer.root)


def part_apart(lake: Asker, text: str, chart: str, names: ValueNames) -> AnswerPart:
    """The answer for a document; a refusal is its `fault`."""
    try:
        return answer_part(lake, text, chart, names, is_page=False)
    except Refusal as refusal:
        return AnswerPart(_words_of(text), fault=words_of(refusal))


def answer_part(lake: Asker, text: str, chart: str, names: ValueNames, *, is_page: bool) -> AnswerPart:
    """The answer to a question with its chart. Raises what `Asker.answer` raises."""
    return part_of(lake.answer(text), chart, names, is_page=is_page)


def part_of(answer: ShownAnswer, chart: str, names: ValueNames, *, is_page: bool) -> AnswerPart:
    """An answer with its chart, in the colours of a page or of a document."""
    metric, table = metric_of(answer.question), answer_table(answer, names)
    figure = ""
    if not answer.dimensions and answer.rows:
        figure = shown_figure(metric, answer.rows[0].value, is_hidden=answer.rows[0].is_hidden)
    svg = answer_chart(answer, chart, names, is_page=is_page)
    return AnswerPart(
        words=question_words(answer.question),
        sentence=in_language(metric.sentence),
        one=figure,
        svg=mark_safe(svg),  # noqa: S308 - made of escaped parts by core.charts
        table=table if answer.dimensions else None,
        hidden=hidden_sentence(table),
        as_of=answer.as_of,
    )


def explore_href(text: str) -> str:
    """The page on which a question can be changed; its text is safe in a URL."""
    return f"{EXPLORE}?q={text}"


def _words_of(text: str) -> str:
    question: LakeQuestion | None
    try:
        question = question_from(text)
    except Refusal:
        return text
    return question_words(question)
