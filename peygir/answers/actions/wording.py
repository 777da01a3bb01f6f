"""The wording of messages, as data with dates."""

from typing import Final

from django.db import IntegrityError, transaction

from peygir.answers.models import MessageText
from peygir.answers.texts import DEFAULTS, check_text
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.words import plain
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_manage_people

LANGUAGES: Final = ("fa", "en")


class LanguageIsUnknown(Invalid):
    """A language that messages are not written in."""

    fa = "پیام‌ها به زبان «{language}» نوشته نمی‌شوند."
    en = "Messages are not written in “{language}”."


class WordingHasChanged(Conflict):
    """Two people saved the same text at once."""

    fa = "همکار دیگری هم‌زمان این متن را ذخیره کرد. صفحه را تازه کنید و دوباره ببینید."
    en = "Someone else saved this text meanwhile. Refresh and look again."


def save_text(kind: str, *, language: str, subject: str, body: str, by: Actor) -> None:
    """A new wording from now on; the old one stays with its dates.

    Raises NotYourWork, LanguageIsUnknown, WordingHasChanged, and what `texts.check_text` raises.
    """
    if not may_manage_people(by):
        raise NotYourWork()
    if language not in LANGUAGES:
        raise LanguageIsUnknown(language=plain(language)[:10])
    subject, body, now = plain(subject), plain(body), clock.now()
    check_text(kind, body, subject)
    try:
        with transaction.atomic():
            MessageText.objects.filter(kind=kind, language=language, valid_to=None).update(valid_to=now)
            MessageText.objects.create(kind=kind, language=language, subject=subject, body=body, valid_from=now)
    except IntegrityError as error:
        raise WordingHasChanged() from error


def load_default_texts() -> int:
    """Store the shipped wording of each kind and language that has none yet; returns how many were new."""
    known = set(MessageText.objects.values_list("kind", "language"))
    new = [
        MessageText(kind=kind, language=language, subject=subject, body=body, valid_from=clock.now())
        for (kind, language), (subject, body) in DEFAULTS.items()
        if (kind, language) not in known
    ]
    MessageText.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
