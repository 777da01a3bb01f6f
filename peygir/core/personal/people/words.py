"""The word lists of the search for names, from `words.txt`, which describes the use of each."""

from pathlib import Path
from typing import Final

from peygir.core.word_lists import read_word_lists

_LISTS: Final = read_word_lists(Path(__file__).with_name("words.txt"))

ALSO_WORDS: Final = frozenset(_LISTS["also_words"])
ALSO_ADJECTIVES: Final = frozenset(_LISTS["also_adjectives"])
NO_NAMES: Final = ALSO_WORDS | ALSO_ADJECTIVES
"""Names that are not evidence of a person on their own."""
CONJUNCTIONS: Final = frozenset(("ولی", "نبی"))
CROWDS: Final = frozenset(_LISTS["crowds"])
PLACES: Final = frozenset(_LISTS["places"])
AFTER_A_PLACE: Final = frozenset(_LISTS["after_a_place"])
RELATIONS: Final = _LISTS["relations"]
PERSONS: Final = _LISTS["persons"]
RANKS: Final = _LISTS["ranks"]
ROLES: Final = _LISTS["roles"]
OF_A_ROLE: Final = _LISTS["of_a_role"]
AFTER_A_TITLE: Final = frozenset(_LISTS["after_a_title"])
AFTER_KIN: Final = frozenset(_LISTS["after_kin"])
ARABIC_PLAIN: Final = frozenset(_LISTS["arabic_plain"])
CLOSINGS: Final = frozenset(_LISTS["closings"])
PLAIN: Final = frozenset((*_LISTS["closing_plain"], *CROWDS, *ROLES))
"""Words that may stand in the place of a name, and are none."""
LATIN_GIVEN: Final = frozenset(_LISTS["latin_given"])
LATIN_FAMILY: Final = frozenset(_LISTS["latin_family"])
LATIN_PLACES: Final = frozenset(_LISTS["latin_places"])
LATIN_PLAIN: Final = frozenset(_LISTS["latin_plain"])
