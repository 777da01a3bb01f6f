"""Dead-drop codes: seven words of a list, drawn by the system's random source, and read back however they are typed."""

import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from peygir.core.persian import normalise
from peygir.core.word_lists import read_word_lists

LENGTH: Final = 7
"""The words of a code; seven of 2,798 or more words are at least 80 bits."""
LONGEST_TYPED: Final = 300
_FILE: Final = Path(__file__).with_name("words.txt")
# Letters that sound alike in Persian, so that a word that is spelled by ear is still the word.
_SOUNDS: Final = str.maketrans("آعثصذضظطحغئؤ", "ااسسزززتهقیو", "ء")

Code = tuple[str, ...]


@cache
def word_list() -> tuple[str, ...]:
    """Every word of the list, in the order of the file."""
    return read_word_lists(_FILE)["code"]


def new_code() -> Code:
    """Draw a code."""
    return tuple(secrets.choice(word_list()) for _ in range(LENGTH))


def read_code(typed: str) -> Code | None:
    """Return the code that was typed, None if it is none.

    Arabic letters, marks, half-spaces, further blanks and signs between the words make no difference; nor does a letter
    that sounds like the right one. Without the blanks it is read where only one division into words is possible.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    tokens = [_sound(part) for part in normalise(typed).split()]
    tokens = [token for token in tokens if token]
    words = _by_sound()
    if len(tokens) == LENGTH and all(token in words for token in tokens):
        return tuple(words[token] for token in tokens)
    divisions = _divided("".join(tokens))
    return divisions[0] if len(divisions) == 1 else None


def code_indices(code: Code) -> bytes:
    """The places of a code's words in the list, two bytes each."""
    places = {word: place for place, word in enumerate(word_list())}
    return b"".join(places[word].to_bytes(2, "big") for word in code)


def code_of_indices(indices: bytes) -> Code:
    """The code whose words have these places in the list. Raises ValueError for anything else."""
    places = [int.from_bytes(indices[start : start + 2], "big") for start in range(0, len(indices), 2)]
    if len(indices) != 2 * LENGTH or max(places) >= len(word_list()):
        raise ValueError("these are not the places of a code's words")
    return tuple(word_list()[place] for place in places)


def _sound(text: str) -> str:
    """The letters of a text as they sound; anything but letters is left out."""
    return "".join(letter for letter in text if letter.isalpha()).translate(_SOUNDS)


@cache
def _by_sound() -> dict[str, str]:
    return {_sound(word): word for word in word_list()}


def _divided(letters: str) -> Sequence[Code]:
    """At most two divisions of `letters` into the words of a code."""
    by_sound = _by_sound()
    longest = max(map(len, by_sound))
    if len(letters) > LENGTH * longest:
        return ()
    # The divisions of the first letters, by the number of their words: at most two of each.
    divisions: list[dict[int, list[Code]]] = [{0: [()]}]
    for end in range(1, len(letters) + 1):
        ending: dict[int, list[Code]] = {}
        for start in range(max(0, end - longest), end):
            word = by_sound.get(letters[start:end])
            if word is None:
                continue
            for count, codes in divisions[start].items():
                if count < LENGTH:
                    ending[count + 1] = [*ending.get(count + 1, ()), *((*code, word) for code in codes)][:2]
        divisions.append(ending)
    return divisions[-1].get(LENGTH, [])
