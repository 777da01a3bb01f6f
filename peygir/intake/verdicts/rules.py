"""Reads an answer to "is it fixed?": done and well, done but not well, not done, or nothing clear, and why.

Words decide that stand in `lexicon.py` and the patterns beside it; nothing is learnt from data. A "yes" closes a case,
so it is given only where nothing in the answer speaks against it; whatever is doubtful is no verdict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from peygir.core.quoting import own_words
from peygir.intake.verdicts.digits import VerdictWord, verdict_by_number, without_code
from peygir.intake.verdicts.evidence import evidence_in
from peygir.intake.verdicts.kinds import Kind
from peygir.intake.verdicts.moods import Mood, meant, mood_of
from peygir.intake.verdicts.spelling import clauses_of

LEAST: Final[dict[VerdictWord, float]] = {"yes": 0.8, "no": 0.55, "badly": 0.55}
"""The confidence from which a verdict counts; a "yes" ends the case, so it needs more."""
MOST_LETTERS: Final = 2000
"""What comes behind them is not read: an answer is short, and reading must not cost more than it is worth."""

_POSITIVE: Final = frozenset(("done", "good"))
_NEGATIVE: Final = frozenset(("not_done", "persists", "pending", "relapse", "counterfactual", "ask_fix", "lie"))
_BAD: Final = frozenset(("partial", "bad_work", "unhappy"))
_AGAINST_YES: Final = _BAD | _NEGATIVE | {"no_word", "problem"}
_DOUBTS: Final = frozenset(("maybe", "asks", "emoji_odd", "emoji_down", "ironic"))
_EXCUSED: Final = _POSITIVE | {"late", "courtesy", "elsewhere"}
# That something changed meanwhile: «تا دیروز درست نشده بود ولی امروز درست شد».
_TURNED: Final = re.compile(
    r" (?:تا|قبلا|اولش|اول|پریروز|دیروز|دیشب|بالاخره|سرانجام|نهایتا|اخرش|دیر|بعد|امروز|صبح|الان|هفته|مدتی|چند|"
    r"finally|now|eventually|today|just|late|first|at last|until) "
)
_BEFORE: Final = re.compile(r" (?:قبل|بوده) ")
Weighed = tuple[VerdictWord | None, float]


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """What an answer says; `verdict` None: nothing clear. `because`: the evidence, as "kind: words"."""

    verdict: VerdictWord | None
    confidence: float = 0.0
    because: tuple[str, ...] = ()
    speaks_of_more: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence as it is meant, and the clause in which it stands."""

    kind: Kind
    words: str
    clause: int
    is_contrast: bool


@dataclass(slots=True)
class Answer:
    """All that an answer gives to weigh."""

    evidence: list[Evidence] = field(default_factory=list)
    moods: set[Mood] = field(default_factory=set)
    unread_words: int = 0
    is_turned: bool = False
    was_before: bool = False
    objection_clause: int = -1
    """The last clause after a «ولی» of which nothing is understood; -1 without one."""

    @property
    def kinds(self) -> set[Kind]:
        return {piece.kind for piece in self.evidence}

    def clauses_with(self, kinds: frozenset[str] | set[Kind]) -> list[int]:
        return [piece.clause for piece in self.evidence if piece.kind in kinds]

    def has_contrast(self, *kinds: Kind) -> bool:
        return any(piece.is_contrast for piece in self.evidence if piece.kind in kinds)


def read_answer(text: str) -> AnswerReading:
    """What an answer says; `text` as it came, with its quotes, its signature and its code."""
    own = own_words(text)[:MOST_LETTERS]
    answer = _gather(without_code(own))
    verdict, confidence = _weigh(answer)
    if verdict is not None and confidence < LEAST[verdict]:
        verdict = None
    because = tuple(f"{piece.kind}: {piece.words}" for piece in answer.evidence)
    number = verdict_by_number(own)
    if number is not None:
        verdict, confidence = _with_number(number, verdict, answer.kinds)
        because = (f"number: {number}", *because)
    speaks_of_more = "elsewhere" in answer.kinds and verdict is not None
    return AnswerReading(verdict, round(min(confidence, 0.99), 2) if verdict else 0.0, because, speaks_of_more)


def _with_number(number: VerdictWord, verdict: VerdictWord | None, kinds: set[Kind]) -> Weighed:
    """A number decides, unless the words beside it say something else."""
    if number == "yes":
        is_denied = bool(kinds & _AGAINST_YES)
        return (None, 0.0) if verdict != "badly" and is_denied else (verdict or "yes", 0.98)
    if verdict == "yes":
        return None, 0.0
    return number, 0.98 if verdict in (None, number) else 0.9


def _gather(text: str) -> Answer:
    """The evidence of all clauses as it is meant."""
    answer, is_conditional = Answer(), False
    for number, clause in enumerate(clauses_of(text)):
        pieces, unread = evidence_in(clause.words)
        kinds: set[Kind] = {piece.kind for piece in pieces}
        mood = mood_of(clause, kinds)
        if is_conditional and mood == "asserted" and not clause.is_contrast and not kinds & {"not_done", "persists"}:
            mood = "condition"  # «اگه درست شد، خبر می‌دم»
        is_conditional = mood == "condition"
        answer.moods.add(mood)
        answer.unread_words += unread
        answer.is_turned |= bool(_TURNED.search(clause.words))
        answer.was_before |= bool(_BEFORE.search(clause.words))
        if clause.is_contrast and unread and not kinds & _EXCUSED:
            answer.objection_clause = number
        for piece in pieces:
            kind = meant(piece.kind, mood)
            if kind is not None:
                answer.evidence.append(Evidence(kind, piece.words, number, clause.is_contrast))
    return answer


def _weigh(answer: Answer) -> Weighed:
    """The verdict of all evidence together, and how sure it is."""
    kinds = answer.kinds
    positive, negative = kinds & _POSITIVE, kinds & _NEGATIVE
    is_of_another = "other" in kinds or ("other_one" in kinds and "partial" not in kinds)
    if is_of_another or _is_unknown(answer):
        return None, 0.0
    if "partial" in kinds:
        return "badly", 0.88
    if "soso" in kinds and not negative:
        return ("badly", 0.65) if answer.has_contrast(*kinds) or answer.objection_clause > 0 else (None, 0.0)
    if kinds & _BAD:
        return _weigh_bad(kinds)
    if positive and negative:
        return _weigh_both(answer)
    if positive:
        return _weigh_done(answer)
    is_but = answer.objection_clause > 0 or answer.has_contrast("persists", "relapse", "problem")
    if is_but and "not_done" not in kinds and answer.evidence and answer.evidence[0].kind == "yes_word":
        return "badly", 0.7  # «بله ولی هنوز بو می‌دهد»
    return _weigh_not_done(answer) if negative else _weigh_words(answer)


def _is_unknown(answer: Answer) -> bool:
    """They do not know, and no other clause says that it is not done."""
    unsure = set(answer.clauses_with({"unknown"}))
    return bool(unsure) and unsure.issuperset(answer.clauses_with({"not_done", "persists", "lie"}))


def _weigh_bad(kinds: set[Kind]) -> Weighed:
    if "bad_work" in kinds:
        return "badly", 0.88
    # «راضی نیستم، هنوز درست نشده» complains that nothing was done.
    return ("no", 0.8) if kinds & _NEGATIVE and not kinds & _POSITIVE else ("badly", 0.85)


def _weigh_both(answer: Answer) -> Weighed:
    """Done and not done: the later one counts where words say that something changed, or a «ولی» divides them."""
    kinds = answer.kinds
    if kinds & {"counterfactual", "lie"}:
        return "no", 0.8
    if kinds & _NEGATIVE == {"ask_fix"}:
        return ("yes", 0.85) if "elsewhere" in kinds else (None, 0.0)
    if "relapse" in kinds:
        return ("no", 0.8) if answer.was_before else ("badly", 0.8)
    done = [place for place, piece in enumerate(answer.evidence) if piece.kind in _POSITIVE]
    undone = [place for place, piece in enumerate(answer.evidence) if piece.kind in _NEGATIVE]
    if undone[-1] < done[0]:
        is_divided = answer.evidence[done[0]].is_contrast or answer.is_turned
        return ("yes", 0.85) if is_divided and "maybe" not in answer.moods else (None, 0.0)
    return ("badly", 0.75) if undone[-1] > done[-1] and answer.evidence[undone[-1]].is_contrast else (None, 0.0)


def _weigh_done(answer: Answer) -> Weighed:
    """Done, and nothing says outright that it was not; but «درست شد ولی …» is most often a complaint of the work."""
    kinds = answer.kinds
    if kinds & _DOUBTS or answer.moods & {"maybe", "condition"}:
        return None, 0.0
    if "no_word" in kinds and "done" in kinds:
        return None, 0.0
    if "elsewhere" not in kinds:
        if answer.objection_clause > max(answer.clauses_with(_POSITIVE)):
            return "badly", 0.7
        last_done = max(place for place, piece in enumerate(answer.evidence) if piece.kind in _POSITIVE)
        troubles = [piece for piece in answer.evidence[last_done + 1 :] if piece.kind == "problem"]
        if troubles:
            return ("badly", 0.75) if troubles[-1].is_contrast else (None, 0.0)
    return "yes", 0.96 - 0.02 * max(0, answer.unread_words - 3) + (0.03 if "yes_word" in kinds else 0.0)


def _weigh_not_done(answer: Answer) -> Weighed:
    kinds = answer.kinds
    strength = 0.95 if "not_done" in kinds else 0.9 if "persists" in kinds else 0.72
    if kinds == {"ask_fix"}:
        strength = 0.6 if answer.unread_words == 0 else 0.0
    if "maybe" in kinds and not answer.moods & {"told", "you_told"}:
        strength -= 0.2
    return "no", strength - 0.02 * max(0, answer.unread_words - 5)


def _weigh_words(answer: Answer) -> Weighed:
    """A bare «بله» or «نه», what we said thrown back at us, an emoji, or nothing."""
    kinds, is_all_read = answer.kinds, answer.unread_words == 0
    verdict: Weighed = (None, 0.0)
    if "you_told" in answer.moods and "maybe" in kinds:
        verdict = ("no", 0.6) if answer.unread_words <= 2 else verdict  # «شما که گفتید درست شده!»
    elif kinds & {"maybe", "asks", "ironic", "emoji_odd"} or {"yes_word", "no_word"} <= kinds or not is_all_read:
        pass
    elif "yes_word" in kinds:
        is_doubted = "emoji_down" in kinds
        verdict = ("no", 0.6) if "problem" in kinds else verdict if is_doubted else ("yes", 0.93)
    elif "no_word" in kinds:
        verdict = ("no", 0.93) if "emoji_up" not in kinds else verdict
    elif "problem" in kinds:
        verdict = ("no", 0.6)
    elif "emoji_down" in kinds:
        verdict = ("no", 0.7) if "emoji_up" not in kinds else verdict
    elif "emoji_up" in kinds:
        verdict = ("yes", 0.88)
    elif kinds == {"emoji_heart"}:
        verdict = ("yes", 0.8)
    return verdict
