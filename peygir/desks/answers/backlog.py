"""Unsent messages: the age of the oldest, channels that fail, and dead messages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q

from peygir.desks.answers.models import Message

DEAD_LOOKED_AT = timedelta(days=1)
"""The period in which dead messages count for the health of the system; older ones are on the outbox's page."""
TRIED_BEFORE = 2
"""A message that failed this often has more than a momentary problem."""
SEVERAL = 3
"""The number of failing messages from which the gateway, and not an address, is suspected."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """Waiting messages; seconds since the oldest untried one was due; failing channels; dead messages of a day."""

    waiting: int
    oldest_seconds: float
    silent_channels: tuple[str, ...]
    dead: int


def unsent(now: datetime) -> Unsent:
    """The outbox at a moment; three statements."""
    pending = Message.objects.filter(state="pending")
    totals = pending.aggregate(waiting=Count("pk"), due=Min("next_try_at", filter=Q(tries=0, next_try_at__lte=now)))
    failing = (
        pending.filter(tries__gte=TRIED_BEFORE).values("channel").annotate(count=Count("pk"), since=Min("created_at"))
    )
    stuck = {row["channel"]: row["since"] for row in failing if row["count"] >= SEVERAL}
    sent = Message.objects.filter(channel__in=stuck, sent_at__isnull=False) if stuck else Message.objects.none()
    last = dict(
        sent.filter(sent_at__gte=min(stuck.values(), default=now)).values_list("channel").annotate(Max("sent_at"))
    )
    silent = tuple(sorted(channel for channel, since in stuck.items() if channel not in last or last[channel] < since))
    dead = Message.objects.filter(state="dead", created_at__gte=now - DEAD_LOOKED_AT).count()
    oldest = (now - totals["due"]).total_seconds() if totals["due"] else 0.0
    return Unsent(int(totals["waiting"]), oldest, silent, dead)
