"""Which places a text names, in colloquial and misspelt words, and how sure that is; nothing is guessed in silence.

A name is compared without blanks, half-spaces and the letters that people mix up («معالیاباد» = «معالی‌آباد»,
«میدون» = «میدان»). What is short, or is said of people and things too («چمران», «گلستان», «ارتش»), counts only with
a word beside it that says what sort of place it is: «محله», «خیابون», «فلکه», «شهرک» …
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from peygir.core.persian import normalise, search_key

SURE: Final = 0.75
"""From here on a name may be taken for the place; below, a person is asked."""

_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 120
_LONGEST: Final = 5  # words of a name
_LONG_KEY: Final = 6  # letters from which a name of one word stands for itself
_FUZZY_KEY: Final = 5  # letters from which a slip of the finger is forgiven
_FUZZY: Final = 84.0
# Letters that sound alike are typed for one another; «ون» is how «ان» is spoken.
_SOUNDS: Final = str.maketrans({"ط": "ت", "ظ": "ز", "ض": "ز", "ذ": "ز", "ص": "س", "ث": "س", "غ": "ق", "ح": "ه"})

# Words that tell the sort of a place, as people say them → the kinds they speak of ("" = any kind).
_NEIGHBOURHOOD: Final = "neighbourhood"
_MARKERS: Final = {
    **dict.fromkeys(("محله", "محل", "شهرک", "کوی", "مهله"), (_NEIGHBOURHOOD,)),
    **dict.fromkeys(("خیابان", "بلوار", "بولوار", "اتوبان", "بزرگراه", "جاده", "کوچه", "خ", "بلوا"), ("street",)),
    **dict.fromkeys(("میدان", "فلکه"), ("square",)),
    **dict.fromkeys(("سه راه", "سهراه", "سه راهی", "چهارراه", "چارراه", "تقاطع"), ("square", "street", "")),
    **dict.fromkeys(("پارک", "بوستان", "باغ"), ("park",)),
    **dict.fromkeys(("بیمارستان", "درمانگاه", "کلینیک"), ("hospital",)),
    **dict.fromkeys(("بازار", "بازارچه", "سرای"), ("bazaar",)),
    **dict.fromkeys(("دروازه",), ("gate",)),
    **dict.fromkeys(("امامزاده", "حرم", "آستان", "شاهزاده", "آرامگاه", "مقبره"), ("shrine",)),
    **dict.fromkeys(("پل", "زیرگذر", "روگذر"), ("bridge",)),
    **dict.fromkeys(("ترمینال", "پایانه", "ایستگاه"), ("terminal", "")),
    **dict.fromkeys(("پاساژ", "مجتمع", "مال", "مرکز خرید"), ("mall", "")),
    **dict.fromkeys(("دانشگاه", "دانشکده"), ("university",)),
    **dict.fromkeys(("neighbourhood", "neighborhood", "town"), (_NEIGHBOURHOOD,)),
    **dict.fromkeys(("street", "st", "boulevard", "blvd", "road", "avenue"), ("street",)),
    **dict.fromkeys(("square", "sq", "roundabout"), ("square",)),
    **dict.fromkeys(("park",), ("park",)), **dict.fromkeys(("hospital",), ("hospital",)),
}  # fmt: skip
_BEFORE: Final = (
    "در", "تو", "توی", "سمت", "طرف", "طرفای", "نزدیک", "نزدیکی", "روبروی", "روبه", "جنب", "پشت", "بالای", "پایین",
    "انتهای", "ابتدای", "داخل", "از", "سر", "تا", "بین", "حوالی", "near", "in", "at",
)  # fmt: skip
_PEOPLE: Final = (
    "اقای", "اقا", "خانم", "خانوم", "دکتر", "مهندس", "جناب", "سرکار", "حاج", "حاجی", "mr", "mrs",
)  # fmt: skip
# Names of one word that mean something else too, or that half the city's people bear.
_AMBIGUOUS: Final = (
    "ارتش", "فرودگاه", "همت", "فضیلت", "بیات", "کشن", "مهدیه", "رضوان", "احمدی", "سعدی", "حافظ", "گلستان", "بهشتی",
    "چمران", "سلامت", "ازادی", "شهدا", "نماز", "دانش", "بهار", "کوثر", "شهرداری", "مرکزی", "اصلی", "معلم", "کارگر",
)  # fmt: skip


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


_MARKER_KEYS: Final = {" ".join(map(_key, marker.split())): kinds for marker, kinds in _MARKERS.items()}
_BEFORE_KEYS: Final = frozenset(map(_key, _BEFORE))
_PEOPLE_KEYS: Final = frozenset(map(_key, _PEOPLE))
_AMBIGUOUS_KEYS: Final = frozenset(map(_key, _AMBIGUOUS))


def _forms(place: PlaceName, text: str) -> list[_Form]:
    """The form as it is written and, where it begins (or in English ends) with a marker, without that as well."""
    keys = [_key(word) for word in _words(text)]
    keys = [key for key in keys if key]
    if not keys:
        return []
    found = [_Form(place, "".join(keys), len(keys), is_marked=False)]
    rest = keys[1:] if keys[0] in _MARKER_KEYS else keys[:-1] if keys[-1] in _MARKER_KEYS else []
    if rest and "".join(rest) not in _MARKER_KEYS:
        found.append(_Form(place, "".join(rest), len(rest), is_marked=True))
    return found


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
    if not key or key in _MARKER_KEYS:
        return []
    found = index.like(key)
    if not found:
        return []
    kinds, weak, is_person = _beside(keys, start, end)
    hits = []
    for form, likeness in found:
        sure = _confidence(form, key, kinds=kinds, is_weak=weak) * likeness**3
        hits.append(_Hit(start, end, form, 0.2 if is_person else sure))
    return hits


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
