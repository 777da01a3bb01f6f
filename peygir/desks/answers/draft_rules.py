"""Proposed drafts of an answer: which template or earlier wording is proposed, and what became of a proposal."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from string import Formatter
from typing import Final

from peygir.core.persian import is_persian, search_key
from peygir.core.personal import look
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary

SHORTEST: Final = 15
"""Letters: what remains of an answer without its personal sentences must say something."""
_MOSTLY_KEPT: Final = 0.5
_SENTENCE: Final = re.compile(r"(?<=[.!?؟؛\n])\s+")


class DraftSource(Vocabulary):
    """What a proposed draft was made from."""

    TEMPLATE = "template", pgettext_lazy("a draft was made from", "an answer template")
    LIKE = "like", pgettext_lazy("a draft was made from", "a confirmed answer in a like case")


class DraftOutcome(Vocabulary):
    """What became of a proposed draft when the answer was sent."""

    UNCHANGED = "unchanged", pgettext_lazy("a proposed draft was", "sent unchanged")
    CHANGED = "changed", pgettext_lazy("a proposed draft was", "changed and sent")
    DISCARDED = "discarded", pgettext_lazy("a proposed draft was", "discarded")


@dataclass(frozen=True, slots=True)
class TemplateCandidate:
    """A template that fits the unit and the topic: its distance from the case (0: both, 3: neither), its text."""

    key: int
    far: int
    body: str


def fitting_template(candidates: Sequence[TemplateCandidate], *, known: frozenset[str]) -> TemplateCandidate | None:
    """The template to propose: the only one among the closest whose variables all have a value (`known`).

    Several that are equally close say different things of the situation, and nobody but the clerk knows which is true.
    """
    usable = [one for one in candidates if variables_of(one.body) <= known]
    nearest = min((one.far for one in usable), default=0)
    closest = [one for one in usable if one.far == nearest]
    return closest[0] if len(closest) == 1 else None


def variables_of(body: str) -> frozenset[str]:
    """The names of the variables in a template's text."""
    return frozenset(name for _text, name, _spec, _conversion in Formatter().parse(body) if name)


def reusable(answer: str) -> str:
    """An answer without the sentences that hold for its own case alone; "" if too little remains.

    Left out are sentences with anything that is or may be personal (names, numbers, addresses), and those with digits:
    a date, an hour or a house number of one case is false in another.
    """
    sentences = (one.strip() for one in _SENTENCE.split(answer.strip()))
    kept = [one for one in sentences if one and look(one).is_clean and not re.search(r"\d", one)]
    text = " ".join(kept)
    return text if len(text) >= SHORTEST else ""


def best_wording(answers: Sequence[str], *, language: str) -> str:
    """The wording to propose among confirmed answers of like cases, the newest first; "" if none can be used again.

    The most frequent one in the language, compared as `search_key` spells it; of equally frequent ones the newest.
    """
    texts = [text for text in map(reusable, answers) if text and is_persian(text) == (language == "fa")]
    counted = Counter(search_key(text) for text in texts)
    return max(texts, key=lambda text: counted[search_key(text)], default="")


def outcome_of(proposed: str, sent: str) -> DraftOutcome:
    """What became of a proposal: compared by words, so that spaces and line ends do not count."""
    first, second = proposed.split(), sent.split()
    if first == second:
        return DraftOutcome.UNCHANGED
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    kept = sum(block.size for block in blocks)
    return DraftOutcome.CHANGED if kept >= _MOSTLY_KEPT * len(first) else DraftOutcome.DISCARDED
