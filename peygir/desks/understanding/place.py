"""Finds the places that a text names, colloquial and misspelt names included, with a confidence for each.

Names are compared without blanks, half-spaces and easily confused letters («معالیاباد» = «معالی‌آباد», «میدون» =
«میدان»). How sure a name is depends on two things: how often these words mean something else (`place_names.Doubt`), and
what stands beside them (`place_evidence`): «محله», «خیابون» or «سمت» before it, «کوچه ۸» or «نبش» behind it, a person's
title, another town. An ordinary word is not taken for a typing error («پایان کار» is not «پایانه ارم»), nor for a name
without its marker («گاز» is not «فلکه گاز»).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz

from peygir.desks.understanding.place_evidence import NameContext, TextWords
from peygir.desks.understanding.place_hits import AGAINST, SURE, NameHit, connected, longest
from peygir.desks.understanding.place_names import (
    FUZZY,
    FUZZY_KEY,
    RESIDENT_ENDINGS,
    NameForm,
    NameIndex,
    PlaceName,
    index_of,
)
from peygir.desks.understanding.place_words import (
    ALLEY,
    BEFORE,
    MARKERS,
    NEIGHBOURHOOD,
    NEVER,
    ORDINARY,
    ORDINARY_KEYS,
    STRONG_BEFORE,
    TOWNS,
    groups_of,
)

__all__ = ["ORDINARY", "SURE", "NamedPlace", "PlaceName", "follows_marker", "places_in"]

_LONGEST: Final = 5  # the most words of a name
_OF_VERBS: Final = ("می", "نمی")  # prefixes that mark the next word as part of a verb: «می‌کشن» is not «کشن»
_FITS: Final = 0.97
_ANY_KIND: Final = 0.85
# (doubt of the name, degree of what stands beside it) → confidence
_PLAIN: Final = {"strong": 0.93, "medium": 0.9, "thing": 0.88, "weak": 0.88, "first": 0.86, "none": 0.85}
_MILD: Final = {"strong": 0.88, "medium": 0.8, "thing": 0.7, "weak": 0.7, "first": 0.6, "none": 0.45}
_DOUBTFUL: Final = {"strong": 0.8, "medium": 0.66, "thing": 0.52, "weak": 0.45, "first": 0.4, "none": 0.4}
_MARKED: Final = {"strong": 0.7, "medium": 0.6, "thing": 0.4, "weak": 0.4, "first": 0.3, "none": 0.3}
_MARKED_DOUBTFUL: Final = {**_MARKED, "strong": 0.6, "medium": 0.45}
# Beside the word for another kind of place: «پل چمران» is not the neighbourhood, but near it.
_NEARBY: Final = {"plain": 0.8, "mild": 0.7, "doubtful": 0.5}
_ALLEYS: Final = {"plain": 0.55, "mild": 0.3, "doubtful": 0.3}
_INSTITUTIONS: Final = {"plain": 0.6, "mild": 0.4, "doubtful": 0.3}
_LONG_NAME: Final = 10
_MARKER_LIKE: Final = 70.0
_LONG_LATIN: Final = 8
_EASILY_MISTAKEN: Final = 7  # letters up to which a misspelt name needs words beside it that tell of a place
_UNSURE: Final = 0.45


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that the text names, with a confidence (0 to 1) and the code of its neighbourhood ("" for none).

    `said` are the words of the text that name it, normalised.
    """

    name: str
    code: str
    kind: str
    confidence: float
    neighbourhood: str = ""
    said: str = ""


def places_in(text: str, names: Sequence[PlaceName] | NameIndex, listed: NameIndex | None = None) -> list[NamedPlace]:
    """The places that a text names, the most certain first; each place once.

    `names` may be an index of them, which saves a search in a cache; `listed` is one of the names of a street map. A
    longer name hides the names inside it («شهرک گلستان» is not «گلستان»); two places of one name share the confidence,
    unless they lie in one neighbourhood.
    """
    text_words = TextWords(text)
    main = names if isinstance(names, NameIndex) else index_of(tuple(names))
    indexes = [main] if listed is None else [main, listed]
    hits = [
        hit
        for size in range(min(_LONGEST, len(text_words.keys)), 0, -1)
        for start in range(len(text_words.keys) - size + 1)
        for hit in _hits(text_words, start, start + size, indexes)
    ]
    best: dict[tuple[str, str], NameHit] = {}
    for hit in connected(text_words, longest(hits)):
        key = (hit.form.place.kind, hit.form.place.code)
        if key not in best or best[key].confidence < hit.confidence:
            best[key] = hit
    return sorted((_named(text_words, hit) for hit in best.values()), key=rank)


def rank(named: NamedPlace) -> tuple[float, bool, str, str]:
    """A sort key: the most certain first; of two equally certain ones the neighbourhood."""
    return -named.confidence, named.kind != NEIGHBOURHOOD, named.kind, named.code


def _named(text_words: TextWords, hit: NameHit) -> NamedPlace:
    place, said = hit.form.place, " ".join(text_words.words[hit.start : hit.end])
    return NamedPlace(place.forms[0], place.code, place.kind, round(hit.confidence, 3), place.neighbourhood, said)


def follows_marker(keys: Sequence[str], at: int) -> bool:
    """Whether a word for a kind of place stands before the word at this index."""
    before, further = keys[at - 1] if at else "", keys[at - 2] if at > 1 else ""
    return before in MARKERS or f"{further} {before}" in MARKERS


def _hits(text_words: TextWords, start: int, end: int, indexes: Sequence[NameIndex]) -> list[NameHit]:
    keys = text_words.keys[start:end]
    key = "".join(keys)
    if not key or " ".join(keys) in MARKERS or (start and text_words.keys[start - 1] in _OF_VERBS):
        return []
    rated_forms, beside = _forms_like(text_words, start, end, indexes)
    if not rated_forms:
        return []
    hits = []
    for form, likeness in rated_forms:
        # «فلکه گاز» has its marker in it.
        has_own = likeness == 1.0 and bool(form.rest) and not form.is_marked
        fits = has_own or bool(beside.groups & groups_of(form.place.kind))
        if form.place.is_listed and not fits and not _is_telling(form):
            continue
        if (likeness < 1.0 or not fits) and _is_phantom(text_words, start, end, form, beside, likeness):
            continue
        sure = _confidence(form, beside, fits=fits) * likeness**3
        if likeness < 1.0 and len(form.key) <= _EASILY_MISTAKEN and beside.degree in ("first", "none"):
            sure = min(sure, _UNSURE)
        if not fits and form.is_person and text_words.names_somebody(start, end):
            sure = min(sure, AGAINST)
        hits.append(NameHit(start, end, form, sure))
    return hits


def _is_telling(form: NameForm) -> bool:
    """Whether a name of a street map tells of a place by itself: by a marker in it, or because it is long."""
    return bool(form.rest) or (form.words > 1 and len(form.key) >= _LONG_NAME and form.doubt == "plain")


def _forms_like(
    text_words: TextWords, start: int, end: int, indexes: Sequence[NameIndex]
) -> tuple[list[tuple[NameForm, float]], NameContext]:
    """The forms that the words equal, else equal without an ending or a preposition, else resemble; what is beside."""
    keys = text_words.keys[start:end]
    key = "".join(keys)
    if exact := [(form, 1.0) for index in indexes for form in index.exact(key)]:
        return exact, text_words.beside(start, end)
    is_ordinary, main = all(word in ORDINARY_KEYS for word in keys), indexes[0]
    if is_ordinary and len(keys) == 1:
        return [], NameContext()
    forms, ending = main.with_ending(key, is_home=text_words.is_home(start))
    is_telling = ending in RESIDENT_ENDINGS or text_words.is_home(start)
    if forms and (is_telling or keys[0] in MARKERS or keys[-1] not in ORDINARY_KEYS):
        beside = text_words.beside(start, end)
        return [(form, 1.0) for form in forms], replace(beside, degree="strong") if is_telling else beside
    forms, word = main.behind_preposition(key, keys[0])
    if forms:
        beside = replace(text_words.beside(start, end), degree="strong", groups=MARKERS.get(word, frozenset()))
        return [(form, 1.0) for form in forms], beside
    is_latin = key.isascii() and len(key) >= _LONG_LATIN  # no ordinary word is that long, nor spelt in one way
    begins_before = len(keys) > 1 and keys[0] in BEFORE  # «تو حسن‌آباد» is not «تل حسین‌آباد»
    if key in NEVER or begins_before or (is_ordinary and not is_latin) or not (near := main.near(key)):
        return [], NameContext()
    return list(near), text_words.beside(start, end)


def _is_phantom(
    text_words: TextWords, start: int, end: int, form: NameForm, beside: NameContext, likeness: float
) -> bool:
    """Whether words without a fitting marker beside them only look like this name."""
    keys = text_words.keys[start:end]
    is_single = form.is_marked and form.words == 1
    if likeness == 1.0:
        # «شهرک گلستان» written as «گلستان»: only where nothing but a place can be meant.
        if form.is_marked and not beside.groups and all(word in ORDINARY_KEYS for word in keys):
            return True
        if not is_single or beside.groups:
            return is_single and keys[0] in ORDINARY_KEYS
        is_place = beside.degree in ("strong", "medium") or (start > 0 and text_words.keys[start - 1] in STRONG_BEFORE)
        return keys[0] in ORDINARY_KEYS or form.key in TOWNS or not is_place
    if is_single:
        return not beside.groups
    if form.rest and not _has_marker_of(form, keys):
        return True
    # Two words that resemble two others but share neither with them are a different name.
    return len(keys) > 1 and form.words > 1 and not form.parts.intersection(keys)


def _has_marker_of(form: NameForm, keys: Sequence[str]) -> bool:
    """Whether misspelt words have the marker of the name, and resemble it without that, too.

    «خیابان اصلی» and «خیابان ساحلی» are similar only by their marker; «ما یا شهرداری» has none.
    """
    key = "".join(keys)
    marker = form.key.removesuffix(form.rest) if form.key.endswith(form.rest) else form.key.removeprefix(form.rest)
    bare = key.removeprefix(marker) if key.startswith(marker) else key.removesuffix(marker)
    if bare != key or keys[0] in MARKERS:
        bare = bare if bare != key else "".join(keys[1:])
        return len(bare) >= FUZZY_KEY and fuzz.ratio(bare, form.rest) >= FUZZY
    return any(fuzz.ratio(word, marker) >= _MARKER_LIKE for word in keys)


def _confidence(form: NameForm, beside: NameContext, *, fits: bool) -> float:
    """The confidence of a name, from the name itself and the words beside it."""
    if beside.is_elsewhere or (beside.is_idiom and not fits) or beside.is_person:
        return AGAINST
    if fits:
        return _UNSURE if beside.is_ours and form.doubt == "doubtful" else _FITS
    if beside.is_loose:
        return _ANY_KIND
    if ALLEY in beside.groups:
        return _ALLEYS[form.doubt]
    if beside.is_institution:
        return _INSTITUTIONS["doubtful" if form.is_marked else form.doubt]
    if beside.groups:
        return _NEARBY[form.doubt] if not form.is_marked else 0.4
    if form.is_marked:
        if beside.is_part_of_street and beside.degree == "strong":
            return _MARKED["weak"]  # «درخت زیتون بلوار»
        return (_MARKED_DOUBTFUL if form.doubt == "doubtful" else _MARKED)[beside.degree]
    return {"plain": _PLAIN, "mild": _MILD, "doubtful": _DOUBTFUL}[form.doubt][beside.degree]
