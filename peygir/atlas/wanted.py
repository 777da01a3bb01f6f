"""Reads what somebody typed or said into a search for a place: the street, its alley, the number of the house."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from peygir.atlas.names import ALLEY_FIRST, ALLEY_LAST, without_kind
from peygir.core.personal.number_words import ANDS, HUNDRED, NUMBERS, TEEN, TEN, UNIT
from peygir.core.sounds import sound_key, sound_words

LONGEST: Final = 120
"""The most characters that are read; an address is shorter."""
SHORTEST: Final = 2
_MOST_WORDS: Final = 14
_LONGEST_WINDOW: Final = 3


def _sounds(text: str) -> frozenset[str]:
    return frozenset(sound_words(text))


_ALLEYS: Final = _sounds(" ".join((*ALLEY_FIRST, *ALLEY_LAST, "ک")))
_DEAD_END: Final = ("بن", "بست")
_PLATES: Final = _sounds("پلاک پ plaque plate pelak no number")
_FILLERS: Final = _sounds(
    "در سر نبش روبروی مقابل جنب جلوی نزدیک نزدیکی داخل توی تو پشت ابتدای انتهای اول اخر آخر وسط سمت طرف حوالی تقاطع "
    "in at near opposite corner of the"
)
_LINK: Final = "ی"  # of «کوچه‌ی ۱۶»
_NUMBERS: Final = {key: value for word, value in NUMBERS.items() for key in sound_words(word)}
_RANKS: Final = (UNIT, TEEN, TEN, HUNDRED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, all words in the spelling of `sound_words`.

    `words` are the words of names; `key` is everything but the house's number run together; `street` the key of the
    words without alley and kind; `numbers` are the alley's number, the likeliest form first («16/2», «16»), or
    `alley_name` is the key of its name; `plate` is the house's number, `second` what may be it.
    """

    words: tuple[str, ...] = ()
    key: str = ""
    street: str = ""
    numbers: tuple[str, ...] = ()
    alley_name: str = ""
    plate: str = ""
    second: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is too little to look for."""
        return len(self.key) < SHORTEST and not self.numbers

    def windows(self) -> list[tuple[str, ...]]:
        """Each run of words that may be a name, the longest first, without the whole."""
        size = len(self.words)
        return [
            self.words[start : start + length]
            for length in range(min(_LONGEST_WINDOW, size - 1), 0, -1)
            for start in range(size - length + 1)
        ]


def read_wanted(typed: str, *, without: Collection[str] = ()) -> Wanted:
    """What a typed text looks for; `without` are keys of words that say nothing here, as the city's own name.

    «قصردشت کوچه ۱۶ پلاک ۸۳» is alley 16 of Ghasrodasht, house 83; «کوچه شونزده قصردشت» and «قصردشت ۱۶» the same alley.
    """
    tokens = list(islice(sound_words(typed[:LONGEST]), _MOST_WORDS))
    tokens, plate = _plate_of(tokens)
    names, numbers, has_alley = _alley_of(tokens)
    if not has_alley and len(names) > 1:
        names, numbers = _last_number(names)
    kept = _said(names, without)
    forms = tuple(dict.fromkeys(("/".join(numbers[:2]), numbers[0]))) if numbers else ()
    street, alley = _named_alley(kept) if not numbers else (kept, [])
    return Wanted(
        words=tuple(kept),
        key=sound_key([*kept, *(["کوچه"] if has_alley else []), *numbers[:1]]),
        street=sound_key(without_kind(street)) if street else "",
        numbers=forms,
        alley_name=sound_key(alley),
        plate=plate,
        second=numbers[1] if len(numbers) > 1 else "",
    )


def _said(names: list[str], without: Collection[str]) -> list[str]:
    known = [word for word in names if word not in without] or names
    return [word for word in known if word not in _FILLERS] or known


def _named_alley(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Split «قصردشت کوچه بهار» into the street and its alley; without both parts all is the street."""
    for at, word in enumerate(tokens):
        if 0 < at < len(tokens) - 1 and (word in _ALLEYS or tuple(tokens[at : at + 2]) == _DEAD_END):
            return tokens[:at], tokens[at:]
    return tokens, []


def _plate_of(tokens: list[str]) -> tuple[list[str], str]:
    """Take the house's number out of the tokens."""
    for at, word in enumerate(tokens[:-1]):
        if word in _PLATES:
            number, end = _number_at(tokens, at + 1)
            if number:
                return tokens[:at] + tokens[end:], number
    return tokens, ""


def _alley_of(tokens: list[str]) -> tuple[list[str], list[str], bool]:
    """Take the alley's number out of the tokens; an alley's name stays among them."""
    for at, word in enumerate(tokens):
        end = at + 2 if tuple(tokens[at : at + 2]) == _DEAD_END else at + 1 if word in _ALLEYS else 0
        if not end:
            continue
        if tokens[end : end + 1] == [_LINK]:
            end += 1
        numbers: list[str] = []
        while len(numbers) < 2:
            number, after = _number_at(tokens, end)
            if not number:
                break
            numbers.append(number)
            end = after
        if numbers:
            return tokens[:at] + tokens[end:], numbers, True
        if at and tokens[at - 1].isdigit():  # “16 alley”, "16th alley" is rare
            return tokens[: at - 1] + tokens[end:], [tokens[at - 1]], True
    return tokens, [], False


def _last_number(tokens: list[str]) -> tuple[list[str], list[str]]:
    """«قصردشت ۱۶», «قصردشت شونزده»: a number at the end may be an alley's."""
    for size in (3, 2, 1):
        start = len(tokens) - size
        if start > 0:
            number, end = _number_at(tokens, start)
            # «هفت» at the end may be part of a name: of tokens only numbers above ten count.
            if number and end == len(tokens) and (tokens[start].isdigit() or int(number) > 10):
                return tokens[:start], [number]
    return tokens, []


def _number_at(tokens: Sequence[str], at: int) -> tuple[str, int]:
    """The number that begins at a word, in digits or in tokens («بیست و سه»), and where it ends; "" for none."""
    if at < len(tokens) and tokens[at].isdigit() and len(tokens[at]) <= 5:
        return tokens[at].lstrip("0") or "0", at + 1
    total, rank, end = 0, HUNDRED + 1, at
    while end < len(tokens):
        place = end + 1 if end > at and tokens[end] in ANDS else end
        value = _NUMBERS.get(tokens[place]) if place < len(tokens) else None
        is_after_ten = value is not None and value[1] == TEEN and rank == TEN
        if value is None or value[1] not in _RANKS or value[1] >= rank or is_after_ten:
            break
        total, rank, end = total + value[0], UNIT if value[1] == TEEN else value[1], place + 1
    return (str(total), end) if end > at else ("", at)
