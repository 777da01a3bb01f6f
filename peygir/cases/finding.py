"""How cards are asked: one by one where there are few, by the index of their trigrams where there are many."""

from typing import Final

from django.db.models import F, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from peygir.cases.models import Card, Case, Report
from peygir.core.codes import read_code
from peygir.core.finding import Sought, sought

CANDIDATES: Final = 3_000
"""Cards that the index gives at most; a word that more of them hold finds some of its cases, not all."""


def read_one_by_one(wanted: Sought) -> Q:
    """The cases whose card holds what is looked for, each card read: for a set that is small by itself."""
    pieces = Q()
    for piece in wanted.pieces:
        pieces &= Q(_holds(piece))
    return pieces | Q(_holds(wanted.whole)) if wanted.whole else pieces


def by_index(wanted: Sought) -> Q:
    """The same by the index, at most CANDIDATES cards: for a set of any size, and words that are not on most cards."""
    pieces = Q()
    for piece in wanted.pieces:
        pieces &= Q(words__contains=piece)
    cards = Card.objects.filter(pieces | Q(words__contains=wanted.whole) if wanted.whole else pieces)
    return Q(pk__in=cards.values("case_id")[:CANDIDATES])


def told_of(text: str, *, among_open: bool) -> Q:
    """The cases that a code or words tell of; none where the words tell nothing."""
    if (code := read_code(text)) is not None:
        return Q(pk__in=ids_of_code(code))
    wanted = sought(text)
    if not wanted.pieces:
        return Q(pk__in=[])
    return read_one_by_one(wanted) if among_open else by_index(wanted)


def ids_of_code(code: str) -> set[int]:
    """The case that carries a code, and the one that its report belongs to now; two statements."""
    return {
        *Report.objects.filter(code=code).values_list("case_id", flat=True),
        *Case.objects.filter(code=code).values_list("pk", flat=True),
    }


def _holds(piece: str) -> GreaterThan:
    # Not LIKE: there the index would be taken, however many cards hold the word.
    return GreaterThan(StrIndex(F("card__words"), Value(piece)), 0)
