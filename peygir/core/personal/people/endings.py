"""Names with attached endings: «تیناست», «رضوانی‌ام», «محمدی‌اینا»."""

import re
from typing import Final

from peygir.core import names

_TAIL: Final = (
    "\u200cام",
    "\u200cم",
    "\u200cست",
    "\u200cه",
    "\u200cاند",
    "\u200cرو",
    "\u200cاینا",
    "ست",
    "ام",
    "ه",
    "م",
    "رو",
)
_AFTER_HALF_SPACE: Final = re.compile("\u200c(?:ی|ای|ها|های|اینا|ام|م|ست|ه|ایم|رو|اند)$")


def bare(word: str) -> str:
    """A name without its attached ending: «تیناست», «رضوانی‌ام»; known names and all other words are unchanged."""
    if names.is_known(word):
        return word
    return next((word[: -len(tail)] for tail in _TAIL if word.endswith(tail) and is_whole(word[: -len(tail)])), word)


def is_whole(word: str) -> bool:
    """Whether a word is a known name as it stands; shorter ones too often mean something else."""
    return len(word) > 2 and names.is_known(word)


def stem_of(word: str) -> str:
    """A word without an ending that follows a half-space."""
    return _AFTER_HALF_SPACE.sub("", word)
