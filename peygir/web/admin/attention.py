"""What needs the administrator's attention now: faults, and what waits or runs out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.city.facts import CityFacts
from peygir.core import clock
from peygir.desks.partners import queries as partners
from peygir.people import retention_queries as privacy
from peygir.people.account_changes import waiting_changes
from peygir.people.keyring import keys
from peygir.people.permissions import Permission
from peygir.people.privacy_rules import OPEN_STATES
from peygir.people.role_proposals import waiting_roles
from peygir.people.rules import Actor
from peygir.web.kit.health_look import KEPT
from peygir.web.kit.health_words import words_of
from peygir.web.kit.templatetags.ui import digits

KEY_SOON: Final = timedelta(days=30)
_MESSAGES: Final = frozenset({"messages", "gateways", "dead_letters"})


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """One sentence, and the page on which something can be done about it."""

    sentence: str
    href: str
    is_fault: bool = False


def attention(by: Actor, city_facts: CityFacts) -> list[AttentionItem]:
    """Return what needs attention, faults first; six statements, besides a look at the health that is kept."""
    return [*_faults(), *_waiting(by), *_running_out(city_facts)]


def _faults() -> Iterator[AttentionItem]:
    look = KEPT.look()
    for name in look.checks:
        if name in look.faults:
            yield AttentionItem(words_of(name, False), reverse("outbox" if name in _MESSAGES else "health"), True)
    if dead := partners.dead_count():
        sentence = _("Webhook messages that were given up: %(count)s.")
        yield AttentionItem(sentence % {"count": digits(dead)}, reverse("admin_webhooks"), True)


def _waiting(by: Actor) -> Iterator[AttentionItem]:
    changes, roles = len(waiting_changes()), len(waiting_roles())
    where = reverse("account_changes")
    if changes and by.may(Permission.CONFIRM_ACCOUNTS):
        sentence = _("Account changes that wait for a second person: %(count)s.")
        yield AttentionItem(sentence % {"count": digits(changes)}, where)
    if roles:
        sentence = _("Role changes that wait for a second person: %(count)s.")
        yield AttentionItem(sentence % {"count": digits(roles)}, reverse("admin_roles"))
    failed = [line for line in partners.open_orders() if line.state == "failed"]
    if failed:
        sentence = _("Tables of old records that could not be taken over: %(names)s.")
        names = _(", ").join(line.file_name for line in failed)
        yield AttentionItem(sentence % {"names": names}, reverse("admin_import"), True)


def _running_out(city_facts: CityFacts) -> Iterator[AttentionItem]:
    now = clock.now()
    ending = [key for key in keys() if not key.is_over and key.valid_until and key.valid_until < now + KEY_SOON]
    if ending:
        sentence = _("Keys that end within 30 days: %(names)s.")
        yield AttentionItem(sentence % {"names": _(", ").join(key.name for key in ending)}, reverse("admin_keys"))
    requests = privacy.requests_in_city(city_facts.id)
    late = [row for row in requests if row.state in OPEN_STATES and row.due_at < now]
    if late:
        sentence = _("Citizens' requests about their data that are overdue: %(count)s.")
        yield AttentionItem(sentence % {"count": digits(len(late))}, reverse("admin_requests"), True)
