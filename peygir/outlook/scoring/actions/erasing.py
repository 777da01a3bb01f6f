"""Erases the words of appeals; no figure of a snapshot or a mark depends on them."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from peygir.cases.models import Case
from peygir.cases.states import ENDED
from peygir.core.vocabulary import plain
from peygir.outlook.scoring.models import MarkAppeal

_WORDS: Final = ~Q(reason="") | ~Q(answer="")


def erase_appeal_words(case: Case) -> int:
    """Empty reason and answer of the appeals about a case, with their salt; returns how many. Hold the case's lock."""
    return MarkAppeal.objects.filter(_WORDS, case=case).update(reason="", answer="", salt="")


def count_appeals_due(before: datetime) -> int:
    """How many appeals that were decided before a moment still hold words that are due."""
    return _due(before).count()


def erase_old_appeal_words(*, before: datetime, limit: int, held_cases: Collection[int]) -> int:
    """Empty the words of up to `limit` appeals that were decided before a moment; returns how many.

    Those by rule belong to no case, and one about a case may have got its answer after the words of the case went.
    While the case goes on, or is held, the words stay.
    """
    ids = list(_due(before).exclude(case__in=held_cases).order_by("pk").values_list("pk", flat=True)[:limit])
    return MarkAppeal.objects.filter(_WORDS, pk__in=ids).update(reason="", answer="", salt="")


def _due(before: datetime) -> "QuerySet[MarkAppeal]":
    is_over = Q(case__isnull=True) | Q(case__state__in=plain(ENDED), case__state_at__lt=before)
    return MarkAppeal.objects.filter(_WORDS, is_over, decided_at__lt=before)
