"""The wording of messages, as data with dates."""

from django.db import transaction

from peygir.answers.models import MessageText
from peygir.answers.texts import DEFAULTS, check_text
from peygir.core import clock
from peygir.people.rules import Actor


def save_text(kind: str, *, language: str, subject: str, body: str, by: Actor) -> None:
    """A new wording from now on; the old one stays with its dates. Raises what `texts.check_text` raises."""
    check_text(kind, body)
    now = clock.now()
    with transaction.atomic():
        MessageText.objects.filter(kind=kind, language=language, valid_to=None).update(valid_to=now)
        MessageText.objects.create(kind=kind, language=language, subject=subject, body=body, valid_from=now)


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
