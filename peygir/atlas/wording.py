"""Says where a place is, as an address is written: «قصردشت، کوچهٔ ۱۶، پلاک ۸۳», “Ghasrodasht, alley 16, number 83”."""

from collections.abc import Iterable
from typing import Final

from peygir.atlas.facts import FoundPlace, StreetAt
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.names import ALLEY_FIRST, ALLEY_LAST
from peygir.core.persian import fa_digits
from peygir.core.sounds import sound_words
from peygir.core.translation import Names, pgettext_lazy

_ALLEY: Final = pgettext_lazy("address", "alley {number}")
_PLATE: Final = pgettext_lazy("address", "number {number}")
_COMMA: Final = pgettext_lazy("address", ", ")
_KIND_WORDS: Final = frozenset(sound_words(" ".join((*ALLEY_FIRST, *ALLEY_LAST, "بن بست ی"))))
_FIRST: Final = "خیابان "
_LAST: Final = (" Street", " St", " St.")


def street_words(at: StreetAt, language: str) -> str:
    """The street and its alleys in a language: «قصردشت، کوچهٔ ۱۶»."""
    street = at.street.in_language(language) if at.street is not None else ""
    parts = [_bare(street) if at.alleys else street]
    parts += [alley_words(alley.name, alley.number, street, language) for alley in at.alleys]
    return _joined(parts, language)


def found_words(place: FoundPlace, language: str) -> str:
    """A found place in a language, with its street and the house's number where they are known."""
    name, parts = place.name.in_language(language), []
    if place.kind == PlaceKind.ALLEY:
        street = place.street.in_language(language) if place.street is not None else ""
        parts = [_bare(street), alley_words(place.name, place.number, street, language)]
    elif place.number:
        parts = [_bare(name), _ALLEY.filled({"number": place.number}).in_language(language)]
    else:
        parts = [name]
    if place.plate:
        parts.append(_PLATE.filled({"number": place.plate}).in_language(language))
    return _joined(parts, language)


def alley_words(name: Names, number: str, street: str, language: str) -> str:
    """An alley in a language: by its number where its name says nothing more («کوچه ۱۶»), else its name."""
    known = name.in_language(language)
    more = [word for word in sound_words(known) if word not in _KIND_WORDS and word not in sound_words(street)]
    if number and "".join(more) == "".join(sound_words(number)):
        return _ALLEY.filled({"number": number}).in_language(language)
    return known


def _bare(street: str) -> str:
    """A street's name before that of its alley: without «خیابان»."""
    if street.startswith(_FIRST):
        return street[len(_FIRST) :]
    return next((street[: -len(end)] for end in _LAST if street.endswith(end)), street)


def _joined(parts: Iterable[str], language: str) -> str:
    text = _COMMA.in_language(language).join(part for part in parts if part)
    return fa_digits(text) if language == "fa" else text
