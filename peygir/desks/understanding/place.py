"""Finds the places that a text names, colloquial and misspelt names included, with a confidence for each.

Names are compared without blanks, half-spaces and easily confused letters («معالیاباد» = «معالی‌آباد», «میدون» =
«میدان»). A name that is short, or also common as a word or a person's name («چمران», «گلستان», «ارتش»), counts only
beside a word for a kind of place: «محله», «خیابون», «فلکه», «شهرک» … An ordinary word is not taken for a typing error
(«پایان کار» is not «پایانه ارم»), nor for a name without its marker («گاز» is not «فلکه گاز»).
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
"""The confidence from which a name may be taken for the place; below it a person is asked."""

ORDINARY: Final = Path(__file__).resolve().parent / "language" / "ordinary.txt"
"""Words that name no place; `learning.vocabulary` makes them from the shipped phrases."""

_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 120
_LONGEST: Final = 5  # the most words of a name
_LONG_KEY: Final = 6  # letters from which a one-word name counts without a marker
_FUZZY_KEY: Final = 5  # letters from which a typing error is tolerated
_FUZZY: Final = 84.0
_OF_VERBS: Final = ("می", "نمی")  # prefixes that mark the next word as part of a verb: «می‌کشن» is not «کشن»
# Letters that sound alike are confused in typing; «ان» is pronounced «ون».
_SOUNDS: Final = str.maketrans({"ط": "ت", "ظ": "ز", "ض": "ز", "ذ": "ز", "ص": "س", "ث": "س", "غ": "ق", "ح": "ه"})


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place and the forms of its name: official, old, colloquial; the first form is how it is shown."""

    code: str
    kind: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that the text names, with a confidence (0 to 1)."""

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
        # A name that also occurs without its marker counts by itself.
        for form in sorted(forms, key=lambda form: form.is_marked):
            if (known := (form.place.code, form.place.kind, form.key)) not in seen:
                seen.add(known)
                self.by_key[form.key].append(form)
                self.by_letter[form.key[0], len(form.key)].append(form)

    def like(self, key: str) -> list[tuple[_Form, float]]:
        """The forms that a key equals or resembles, with their similarity (0 to 1); an exact match hides the others."""
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
    """The form as written and, where it begins (in English: ends) with a marker, the form without it."""
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
    """The places that a text names, the most certain first; each place once.

    A longer name hides the names inside it («شهرک گلستان» is not «گلستان»); two places with the same name share the
    confidence.
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
    """Whether the marker word stands for this form's kind of place, or for any kind."""
    return form.place.kind in kinds or "" in kinds


def _is_phantom(keys: Sequence[str], start: int, end: int, form: _Form, *, has_marker: bool, likeness: float) -> bool:
    """Whether words without a fitting marker beside them only look like this name."""
    key_range, ordinary = keys[start:end], _ordinary()
    if likeness == 1.0:
        # «شهرک گلستان» written as «گلستان»: only where nothing but a place can be meant.
        is_place = has_marker or (start > 0 and keys[start - 1] in _PLACEWISE_KEYS)
        return form.is_marked and form.words == 1 and (key_range[0] in ordinary or not is_place)
    if all(word in ordinary for word in key_range):
        return True
    if key_range[0] in _MARKER_KEYS and len(key_range) > 1 and form.rest:
        # «خیابان اصلی» and «خیابان ساحلی» are similar only by their marker.
        bare = "".join(key_range[1:])
        return len(bare) < _FUZZY_KEY or fuzz.ratio(bare, form.rest) < _FUZZY
    if form.is_marked and form.words == 1:
        return not has_marker
    # Two words that resemble two others but share neither with them are a different name.
    return len(key_range) > 1 and form.words > 1 and not form.parts.intersection(key_range)


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    return frozenset(ORDINARY.read_text(encoding="utf-8").split()) if ORDINARY.exists() else frozenset()


def word_keys(text: str) -> list[str]:
    """The words of a text as names are compared: without case, diacritics and differences between letters that sound
    alike.
    """
    return [_key(word) for word in _words(text)]


def follows_marker(keys: Sequence[str], at: int) -> bool:
    """Whether a marker word stands before the word at this index."""
    before, further = keys[at - 1] if at else "", keys[at - 2] if at > 1 else ""
    return before in _MARKER_KEYS or f"{further} {before}" in _MARKER_KEYS


def _beside(keys: Sequence[str], start: int, end: int) -> tuple[tuple[str, ...], bool, bool]:
    """(kinds of place that the neighbouring words stand for, is there an "in" or "near", is it a person's name)."""
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
    """The confidence of a name, from the name itself and the words beside it."""
    if form.place.kind in kinds:
        return 0.97
    if "" in kinds:
        return 0.85
    stands_alone = form.words > 1 or len(key) >= _LONG_KEY
    is_plain = stands_alone and key not in _AMBIGUOUS_KEYS and not form.is_marked
    if kinds:  # «خیابان ارم» is not the neighbourhood of that name, but near it
        return 0.6 if is_plain else 0.4
    return (0.85 if is_plain else 0.45) + (0.05 if is_weak else 0.0)


def _longest(hits: Iterable[_Hit]) -> list[_Hit]:
    """Hits without those inside a longer name of high confidence; places with the same name share the confidence."""
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
