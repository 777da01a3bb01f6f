"""Which places a text names, in colloquial and misspelt words, and how sure that is; nothing is guessed in silence.

A name is compared without blanks, half-spaces and the letters that people mix up («معالیاباد» = «معالی‌آباد»,
«میدون» = «میدان»). What is short, or is said of people and things too («چمران», «گلستان», «ارتش»), counts only with
a word beside it that says what sort of place it is: «محله», «خیابون», «فلکه», «شهرک» … An ordinary word is no slip of
the finger («پایان کار» is not «پایانه ارم»), and no name that has lost its marker («گاز» is not «فلکه گاز»).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz

from peygir.core.persian import normalise, search_key
from peygir.desks.understanding.place_words import AMBIGUOUS, BEFORE, MARKERS, PEOPLE, PLACEWISE

SURE: Final = 0.75
"""From here on a name may be taken for the place; below, a person is asked."""

ORDINARY: Final = Path(__file__).resolve().parent / "language" / "ordinary.txt"
"""Words that mean no place, made from the shipped phrases by `learning.vocabulary`."""

_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 120
_LONGEST: Final = 5  # words of a name
_LONG_KEY: Final = 6  # letters from which a name of one word stands for itself
_FUZZY_KEY: Final = 5  # letters from which a slip of the finger is forgiven
_FUZZY: Final = 84.0
_OF_VERBS: Final = ("می", "نمی")  # what follows is the rest of a verb: «می‌کشن» is not «کشن»
# Letters that sound alike are typed for one another; «ون» is how «ان» is spoken.
_SOUNDS: Final = str.maketrans({"ط": "ت", "ظ": "ز", "ض": "ز", "ذ": "ز", "ص": "س", "ث": "س", "غ": "ق", "ح": "ه"})


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place and the forms of its name: official, old, colloquial; the first form is how it is shown."""

    code: str
    kind: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that the words name, and how sure that is (0 to 1)."""

    name: str
    code: str
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of a name without its marker word («شهرک گلستان» → «گلستان», is_marked)."""

    place: PlaceName
    key: str
    words: int
    is_marked: bool
    parts: frozenset[str] = frozenset()
    rest: str = ""  # the key without its marker, where it has one


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    form: _Form
    confidence: float


class _Names:
    """All forms of a city's names, by key and by first letter."""

    def __init__(self, names: Iterable[PlaceName]) -> None:
        self.by_key: defaultdict[str, list[_Form]] = defaultdict(list)
        self.by_letter: defaultdict[tuple[str, int], list[_Form]] = defaultdict(list)
        seen: set[tuple[str, str, str]] = set()
        forms = [form for place in names for text in place.forms for form in _forms(place, text)]
        # A name that is said without its marker as well stands for itself.
        for form in sorted(forms, key=lambda form: form.is_marked):
            if (known := (form.place.code, form.place.kind, form.key)) not in seen:
                seen.add(known)
                self.by_key[form.key].append(form)
                self.by_letter[form.key[0], len(form.key)].append(form)

    def like(self, key: str) -> list[tuple[_Form, float]]:
        """The forms that a key is, or nearly is, with their likeness of 0 to 1; an exact one hides the others."""
        if exact := self.by_key.get(key):
            return [(form, 1.0) for form in exact]
        if len(key) < _FUZZY_KEY:
            return []
        spread = 1 if len(key) < 8 else 2
        near = (
            form
            for length in range(max(_FUZZY_KEY, len(key) - spread), len(key) + spread + 1)
            for form in self.by_letter.get((key[0], length), ())
        )
        found = ((form, fuzz.ratio(key, form.key, score_cutoff=_FUZZY) / 100) for form in near)
        return [(form, likeness) for form, likeness in found if likeness]


@lru_cache(maxsize=8)
def _index(names: tuple[PlaceName, ...]) -> _Names:
    return _Names(names)


def _words(text: str) -> list[str]:
    return _WORD.findall(normalise(text).lower().replace("_", " "))


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    folded = search_key(word).translate(_SOUNDS)
    return folded[:-2] + "ان" if len(folded) > 3 and folded.endswith("ون") else folded


_MARKER_KEYS: Final = {" ".join(map(_key, marker.split())): kinds for marker, kinds in MARKERS.items()}
_BEFORE_KEYS: Final = frozenset(map(_key, BEFORE))
_PLACEWISE_KEYS: Final = frozenset(map(_key, PLACEWISE))
_PEOPLE_KEYS: Final = frozenset(map(_key, PEOPLE))
_AMBIGUOUS_KEYS: Final = frozenset(map(_key, AMBIGUOUS))


def _forms(place: PlaceName, text: str) -> list[_Form]:
    """The form as it is written and, where it begins (or in English ends) with a marker, without that as well."""
    keys = [_key(word) for word in _words(text)]
    keys = [key for key in keys if key]
    if not keys:
        return []
    is_last = keys[-1] in _MARKER_KEYS and keys[-1].isascii()
    rest = keys[1:] if keys[0] in _MARKER_KEYS else keys[:-1] if is_last else []
    bare = "".join(rest)
    forms = [_Form(place, "".join(keys), len(keys), is_marked=False, parts=frozenset(keys), rest=bare)]
    if rest and bare not in _MARKER_KEYS:
        forms.append(_Form(place, bare, len(rest), is_marked=True, parts=frozenset(rest)))
    return forms


def places_in(text: str, names: Sequence[PlaceName]) -> list[NamedPlace]:
    """The places that a text names, the surest first; each place once.

    A longer name hides those inside it («شهرک گلستان» is not «گلستان»); two places of one name share the doubt.
    """
    keys = [_key(word) for word in _words(text)[:_MOST_WORDS]]
    index = _index(tuple(names))
    hits = [
        hit
        for size in range(_LONGEST, 0, -1)
        for start in range(len(keys) - size + 1)
        for hit in _hits(keys, start, start + size, index)
    ]
    best: dict[tuple[str, str], NamedPlace] = {}
    for hit in _longest(hits):
        place = hit.form.place
        known = best.get((place.kind, place.code))
        if known is None or known.confidence < hit.confidence:
            named = NamedPlace(place.forms[0], place.code, place.kind, round(hit.confidence, 3))
            best[place.kind, place.code] = named
    return sorted(best.values(), key=lambda one: (-one.confidence, one.kind, one.code))


def _hits(keys: Sequence[str], start: int, end: int, index: _Names) -> list[_Hit]:
    key = "".join(keys[start:end])
    if not key or key in _MARKER_KEYS or (start and keys[start - 1] in _OF_VERBS):
        return []
    form_hits = index.like(key)
    if not form_hits:
        return []
    kinds, weak, is_person = _beside(keys, start, end)
    hits = []
    for form, likeness in form_hits:
        if (likeness < 1.0 or not _is_of(form, kinds)) and _is_phantom(
            keys, start, end, form, has_marker=bool(kinds), likeness=likeness
        ):
            continue
        sure = _confidence(form, key, kinds=kinds, is_weak=weak) * likeness**3
        hits.append(_Hit(start, end, form, 0.2 if is_person else sure))
    return hits


def _is_of(form: _Form, kinds: tuple[str, ...]) -> bool:
    """Whether the place word speaks of such a place, or of any."""
    return form.place.kind in kinds or "" in kinds


def _is_phantom(keys: Sequence[str], start: int, end: int, form: _Form, *, has_marker: bool, likeness: float) -> bool:
    """Whether words that no fitting place word stands beside only look like this name."""
    key_range, ordinary = keys[start:end], _ordinary()
    if likeness == 1.0:
        # «شهرک گلستان» said as «گلستان»: only where nothing but a place can be meant.
        is_place = has_marker or (start > 0 and keys[start - 1] in _PLACEWISE_KEYS)
        return form.is_marked and form.words == 1 and (key_range[0] in ordinary or not is_place)
    if all(word in ordinary for word in key_range):
        return True
    if key_range[0] in _MARKER_KEYS and len(key_range) > 1 and form.rest:
        # «خیابان اصلی» and «خیابان ساحلی» are alike by the word that says what they are.
        bare = "".join(key_range[1:])
        return len(bare) < _FUZZY_KEY or fuzz.ratio(bare, form.rest) < _FUZZY
    if form.is_marked and form.words == 1:
        return not has_marker
    # Two words that together look like two others, of which they share none, are two other words.
    return len(key_range) > 1 and form.words > 1 and not form.parts.intersection(key_range)


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    return frozenset(ORDINARY.read_text(encoding="utf-8").split()) if ORDINARY.exists() else frozenset()


def word_keys(text: str) -> list[str]:
    """The words of a text as names are compared: without case, marks and letters that sound alike."""
    return [_key(word) for word in _words(text)]


def follows_marker(keys: Sequence[str], at: int) -> bool:
    """Whether a word for a sort of place stands before the word at this place."""
    before, further = keys[at - 1] if at else "", keys[at - 2] if at > 1 else ""
    return before in _MARKER_KEYS or f"{further} {before}" in _MARKER_KEYS


def _beside(keys: Sequence[str], start: int, end: int) -> tuple[tuple[str, ...], bool, bool]:
    """(the kinds of place that the word before or behind speaks of, is there an "in" or "near", is it a person's)."""
    before, further = keys[start - 1] if start else "", keys[start - 2] if start > 1 else ""
    behind = keys[end] if end < len(keys) else ""
    is_english = behind.isascii()
    kinds = (
        _MARKER_KEYS.get(f"{further} {before}")
        or _MARKER_KEYS.get(before)
        or (_MARKER_KEYS.get(behind) if is_english else None)
        or ()
    )
    return kinds, before in _BEFORE_KEYS or further in _BEFORE_KEYS, before in _PEOPLE_KEYS


def _confidence(form: _Form, key: str, *, kinds: tuple[str, ...], is_weak: bool) -> float:
    """By how much the name says of itself, and by the word that stands beside it."""
    if form.place.kind in kinds:
        return 0.97
    if "" in kinds:
        return 0.85
    stands_alone = form.words > 1 or len(key) >= _LONG_KEY
    is_plain = stands_alone and key not in _AMBIGUOUS_KEYS and not form.is_marked
    if kinds:  # «خیابان ارم» is not the neighbourhood of that name, but it is near
        return 0.6 if is_plain else 0.4
    return (0.85 if is_plain else 0.45) + (0.05 if is_weak else 0.0)


def _longest(hits: Iterable[_Hit]) -> list[_Hit]:
    """Without what lies inside a longer name that is surely meant, and with the doubt of two places of one name."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start - one.end, -one.confidence)):
        inside = (one for one in kept if one.start <= hit.start and hit.end <= one.end)
        if not any(
            (one.end - one.start > hit.end - hit.start and one.confidence >= hit.confidence)
            or (one.start == hit.start and one.end == hit.end and one.confidence > hit.confidence + 0.1)
            for one in inside
        ):
            kept.append(hit)
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for hit in kept:
        shared[hit.start, hit.end] += 1
    return [
        _Hit(hit.start, hit.end, hit.form, hit.confidence * (0.6 if shared[hit.start, hit.end] > 1 else 1.0))
        for hit in kept
    ]
