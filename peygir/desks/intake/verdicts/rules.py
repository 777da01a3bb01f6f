"""Reads an answer to "is it fixed?": done and well, done but not well, not done, or nothing clear, and why.

Two readers process it. One follows rules over the words of `lexicon.py` and the patterns beside it; the other is
trained on labelled answers (`learned.py`) and takes the rules' findings as a part of its evidence. `deciding.py`
decides between them. A "yes" closes a case, so a doubtful one is no verdict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from peygir.core.quoting import own_words
from peygir.desks.intake.verdicts.deciding import decide
from peygir.desks.intake.verdicts.digits import VerdictWord, verdict_by_number, without_code
from peygir.desks.intake.verdicts.gathering import BAD, NEGATIVE, POSITIVE, GatheredAnswer, gather
from peygir.desks.intake.verdicts.kinds import Kind
from peygir.desks.intake.verdicts.learned import LearnedReader, shipped_verdicts
from peygir.desks.intake.verdicts.terms import terms_of
from peygir.desks.intake.verdicts.weighing import Weighed, weigh

LEAST: Final[dict[VerdictWord, float]] = {"yes": 0.8, "no": 0.55, "badly": 0.55}
"""The confidence from which a verdict counts; a "yes" ends the case, so it needs more."""
MOST_SHORT_WORDS: Final = 3
MOST_NAME_WORDS: Final = 4
MOST_LETTERS: Final = 2000
"""Characters that are read; an answer is short, and the cost of reading must be bounded."""

_CLOSING: Final = re.compile(
    r"(?<!\w)(?:با (?:تشکر|احترام|سپاس)(?: فراوان)?|ارادتمند(?: شما)?|(?:best |kind |warm )?regards|sincerely|cheers)"
    r"(?!\w)(?! از)[\s,،.:]*",
    re.IGNORECASE,
)
"""The closing formula of an email, before its writer's name."""

_AGAINST_YES: Final = BAD | NEGATIVE | {"no_word", "problem"}
_ABOUT_IT: Final = (
    _AGAINST_YES
    | POSITIVE
    | {"yes_word", "maybe", "unknown", "other", "other_one", "asks", "soso", "ironic"}
    | {"emoji_up", "emoji_down", "emoji_heart", "emoji_odd"}
) - {"problem"}

_OF_ANY_COMPLAINT: Final[frozenset[Kind]] = frozenset(("not_done", "problem", "ask_fix", "courtesy", "emoji_pray"))


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """What an answer says; `verdict` None: nothing clear. `because`: the evidence, as "kind: words"."""

    verdict: VerdictWord | None
    confidence: float = 0.0
    because: tuple[str, ...] = ()
    speaks_of_more: bool = False
    """The answer reports something else beside the verdict: «درست شد، ولی چراغ کوچهٔ بغلی هم خاموش است»."""
    is_about_it: bool = False
    """Something in it has to do with the question, though it may be no verdict: «نمی‌دانم», «کدوم گزارش؟»."""
    is_on_the_work: bool = False
    """It is about the work itself and no bare yes or no."""
    is_courtesy: bool = False
    """Nothing but thanks, a greeting or flowers."""
    is_short: bool = False
    """At most three words that nothing explains: too few for a report."""
    is_learned: bool = False
    """The verdict is the learned reader's, not the rules'."""
    may_be_report: bool = False
    """A complaint about something else could read the same: no yes or no, no «هنوز», and nothing about the work."""


@dataclass(frozen=True, slots=True)
class PreparedAnswer:
    """An answer without quotes, signature and names, what the rules gathered from it, and its terms."""

    answer: GatheredAnswer
    by_rules: Weighed
    """The verdict of the rules by its words."""
    number: VerdictWord | None
    """The answer that a number in it gives."""
    terms: dict[str, set[str]]


def prepare(text: str) -> PreparedAnswer:
    """The preparation that both readers share; `text` as it came, with its quotes, its signature and its code."""
    own = own_words(text)[:MOST_LETTERS]
    plain = _without_names(without_code(own))
    answer = gather(plain)
    verdict, confidence = weigh(answer)
    by_rules: Weighed = (None, 0.0) if verdict is None or confidence < LEAST[verdict] else (verdict, confidence)
    return PreparedAnswer(answer, by_rules, verdict_by_number(own), terms_of(plain, answer, by_rules))


def read_answer(text: str) -> AnswerReading:
    """What an answer says; `text` as it came, with its quotes, its signature and its code."""
    return read_with(shipped_verdicts()[0], prepare(text))


def read_with(learned_reader: LearnedReader, prepared: PreparedAnswer) -> AnswerReading:
    """Read an answer by the rules and this learned reader."""
    answer, kinds = prepared.answer, prepared.answer.kinds
    chances = learned_reader.chances(prepared.terms)
    verdict, confidence = decide(prepared.by_rules, chances, answer, is_about_it=bool(kinds & _ABOUT_IT))
    because = tuple(f"{piece.kind}: {piece.words}" for piece in answer.evidence)
    is_learned = verdict is not None and verdict != prepared.by_rules[0]
    if is_learned:
        words = " | ".join(learned_reader.reasons(prepared.terms, verdict))
        because = (f"learned: {chances[verdict]:.2f} {words}".rstrip(), *because)
    number = prepared.number
    if number is not None:
        verdict, confidence = rules_alone(prepared)
        because = (f"number: {number}", *because)
    return AnswerReading(
        verdict,
        round(min(confidence, 0.99), 2) if verdict else 0.0,
        because,
        speaks_of_more="elsewhere" in kinds and verdict is not None,
        is_about_it=bool(kinds & _ABOUT_IT),
        is_on_the_work=number is not None or is_learned or bool(kinds & (POSITIVE | NEGATIVE | BAD)),
        is_courtesy=not answer.unread_words and not kinds - {"emoji_pray", "emoji_heart"} and number is None,
        is_short=answer.unread_words <= MOST_SHORT_WORDS,
        is_learned=is_learned and number is None,
        may_be_report=verdict in ("no", "badly") and number is None and kinds <= _OF_ANY_COMPLAINT,
    )


def _without_names(text: str) -> str:
    """The text without short last lines that say nothing about the question: a name, an office, an address.

    After a closing formula («با احترام، حسینی، خیابان معدل») they may stand in the same line.
    """
    closing = list(_CLOSING.finditer(text))
    if closing and text[: closing[-1].start()].strip() and _is_a_name(text[closing[-1].end() :]):
        text = text[: closing[-1].start()]
    lines = [line for line in text.splitlines() if line.strip()]
    while len(lines) > 1 and len(lines[-1].split()) <= MOST_NAME_WORDS and not gather(lines[-1]).evidence:
        del lines[-1]
    return "\n".join(lines)


def _is_a_name(text: str) -> bool:
    """Whether a few words say nothing about the question: no assertion, question or objection."""
    if len(text.split()) > MOST_NAME_WORDS:
        return False
    answer = gather(text)
    return not answer.evidence and answer.objection_clause < 0 and answer.moods <= {"asserted"}


def rules_alone(prepared: PreparedAnswer) -> Weighed:
    """The verdict of number and words by the rules, without the learned reader."""
    if prepared.number is None:
        return prepared.by_rules
    return _with_number(prepared.number, prepared.by_rules[0], prepared.answer.kinds)


def _with_number(number: VerdictWord, verdict: VerdictWord | None, kinds: set[Kind]) -> Weighed:
    """A number decides, unless the words beside it say something else."""
    if number == "yes":
        is_denied = bool(kinds & _AGAINST_YES)
        return (None, 0.0) if verdict != "badly" and is_denied else (verdict or "yes", 0.98)
    if verdict == "yes":
        return None, 0.0
    return number, 0.98 if verdict in (None, number) else 0.9
