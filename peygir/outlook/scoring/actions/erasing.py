"""Erases the words of appeals about a case; no figure of a snapshot or a mark depends on them."""

from django.db.models import Q

from peygir.cases.models import Case
from peygir.outlook.scoring.models import MarkAppeal


def erase_appeal_words(case: Case) -> int:
    """Empty reason and answer of the appeals about a case, with their salt; returns how many. Hold the case's lock."""
    rows = MarkAppeal.objects.filter(~Q(reason="") | ~Q(answer=""), case=case)
    return rows.update(reason="", answer="", salt="")
