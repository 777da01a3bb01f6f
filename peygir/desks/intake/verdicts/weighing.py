"""Weighs the evidence of an answer: the verdict and its confidence."""

from __future__ import annotations

import re
from typing import Final

from peygir.desks.intake.verdicts.digits import VerdictWord
from peygir.desks.intake.verdicts.gathering import BAD, NEGATIVE, POSITIVE, GatheredAnswer
from peygir.desks.intake.verdicts.kinds import Kind

Weighed = tuple[VerdictWord | None, float]
MOST_DOUBT: Final = 0.3
"""The most that unread words can take from a long text that ends in "but it is still so"."""
MOST_UNREAD: Final = 4
"""From so many unexplained words, a text must show by more than a verb of repair that it is about the case."""
_SETTLED: Final = re.compile(
    " (?:درست|حل|برطرف|رفع|انجام|تعمیر|مرتفع|اصلاح|رسیدگی|پیگیری|fixed|solved|resolved|repaired|done) "
)
"""Verbs of repair that are said of a problem, and seldom of a person who causes one."""
_DOUBTS: Final = frozenset(("maybe", "asks", "emoji_odd", "emoji_down", "ironic"))


def weigh(answer: GatheredAnswer) -> Weighed:
    """The verdict of all evidence together, and its confidence."""
    kinds = answer.kinds
    positive, negative = kinds & POSITIVE, kinds & NEGATIVE
    is_of_another = "other" in kinds or ("other_one" in kinds and "partial" not in kinds)
    if is_of_another or _is_unknown(answer):
        return None, 0.0
    if "partial" in kinds:
        return "badly", 0.88
    if "soso" in kinds and not negative:
        return ("badly", 0.65) if answer.has_contrast(*kinds) or answer.objection_clause > 0 else (None, 0.0)
    if kinds & BAD:
        return _weigh_bad(kinds)
    if positive and negative:
        return _weigh_both(answer)
    if positive:
        return _weigh_done(answer)
    is_but = answer.objection_clause > 0 or answer.has_contrast("persists", "relapse", "problem")
    if is_but and "not_done" not in kinds and answer.evidence and answer.evidence[0].kind == "yes_word":
        return "badly", 0.7  # «بله ولی هنوز بو می‌دهد»
    return _weigh_not_done(answer) if negative else _weigh_words(answer)


def _is_unknown(answer: GatheredAnswer) -> bool:
    """Whether the citizen does not know, and no other clause says that it is not done."""
    unsure = set(answer.clauses_with({"unknown"}))
    return bool(unsure) and unsure.issuperset(answer.clauses_with({"not_done", "persists", "lie"}))


def _weigh_bad(kinds: set[Kind]) -> Weighed:
    if "bad_work" in kinds:
        return "badly", 0.88
    # «راضی نیستم، هنوز درست نشده» complains that nothing was done.
    return ("no", 0.8) if kinds & NEGATIVE and not kinds & POSITIVE else ("badly", 0.85)


def _weigh_both(answer: GatheredAnswer) -> Weighed:
    """Done and not done: the later one counts where the text says that something changed, or a «ولی» divides them."""
    kinds = answer.kinds
    if kinds & {"counterfactual", "lie"}:
        return "no", 0.8
    if kinds & NEGATIVE == {"ask_fix"}:
        return ("yes", 0.85) if "elsewhere" in kinds else (None, 0.0)
    if "relapse" in kinds:
        return ("no", 0.8) if answer.was_before else ("badly", 0.8)
    done = [place for place, piece in enumerate(answer.evidence) if piece.kind in POSITIVE]
    undone = [place for place, piece in enumerate(answer.evidence) if piece.kind in NEGATIVE]
    if undone[-1] < done[0]:
        is_divided = answer.evidence[done[0]].is_contrast or answer.is_turned
        return ("yes", 0.85) if is_divided and "maybe" not in answer.moods else (None, 0.0)
    return ("badly", 0.75) if undone[-1] > done[-1] and answer.evidence[undone[-1]].is_contrast else (None, 0.0)


def _weigh_done(answer: GatheredAnswer) -> Weighed:
    """Done, and nothing says outright that it was not; «درست شد ولی …» is most often a complaint about the work."""
    kinds = answer.kinds
    if kinds & _DOUBTS or answer.moods & {"maybe", "condition"}:
        return None, 0.0
    if "no_word" in kinds and "good" not in kinds:  # «نه، مشکلی نیست، درست شد»
        return None, 0.0
    if "elsewhere" not in kinds:
        if answer.objection_clause > max(answer.clauses_with(POSITIVE)):
            return "badly", 0.7
        last_done = max(place for place, piece in enumerate(answer.evidence) if piece.kind in POSITIVE)
        troubles = [piece for piece in answer.evidence[last_done + 1 :] if piece.kind == "problem"]
        if troubles:
            return ("badly", 0.75) if troubles[-1].is_contrast else (None, 0.0)
    if answer.unread_words >= MOST_UNREAD and not speaks_of_the_case(answer):
        return None, 0.0  # «معتادا جمع شدن تو کوچه مواد می‌کشن» is a complaint of its own
    return "yes", 0.96 - 0.02 * max(0, answer.unread_words - 3) + (0.03 if "yes_word" in kinds else 0.0)


def speaks_of_the_case(answer: GatheredAnswer) -> bool:
    """Whether a long text has more than «جمع شد», «پر کردند» and the like to show that it answers our question."""
    deeds = [piece.words for piece in answer.evidence if piece.kind in POSITIVE]
    if answer.is_courteous or "yes_word" in answer.kinds or POSITIVE.issubset(answer.kinds):
        return True
    return any(_SETTLED.search(f" {words} ") for words in deeds)


def _weigh_not_done(answer: GatheredAnswer) -> Weighed:
    kinds = answer.kinds
    strength = 0.95 if "not_done" in kinds else 0.9 if "persists" in kinds else 0.72
    if kinds == {"ask_fix"}:
        strength = 0.6 if answer.unread_words == 0 else 0.0
    if kinds <= {"ask_fix", "yes_word", "again"} and "yes_word" in kinds:
        return None, 0.0  # «بله، لطفا پیگیری کنید»
    if "maybe" in kinds and not answer.moods & {"told", "you_told"}:
        strength -= 0.2
    doubt = 0.02 * max(0, answer.unread_words - 5)
    if answer.has_contrast("not_done", "persists"):
        doubt = min(doubt, MOST_DOUBT)  # a long story that ends in «ولی هنوز …»
    return "no", strength - doubt


def _weigh_words(answer: GatheredAnswer) -> Weighed:
    """A bare «بله» or «نه», our own words repeated, an emoji, or nothing."""
    kinds, is_all_read = answer.kinds, answer.unread_words == 0
    verdict: Weighed = (None, 0.0)
    if "you_told" in answer.moods and "maybe" in kinds:
        verdict = ("no", 0.6) if answer.unread_words <= 2 or "problem" in kinds else verdict  # «شما که گفتید درست شده!»
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
