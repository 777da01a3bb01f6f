"""How cards are asked: one by one where there are few, by the index of their shelf where there are many."""

from typing import Final

from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan

from peygir.cases.models import Card, Case, Report, SearchPartition
from peygir.core.codes import read_code
from peygir.core.finding import SearchTerms, search_terms_of

CANDIDATES: Final = 3_000
"""Cards that one shelf gives at most; a word that more of them hold finds some of its cases, not all."""


def read_one_by_one(search_terms: SearchTerms) -> Q:
    """The cases whose card holds what is looked for, each card read: for a set that is small by itself."""
    pieces = Q()
    for piece in search_terms.pieces:
        pieces &= Q(_holds(piece))
    return pieces | Q(_holds(search_terms.whole)) if search_terms.whole else pieces


def by_index(search_terms: SearchTerms, partition: SearchPartition, *, unit_id: int | None = None) -> Q:
    """The same by the index of a shelf, at most CANDIDATES cards: for words that are not on most of them.

    Of the cases that ended, those of one unit alone where `unit_id` is given.
    """
    return Q(pk__in=_in_partition(search_terms, partition, unit_id))


def told_of(text: str, *, among_open: bool, unit_id: int | None = None) -> Q:
    """The cases that a code or words tell of, of this unit alone if it is given; none where the words tell nothing."""
    if (code := read_code(text)) is not None:
        return Q(pk__in=ids_of_code(code))
    search_terms = search_terms_of(text)
    if not search_terms.pieces:
        return Q(pk__in=[])
    if among_open:
        return read_one_by_one(search_terms)
    first, *others = (_in_partition(search_terms, partition, unit_id) for partition in SearchPartition)
    return Q(pk__in=first.union(*others, all=True))


def ids_of_code(code: str) -> set[int]:
    """The case that carries a code, and the one that its report belongs to now; two statements."""
    return {
        *Report.objects.filter(code=code).values_list("case_id", flat=True),
        *Case.objects.filter(code=code).values_list("pk", flat=True),
    }


def _in_partition(search_terms: SearchTerms, partition: SearchPartition, unit_id: int | None) -> QuerySet[Card, int]:
    pieces = Q()
    for piece in search_terms.pieces:
        pieces &= Q(words__contains=piece)
    held = pieces | Q(words__contains=search_terms.whole) if search_terms.whole else pieces
    # The number itself, not a parameter: a plan for any partition could not use the index of one.
    cards = Card.objects.filter(held, shelf=RawSQL(str(partition.value), ()))  # noqa: S611 - a constant
    if unit_id is not None and partition != SearchPartition.OPEN:
        # As the column's own type: the index has no comparison with a smaller one.
        cards = cards.filter(unit_id=Cast(Value(unit_id), BigIntegerField()))
    return cards.values_list("case_id", flat=True)[:CANDIDATES]


def _holds(piece: str) -> GreaterThan:
    # Not LIKE: there the index would be taken, however many cards hold the word.
    return GreaterThan(StrIndex(F("card__words"), Value(piece)), 0)
