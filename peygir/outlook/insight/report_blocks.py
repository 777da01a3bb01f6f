"""Of what a report is composed: blocks as data, each a question or several, and the rules that they keep.

A block as JSON: `kind`, `titles` and `texts` by language, `questions` in the closed grammar without days (those of the
report are put in), and `chart`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from peygir.core.refusals import Invalid, Refusal
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.outlook.insight.questions import question_from, text_of
from peygir.outlook.insight.report_words import BlockKind
from peygir.outlook.insight.saved_words import ChartKind

MOST_BLOCKS: Final = 40
MOST_FIGURES: Final = 16
LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 2000
_FIRST: Final = "fa"
_KEYS: Final = frozenset({"kind", "titles", "questions", "chart", "texts"})


class ReportBlocksAreNotRight(Invalid):
    """A block is none of the known ones, or lacks what its kind needs."""

    message = _("Block {number} cannot be used: {why}")


class ReportHasNoBlocks(Invalid):
    """There is no block, or too many."""

    message = _("A report has 1 to {most} blocks.")


NO_KIND: Final = _("its kind is not known.")
NO_TITLE: Final = _("please give it a title in each language.")
NO_TEXT: Final = _("please write its text in each language.")
NO_QUESTION: Final = _("please choose what it asks.")
NO_CHART: Final = _("please choose its chart.")


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """One block; `titles` and `texts` by language."""

    kind: str
    titles: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    chart: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    def title(self, language: str) -> str:
        """The title in a language."""
        return self.titles.get(language) or self.titles.get(_FIRST, "")

    def text(self, language: str) -> str:
        """The text in a language."""
        return self.texts.get(language) or self.texts.get(_FIRST, "")

    def as_json(self) -> dict[str, Any]:
        """The block as it is stored."""
        return {
            "kind": self.kind,
            "titles": dict(self.titles),
            "questions": list(self.questions),
            "chart": self.chart,
            "texts": dict(self.texts),
        }


def blocks_from(stored: Any, *, languages: Sequence[str]) -> tuple[ReportBlock, ...]:
    """The blocks that JSON has, checked, with their questions in their one form.

    Raises ReportHasNoBlocks, ReportBlocksAreNotRight.
    """
    if not isinstance(stored, list) or not 0 < len(stored) <= MOST_BLOCKS:
        raise ReportHasNoBlocks(most=MOST_BLOCKS)
    return tuple(_block(number, one, languages) for number, one in enumerate(stored, start=1))


def _block(number: int, stored: Any, languages: Sequence[str]) -> ReportBlock:
    if not isinstance(stored, dict) or stored.get("kind") not in BlockKind.values() or set(stored) - _KEYS:
        raise ReportBlocksAreNotRight(number=number, why=NO_KIND)
    kind = str(stored["kind"])
    titles = _by_language(stored.get("titles"), languages, LONGEST_TITLE)
    if titles is None:
        raise ReportBlocksAreNotRight(number=number, why=NO_TITLE)
    if kind == BlockKind.TEXT:
        texts = _by_language(stored.get("texts"), languages, LONGEST_TEXT)
        if texts is None:
            raise ReportBlocksAreNotRight(number=number, why=NO_TEXT)
        return ReportBlock(kind, titles, texts=texts)
    questions = _questions(number, stored.get("questions"), most=MOST_FIGURES if kind == BlockKind.FIGURES else 1)
    chart = {BlockKind.MAP: ChartKind.MAP.value, BlockKind.CHART: str(stored.get("chart", ""))}.get(
        BlockKind.of(kind), ""
    )
    if kind == BlockKind.CHART and (chart not in ChartKind.values() or chart == ChartKind.TABLE):
        raise ReportBlocksAreNotRight(number=number, why=NO_CHART)
    return ReportBlock(kind, titles, questions, chart)


def _questions(number: int, stored: Any, *, most: int) -> tuple[str, ...]:
    if not isinstance(stored, list) or not 0 < len(stored) <= most or not all(isinstance(one, str) for one in stored):
        raise ReportBlocksAreNotRight(number=number, why=NO_QUESTION)
    try:
        return tuple(text_of(question_from(one)) for one in stored)
    except Refusal as refusal:
        raise ReportBlocksAreNotRight(number=number, why=refusal.text) from refusal


def _by_language(stored: Any, languages: Sequence[str], longest: int) -> dict[str, str] | None:
    """The words by language; None where one is missing or too long."""
    if not isinstance(stored, dict):
        return None
    words = {language: plain(str(stored.get(language, ""))) for language in languages}
    is_right = all(says_something(text) and len(text) <= longest for text in words.values())
    return words if is_right else None
