"""Whether a name belongs to a place named before it: «ایستگاه مترو دکتر شریعتی»."""

import re
from typing import Final

from peygir.core.personal.people.endings import stem_of
from peygir.core.personal.people.patterns import WORD
from peygir.core.personal.people.words import AFTER_A_PLACE, PLACES, ROLES

_SENTENCE_END: Final = re.compile(r"(?:[!؟?؛\n]|(?<=\w\w)\.(?!\w))")
_NEAR: Final = 40  # letters before a name that are searched for a place
_WORD: Final = re.compile(WORD)


def is_place(text: str, start: int, *, is_across_commas: bool = True) -> bool:
    """Whether one of the four words before is a place, which then has the name."""
    sentence = _SENTENCE_END.split(text[max(0, start - _NEAR) : start])[-1]
    if not is_across_commas:
        sentence = re.split("[،,:(]", sentence)[-1]
    before = _WORD.findall(sentence)[::-1]
    for word, one_before in zip(before[:4], [*before[1:5], ""], strict=False):
        if word in AFTER_A_PLACE:
            return False
        if word in PLACES or word.rstrip("یه") in PLACES or stem_of(word) in PLACES:
            return one_before not in ROLES  # «مدیر ساختمان …» is the manager's name
    return False
