"""Waiting inbound messages, polling positions, and conversations."""

from datetime import datetime

from peygir.desks.intake.models import Conversation, Inbound, MessengerOffset
from peygir.people.channels import Channel


def position_of(provider: str) -> int:
    """The number of the last stored update of a messenger; 0 before the first."""
    row = MessengerOffset.objects.filter(provider=provider).first()
    return row.position if row is not None else 0


def waiting_ids(now: datetime, limit: int) -> list[int]:
    """Messages that wait to be processed, in order of arrival."""
    rows = Inbound.objects.filter(state="waiting", next_try_at__lte=now).order_by("next_try_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def pictures_wanted(inbound_id: int) -> tuple[str, list[str]]:
    """(messenger, names of pictures that are still to be fetched there) of a waiting message."""
    row = Inbound.objects.filter(pk=inbound_id, state="waiting", channel=Channel.APP).first()
    return (row.provider, list(row.said.get("photos", ()))) if row is not None else ("", [])


def not_heard(limit: int = 100) -> list[Inbound]:
    """Messages that failed after all tries, the newest first."""
    return list(Inbound.objects.filter(state="failed").order_by("-pk")[:limit])


def raw_names_in_talks() -> set[str]:
    """Raw uploads of inbound messages and conversations that no report has yet."""
    rows = [
        *Inbound.objects.exclude(state="heard").values_list("said", flat=True),
        *Conversation.objects.exclude(asked="").values_list("said", flat=True),
    ]
    return {name for said in rows for name in said.get("kept", ())}


def silent_talks(before: datetime, limit: int) -> list[int]:
    """Conversations whose question has stayed unanswered since before a moment."""
    rows = Conversation.objects.exclude(asked="").filter(asked_at__lt=before).order_by("asked_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])
