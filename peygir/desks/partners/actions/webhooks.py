"""Creates, changes and ends webhooks; the secret is shown once, and each change is in the city's history."""

import secrets
from collections.abc import Collection
from typing import Any, Final, TypedDict

from django.conf import settings
from django.db import IntegrityError, transaction

from peygir.cases.news import newest
from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.desks.partners.models import Delivery, Webhook, WebhookCursor
from peygir.desks.partners.rules import KINDS, check_webhook
from peygir.desks.partners.signing import secret_of
from peygir.history.actions import record
from peygir.history.kinds.partners import WebhookChanged, WebhookEnded, WebhookMade
from peygir.people.actions import NotYourWork
from peygir.people.models import ApiKey
from peygir.people.queries import key_by_id
from peygir.people.rules import SYSTEM, Actor, may_administer

SCOPE: Final = "events"


class WebhookFacts(TypedDict):
    """A webhook's data in the history."""

    webhook: int
    name: str
    key: str | None
    url: str
    kinds: list[str]


class WebhookNameIsTaken(Invalid):
    """Another webhook, perhaps an ended one, has this name: its history must stay distinguishable."""

    message = _("There has been a webhook with the name “{name}” already.")


class KeyHearsNothing(Invalid):
    """The API key is withdrawn or expired, or may not receive events."""

    message = _("Choose a key that is in use and may be told of events.")


class NoSuchWebhook(Missing):
    """No webhook has this number."""

    message = _("There is no such webhook.")


class WebhookHasEnded(Conflict):
    """The webhook has ended and cannot be changed; a new one takes its place."""

    message = _("This webhook has ended; make a new one.")


def make_webhook(name: str, *, key_id: int, url: str, kinds: Collection[str], by: Actor) -> tuple[int, str]:
    """Create a webhook; returns its id and its secret, which is shown only once.

    Raises NotYourWork, KeyHearsNothing, WebhookNameIsTaken, what `check_webhook` does.
    """
    _may(by)
    name, url, now = plain(name), url.strip(), clock.now()
    check_webhook(name=name, url=url, kinds=kinds, also_plain=settings.WEBHOOK_PRIVATE_HOSTS)
    _check_key(key_id)
    try:
        with transaction.atomic():
            city = _city()
            row = Webhook.objects.create(
                city=city,
                name=name,
                key_id=key_id,
                url=url,
                kinds=[kind for kind in KINDS if kind in kinds],
                salt=secrets.token_urlsafe(24),
                after_event=_begin(),
                made_at=now,
                made_by=str(by),
            )
            record(city, WebhookMade(**_facts_of(row)), by=str(by), at=now)
    except IntegrityError as error:
        raise WebhookNameIsTaken(name=name) from error
    return row.pk, secret_of(row.salt)


def change_webhook(webhook_id: int, *, key_id: int, url: str, kinds: Collection[str], by: Actor) -> None:
    """Change a webhook's key, address and events. A request that changes nothing writes nothing.

    Raises NotYourWork, NoSuchWebhook, WebhookHasEnded, KeyHearsNothing, what `check_webhook` does.
    """
    _may(by)
    with transaction.atomic():
        row = _locked(webhook_id)
        url = url.strip()
        check_webhook(name=row.name, url=url, kinds=kinds, also_plain=settings.WEBHOOK_PRIVATE_HOSTS)
        _check_key(key_id)
        wish: dict[str, Any] = {"key_id": key_id, "url": url, "kinds": [kind for kind in KINDS if kind in kinds]}
        changed = [name for name, value in wish.items() if getattr(row, name) != value]
        if not changed:
            return
        row.key_id, row.url, row.kinds, row.not_before = key_id, url, wish["kinds"], None
        row.save(update_fields=["key", "url", "kinds", "not_before"])
        record(_city(), WebhookChanged(**_facts_of(row), changed=changed), by=str(by), at=clock.now())


def end_webhook(webhook_id: int, *, by: Actor = SYSTEM, is_gone: bool = False) -> None:
    """End a webhook; its waiting messages become dead. Raises NotYourWork, NoSuchWebhook, WebhookHasEnded."""
    _may(by)
    now = clock.now()
    with transaction.atomic():
        row = _locked(webhook_id)
        row.ended_at, row.ended_why = now, "gone" if is_gone else "person"
        row.save(update_fields=["ended_at", "ended_why"])
        Delivery.objects.filter(webhook=row, state="pending").update(
            state="dead", next_try_at=None, done_at=now, error="the webhook has ended"
        )
        record(_city(), WebhookEnded(**_facts_of(row), why=row.ended_why), by=str(by), at=now)


def _may(by: Actor) -> None:
    if not may_administer(by):
        raise NotYourWork()


def _check_key(key_id: int) -> None:
    caller = key_by_id(key_id)
    if caller is None or not caller.may(SCOPE):
        raise KeyHearsNothing()


def _locked(webhook_id: int) -> Webhook:
    row = Webhook.objects.select_for_update(no_key=True).filter(pk=webhook_id).first()
    if row is None:
        raise NoSuchWebhook()
    if row.ended_at is not None:
        raise WebhookHasEnded()
    return row


def _begin() -> int:
    """The newest event id; if there was no active webhook, nobody has read the table, so reading starts there too."""
    WebhookCursor.objects.get_or_create(pk=1)
    reading = WebhookCursor.objects.select_for_update().get(pk=1)
    at = newest()
    if not Webhook.objects.filter(ended_at=None).exists():
        reading.top, reading.gaps = at, {}
        reading.save(update_fields=["top", "gaps"])
    return at


def _city() -> City:
    """The city whose history records webhooks, locked."""
    return City.objects.select_for_update(no_key=True).get(code=settings.CITY)


def _facts_of(row: Webhook) -> WebhookFacts:
    """A webhook's data for the history, without its secret."""
    key = ApiKey.objects.filter(pk=row.key_id).values_list("name", flat=True).first()
    return {"webhook": row.pk, "name": row.name, "key": key, "url": row.url, "kinds": row.kinds}
