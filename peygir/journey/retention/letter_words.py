"""Erases letters with the files of their annexes and the mails that carried them, in the transaction of the caller."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.conf import settings

from peygir.cases.models import Case
from peygir.desks.answers import actions as answers
from peygir.desks.letters import actions as letters
from peygir.gateways.outbox_erasing import erase_written
from peygir.gateways.results import number_in
from peygir.journey.retention.unwanted import let_go


def erase_letters_of(case: Case) -> int:
    """Erase the letters about a case; returns how many."""
    return _with_copies(letters.erase_letters_of(case))


def erase_old_letters(*, before: datetime, limit: int, held_cases: Collection[int]) -> int:
    """Erase up to `limit` letters that were dealt with and registered before a moment; returns how many."""
    return _with_copies(letters.erase_old_letters(before=before, limit=limit, held_cases=held_cases))


def _with_copies(erased: letters.ErasedLetters) -> int:
    """Erase what else holds the words of letters: the mail with its PDF, in the outbox and in the file for it."""
    let_go(erased.files)
    if erased.mails:
        answers.erase_messages_by_id([number_in(name) for name in erased.mails])
        erase_written(Path(settings.HOME), ids=erased.mails)
    return erased.count
