"""An index of a city's place names: every form of every name, found by what somebody typed, slips included."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz import fuzz

from peygir.core import names as persons
from peygir.core.persian import normalise
from peygir.desks.understanding.place_keys import word_keys, words_of
from peygir.desks.understanding.place_words import CERTAIN, DOUBTFUL, GLUED_BEFORE, MARKERS, MILD, ORDINARY_KEYS

FUZZY_KEY: Final = 5  # letters from which a typing error is tolerated
FUZZY: Final = 84.0
_SHORT: Final = 3  # letters up to which a name is never plain
# What is said behind a name in the same word: «معالی‌آبادیم», «قصردشته», «سردزکو», «گویمی‌ها».
RESIDENT_ENDINGS: Final = ("اییم", "ییم", "ایم", "یم")
_ENDINGS: Final = frozenset(
    (
        *RESIDENT_ENDINGS,
        "یها",
        "ییها",
        "های",
        "هاش",
        "هام",
        "ها",
        "یا",
        "ست",
        "ام",
        "ای",
        "م",
        "ه",
        "س",
        "ش",
        "و",
        "ی",
        "ا",
    )
)
_COPULAS: Final = ("ه", "س", "ست")
_SHORTEST_STEM: Final = 4
_LONGEST_ENDING: Final = 4

Doubt = Literal["plain", "mild", "doubtful"]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place and the forms of its name: official, old, colloquial; the first form is how it is shown.

    `neighbourhood` is the code of the neighbourhood in which it lies ("" for none). `short_forms` are parts of the name
    that need words beside them which tell of a place. `is_listed`: one of the many names of a street map, which counts
    only as written and with the word for its kind.
    """

    code: str
    kind: str
    forms: tuple[str, ...]
    neighbourhood: str = ""
    short_forms: tuple[str, ...] = ()
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class NameForm:
    """One form of a name, or what is left of it without its marker word («شهرک گلستان» → «گلستان», is_marked).

    `doubt` tells how often the words mean something else; `rest` is the key without its marker, where it has one.
    """

    place: PlaceName
    key: str
    words: int
    is_marked: bool
    doubt: Doubt
    is_person: bool
    parts: frozenset[str] = frozenset()
    rest: str = ""


class NameIndex:
    """All forms of a city's names, by key and by first letter."""

    def __init__(self, names: Sequence[PlaceName]) -> None:
        self.by_key: defaultdict[str, list[NameForm]] = defaultdict(list)
        self._by_letter: defaultdict[tuple[str, int], list[NameForm]] = defaultdict(list)
        seen: set[tuple[str, str, str]] = set()
        forms = [form for place in names for text in place.forms for form in _forms(place, text)]
        forms += [
            replace(form, doubt="doubtful")
            for place in names
            for text in place.short_forms
            for form in _forms(place, text)
        ]
        # A name that also occurs without its marker counts by itself.
        for form in sorted(forms, key=lambda form: form.is_marked):
            if (known := (form.place.code, form.place.kind, form.key)) not in seen:
                seen.add(known)
                self.by_key[form.key].append(form)
                if not form.place.is_listed:
                    self._by_letter[form.key[0], len(form.key)].append(form)
        self._near = lru_cache(maxsize=20_000)(self._resembling)

    def exact(self, key: str) -> list[NameForm]:
        """The forms of this key."""
        return self.by_key.get(key, [])

    def with_ending(self, key: str, *, is_home: bool) -> tuple[list[NameForm], str]:
        """The forms of a key without what is said behind it, and that ending.

        `is_home`: whether the words before are of the writer's home, so that «زنده» means "is Zand".
        """
        for length in range(_LONGEST_ENDING, 0, -1):
            ending, stem = key[-length:], key[:-length]
            if ending not in _ENDINGS:
                continue
            is_telling = ending in RESIDENT_ENDINGS or (is_home and ending in _COPULAS)
            if len(stem) < (_SHORT if is_telling else _SHORTEST_STEM):
                continue
            stem = f"{stem[:-2]}ان" if stem.endswith("ون") else stem
            forms = [form for form in self.exact(stem) if not form.place.is_listed and not form.is_marked]
            if not is_telling:
                forms = [form for form in forms if form.doubt == "plain"]
            if forms:
                return forms, ending
        return [], ""

    def behind_preposition(self, key: str, first: str) -> tuple[list[NameForm], str]:
        """The forms of a key without a preposition or marker to which its first word is joined, and that word."""
        if first in GLUED_BEFORE or not key.startswith(GLUED_BEFORE):
            return [], ""
        for word in GLUED_BEFORE:
            if key.startswith(word) and len(key) >= len(word) + _SHORT:
                forms = [
                    form for form in self.exact(key[len(word) :]) if not form.is_marked and not form.place.is_listed
                ]
                if forms:
                    return forms, word
        return [], ""

    def near(self, key: str) -> tuple[tuple[NameForm, float], ...]:
        """The forms that a key resembles, with their likeness (0 to 1)."""
        return self._near(key) if len(key) >= FUZZY_KEY else ()

    def _resembling(self, key: str) -> tuple[tuple[NameForm, float], ...]:
        spread = 1 if len(key) < 8 else 2
        candidates = (
            form
            for length in range(max(FUZZY_KEY, len(key) - spread), len(key) + spread + 1)
            for form in self._by_letter.get((key[0], length), ())
        )
        rated = ((form, fuzz.ratio(key, form.key, score_cutoff=FUZZY) / 100) for form in candidates)
        return tuple((form, likeness) for form, likeness in rated if likeness)


@lru_cache(maxsize=8)
def index_of(names: tuple[PlaceName, ...]) -> NameIndex:
    """The index of these names; cached, since a city's names seldom change."""
    return NameIndex(names)


def _forms(place: PlaceName, text: str) -> list[NameForm]:
    """The form as written and, where it begins (in English: ends) with a marker, the form without it."""
    keys = [key for key in word_keys(text) if key]
    if not keys:
        return []
    first = 2 if " ".join(keys[:2]) in MARKERS else 1 if keys[0] in MARKERS else 0
    is_last = keys[-1] in MARKERS and keys[-1].isascii()
    rest = keys[first:] if first else keys[:-1] if is_last else []
    bare, whole = "".join(rest), "".join(keys)
    typed_words = words_of(text)[0]
    forms = [NameForm(place, whole, len(keys), False, *_doubt(whole, keys, typed_words), frozenset(keys), bare)]
    if rest and " ".join(rest) not in MARKERS:
        left = typed_words[first:] if first else typed_words[:-1]
        forms.append(NameForm(place, bare, len(rest), True, *_doubt(bare, rest, left), frozenset(rest)))
    return forms


def _doubt(key: str, keys: list[str], words: list[str]) -> tuple[Doubt, bool]:
    """How often a name means something else, and whether it is also a name of persons."""
    is_person = len(words) == 1 and _is_name_of_persons(words[0])
    if key in CERTAIN:
        return "plain", False
    if key in MILD:
        return "mild", is_person
    if key in DOUBTFUL or is_person or (len(keys) == 1 and key in ORDINARY_KEYS):
        return "doubtful", is_person
    return ("mild" if len(key) <= _SHORT else "plain"), is_person


def _is_name_of_persons(word: str) -> bool:
    plain = normalise(word)
    return persons.is_known(plain) and not persons.ends_like_a_family(plain)
