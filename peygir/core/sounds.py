"""Folds letters and endings that sound alike, so that a name is found as it is heard: «قسردشت», «میدون», “Theatre”.

For searching names only: the keys are never shown. Letters are those of `persian.key_words`.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from peygir.core.persian import key_words, run_together

_SOUNDS: Final = str.maketrans({"ط": "ت", "ظ": "ز", "ض": "ز", "ذ": "ز", "ص": "س", "ث": "س", "غ": "ق", "ح": "ه"})
_SPOKEN_END: Final = "ون"  # «میدون» is «میدان»
_WRITTEN_END: Final = "ان"
_SHORTEST: Final = 3  # letters of a word that may end so: «خون» stays


@lru_cache(maxsize=20_000)
def sound_word(word: str) -> str:
    """A word of `key_words` as it sounds; Latin letters lose their accents."""
    if word.isascii():
        return word
    folded = "".join(
        letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter)
    ).translate(_SOUNDS)
    is_spoken = len(folded) > _SHORTEST and folded.endswith(_SPOKEN_END)
    return folded[: -len(_SPOKEN_END)] + _WRITTEN_END if is_spoken else folded


def sound_words(text: str) -> list[str]:
    """The words of a text in order, each as it sounds."""
    return [sound for word in key_words(text) if (sound := sound_word(word))]


def sound_key(words: Iterable[str]) -> str:
    """Words of `sound_words` run together, as `persian.search_key` does."""
    return run_together(words)
