"""Classifies groups of digits as a phone, a card, an IBAN or a personal id, or as possibly one.

Source: the national numbering plan (mobile 9 and nine digits, landline an area code of two digits and eight digits).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from peygir.core.personal.check_digits import is_iban, is_luhn, is_national_id
from peygir.core.personal.groups import JOINED, LETTERED, TIGHT, Group, chains
from peygir.core.personal.nobodys import is_ours
from peygir.core.personal.number_contexts import (
    SAYS_NATIONAL,
    SAYS_PERSONAL,
    SAYS_PHONE,
    SAYS_PLAIN,
    SAYS_POST,
    UNIT_AFTER,
    before,
    is_amount,
    is_said_phone,
)

_PHONES: Final = tuple(
    re.compile(shape)
    for shape in (r"(?:00)?980?9\d{9}", r"09\d{9}", r"(?:00)?980?[1-8]\d{9}", r"0[1-8]\d{9}", r"00(?!98)[1-79]\d{9,13}")
)
_LENGTHS: Final = (11, 10, 12, 13, 14, 15, 16)
_BARE_MOBILE: Final = re.compile(r"9\d{9}")
_LOCAL: Final = re.compile(r"[2-9]\d{6,7}")
_LIST_GAP: Final = re.compile(r"[\s،,;؛/\-–]*(?:\b(?:و|یا|تا|and|or|va|ya|o)\b|،|,|;|؛)[\s،,]*")
_SIZE_GAP: Final = re.compile(r"\s*[*×x✕]\s*")
_YEAR: Final = re.compile(r"(?:1[34]|20)\d\d")
# Numbers of agencies, and round numbers.
_SHORT: Final = """
110 111 112 113 114 115 116 118 119 120 121 122 123 124 125 129 131 133 134 135 136 137 141 143 162 184 190 191
192 193 194 195 197 198 199 1300 1480 1490 1500 1510 1520 1540 1541 1542 1544 1545 1550 1555 1560 1570 1588 1590
1664 1666 1690 1700 1800 1818 1820 1828 1830 1840 1851 1880 1888 1889 3000 2000
"""
_SHORT_NUMBERS: Final = frozenset(_SHORT.split())
_MY_NUMBER: Final = re.compile(
    r"شماره(?:\u200c|\s)?(?:ام|م|مه|من|تماسم|موبایلم|تلفنم|همراهم)(?!\w)|\b[Mm]y\s+(?:phone\s+)?number\b"
)
MOST_FREE: Final = 6  # this many digits are no personal number
_ID_LENGTH: Final = 10  # digits of a national id and of a postal code
_LEAST: Final = 3  # digits of the shortest number of a person, that of a birth certificate
_FIRST_PART: Final = re.compile(r"09\d{1,2}")


class Hit(NamedTuple):
    """A span of folded letters that is, or may be, of a kind."""

    start: int
    end: int
    kind: str


def certain(text: str, groups: list[Group]) -> list[Hit]:
    """The numbers that are certainly personal."""
    hits: list[Hit] = []
    for chain in chains(groups, JOINED):
        if sum(len(group.digits) for group in chain) > _LEAST:
            hits += _of_chain(text, chain)
    taken = {(hit.start, hit.end) for hit in hits}
    for chain in chains(groups, LETTERED):
        if len(chain) > 1 and any(group.relation == LETTERED for group in chain[1:]):
            hits += [hit for hit in _phones(text, chain, is_strict=True) if (hit.start, hit.end) not in taken]
    return hits


def _of_chain(text: str, chain: Sequence[Group]) -> Iterator[Hit]:
    # Ten digits alone are what the word before calls them; among more digits a phone number is tried first.
    are_ten = sum(len(group.digits) for group in chain) == _ID_LENGTH
    for search in (_cards, _ids, _phones) if are_ten else (_cards, _phones, _ids):
        yield from search(text, chain)


def _stretches(chain: Sequence[Group], lengths: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Each stretch of whole groups with one of these lengths: (first group, group after the last, digits)."""
    most = max(lengths)
    for first in range(len(chain)):
        digits = ""
        for last in range(first, len(chain)):
            digits += chain[last].digits
            if len(digits) in lengths:
                yield first, last + 1, digits
            if len(digits) >= most:
                break


def _cards(text: str, chain: Sequence[Group]) -> Iterator[Hit]:
    for first, last, digits in _stretches(chain, (16, 24, 26)):
        start, end = chain[first].start, chain[last - 1].end
        if len(digits) == 16 and (digits[0] in "56" or (digits[0] in "234" and is_luhn(digits))):
            yield Hit(start, end, "card")
        if len(digits) == 24:
            head = re.search(r"(?i)(?:\bir|[آا]ی[ \u200c]?[آا]ر)[\W_]{0,5}$", text[max(0, start - 12) : start])
            if head or is_iban(digits) or "شبا" in before(text, start):
                yield Hit(start - len(head[0]) if head else start, end, "iban")


def _phones(text: str, chain: Sequence[Group], *, is_strict: bool = False) -> Iterator[Hit]:
    at = 0
    # The longest from each position: no part of a foreign number may be left readable.
    for first, last, digits in sorted(_stretches(chain, _LENGTHS), key=lambda found: (found[0], -found[1])):
        if first < at:
            continue
        start, end = chain[first].start, chain[last - 1].end
        is_phone = any(shape.fullmatch(digits) for shape in _PHONES[: 2 if is_strict else None])
        if not is_phone and not is_strict and len(digits) == 10 and _BARE_MOBILE.fullmatch(digits):
            is_phone = _is_one_number(text, chain[first:last])
        if not is_phone and not is_strict and text[max(0, start - 3) : start].rstrip(" (").endswith("+"):
            is_phone = not _is_listed(chain[first:last])
        if is_phone:
            yield Hit(_with_plus(text, start), end, "phone")
            at = last
    if is_strict:
        return
    for first, last, digits in _stretches(chain, (7, 8)):
        start, end = chain[first].start, chain[last - 1].end
        if first < at or not _LOCAL.fullmatch(digits) or _is_listed(chain[first:last]):
            continue
        if is_said_phone(before(text, start)) and not is_amount(text, chain[first:last]):
            yield Hit(start, end, "phone")


def _with_plus(text: str, start: int) -> int:
    head = re.search(r"(?:\+|\bplus\b|مثبت|به علاوه)[\W_]{0,3}$", text[max(0, start - 12) : start])
    return start - len(head[0]) if head else start


def _is_one_number(text: str, groups: Sequence[Group]) -> bool:
    """Whether groups that form a mobile number without its zero are one number and no list of short ones."""
    if len(groups) == 1:
        return True
    if SAYS_PHONE.search(before(text, groups[0].start)):
        return True
    if any(group.is_spelled for group in groups):
        return all(group.relation == TIGHT for group in groups[1:])
    return not _is_listed(groups) and not _rises(groups)


def _is_listed(groups: Sequence[Group]) -> bool:
    """Whether numbers form a list, as of houses or lines: commas or "and" between them."""
    return len(groups) > 1 and all(_LIST_GAP.fullmatch(group.gap) for group in groups[1:])


def _rises(groups: Sequence[Group]) -> bool:
    values = [int(group.digits[:9]) for group in groups]
    return len(groups) > 2 and all(one < other for one, other in pairwise(values))


def _ids(text: str, chain: Sequence[Group]) -> Iterator[Hit]:
    for first, last, digits in _stretches(chain, (10,)):
        groups = chain[first:last]
        start, end = groups[0].start, groups[-1].end
        context = before(text, start)
        if SAYS_POST.search(context):
            yield Hit(start, end, "post_code")
        elif SAYS_NATIONAL.search(context):
            yield Hit(start, end, "national_id")
        else:
            written_as_one = [len(group.digits) for group in groups] in ([10], [3, 6, 1])
            if written_as_one and is_national_id(digits) and not is_ours(digits):
                yield Hit(start, end, "national_id")
    if SAYS_PERSONAL.search(before(text, chain[0].start)) and sum(len(group.digits) for group in chain) > 3:
        yield Hit(chain[0].start, chain[-1].end, "number")


def doubtful(text: str, groups: list[Group]) -> list[Hit]:
    """The numbers that may be personal, in a text from which the certain ones are removed."""
    hits: list[Hit] = []
    for chain in chains(groups, JOINED):
        if sum(len(group.digits) for group in chain) > MOST_FREE:
            if not _is_plain(text, chain):
                hits.append(Hit(chain[0].start, chain[-1].end, "digits"))
            continue
        hits += [
            Hit(group.start, group.end, "digits")
            for group in chain
            if _FIRST_PART.fullmatch(group.digits) and not _is_decimal(text, group)
        ]
    if _MY_NUMBER.search(text):
        loose = [group for group in groups if not UNIT_AFTER.match(text, group.end)]
        if sum(len(group.digits) for group in loose) > MOST_FREE:
            hits += [Hit(group.start, group.end, "digits") for group in loose]
    return hits


def _is_decimal(text: str, group: Group) -> bool:
    return group.start > 1 and text[group.start - 1] in "./" and text[group.start - 2].isdigit()


def _is_written_as_ours(groups: Sequence[Group]) -> bool:
    """Whether digits are grouped as a tracking code is written or read aloud."""
    return [len(group.digits) for group in groups] in ([10], [2, 3, 3, 2])


def _is_plain(text: str, groups: Sequence[Group]) -> bool:
    """Whether many digits are a list, an amount, a size, a code of ours, or a document's number."""
    digits = "".join(group.digits for group in groups)
    if (is_ours(digits) and _is_written_as_ours(groups)) or is_amount(text, groups):
        return True
    if SAYS_PLAIN.search(before(text, groups[0].start)) and not _is_dictated(groups):
        return True
    if any(len(group.digits) > MOST_FREE and group.is_spelled and group.digits.endswith("000") for group in groups):
        return True  # a spoken amount: «سی و هفت میلیون و دویست هزار», also as one of two such numbers
    if len(groups) == 1:
        return digits.endswith("0000") and not groups[0].is_spelled
    rest = [group for group in groups if group.digits not in _SHORT_NUMBERS and not _YEAR.fullmatch(group.digits)]
    if groups[0].digits[0] != "0" and sum(len(group.digits) for group in rest) <= MOST_FREE:
        return True
    if _is_dictated(groups):
        return groups[0].digits != "0" and _rises(groups)
    is_small = all(len(group.digits) <= 4 and group.digits[0] != "0" for group in rest)
    gaps = [group.gap for group in groups[1:]]
    return is_small and (all(map(_SIZE_GAP.fullmatch, gaps)) or all(map(_LIST_GAP.fullmatch, gaps)) or _rises(groups))


def _is_dictated(groups: Sequence[Group]) -> bool:
    """Whether a number is dictated digit by digit, or in words."""
    short = sum(len(group.digits) == 1 for group in groups)
    return short > MOST_FREE - 1 or (
        sum(group.is_spelled for group in groups) > 2 and any(group.digits == "0" for group in groups)
    )
