"""Erases the words of letters: those about a case with its words, and others once their time is over."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from peygir.cases.models import Case
from peygir.core import clock
from peygir.desks.letters.models import Letter, LetterAnnex
from peygir.desks.letters.queries import erasable


def erase_letters_of(case: Case) -> tuple[int, list[str]]:
    """Empty the letters about a case: (how many, names of the files that no letter has any more)."""
    return _erase(list(Letter.objects.filter(case=case, erased_at=None).values_list("pk", flat=True)))


def erase_old_letters(*, before: datetime, limit: int, held_cases: Collection[int] = ()) -> tuple[int, list[str]]:
    """Empty letters that were dealt with and registered before a moment; number, days and direction stay."""
    rows = Letter.objects.filter(erasable(before)).exclude(case_id__in=held_cases)
    return _erase(list(rows.order_by("pk").values_list("pk", flat=True)[:limit]))


def _erase(letter_ids: list[int]) -> tuple[int, list[str]]:
    if not letter_ids:
        return 0, []
    with transaction.atomic():
        annexes = LetterAnnex.objects.filter(letter_id__in=letter_ids)
        names = sorted(set(annexes.values_list("stored__name", flat=True)))
        annexes.delete()
        rows = Letter.objects.filter(pk__in=letter_ids)
        count = rows.update(
            party="",
            address="",
            other_number="",
            subject="",
            body="",
            tables=[],
            figures=[],
            state_reason="",
            erased_at=clock.now(),
        )
    return count, names
