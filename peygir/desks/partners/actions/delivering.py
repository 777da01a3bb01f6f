"""Delivers events to webhooks: read from the event table, one delivery each, retried for up to a day."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from peygir.cases.models import Case
from peygir.cases.news import News, news_after
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.desks.partners.actions.webhooks import NoSuchWebhook, WebhookHasEnded, _city, _may, end_webhook
from peygir.desks.partners.models import Delivery, OldSecret, Webhook, WebhookCursor
from peygir.desks.partners.queries import valid_salts
from peygir.desks.partners.rules import GIVE_UP, GONE, is_taken, message_id, next_try, signatures
from peygir.desks.partners.signing import secrets_of
from peygir.desks.partners.telling import OTHER_FILES, body_of, may_hear, other_body
from peygir.gateways import webhooks as gateway
from peygir.gateways.results import GatewayFailed
from peygir.history.actions import record
from peygir.history.catalogue import class_of
from peygir.history.kinds.partners import WebhookMessageSentAgain
from peygir.history.models import Event
from peygir.people.queries import SystemCaller, key_by_id
from peygir.people.rules import SYSTEM, Actor
from peygir.storage.horizon import Horizon

AGENT: Final = "Peygir-Webhooks/1"
BATCH: Final = 100
LONGEST_PAUSE: Final = timedelta(minutes=5)  # of a whole webhook after one message failed
# Claiming moves `next_try_at` forward, so that a crash in between leads to a later retry with the same message id, and
# not to a hot loop. One message of each webhook at a time: a slow webhook delays only itself.
_CLAIM: Final = """
    UPDATE partners_delivery SET tries = tries + 1, next_try_at = %(later)s WHERE id = (
        SELECT due.id FROM partners_webhook hook
        CROSS JOIN LATERAL (
            SELECT id, next_try_at FROM partners_delivery one
            WHERE one.webhook_id = hook.id AND one.state = 'pending' AND one.next_try_at <= %(now)s
            ORDER BY one.next_try_at, one.id LIMIT 1 FOR UPDATE SKIP LOCKED
        ) due
        WHERE hook.ended_at IS NULL AND (hook.not_before IS NULL OR hook.not_before <= %(now)s)
            AND NOT hook.id = ANY(%(passed)s)
        ORDER BY due.next_try_at LIMIT 1
    ) RETURNING id
"""


class DeliveryIsNotDead(Conflict):
    """Only a dead delivery can be sent again."""

    message = _("This message waits for its turn, or has arrived.")


def gather_events() -> int:
    """Write a delivery for each new event and each webhook that may receive it; returns how many. Idempotent."""
    hooks = list(Webhook.objects.filter(ended_at=None))
    if not hooks:
        return 0
    callers = {hook.pk: key_by_id(hook.key_id) for hook in hooks}
    with transaction.atomic():
        reading = WebhookCursor.objects.select_for_update().get(pk=1)
        horizon = Horizon(reading.top, {int(one): seen for one, seen in reading.gaps.items()})
        snapshot = news_after(horizon.top, horizon.gaps)
        fresh = set(horizon.take(snapshot.ids, xmin=snapshot.xmin, xmax=snapshot.xmax))
        if (horizon.top, len(horizon.gaps)) == (reading.top, len(reading.gaps)) and not fresh:
            return 0
        rows = _deliveries([news for news in snapshot.news if news.id in fresh], hooks, callers)
        rows += _other_deliveries(fresh, hooks, callers)
        Delivery.objects.bulk_create(sorted(rows, key=lambda row: row.event_id), ignore_conflicts=True)
        reading.top, reading.gaps = horizon.top, {str(one): seen for one, seen in horizon.gaps.items()}
        reading.save(update_fields=["top", "gaps"])
    return len(rows)


def _deliveries(news: list[News], hooks: list[Webhook], callers: dict[int, SystemCaller | None]) -> list[Delivery]:
    wanted = {kind for hook in hooks for kind in hook.kinds}
    wanted_news = [one for one in news if one.kind in wanted]
    if not wanted_news:
        return []
    cases = {case.code: case for case in Case.objects.filter(code__in={one.code for one in wanted_news})}
    moments = dict(Event.objects.filter(pk__in=[one.id for one in wanted_news]).values_list("pk", "at"))
    now, rows = clock.now(), []
    for news_item in wanted_news:
        for hook in hooks:
            caller, case = callers[hook.pk], cases[news_item.code]
            # Events before the webhook's creation are not sent, nor old records that are imported later.
            is_new = news_item.id > hook.after_event and moments[news_item.id] >= hook.made_at
            is_meant = news_item.kind in hook.kinds and is_new and case.city_id == hook.city_id
            if is_meant and caller is not None and may_hear(caller, news_item, case):
                rows.append(
                    Delivery(
                        webhook=hook,
                        event_id=news_item.id,
                        kind=news_item.kind,
                        code=news_item.code,
                        made_at=now,
                        since=now,
                        body=body_of(news_item, case, moments[news_item.id]),
                        next_try_at=now,
                    )
                )
    return rows


def _other_deliveries(
    fresh: Collection[int], hooks: list[Webhook], callers: dict[int, SystemCaller | None]
) -> list[Delivery]:
    """The deliveries of events of files that are no cases; without a webhook for such kinds, no statement."""
    kinds = {kind for hook in hooks for kind in hook.kinds if class_of(kind).file in OTHER_FILES}
    if not kinds:
        return []
    now, rows = clock.now(), []
    events = list(Event.objects.filter(pk__in=fresh, file__in=list(OTHER_FILES), kind__in=kinds).order_by("pk"))
    for file, read in OTHER_FILES.items():
        files = read({event.file_id for event in events if event.file == file})
        for event in (event for event in events if event.file == file and event.file_id in files):
            other = files[event.file_id]
            for hook in hooks:
                caller = callers[hook.pk]
                is_new = event.pk > hook.after_event and event.at >= hook.made_at
                is_meant = event.kind in hook.kinds and is_new and other.city_id == hook.city_id
                if is_meant and caller is not None and caller.may("events") and other.may_hear(caller, event.kind):
                    rows.append(
                        Delivery(
                            webhook=hook,
                            event_id=event.pk,
                            kind=event.kind,
                            code=other.code,
                            made_at=now,
                            since=now,
                            body=other_body(event, other),
                            next_try_at=now,
                        )
                    )
    return rows


def deliver_due() -> int:
    """Send what is due, each webhook one message after the other; returns how many were tried."""
    tried, passed = 0, list[int]()
    while tried < BATCH and (row := _claimed(passed)) is not None:
        tried += 1
        if not _try(row):
            passed.append(row.webhook_id)
    return tried


def send_again(delivery_id: int, *, by: Actor) -> None:
    """Retry a dead message for another day. Raises NotYourWork, NoSuchWebhook, WebhookHasEnded, DeliveryIsNotDead."""
    _may(by)
    now = clock.now()
    with transaction.atomic():
        row = Delivery.objects.select_for_update(of=("self",)).select_related("webhook").filter(pk=delivery_id).first()
        if row is None:
            raise NoSuchWebhook()
        if row.webhook.ended_at is not None:
            raise WebhookHasEnded()
        if row.state != "dead":
            raise DeliveryIsNotDead()
        row.state, row.tries, row.since, row.next_try_at, row.done_at = "pending", 0, now, now, None
        row.save(update_fields=["state", "tries", "since", "next_try_at", "done_at"])
        Webhook.objects.filter(pk=row.webhook_id).update(not_before=None)
        event = WebhookMessageSentAgain(name=row.webhook.name, webhook=row.webhook_id, delivery=row.pk)
        record(_city(), event, by=str(by), at=now)


def forget_deliveries(*, before: datetime) -> int:
    """Delete delivered messages and expired secrets from before a moment; dead messages stay visible.

    Returns the number of deleted messages.
    """
    OldSecret.objects.filter(until__lt=before).delete()
    return Delivery.objects.filter(state="delivered", done_at__lt=before).delete()[0]


def _claimed(passed: list[int]) -> Delivery | None:
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "later": now + timedelta(minutes=1), "passed": passed})
        row = cursor.fetchone()
    return Delivery.objects.select_related("webhook").get(pk=row[0]) if row else None


def _try(row: Delivery) -> bool:
    """Send one message, outside any transaction, and record the result; returns whether it was delivered."""
    hook, now = row.webhook, clock.now()
    caller = key_by_id(hook.key_id)
    if caller is None or not caller.may("events"):
        return _failed(row, "the key is withdrawn or may not hear of events")
    name, stamp = message_id(hook.pk, row.event_id), int(now.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": AGENT,
        "webhook-id": name,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signatures(
            [secret for salt in valid_salts(hook, now) for secret in secrets_of(salt)],
            message_id=name,
            timestamp=stamp,
            body=row.body,
        ),
    }
    try:
        row.status = gateway.bring(hook.url, row.body, headers)
    except GatewayFailed as failure:
        row.status = None
        return _failed(row, failure.reason)
    if row.status == GONE:
        row.save(update_fields=["status"])
        end_webhook(hook.pk, by=SYSTEM, is_gone=True)
        return False
    if not is_taken(row.status):
        return _failed(row, f"it answered {row.status}")
    row.state, row.done_at, row.next_try_at, row.error = "delivered", clock.now(), None, ""
    row.save(update_fields=["state", "done_at", "next_try_at", "status", "error"])
    return True


def _failed(row: Delivery, reason: str) -> bool:
    now = clock.now()
    again = next_try(row.tries, since=row.since, now=now)
    row.state, row.next_try_at, row.error = ("pending" if again else "dead"), again, reason[:200]
    row.done_at = None if again else now
    row.save(update_fields=["state", "next_try_at", "done_at", "status", "error"])
    # The webhook's other messages pause too, and those that are a day old die with this one.
    pause = min((again or now) - now, LONGEST_PAUSE)
    Webhook.objects.filter(pk=row.webhook_id).update(not_before=now + pause)
    late = Delivery.objects.filter(webhook_id=row.webhook_id, state="pending", since__lt=now - GIVE_UP)
    late.update(state="dead", next_try_at=None, done_at=now, error=row.error)
    return False
