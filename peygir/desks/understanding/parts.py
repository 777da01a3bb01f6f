"""Finds a second topic in a text: «زباله رو نبردن، یه گربه مرده هم کنارشونه» asks for two things.

The text is cut where a second topic may begin, and each part is classified by itself. A second topic is accepted where
one part is certainly about it and another part about the first: most texts have parts that are about nothing.
"""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from peygir.desks.understanding.topic import Chances, Guess

MOST: Final = 6
SHORTEST: Final = 2
"""The fewest words of a part; a shorter one belongs to the part before it."""
LONGEST: Final = 400
"""The most characters that are split; a longer text is one long story."""
# Measured on the twofold texts of `tests/reading` against the held-out utterances, of which nearly all have one topic.
SECOND: Final = 0.8
FIRST: Final = 0.5
UNANNOUNCED: Final = 0.95
HALF_ANNOUNCED: Final = 0.9
"""The threshold with «م» for «هم»; the other part then needs `SECOND` for the first topic, and neither the other's."""
APART: Final = 0.05
NEAR_START: Final = 4
"""The first words of a part, among which its «م» for «هم» stands."""
NOTICED: Final = 0.03
"""Without «هم», «ضمنا» …, the probability that the second topic needs in the text as a whole."""

TOO: Final = "هم"
_LINKS: Final = r"ضمنا|ضمناً|همچنین|هم‌چنین|تازه|بعدم|علاوه بر این|از طرفی|also|plus"
_BETWEEN: Final = re.compile(rf"[.!?؟،؛,;\n]+|(?<!\w)(?:{_LINKS}|و|ولی|اما|and|but)(?!\w)")
# «مصالحشم» is «مصالحش هم»; «باشم» and the like are verbs.
_ANNOUNCES: Final = re.compile(rf"(?<!\w)(?:{TOO}|{_LINKS}|(?!باشم|می)\w{{3,}}شم)(?!\w)")
# «موشم افتاده» is «موش هم افتاده»; the «م» may also mean "my", a verb's "I" or "we", or be part of the word, so the
# thresholds are higher.
_MAY_BE_TOO: Final = re.compile(r"\w+[^\Wادت]م")
_WE: Final = re.compile(r"\w*(?:کن|[رشدت]|دار|خوا|ین|زن|گیر|ذار)یم")
_NO_TOO: Final = re.compile(  # words that end in «م», kin and things called "my", verbs of "I"
    "مردم|خانم|سوم|پنجم|هفتم|هشتم|نهم|مهم|لازم|محکم|اسم|رسم|قسم|چشم|علم|قلم|مریم|قدیم|مستقیم|تنظیم|ترمیم|حریم|گرم|نرم|"
    "جرم|ورم|کرم|فیلم|ظلم|زخم|حکم|نظم|تخم|دائم|مزاحم|سالم|مراسم|پدرم|مادرم|پسرم|دخترم|برادرم|خواهرم|شوهرم|همسرم|زنم|"
    "خودم|ماشینم|بچم|منم|اینم|مرسوم|معلوم|عموم|هجوم|سیم|آسم|خشم|بگم|"
    "(?:ب|ن)?(?:کن|ر|زن|بر|خر|بین|تون|مون|ش|ذار|رس|پرس|دون|دار)م"
)


def parts_of(text: str) -> list[str]:
    """The parts of a text in their order; an empty list where there is only one."""
    if len(text) > LONGEST:
        return []
    parts: list[str] = []
    for at, piece in enumerate(_BETWEEN.split(text)):
        for tokens in _around_too(piece.split(), is_first=at == 0):
            if len(tokens) >= SHORTEST or not parts:
                parts.append(" ".join(tokens))
            elif tokens:
                parts[-1] = f"{parts[-1]} {' '.join(tokens)}"
    found = [part for part in parts if len(part.split()) >= SHORTEST]
    return found[:MOST] if len(found) > 1 else []


def _around_too(tokens: Sequence[str], *, is_first: bool) -> list[list[str]]:
    """Remove «هم» from a piece of a text, and cut it where «هم» alone introduces another topic.

    «آب قطعه برق هم رفته» is cut before «برق», «هم آسفالت داغونه هم پیاده‌رو» before the second «هم». Behind a comma or
    a «و» nothing is cut: in «یه ماشین قراضه هم ول کردن» the words before «هم» begin the new topic.
    """
    cuts = [0]
    back = 0 if tokens and tokens[0] == TOO else 1
    for at, word in enumerate(tokens):
        if word == TOO and (is_first or back == 0) and at - back - cuts[-1] > SHORTEST - 1 + (back == 0):
            cuts.append(at - back)
    ends = [*cuts[1:], len(tokens)]
    return [[word for word in tokens[start:end] if word != TOO] for start, end in zip(cuts, ends, strict=True)]


def may_say_two_things(text: str, listed: Sequence[str], chances: Chances) -> bool:
    """Whether the parts are worth classifying; `chances` are the topics' probabilities in the text as a whole."""
    if not listed:
        return False
    return bool(_ANNOUNCES.search(text)) or _may_announce(listed) or float(np.partition(chances, -2)[-2]) >= NOTICED


def second_thing(
    text: str, listed: Sequence[str], codes: Sequence[str], whole: Chances, parts: Chances
) -> Guess | None:
    """The topic of a part of the text that is not the topic of the whole; None where none is certain.

    `listed` are the text's parts, `whole` the topics' probabilities in the text, `parts` those in each of its parts.
    """
    is_announced, may_be_announced = bool(_ANNOUNCES.search(text)), _may_announce(listed)
    first = int(np.argmax(whole))
    best: Guess | None = None
    for at, row in enumerate(parts):
        second = int(np.argmax(row))
        confidence = float(row[second])
        others = np.delete(parts, at, axis=0)
        on_first = float(others[:, first].max(initial=0.0))
        if second == first or confidence < SECOND or on_first < FIRST:
            continue
        is_new = codes[second].partition("-")[0] != codes[first].partition("-")[0]
        is_noticed = float(whole[second]) >= NOTICED and confidence >= UNANNOUNCED and is_new
        is_apart = float(row[first]) <= APART and float(others[others[:, first].argmax(), second]) <= APART
        is_half_announced = may_be_announced and is_apart and confidence >= HALF_ANNOUNCED and on_first >= SECOND
        if not (is_announced or is_noticed or is_half_announced):
            continue
        if best is None or confidence > best.confidence:
            best = Guess(codes[second], round(confidence, 4))
    return best


def _may_announce(listed: Sequence[str]) -> bool:
    """Whether a part behind the first one has, near its start, a word whose «م» may be «هم»."""
    return any(_may_be_too(word) for part in listed[1:] for word in part.split()[:NEAR_START])


def _may_be_too(word: str) -> bool:
    if word.startswith(("می", "نمی")) and not word.startswith(("میل", "میو", "میز")):
        return False  # a verb of the present
    ending = word.rpartition("\u200c")[2]
    return bool(_MAY_BE_TOO.fullmatch(ending)) and not _WE.fullmatch(ending) and not _NO_TOO.fullmatch(ending)
