"""Which addresses and messages are due for erasure, and the messages of a citizen."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from peygir.cases.states import ENDED
from peygir.core.vocabulary import plain
from peygir.desks.answers.models import BlockedAddress, Following, Message, ReplyChannel, Verdict
from peygir.people.channels import MESSENGERS
from peygir.people.privacy_rules import ERASED_ADDRESS


def cases_with_reply_channels(*, before: datetime, after: int, limit: int) -> list[int]:
    """Cases that ended before a moment and have a chat or mail address of a reporter, ids above `after` in order."""
    ended = Q(report__case__state__in=plain(ENDED), report__case__state_at__lt=before)
    rows = ReplyChannel.objects.filter(ended, report__case__gt=after).order_by("report__case_id")
    return list(rows.values_list("report__case_id", flat=True).distinct()[:limit])


def messages_due(before: datetime) -> "QuerySet[Message]":
    """Messages from before a moment that still hold something, and are not still to be sent."""
    rows = Message.objects.filter(created_at__lt=before).exclude(state="pending")
    return rows.exclude(address__startswith=ERASED_ADDRESS)


def followings_due(before: datetime) -> "QuerySet[Following]":
    """Followings with an address that ended, or were not proven, before a moment."""
    over = Q(ended_at__lt=before) | Q(proven_at__isnull=True, begun_at__lt=before)
    return Following.objects.filter(over).exclude(address__startswith=ERASED_ADDRESS)


def blocks_due(before: datetime) -> "QuerySet[BlockedAddress]":
    """Blocks that were lifted before a moment, with their address."""
    return BlockedAddress.objects.filter(ended_at__lt=before).exclude(address__startswith=ERASED_ADDRESS)


def count_messages(before: datetime) -> int:
    """How many messages are due."""
    return messages_due(before).count()


def count_followings(before: datetime) -> int:
    """How many addresses of followings are due."""
    return followings_due(before).count()


def count_blocks(before: datetime) -> int:
    """How many addresses of lifted blocks are due."""
    return blocks_due(before).count()


def addresses_followed(addresses: Collection[str]) -> set[str]:
    """Those of these addresses that follow something now."""
    rows = Following.objects.filter(address__in=addresses, ended_at__isnull=True, proven_at__isnull=False)
    return set(rows.values_list("address", flat=True))


def chats_of(report_ids: Collection[int]) -> set[str]:
    """The chats in which these reports were made, each vouched for by its messenger.

    A mail address that came with a report may be a stranger's: an app's user typed it, or a sender forged it.
    """
    rows = ReplyChannel.objects.filter(report__in=report_ids, channel__in=plain(MESSENGERS))
    return set(rows.values_list("address", flat=True))


def messages_to(report_ids: Collection[int], addresses: Collection[str], *, since: datetime) -> list[Message]:
    """The messages about these reports, or to these addresses since a moment, oldest first; codes are left out."""
    own = Q(address__in=addresses, created_at__gte=since)
    rows = Message.objects.filter(Q(report__in=report_ids) | own).exclude(body="")
    return list(rows.order_by("created_at", "pk"))


def verdicts_on(report_ids: Collection[int]) -> list[Verdict]:
    """The verdicts that came with these reports, oldest first."""
    return list(Verdict.objects.filter(report__in=report_ids).order_by("at"))
