"""The words beside place names, read from `language/place_words.txt`: kinds of places, prepositions, persons, towns."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from peygir.core.persian import normalise
from peygir.core.word_lists import read_rows
from peygir.desks.understanding.place_keys import joined_key, key_of

LANGUAGE: Final = Path(__file__).resolve().parent / "language"
NEIGHBOURHOOD: Final = "neighbourhood"
ALLEY: Final = "alley"
STREET: Final = "street"
ORDINARY: Final = LANGUAGE / "ordinary.txt"
"""Words that name no place; `learning.vocabulary` makes them from the shipped phrases."""

_ROWS: Final = read_rows(LANGUAGE / "place_words.txt")
_GROUP: Final = "group "
# Classes of `classes.tsv`: things that a city is told of.
_MATTERS: Final = ("nuisance", "thing")
_TOWNS: Final = "city"


def _spaced_key(entry: str) -> str:
    """The keys of an entry's words with blanks between them: «سه‌راه» is two words of a text."""
    return " ".join(map(key_of, normalise(entry).split()))


def _entries(name: str) -> list[str]:
    return [entry for row in _ROWS[name] for entry in row.split()]


def _spaced(name: str) -> frozenset[str]:
    return frozenset(map(_spaced_key, _entries(name)))


def _joined(name: str) -> frozenset[str]:
    return frozenset(map(joined_key, _entries(name)))


def _markers() -> Mapping[str, frozenset[str]]:
    """Word → the groups of kinds that it stands for."""
    groups: dict[str, set[str]] = {}
    for name in _ROWS:
        if name.startswith(_GROUP):
            for key in _spaced(name):
                groups.setdefault(key, set()).add(name.removeprefix(_GROUP))
    return {key: frozenset(found) for key, found in groups.items()}


def _groups() -> Mapping[str, frozenset[str]]:
    """Kind of place → the groups that it belongs to, where that is not the group of its own name."""
    groups: dict[str, set[str]] = {}
    for row in _ROWS["kinds"]:
        group, *kinds = row.split()
        for kind in kinds:
            groups.setdefault(kind, {kind}).add(group)
    return {kind: frozenset(found) for kind, found in groups.items()}


def _classes(names: Collection[str]) -> frozenset[str]:
    rows = (row.partition("\t") for row in (LANGUAGE / "classes.tsv").read_text(encoding="utf-8").splitlines())
    return frozenset(joined_key(word) for name, _, words in rows if name in names for word in words.split())


def groups_of(kind: str) -> frozenset[str]:
    """The groups of a kind of place, whose marker words fit it."""
    return KINDS.get(kind) or frozenset((kind,))


KINDS: Final = _groups()
MARKERS: Final = _markers()
LOOSE: Final = _spaced("loose")
ORDINARY_KEYS: Final = frozenset(ORDINARY.read_text(encoding="utf-8").split() if ORDINARY.exists() else ())
STRONG_BEFORE: Final = _spaced("before strong")
MEDIUM_BEFORE: Final = _spaced("before medium")
WEAK_BEFORE: Final = _spaced("before weak")
BEFORE: Final = STRONG_BEFORE | MEDIUM_BEFORE | WEAK_BEFORE
PLURAL_OF: Final = _spaced("before plural")
INSTITUTIONS: Final = _spaced("institution")
TITLES: Final = _spaced("title")
STRONG_AFTER: Final = _spaced("after strong")
MEDIUM_AFTER: Final = _spaced("after medium")
RESIDENT_AFTER: Final = _spaced("after resident")
MATTERS: Final = _spaced("matter") | _classes(_MATTERS)
CALLING: Final = _spaced("calling")
HOME: Final = _spaced("home")
GLUED_BEFORE: Final = tuple(sorted(_joined("glued before"), key=len, reverse=True))
PERSON_AFTER: Final = _spaced("after person")
I_AM_AFTER: Final = _spaced("after I am")
DOUBTFUL: Final = _joined("doubtful")
MILD: Final = _joined("mild")
CERTAIN: Final = _joined("certain")
NEVER: Final = _joined("never")
NEVER_AS_TYPED: Final = frozenset(map(normalise, _entries("never as typed")))
IDIOMS: Final = frozenset(_spaced_key(entry.replace("_", "\u200c")) for entry in _entries("idiom"))
TOWN_BEFORE: Final = _spaced("town before")
TOWN_AS_NAME: Final = _spaced("town as name")
TOWNS: Final = (_joined("town") | _classes((_TOWNS,))) - ORDINARY_KEYS
