"""Decides between the names found in a text: the longest counts, two places of one name share the confidence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from peygir.desks.understanding.place_evidence import TextWords
from peygir.desks.understanding.place_keys import word_keys
from peygir.desks.understanding.place_names import NameForm
from peygir.desks.understanding.place_words import NEIGHBOURHOOD

SURE: Final = 0.75
"""The confidence from which a name may be taken for the place; below it a person is asked."""
AGAINST: Final = 0.2
"""The confidence of a name of which the words beside it say that no place of the city is meant."""

_CONNECTED: Final = 0.7
_CONNECTIONS: Final = frozenset(word_keys("و تا به نرسیده از بین سمت"))
_SHARED: Final = 0.76  # what two places of one name keep of the confidence


@dataclass(frozen=True, slots=True)
class NameHit:
    """A form of a name that stands at the words from `start` up to, and without, `end`."""

    start: int
    end: int
    form: NameForm
    confidence: float


def longest(hits: Iterable[NameHit]) -> list[NameHit]:
    """Hits without those inside a longer name of high confidence; places with the same name share the confidence."""
    kept: list[NameHit] = []
    for hit in sorted(hits, key=lambda one: (one.start - one.end, -one.confidence)):
        inside = (one for one in kept if one.start <= hit.start and hit.end <= one.end)
        if not any(
            (one.end - one.start > hit.end - hit.start and one.confidence >= hit.confidence)
            or (one.start == hit.start and one.end == hit.end and one.confidence > hit.confidence + 0.1)
            for one in inside
        ):
            kept.append(hit)
    shared: defaultdict[tuple[int, int], list[NameHit]] = defaultdict(list)
    for hit in kept:
        shared[hit.start, hit.end].append(hit)
    return [replace(hit, confidence=hit.confidence * _share(hit, shared[hit.start, hit.end])) for hit in kept]


def _share(hit: NameHit, others: Sequence[NameHit]) -> float:
    """The part of the confidence that a name keeps: all where it stands for one place, or one neighbourhood, alone.

    A neighbourhood keeps it beside a street or a park of its name.
    """
    place = hit.form.place
    rivals = [one.form.place for one in others if one.form.place != place]
    if not place.is_listed:
        rivals = [one for one in rivals if not one.is_listed]
    if place.kind == NEIGHBOURHOOD:
        rivals = [one for one in rivals if one.kind == NEIGHBOURHOOD]
    if not rivals or (place.neighbourhood and all(one.neighbourhood == place.neighbourhood for one in rivals)):
        return 1.0
    return _SHARED


def connected(text_words: TextWords, hits: list[NameHit]) -> list[NameHit]:
    """A doubtful name beside a sure one counts: «از معالی‌آباد تا زند»."""
    sure = [hit for hit in hits if hit.confidence >= SURE]
    return [
        replace(hit, confidence=_CONNECTED)
        if AGAINST < hit.confidence < _CONNECTED
        and not hit.form.is_marked
        and any(_is_connected(text_words, hit, one) for one in sure)
        else hit
        for hit in hits
    ]


def _is_connected(text_words: TextWords, hit: NameHit, other: NameHit) -> bool:
    first, second = (hit, other) if hit.end <= other.start else (other, hit)
    between = text_words.keys[first.end : second.start]
    return 0 < len(between) <= 2 and all(key in _CONNECTIONS for key in between)
