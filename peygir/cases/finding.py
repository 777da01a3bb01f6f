"""Conditions for searching the entries: a scan where the cases are few, the partition's index where they are many."""

from typing import Final

from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan

from peygir.cases.models import Case, Report, SearchEntry, SearchPartition
from peygir.core.codes import read_code
from peygir.core.finding import SearchTerms, search_terms_of

CANDIDATES: Final = 3_000
"""The most entries taken from one partition; of a more common word some cases are found, not all."""


def read_one_by_one(search_terms: SearchTerms) -> Q:
    """Condition for cases whose entry holds the terms, by scanning each entry: for a set that is already small."""
    pieces = Q()
    for piece in search_terms.pieces:
        pieces &= Q(_holds(piece))
    return pieces | Q(_holds(search_terms.whole)) if search_terms.whole else pieces


def by_index(search_terms: SearchTerms, partition: SearchPartition, *, unit_id: int | None = None) -> Q:
    """Condition for cases whose entry holds the terms, by the index of a partition: for words that are not common.

    At most CANDIDATES entries; with `unit_id`, only that unit's ended cases.
    """
    return Q(pk__in=_in_partition(search_terms, partition, unit_id))


def told_of(text: str, *, among_open: bool, unit_id: int | None = None) -> Q:
    """Condition for cases that a code or words refer to, of one unit if given; no case where the text has no search
    terms.
    """
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
    """The case that has this code, and the case that the report of this code belongs to now; two statements."""
    return {
        *Report.objects.filter(code=code).values_list("case_id", flat=True),
        *Case.objects.filter(code=code).values_list("pk", flat=True),
    }


def _in_partition(
    search_terms: SearchTerms, partition: SearchPartition, unit_id: int | None
) -> QuerySet[SearchEntry, int]:
    pieces = Q()
    for piece in search_terms.pieces:
        pieces &= Q(words__contains=piece)
    held = pieces | Q(words__contains=search_terms.whole) if search_terms.whole else pieces
    # A literal, not a parameter: a generic plan could not use the index of one partition.
    cards = SearchEntry.objects.filter(held, partition=RawSQL(str(partition.value), ()))  # noqa: S611 - a constant
    if unit_id is not None and partition != SearchPartition.OPEN:
        # Cast to the column's type: the index has no operator for a smaller integer type.
        cards = cards.filter(unit_id=Cast(Value(unit_id), BigIntegerField()))
    return cards.values_list("case_id", flat=True)[:CANDIDATES]


def _holds(piece: str) -> GreaterThan:
    # Not LIKE: the planner would use the index even for a word that most entries hold.
    return GreaterThan(StrIndex(F("search_entry__words"), Value(piece)), 0)
