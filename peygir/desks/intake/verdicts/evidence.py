"""The patterns of evidence over the words of `spelling.py`, tried in their order.

What a pattern has matched is not seen by those below it, so the narrow ones come first: «خوب درست نکردن» is bad work
before «درست نکردن» could be no work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from peygir.desks.intake.verdicts.kinds import Kind, Rule
from peygir.desks.intake.verdicts.patterns_aside import ASIDE
from peygir.desks.intake.verdicts.patterns_badly import BADLY
from peygir.desks.intake.verdicts.patterns_done import DONE
from peygir.desks.intake.verdicts.patterns_english import ENGLISH_ASIDE
from peygir.desks.intake.verdicts.patterns_english_done import ENGLISH_DONE
from peygir.desks.intake.verdicts.patterns_undone import UNDONE

RULES: Final[tuple[Rule, ...]] = (*ASIDE, *BADLY, *UNDONE, *DONE, *ENGLISH_ASIDE, *ENGLISH_DONE)
_END: Final = r"(?=(?: (?:_+|emoji\w+))* $)"
"""The end of a clause, courtesies and emoji left aside; written `@END@` in a pattern."""
PATTERNS: Final = tuple(
    (kind, re.compile(f"(?<= )(?:{pattern})(?= )".replace("@END@", _END))) for kind, pattern in RULES
)
PATTERN_WORDS: Final = frozenset(re.findall("[\u0621-\u06cc]{3,}", " ".join(pattern for _, pattern in RULES)))
"""Words of the patterns, which are no misspelling of another."""

_FILLERS: Final = """
سلام ممنون ممنونم ممنونیم مرسی تشکر متشکر متشکرم سپاس سپاسگزارم سپاسگذارم لطفا لطف قربان قربونت جناب اقا اقای
خانم عزیز عزیزم جان جون داداش برادر دوست بابا والا والله که هم و البته واقعا خیلی متاسفانه خوشبختانه فعلا الان
دیگه درود علیکم محترم همکار گرامی کاکو عامو عمو ببم دایی حاجی مهندس رییس بعد شما ما من این ان اون اینجا را رو
از به با در تو توی یه یک بی خدا شکر امروز دیروز کلا خب بخدا وکیلی قسم جدا لحظه تا حالا مریم علی محمد رضا حتما
اصلا هنوز کسی کاملا کامل همین همه همون بر احترام شب صبح عصر الحمدلله ای دل گزینه شهرداری سرکار بنده تمام وقت
پاسخ جواب فرمودید هستم یا دوستان بزرگوار اخوی پسرم دخترم مادر پدر پدرجان ننه استاد عزیزان همکاران زحمات زحمت
موضوع مشکل مورد گزارش کار کاری
the it is its was a i my u sir madam dear hi hello all please mate bro thanks thank you so very much really
now they we that and of for to there in emojipray emojiheart emojiup emojidown emojiodd 137 have has did do
are be been
"""
FILLERS: Final = frozenset(_FILLERS.split())
"""Words that change no answer: forms of address, courtesies, pronouns, particles."""
_NOT_BESIDE_A_VERB: Final = frozenset(("همین", "تمام", "وقت", "کامل", "کاملا", "مورد", "کار", "کاری", "موضوع", "هم"))
_BARE_VERBS: Final[dict[str, Kind]] = {
    "شد": "done",
    "کردن": "done",
    "انجام": "done",
    "دادن": "done",
    "نمیان": "not_done",
    "نیامدن": "not_done",
}
"""Verbs that are an answer alone: «شد، مرسی»."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence in a clause: its kind, its words, and their position."""

    kind: Kind
    words: str
    at: int


def evidence_in(words: str) -> tuple[list[Piece], list[str]]:
    """All evidence in the words of a clause, in order, and the remaining words, which nothing explains."""
    left = words
    pieces: list[Piece] = []
    for kind, pattern in PATTERNS:
        while match := pattern.search(left):
            pieces.append(Piece(kind, match[0], match.start()))
            left = f"{left[: match.start()]}{'_' * len(match[0])}{left[match.end() :]}"
    unread = [word for word in left.split() if word.strip("_") and not word.isdigit()]
    verbs = [word for word in unread if word not in FILLERS or word in _NOT_BESIDE_A_VERB]
    if len(verbs) == 1 and verbs[0] in _BARE_VERBS:
        pieces.append(Piece(_BARE_VERBS[verbs[0]], verbs[0], left.index(verbs[0])))
        unread = []
    unread = [word for word in unread if word not in FILLERS]
    if unread:  # «درست» alone is praise; in «ممنون میشم درست کنید» it is part of another phrase
        pieces = [piece for piece in pieces if not _is_bare_praise(piece)]
    return sorted(pieces, key=lambda piece: piece.at), unread


def _is_bare_praise(piece: Piece) -> bool:
    return piece.kind == "good" and " " not in piece.words and not piece.words.isascii()
