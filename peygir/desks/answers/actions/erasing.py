"""Erases messages of the outbox, reporters' addresses and the reasons of their verdicts."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from peygir.cases.models import Case
from peygir.desks.answers.models import BlockedAddress, Following, Message, MessageFile, ReplyChannel, Verdict
from peygir.desks.answers.retention import blocks_due, followings_due, messages_due
from peygir.people.privacy_rules import ERASED_ADDRESS


def erase_reasons(case: Case, report_ids: Collection[int] | None = None) -> int:
    """Erase the reasons that reporters of a case gave with their verdicts; returns how many. Hold the case's lock."""
    rows = Verdict.objects.filter(~Q(reason=""), report__case=case)
    rows = rows if report_ids is None else rows.filter(report__in=report_ids)
    return rows.update(reason="")


def erase_messages(
    *, before: datetime, limit: int, held_cases: Collection[int], held_addresses: Collection[str]
) -> int:
    """Erase up to `limit` messages from before a moment, but none that is still to be sent; returns how many."""
    rows = messages_due(before).exclude(case__in=held_cases).exclude(address__in=held_addresses)
    ids = rows.order_by("pk").values_list("pk", flat=True)[:limit]
    return _empty(Message.objects.filter(pk__in=list(ids)))


def erase_messages_about(report_ids: Collection[int]) -> int:
    """Erase all messages about these reports; those still to be sent are dropped. Returns how many."""
    return _erase_unsent(Message.objects.filter(report__in=report_ids))


def erase_messages_by_id(message_ids: Collection[int]) -> int:
    """Erase these messages; see `erase_messages_about`."""
    return _erase_unsent(Message.objects.filter(pk__in=message_ids))


def erase_messages_to(addresses: Collection[str], *, since: datetime) -> int:
    """Erase the messages to these addresses since a moment; see `erase_messages_about`."""
    own = Q(address__in=addresses) | Q(counted_as__in=addresses)
    return _erase_unsent(Message.objects.filter(own, created_at__gte=since))


def _erase_unsent(rows: "QuerySet[Message]") -> int:
    rows.filter(state="pending").update(state="dropped", next_try_at=None)
    return _empty(rows.exclude(address__startswith=ERASED_ADDRESS))


def erase_reply_channels(report_ids: Collection[int]) -> int:
    """Delete the chat and mail addresses of these reports' reporters; returns how many."""
    return ReplyChannel.objects.filter(report__in=report_ids).delete()[0]


def erase_followings(*, before: datetime, limit: int, held: Collection[str]) -> int:
    """Erase the addresses of up to `limit` followings that ended, or were not proven, before a moment."""
    rows = followings_due(before).exclude(address__in=held).order_by("pk")
    return _unname(Following.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:limit])))


def erase_followings_of(addresses: Collection[str], *, at: datetime) -> int:
    """End the followings of these addresses and erase the addresses; returns how many."""
    rows = Following.objects.filter(address__in=addresses)
    rows.filter(ended_at__isnull=True).update(ended_at=at, digest_at=None)
    return _unname(Following.objects.filter(address__in=addresses))


def erase_blocks(*, before: datetime, held: Collection[str]) -> int:
    """Erase the addresses of blocks that were lifted before a moment; returns how many."""
    return _unaddress(blocks_due(before).exclude(address__in=held))


def erase_blocks_of(addresses: Collection[str]) -> int:
    """Erase these addresses in blocks that were lifted; one in force stays, since its holder wants no messages."""
    return _unaddress(BlockedAddress.objects.filter(address__in=addresses, ended_at__isnull=False))


def _empty(rows: "QuerySet[Message]") -> int:
    MessageFile.objects.filter(message__in=rows).delete()
    return rows.update(
        address=Concat(Value(ERASED_ADDRESS), Cast(F("pk"), CharField())),
        subject="",
        body="",
        buttons=[],
        answers="",
        counted_as="",
        provider_id="",
        error="",
        delivery="untold",
    )


def _unname(rows: "QuerySet[Following]") -> int:
    rows.update(digest_at=None)
    return _unaddress(rows)


def _unaddress(rows: "QuerySet[Following] | QuerySet[BlockedAddress]") -> int:
    return rows.update(address=Concat(Value(ERASED_ADDRESS), Cast(F("pk"), CharField())))
