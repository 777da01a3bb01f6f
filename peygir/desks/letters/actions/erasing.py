"""Erases the words of letters: those about a case with its words, and others once their time is over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from peygir.cases.models import Case
from peygir.core import clock
from peygir.desks.letters.letter_states import LetterWay
from peygir.desks.letters.models import Letter, LetterAnnex, LetterHanding
from peygir.desks.letters.queries import erasable


@dataclass(frozen=True, slots=True)
class ErasedLetters:
    """How many letters were emptied, the files that they named, and the Message-IDs under which they went by mail."""

    count: int = 0
    files: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()


def erase_letters_of(case: Case) -> ErasedLetters:
    """Empty the letters about a case; the files, and the mails that carried them, are left to the caller."""
    return _erase(list(Letter.objects.filter(case=case, erased_at=None).values_list("pk", flat=True)))


def erase_old_letters(*, before: datetime, limit: int, held_cases: Collection[int] = ()) -> ErasedLetters:
    """Empty letters that were dealt with and registered before a moment; number, days and direction stay."""
    rows = Letter.objects.filter(erasable(before)).exclude(case_id__in=held_cases)
    return _erase(list(rows.order_by("pk").values_list("pk", flat=True)[:limit]))


def _erase(letter_ids: list[int]) -> ErasedLetters:
    if not letter_ids:
        return ErasedLetters()
    with transaction.atomic():
        annexes = LetterAnnex.objects.filter(letter_id__in=letter_ids)
        names = sorted(set(annexes.values_list("stored__name", flat=True)))
        annexes.delete()
        handings = LetterHanding.objects.filter(letter_id__in=letter_ids)
        mailed = handings.filter(letter__way=LetterWay.MAIL).exclude(remote="").order_by("pk")
        mails = tuple(mailed.values_list("remote", flat=True))
        handings.update(error="")  # a mail server's refusal names the address
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
    return ErasedLetters(count, tuple(names), mails)
