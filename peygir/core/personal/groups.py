"""The numbers of a text as groups of digits, written as digits or as words, and the relation between neighbours."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from peygir.core.personal.number_words import (
    ANDS,
    ARABIC_NUMBERS,
    HUNDRED,
    JOINTS,
    MILLION,
    NUMBERS,
    TEEN,
    TEN,
    THOUSAND,
    TIMES,
    UNIT,
)

TIGHT, JOINED, LETTERED, FAR = 0, 1, 2, 3
"""The relation of a group to the one before: after marks alone; after marks and words such as "dash"; after up to three
letters; after anything else."""

_MOST_MARKS, _MOST_JOINT, _MOST_LETTERS = 8, 40, 4  # letters of a gap
_ALIKE_LETTERS: Final = "OoØøQDlIiSsBZzgqb"
_LOOKALIKES: Final = str.maketrans(_ALIKE_LETTERS, "00000011155822996")
_ANY_ALIKE: Final = re.compile(r"[A-Za-z°○◯⭕●][\W_]{0,5}[0-9]|[0-9][\W_]{0,5}[A-Za-z°○◯⭕●]")
# A run of digits and letters that look like digits, with at least one digit; a word such as "Blvd" has others.
_ALIKE: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?=[{_ALIKE_LETTERS}]{{0,6}}[0-9])[0-9{_ALIKE_LETTERS}]{{2,}}(?![A-Za-z0-9])"
)
_LONE_ZERO: Final = re.compile(r"(?<![^\W\d_])[OoØ°○◯⭕●](?=[\W_]{0,5}[9])|(?<=[0-9])[\W_]?[Oo°○◯⭕●](?=[\W_]?[0-9])")
_SHORTEST_RUN: Final = 5  # letters of two numbers run together
MILLIONS, MILLION_RANK = 1_000_000, THOUSAND + 1
# Two of these may be a number in Arabic; a single one may be the title of a book, as «خمسه».
_ANY_ARABIC: Final = re.compile(
    r"(?<!\w)(?:سبعه|تسعه|ثلاثه|اثنان|اثنین|اربعه|خمسه|ثمانیه|سته)(?!\w).{0,40}(?<!\w)(?:سبعه|تسعه|ثلاثه|اثنان|اثنین|"
    r"اربعه|خمسه|ثمانیه|سته|صفر)(?!\w)"
)
_TOKEN: Final = re.compile(r"[0-9]+|[^\W\d_]+(?:\u200c[^\W\d_]+)*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")
_RUN_TOGETHER: Final = re.compile(
    rf"(?:{'|'.join(sorted((w for w in NUMBERS if w[0] > 'z' and len(w) > 1), key=len, reverse=True))}|و|\u200c)+"
)
_PART: Final = re.compile(
    "|".join(sorted((word for word in NUMBERS if word[0] > "z" and len(word) > 1), key=len, reverse=True))
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One word of a number."""

    value: int
    rank: int
    start: int
    end: int


@dataclass(slots=True)
class Group:
    """Digits from `start` up to `end` of a folded text; `relation` to the group before."""

    start: int
    end: int
    digits: str
    relation: int = FAR
    gap: str = ""
    is_spelled: bool = False


def with_digits(text: str) -> str:
    """`text` with look-alike letters among digits replaced by these digits; letter for letter."""
    if not _ANY_ALIKE.search(text):
        return text
    text = _ALIKE.sub(lambda found: found[0].translate(_LOOKALIKES), text)
    return _LONE_ZERO.sub(lambda found: re.sub(r"[^\W\d_]|[°○◯⭕●]", "0", found[0]), text)


def chains(groups: list[Group], loosest: int) -> Iterator[list[Group]]:
    """The runs of groups of which each follows the one before as `loosest` or more closely."""
    chain: list[Group] = []
    for group in groups:
        if chain and group.relation > loosest:
            yield chain
            chain = []
        chain.append(group)
    if chain:
        yield chain


def groups_in(text: str) -> list[Group]:
    """The numbers of a text of `with_digits`, in order; linear in its length."""
    is_arabic = _ANY_ARABIC.search(text) is not None
    group_reader = _Reader(text, ARABIC_NUMBERS if is_arabic else {})
    for match in _TOKEN.finditer(text):
        token = match[0]
        is_run = ("و" in token or "\u200c" in token) and (len(token) >= _SHORTEST_RUN or _is_with_and(token))
        if group_reader.is_idle and token[0] > "z" and not is_run and token not in NUMBERS and token not in TIMES:
            if is_arabic and token in ARABIC_NUMBERS:
                group_reader.take(token, match.start(), match.end())
            continue  # an everyday word, as most are
        group_reader.take(token, match.start(), match.end())
    group_reader.close()
    for before, after in pairwise(group_reader.groups):
        after.gap = text[before.end : after.start]
        after.relation = _relation(after.gap)
    return group_reader.groups


class _Reader:
    """Combines the words and digits of a text into groups, one token after the other."""

    def __init__(self, text: str, more: Mapping[str, tuple[int, int]]) -> None:
        self.text = text
        self._more = more  # numbers of another language that the text is written in
        self.groups: list[Group] = []
        self._phrase: list[_Part] = []
        self._is_joined = False  # an «و» follows the phrase
        self._times = 1  # of "double seven"
        self._from = 0  # where "double" begins

    @property
    def is_idle(self) -> bool:
        """Whether no number is in progress."""
        return not self._phrase and self._times == 1

    def take(self, token: str, start: int, end: int) -> None:
        """Process the next token: digits or a word."""
        is_latin = token[0].isascii()
        if is_latin and token[0].isdigit():
            self.close()
            self.groups.append(Group(start, end, token))
            return
        word = token.lower() if is_latin else token
        if (number := NUMBERS.get(word) or self._more.get(word)) is not None:
            self._add(_Part(*number, start, end))
        elif word in MILLION and self._phrase and self._phrase[-1].rank < THOUSAND:
            self._add(_Part(MILLIONS, MILLION_RANK, start, end))
        elif word in ANDS and self._phrase:
            self._is_joined = True
        elif word == "o":
            self._add(_Part(0, UNIT, start, end))
        else:
            if is_latin and word.endswith("o") and (number := NUMBERS.get(word[:-1])) is not None:
                self._add(_Part(*number, start, end))
                self._is_joined = True
                return
            is_run = not is_latin and (len(word) >= _SHORTEST_RUN or _is_with_and(word))
            if is_run and (parts := _parts(word, start)):
                self._take_run(parts, end)
                return
            self.close()
            self._times, self._from = TIMES.get(word, 1), start

    def _take_run(self, parts: "list[_Part]", end: int) -> None:
        """Process a word of several numbers run together, with «و» between two of them or behind the last."""
        for before, part in zip((None, *parts), parts, strict=False):
            if before is not None:
                self._is_joined = "و" in self.text[before.end : part.start]
            self._add(part)
        self._is_joined = "و" in self.text[parts[-1].end : end]

    def close(self) -> None:
        """End the number in progress."""
        if self._phrase:
            self.groups.append(_spelled(self._phrase))
        self._phrase, self._is_joined, self._times = [], False, 1

    def _add(self, part: "_Part") -> None:
        if self._times > 1:
            self.groups.append(Group(self._from, part.end, str(part.value) * self._times, is_spelled=True))
            self.close()
            return
        if self._phrase:
            blank = self.text[self._phrase[-1].end : part.start]
            is_near = self._is_joined or not blank.strip(" \t\u200c")
            if not is_near or "\n" in blank or not _fits(self._phrase, part):
                self.close()
        self._phrase.append(part)
        self._is_joined = False


def _is_with_and(word: str) -> bool:
    """Whether a word is a number with the «و» attached: «شصتو هفت»."""
    return word.endswith("و") and word[:-1] in NUMBERS and word not in ("یهو", "سهو")


def _parts(word: str, start: int) -> list["_Part"]:
    """The numbers in a word that runs them together: «سیصدوبیست»."""
    if not _RUN_TOGETHER.fullmatch(word):
        return []
    return [_Part(*NUMBERS[part[0]], start + part.start(), start + part.end()) for part in _PART.finditer(word)]


def _fits(phrase: list["_Part"], part: "_Part") -> bool:
    """Whether a part continues the number so far: «نهصد» «هفده», "nine" "hundred", and not «نه» «یک»."""
    last = phrase[-1]
    if part.value == 0 or last.value == 0:
        return False
    if part.rank >= THOUSAND:
        return not any(THOUSAND <= one.rank <= part.rank for one in phrase)
    if part.value == 100 and last.rank == UNIT and (len(phrase) == 1 or phrase[-2].rank >= THOUSAND):
        return last.value > 1
    if last.rank >= THOUSAND:
        return True
    return part.rank < last.rank and last.rank in (TEN, HUNDRED) and not (part.rank == TEEN and last.rank == TEN)


def _spelled(phrase: list["_Part"]) -> Group:
    total = below = 0
    for part in phrase:
        if part.rank >= THOUSAND:
            total, below = total + max(below, 1) * part.value, 0
        elif part.rank == HUNDRED and 1 < below < 10:
            below *= part.value
        else:
            below += part.value
    return Group(phrase[0].start, phrase[-1].end, str(total + below), is_spelled=True)


def _relation(gap: str) -> int:
    if len(gap) > _MOST_JOINT:
        return FAR
    letters = sum(letter.isalnum() for letter in gap)
    if not letters:
        return TIGHT if len(gap) <= _MOST_MARKS else FAR
    if all(word.lower() in JOINTS for word in _WORD.findall(gap)):
        return JOINED
    return LETTERED if len(gap) <= _MOST_LETTERS and letters <= 3 else FAR
