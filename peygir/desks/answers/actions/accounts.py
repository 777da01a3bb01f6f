"""Notifies people of the highest roles of each change of an account with such a role, by notice and email."""

from django.conf import settings
from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import languages
from peygir.desks.answers.account_words import account_words
from peygir.desks.answers.filling import words_in_force
from peygir.desks.answers.links import account_changes_link
from peygir.desks.answers.models import Message, Notice
from peygir.history.queries import event
from peygir.people.account_changes import highest_staff
from peygir.people.channels import Channel
from peygir.people.permissions import GUARDED
from peygir.people.queries import staff_by_id, staff_names
from peygir.people.role_cache import roles_that_may
from peygir.storage.rows import insert


def tell_account_keepers(staff_id: int, number: int) -> None:
    """Write a notice, and an email, to everybody of the highest roles except the person who made the change;
    idempotent.

    Nothing is written of an account that neither is nor was nor would be of these roles.
    """
    happened, subject = event("staff", staff_id, number), staff_by_id(staff_id)
    data = happened.data
    touched = {data.get("role", ""), data.get("was", ""), *data.get("changed", {}).get("role", [])}
    if subject is None or roles_that_may(*GUARDED).isdisjoint(touched | {subject.role}):
        return
    language = city.current_city(settings.CITY).language
    language = language if language in languages() else "fa"
    doer = int(happened.by.partition(":")[2] or 0) if happened.by.startswith("staff:") else 0
    subject_line, body = words_in_force("account_changed", language)
    server = _("the server").in_language(language)
    values = {
        "account": str(subject),
        "name": staff_names({doer}, language).get(doer, server),
        "event": account_words(happened.kind, data, language),
        "link": account_changes_link(),
    }
    now = clock.now()
    with transaction.atomic(savepoint=False):
        for person in highest_staff():
            if not person.is_active or str(happened.by) == f"staff:{person.pk}":
                continue
            notice = Notice(staff=person, account=subject, number=number, by=happened.by, at=happened.at)
            # The notice alone shows whether this event was handled: an email without a case has no unique key.
            if insert(notice, unless_known=True) and person.email:
                insert(
                    Message(
                        kind="account_changed",
                        channel=Channel.MAIL,
                        address=person.email,
                        subject=subject_line,
                        body=body.format(**values),
                        created_at=now,
                        next_try_at=now,
                    )
                )
