"""Tells from the words beside a name whether a place is meant: the kind of place, a preposition, a person, a town."""

from dataclasses import dataclass
from typing import Final, Literal

from peygir.core import names as persons
from peygir.desks.understanding.place_keys import key_of, words_of
from peygir.desks.understanding.place_words import (
    ALLEY,
    CALLING,
    HOME,
    I_AM_AFTER,
    IDIOMS,
    INSTITUTIONS,
    LOOSE,
    MARKERS,
    MATTERS,
    MEDIUM_AFTER,
    MEDIUM_BEFORE,
    NEVER_AS_TYPED,
    PERSON_AFTER,
    PLURAL_OF,
    RESIDENT_AFTER,
    STRONG_AFTER,
    STRONG_BEFORE,
    TITLES,
    TOWN_AS_NAME,
    TOWN_BEFORE,
    TOWNS,
    WEAK_BEFORE,
)

Degree = Literal["strong", "medium", "thing", "weak", "first", "none"]
_PLURALS: Final = frozenset(map(key_of, ("های", "ها", "ای")))
_COPULA: Final = frozenset(map(key_of, ("س", "ست", "است", "ه", "ایم", "یم", "هستیم", "هستم")))
_YEARS: Final = frozenset(
    map(key_of, ("ساله", "سالشه", "سال", "ساعت", "روز", "روزه", "نفر", "تا", "هفته", "هفتس", "ماهه", "بار"))
)
_OURS: Final = frozenset(map(key_of, ("ما", "مون", "مان", "خودمون")))
_OWN: Final = frozenset(("م", "مون", "ش", "شون", "ت"))
_NO_GIVEN: Final = frozenset(
    ("ولی", "محترم", "یا", "فرمان", "هدایت", "کرم", "سیما", "فرهنگ", "سایه", "سحر", "حیات", "نهال")
)  # also words of other sorts
_MOST_IDIOM: Final = 3
_NEAR_TOWN: Final = 3


@dataclass(frozen=True, slots=True)
class NameContext:
    """What stands beside a name: the `groups` of places that a word for a kind stands for, and how much tells a place.

    `is_loose`: the word for a kind is one after which any name counts. `is_person`, `is_elsewhere` (another town) and
    `is_idiom` speak against a place of the city.
    """

    groups: frozenset[str] = frozenset()
    is_loose: bool = False
    is_institution: bool = False
    degree: Degree = "none"
    is_person: bool = False
    is_elsewhere: bool = False
    is_idiom: bool = False
    is_ours: bool = False  # «خیابون بیست متری ما»
    is_part_of_street: bool = False  # «… بلوار رو بستن»: the next word is a kind of place, and may be what is meant


class TextWords:
    """The words of a text as keys, and questions about the words beside some of them."""

    def __init__(self, text: str) -> None:
        self.words, self.pauses = words_of(text)
        self.keys = [word if word in NEVER_AS_TYPED else key_of(word) for word in self.words]
        self._idioms = self._spans_of_idioms()
        self._towns = frozenset(at for at, key in enumerate(self.keys) if key in TOWNS and not self._is_a_name(at))

    def beside(self, start: int, end: int) -> NameContext:
        """What stands beside the words from `start` up to, and without, `end`."""
        groups, marker_at = self._groups(start, end)
        before = self._at(start - 1) if start not in self.pauses else ""
        return NameContext(
            groups=groups,
            is_loose=any(" ".join(self.keys[at:start]) in LOOSE for at in (start - 1, start - 2) if at >= 0),
            is_institution=before in INSTITUTIONS,
            degree=self._degree(start, end),
            is_person=not groups and self._is_person(start, end),
            is_elsewhere=self._is_elsewhere(min(marker_at, start), end),
            is_ours=end not in self.pauses and self._at(end) in _OURS,
            is_part_of_street=self._at(end) in MARKERS and not is_alley(MARKERS[self._at(end)]),
            is_idiom=any(first < end and start < last for first, last in self._idioms),
        )

    def _at(self, at: int) -> str:
        return self.keys[at] if 0 <= at < len(self.keys) else ""

    def _groups(self, start: int, end: int) -> tuple[frozenset[str], int]:
        """The groups of the marker before the name (in English: behind it), also across «شهید», and where it stands."""
        first = start
        if first and self.keys[first - 1] in TITLES and first not in self.pauses:
            first -= 1
        for at in (first - 2, first - 1):
            if at >= 0 and first not in self.pauses and (groups := MARKERS.get(" ".join(self.keys[at:first]))):
                return groups, at
        behind = self._at(end)
        if (
            behind.isascii()
            and (groups := MARKERS.get(behind))
            and not (ALLEY in groups and self._at(end + 1).isdigit())
        ):
            return groups, start  # "Zand alley 5" is an alley of Zand
        return frozenset(), start

    def _degree(self, start: int, end: int) -> Degree:
        before = "" if start in self.pauses else self._at(start - 1)
        after = self._at(end)
        pair = f"{after} {self._at(end + 1)}"
        if before in STRONG_BEFORE or self._is_numbered_alley(start) or self._is_lived_in(start, end):
            return "strong"
        if not STRONG_AFTER.isdisjoint((after, pair)) or (after.isdigit() and self._at(end + 1) not in _YEARS):
            return "strong"
        is_before_thing = after in MATTERS
        if before in MEDIUM_BEFORE or after in MEDIUM_AFTER or self._is_plural(start):
            return "medium"
        if before in WEAK_BEFORE:
            return "medium" if is_before_thing else "weak"
        if is_before_thing or before in MATTERS or self._is_alone(start, end):
            return "thing"
        return "first" if start in self.pauses else "none"

    def is_home(self, start: int) -> bool:
        """Whether the words before are of the writer's home: «خونمون», «آدرسم»."""
        return self._at(start - 1) in HOME or self._at(start - 2) in HOME

    def _is_lived_in(self, start: int, end: int) -> bool:
        """«معالی‌آباد می‌شینیم», «خونمون زرهی است», «از زرهی زنگ می‌زنم»."""
        after = self._at(end)
        if not RESIDENT_AFTER.isdisjoint((after, f"{after} {self._at(end + 1)}")) or self._is_calling(start, end):
            return True
        return after in _COPULA and self.is_home(start)

    def _is_calling(self, start: int, end: int) -> bool:
        """Whether somebody calls from there: «از زرهی زنگ می‌زنم»."""
        is_own = any(key.endswith("م") for key in self.keys[end + 1 : end + 4])
        return is_own and self._at(end) in CALLING and self._at(start - 1) in WEAK_BEFORE

    def _is_alone(self, start: int, end: int) -> bool:
        """Whether the name is a part of the text by itself, as in an address: «ارم، سه شبه …»."""
        return start in self.pauses and (end in self.pauses or end == len(self.keys)) and len(self.keys) > end - start

    def _is_numbered_alley(self, start: int) -> bool:
        """«کوچه ۵ زند», «بلوک ۳ گلستان»."""
        before, further = self._at(start - 1), self._at(start - 2)
        return before.isdigit() and (further in MARKERS or further in STRONG_AFTER)

    def _is_plural(self, start: int) -> bool:
        """«کوچه‌های سردزک», «چراغای سردزک»."""
        before, further = self._at(start - 1), self._at(start - 2)
        stem = before[: -len("ای")] if before.endswith("ای") else ""
        return (before in _PLURALS and further in PLURAL_OF | MATTERS) or stem in PLURAL_OF or stem in MATTERS

    def _is_person(self, start: int, end: int) -> bool:
        before, after = self._at(start - 1), self._at(end)
        if start and start not in self.pauses:
            word = self.words[start - 1]
            is_of_kin = before in _OWN and self._at(start - 2) in TITLES  # «نوه‌م مهدیه»
            is_given = persons.is_given(word) and before not in MARKERS and word not in _NO_GIVEN
            if before in TITLES or is_of_kin or is_given:
                return True
        if after in CALLING:
            return not self._is_calling(start, end)
        return end not in self.pauses and after in PERSON_AFTER

    def names_somebody(self, start: int, end: int) -> bool:
        """Whether a name of persons is one here: with a family name behind it, or «… هستم»."""
        after = self.words[end] if end < len(self.words) and end not in self.pauses else ""
        is_followed = bool(after) and persons.is_known(after) and not persons.is_given_alone(after)
        is_place = start not in self.pauses and self._at(start - 1) in STRONG_BEFORE | MEDIUM_BEFORE
        return is_followed or (self._at(end) in I_AM_AFTER and not is_place)

    def _is_a_name(self, at: int) -> bool:
        """Whether the name of a town is part of a name here: «دروازه اصفهان», «از تهران آمدم»."""
        before = self._at(at - 1)
        return before in TOWN_AS_NAME and self._at(at - 2) not in TOWN_BEFORE

    def _is_elsewhere(self, start: int, end: int) -> bool:
        """Whether the name belongs to another town: «میدان آزادی تهران», «تهران، خیابان ولیعصر», «در کازرون …»."""
        behind = end if end in self._towns or end in self.pauses else end + 1
        if behind in self._towns and behind not in self.pauses - {end}:
            return True
        return any(at < start and start - at <= _NEAR_TOWN for at in self._towns)

    def _spans_of_idioms(self) -> list[tuple[int, int]]:
        return [
            (at, at + size)
            for size in range(2, _MOST_IDIOM + 1)
            for at in range(len(self.keys) - size + 1)
            if " ".join(self.keys[at : at + size]) in IDIOMS
        ]


def is_alley(groups: frozenset[str]) -> bool:
    """Whether the name is that of an alley: «کوچه ارم» lies anywhere."""
    return ALLEY in groups
