"""The names of a thing on the map: cleaned, by language, with aliases, and as text for a search."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from peygir.atlas.kinds import values_in
from peygir.core.persian import key_words, normalise, search_key
from peygir.core.sounds import sound_key, sound_words

LONGEST_NAME: Final = 200
MOST_ALIASES: Final = 20
LONGEST_SEARCH_TEXT: Final = 2000
_HALF_SPACE: Final = "\u200c"
# Whatever the eye does not see (controls, bidi overrides, marks of order) but for the half-space.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ALIASES: Final = ("alt_name", "loc_name", "short_name", "official_name", "int_name", "reg_name", "nat_name")
_OLD: Final = ("old_name", "was:name", "old_name:fa", "old_name:en")
_LANGUAGE: Final = re.compile(r"name:([a-z]{2,3})", re.ASCII)
_ALIAS_IN_LANGUAGE: Final = re.compile(r"(?:alt|loc|short|official)_name:(?:fa|en|ar|az)|alt_name_\d", re.ASCII)

ALLEY_FIRST: Final = frozenset({"کوچه", "بنبست", "دربند", "koocheh", "kucheh", "kuche", "kooche", "ruelle", "impasse"})
ALLEY_LAST: Final = frozenset({"alley", "کوچه", "kuche"})
_DEAD_END: Final = ("بن", "بست")
SQUARE_FIRST: Final = frozenset({"میدان", "میدون", "فلکه", "place", "plaça", "placa", "piazza", "plaza", "placette"})
SQUARE_LAST: Final = ("square", "platz", "meydan", "meidan")
BRIDGE_FIRST: Final = frozenset({"پل", "pont", "ponte", "puente"})
BRIDGE_LAST: Final = ("bridge", "brücke")
_GENERIC: Final = values_in(
    "خیابان خ بلوار بزرگراه اتوبان آزادراه جاده گذر street st avenue ave boulevard blvd road rd rue route via carrer "
    "calle av bd highway expressway"
)
_GENERIC_SOUNDS: Final = frozenset(sound_words(" ".join(_GENERIC)))
_NUMBER: Final = re.compile(r"\d{1,4}(?:\s?[/\-]\s?\d{1,3}){0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """`name` as it is said there, (language, name) pairs, other present names, and names of the past."""

    name: str
    names: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    old_names: tuple[str, ...] = ()

    def every(self) -> Iterable[str]:
        """Each name once, the first ones first."""
        return dict.fromkeys((self.name, *(name for _, name in self.names), *self.aliases, *self.old_names))

    def in_language(self, language: str) -> str:
        """The name in a language; as it is said there where it has none in that language."""
        return dict(self.names).get(language) or self.name


def clean_name(text: str) -> str:
    """The text as it may be shown: no control or direction characters, single blanks, at most LONGEST_NAME letters."""
    seen = "".join(
        letter
        for letter in text
        if letter == _HALF_SPACE or letter.isspace() or unicodedata.category(letter) not in _UNSEEN
    )
    return " ".join(seen.split())[:LONGEST_NAME].strip(f" {_HALF_SPACE}")


def names_of(tags: Mapping[str, str], languages: Iterable[str] = ("fa", "en")) -> PlaceNames | None:
    """The names in a thing's tags; None for a thing without one.

    `languages` are those in which a name of its own is kept; other languages are not taken as aliases.
    """
    by_language = {language: clean_name(tags.get(f"name:{language}", "")) for language in languages}
    by_language = {language: name for language, name in by_language.items() if name}
    name = clean_name(tags.get("name", "")) or next(iter(by_language.values()), "")
    if not search_key(name):
        return None
    old = _listed(tags[key] for key in _OLD if key in tags)
    more = [tags[key] for key in _ALIASES if key in tags]
    more += [value for key, value in tags.items() if _ALIAS_IN_LANGUAGE.fullmatch(key)]
    known = {search_key(name), *(search_key(value) for value in by_language.values())}
    aliases = tuple(alias for alias in _listed(more) if search_key(alias) not in known)
    return PlaceNames(name, tuple(by_language.items()), aliases[:MOST_ALIASES], old[:MOST_ALIASES])


def _listed(values: Iterable[str]) -> tuple[str, ...]:
    """Several names stand in one value between semicolons."""
    cleaned = (clean_name(part) for value in values for part in value.split(";"))
    return tuple(dict.fromkeys(part for part in cleaned if search_key(part)))


def together(several: Iterable[PlaceNames]) -> PlaceNames:
    """The names of several pieces of one thing, which share `name`."""
    pieces = list(several)
    names: dict[str, str] = {}
    for piece in pieces:
        for language, name in piece.names:
            names.setdefault(language, name)
    aliases = dict.fromkeys(alias for piece in pieces for alias in piece.aliases)
    old = dict.fromkeys(name for piece in pieces for name in piece.old_names)
    return PlaceNames(pieces[0].name, tuple(names.items()), tuple(aliases)[:MOST_ALIASES], tuple(old)[:MOST_ALIASES])


def search_text(names: PlaceNames) -> str:
    """The keys of every name, between upright bars and with one at each end: «|خیابانقسردشت|قسردشت|»."""
    text = "|"
    for key in dict.fromkeys(key for name in names.every() for key in name_keys(name)):
        if len(text) + len(key) < LONGEST_SEARCH_TEXT:
            text += f"{key}|"
    return text


def name_keys(name: str) -> tuple[str, ...]:
    """The keys under which a name is found: as it sounds, and without the word for its kind («قصردشت»)."""
    words = sound_words(name)
    keys = (sound_key(words), sound_key(without_kind(words)))
    return tuple(dict.fromkeys(key for key in keys if key))


def without_kind(words: Sequence[str]) -> list[str]:
    """Words of `sound_words` without those for a street («خیابان», “street”), unless no other are there."""
    return [word for word in words if word not in _GENERIC_SOUNDS] or list(words)


def is_alley(name: str) -> bool:
    """Whether a name says that it is an alley: «کوچه ۱۶», «بن‌بست یاس», or a bare number."""
    name_words = key_words(name)
    if not name_words:
        return False
    is_bare_number = all(word.isdigit() for word in name_words)
    return (
        name_words[0] in ALLEY_FIRST
        or name_words[-1] in ALLEY_LAST
        or tuple(name_words[:2]) == _DEAD_END
        or is_bare_number
    )


def is_square(name: str) -> bool:
    """Whether a name says that it is a square: «میدان نمازی», «Place d'Armes», «Rathausplatz»."""
    words = key_words(name)
    return (len(words) > 1 and words[0] in SQUARE_FIRST) or (bool(words) and words[-1].endswith(SQUARE_LAST))


def is_bridge(name: str) -> bool:
    """Whether a name says that it is a bridge: «پل حر», «Pont de la Tosca»."""
    words = key_words(name)
    return (len(words) > 1 and words[0] in BRIDGE_FIRST) or (bool(words) and words[-1].endswith(BRIDGE_LAST))


def number_in(name: str) -> str:
    """The number in an alley's name as ASCII digits (`16`, `16/2`), or an empty string."""
    match = _NUMBER.search(normalise(name))
    return re.sub(r"\s", "", match[0]).replace("-", "/") if match else ""


def core_words(name: str) -> tuple[str, ...]:
    """The words of a name without those of its kind: «خیابان قصردشت» is «قصردشت»."""
    words = tuple(key_words(name))
    return tuple(word for word in words if word not in _GENERIC) or words
