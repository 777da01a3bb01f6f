"""Finds ordinary words: words of the shipped phrases that rarely follow a word for a kind of place.

A place name that is such a word («گاز», «نو», «شهرداری») is not recognised by the word alone.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from peygir.desks.understanding.learning.training import TrainingExample
from peygir.desks.understanding.place import follows_marker
from peygir.desks.understanding.place_keys import word_keys
from peygir.desks.understanding.place_words import ORDINARY

RAREST: Final = 2
NAMED: Final = 4  # a word that follows a word for a kind of place in over a fifth of its uses is a name too


def ordinary_words(phrases: Sequence[TrainingExample]) -> list[str]:
    """The keys of the ordinary words, in order."""
    alone: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for phrase in phrases:
        keys = word_keys(phrase.text)
        for at, key in enumerate(keys):
            (named if follows_marker(keys, at) else alone)[key] += 1
    return sorted(
        key
        for key, count in alone.items()
        if count + named[key] >= RAREST and count >= NAMED * named[key] and len(key) > 1 and not key[0].isdigit()
    )


def write_ordinary_words(phrases: Sequence[TrainingExample]) -> None:
    """Write them as the list that the package ships."""
    ORDINARY.write_text("\n".join(ordinary_words(phrases)) + "\n", encoding="utf-8")
