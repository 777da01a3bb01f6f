"""Few messages to an address that nobody proved: what is over the limit waits, and goes out later as one message."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from peygir.answers.filling import digits_of, words_in_force
from peygir.answers.models import Message
from peygir.answers.sending_rules import UNPROVEN_DAY, free_at
from peygir.core import clock

MOST_CODES: Final = 6
"""Codes in one merged message; the page behind its link has all of them."""
MERGED: Final = "merged into one later message"


def may_go(message: Message) -> bool:
    """Whether a due message may be sent now.

    One that is over the limit of its address waits until the limit allows one more; then all that waited for this
    address become one new message, and none of them is sent. Two workers that send to one address in the same moment
    may each send one message: the limit is exceeded by at most the number of workers.
    """
    if not message.counted_as:
        return True
    now = clock.now()
    to_it = Message.objects.filter(counted_as=message.counted_as)
    sent = to_it.filter(sent_at__gt=now - UNPROVEN_DAY).order_by("-sent_at").values_list("sent_at", flat=True)
    per_hour, per_day = settings.UNPROVEN_PER_HOUR, settings.UNPROVEN_PER_DAY
    moments = [at for at in sent[: max(per_hour, per_day, 1)] if at is not None]
    free = free_at(moments, now=now, per_hour=per_hour, per_day=per_day)
    if free is None:
        return not _merge(message, now)
    waiting = to_it.filter(state="pending")
    # All that came meanwhile waits with it, so that each is tried once and not in turn. This was no try.
    waiting.filter(held_at=None).update(held_at=now)
    waiting.filter(pk=message.pk).update(next_try_at=free, tries=Greatest(F("tries") - 1, 0))
    waiting.filter(next_try_at__lt=free).update(next_try_at=free)
    return False


def _merge(message: Message, now: datetime) -> bool:
    """Put what waited into one new message; False where this one alone waits, and is still to be sent."""
    with transaction.atomic():
        rows = Message.objects.select_for_update(no_key=True, of=("self",)).select_related("report")
        rows = rows.filter(Q(pk=message.pk) | Q(held_at__isnull=False), counted_as=message.counted_as, state="pending")
        waiting = list(rows.order_by("pk"))
        if [one.pk for one in waiting] == [message.pk]:
            return False
        if message.pk in {one.pk for one in waiting}:
            Message.objects.filter(pk__in=[one.pk for one in waiting]).update(
                state="dropped", next_try_at=None, error=MERGED
            )
            _write_merged(waiting, now)
    return True


def _write_merged(waiting: list[Message], now: datetime) -> None:
    last = waiting[-1]
    language = last.report.language if last.report is not None and last.report.language == "en" else "fa"
    codes = list(dict.fromkeys(one.report.code for one in waiting if one.report is not None))
    shown = [digits_of(language)(code) for code in codes[:MOST_CODES]]
    mark = "، " if language == "fa" else ", "
    subject, body = words_in_force("several", language)
    page = f"{settings.PUBLIC_URL}/me/" if last.channel == "sms" else f"{settings.PUBLIC_URL}/track/"
    values = {
        "count": digits_of(language)(str(len(codes))), "link": page,
        "codes": mark.join([*shown, *(["…"] if len(codes) > MOST_CODES else [])]),
    }  # fmt: skip
    Message.objects.create(
        kind="several", channel=last.channel, address=last.address, counted_as=last.counted_as, subject=subject,
        body=body.format(**values), created_at=now, next_try_at=now,
    )  # fmt: skip
