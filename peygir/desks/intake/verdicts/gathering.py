"""Collects the evidence in an answer's clauses, each piece by its mood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from peygir.desks.intake.verdicts.evidence import evidence_in
from peygir.desks.intake.verdicts.kinds import Kind
from peygir.desks.intake.verdicts.moods import Mood, meant, mood_of
from peygir.desks.intake.verdicts.spelling import Clause, clauses_of

POSITIVE: Final = frozenset(("done", "good"))
NEGATIVE: Final = frozenset(("not_done", "persists", "pending", "relapse", "counterfactual", "ask_fix", "lie"))
BAD: Final = frozenset(("partial", "bad_work", "unhappy"))
_VETO_WORDS: Final = """
نشد نکردن ندادن نگرفت نیامدن نمیشه نمیکنن نمیان نبردن برنداشتن نگذاشتن نزدن نیست نیستم نبود ندارد نمیدن ندیدم
نیفتاد بدون کنید باید not never nt cannot hardly barely nowhere far without must should could would needs need
before until dont neither nor almost nearly supposed
"""
_VETOES: Final = frozenset(_VETO_WORDS.split())
"""Kinds beside which "done" does not count: «مشکل من این نبود که درست کردید», “should be fixed soon”."""
_EXCUSED: Final = POSITIVE | {"late", "courtesy", "elsewhere"}
# A change in the meantime: «تا دیروز درست نشده بود ولی امروز درست شد».
_TURNED: Final = re.compile(
    r" (?:تا|قبلا|اولش|اول|پریروز|دیروز|دیشب|بالاخره|سرانجام|نهایتا|اخرش|دیر|بعد|امروز|صبح|الان|هفته|مدتی|چند|"
    r"finally|now|eventually|today|just|late|first|at last|until) "
)
_BEFORE: Final = re.compile(r" (?:قبل|بوده) ")


@dataclass(frozen=True, slots=True)
class ClauseEvidence:
    """One piece of evidence by its mood, and its clause."""

    kind: Kind
    words: str
    clause: int
    is_contrast: bool


@dataclass(slots=True)
class GatheredAnswer:
    """All evidence of an answer."""

    clauses: list[Clause] = field(default_factory=list)
    evidence: list[ClauseEvidence] = field(default_factory=list)
    moods: set[Mood] = field(default_factory=set)
    unread_words: int = 0
    is_turned: bool = False
    was_before: bool = False
    is_courteous: bool = False
    """It thanks or blesses, which people do for finished work."""
    objection_clause: int = -1
    """The last clause after a «ولی» of which nothing is understood; -1 without one."""

    @property
    def kinds(self) -> set[Kind]:
        return {piece.kind for piece in self.evidence}

    def clauses_with(self, kinds: frozenset[str] | set[Kind]) -> list[int]:
        return [piece.clause for piece in self.evidence if piece.kind in kinds]

    def has_contrast(self, *kinds: Kind) -> bool:
        return any(piece.is_contrast for piece in self.evidence if piece.kind in kinds)


def gather(text: str) -> GatheredAnswer:
    """The evidence of all clauses by their moods."""
    answer, is_conditional = GatheredAnswer(clauses_of(text)), False
    for number, clause in enumerate(answer.clauses):
        pieces, unread = evidence_in(clause.words)
        kinds: set[Kind] = {piece.kind for piece in pieces}
        mood = mood_of(clause, kinds)
        if is_conditional and mood == "asserted" and not clause.is_contrast and not kinds & {"not_done", "persists"}:
            mood = "condition"  # «اگه درست شد، خبر می‌دم»
        is_conditional = mood == "condition"
        answer.moods.add(mood)
        answer.is_courteous |= "courtesy" in kinds
        answer.unread_words += len(unread)
        answer.is_turned |= bool(_TURNED.search(clause.words))
        answer.was_before |= bool(_BEFORE.search(clause.words))
        if clause.is_contrast and unread and not kinds & _EXCUSED:
            answer.objection_clause = number
        is_turned_round = not _VETOES.isdisjoint(unread)
        for piece in pieces:
            kind = meant(piece.kind, mood)
            is_of_another = any(other.kind == "elsewhere" and other.at < piece.at for other in pieces)
            if kind in POSITIVE and (is_turned_round or is_of_another):
                kind = "maybe"
            if kind is not None:
                answer.evidence.append(ClauseEvidence(kind, piece.words, number, clause.is_contrast))
    return answer
