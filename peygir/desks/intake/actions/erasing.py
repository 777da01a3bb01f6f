"""Erases photos, published and further words of reports, and inbound messages and conversations."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from peygir.cases.models import Case, Report
from peygir.desks.intake.actions.photos import drop_files
from peygir.desks.intake.inbound.rules import INBOUND_KEY
from peygir.desks.intake.models import Conversation, Inbound, Photo, PublicWords, ReportDetails
from peygir.desks.intake.retention import conversations_due, inbound_due
from peygir.people.channels import Channel

PHOTO_FILES = ("raw", "picture", "thumb", "covered", "covered_thumb")
"""The columns of a photo that name its files."""
ERASED = "erased"
"""Why a photo is refused: its time was over, or its reporter asked for it."""
_HAS_FILES = ~Q(raw="") | ~Q(picture="") | ~Q(thumb="") | ~Q(covered="")


def erase_photos(case: Case, report_ids: Collection[int] | None = None) -> tuple[int, set[str]]:
    """Empty the photos of a case (of some of its reports), and drop its files; returns how many, and their names.

    The caller deletes the files that no other row names. Hold the case's lock.
    """
    rows = Photo.objects.filter(_HAS_FILES | Q(gps_lat__isnull=False), case=case)
    rows = rows if report_ids is None else rows.filter(report__in=report_ids)
    names = {name for row in rows.values_list(*PHOTO_FILES) for name in row if name}
    nothing = {**dict.fromkeys((*PHOTO_FILES, "sha256"), ""), "gps_lat": None, "gps_lon": None}
    count = rows.update(state="refused", why_refused=ERASED, is_public=False, covers=[], **nothing)
    dropped = drop_files(case, report_ids)
    return count + len(dropped), names | set(dropped)


def erase_words_beside(case: Case, report_ids: Collection[int] | None = None) -> int:
    """Erase the published words of a case's reports, and what other systems sent beside them; returns how many.

    Hold the case's lock.
    """
    published = PublicWords.objects.filter(report__case=case).exclude(state="withdrawn")
    details = ReportDetails.objects.filter(report__case=case).exclude(answers=[], media_url="", address_id="")
    if report_ids is not None:
        published, details = published.filter(report__in=report_ids), details.filter(report__in=report_ids)
    count = published.update(state="withdrawn", text="")
    return count + details.update(answers=[], media_url="", address_id="")


def erase_inbound(*, before: datetime, limit: int, held: Collection[str]) -> tuple[int, set[str]]:
    """Erase up to `limit` messages that arrived before a moment and no longer wait, and old conversations.

    What came from one of the addresses in `held` stays.

    Returns how many, and the files that they named.
    """
    rows = inbound_due(before).exclude(_from(held))
    talks = conversations_due(before).exclude(address__in=held).exclude(phone__in=held)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    return _erase_messages(Inbound.objects.filter(pk__in=ids), talks)


def erase_messages_of(addresses: Collection[str], *, since: datetime) -> tuple[int, set[str]]:
    """Erase messages from these phones and addresses since a moment, and their conversations; see `erase_inbound`."""
    rows = Inbound.objects.filter(_from(addresses), at__gte=since).exclude(state="waiting")
    return _erase_messages(rows, Conversation.objects.filter(Q(address__in=addresses) | Q(phone__in=addresses)))


def erase_mails_behind(report_ids: Collection[int]) -> tuple[int, set[str]]:
    """Erase the mails from which these reports were made, whoever their senders are; see `erase_inbound`."""
    mailed = Report.objects.filter(pk__in=report_ids, channel=Channel.MAIL, idempotency_key__startswith=INBOUND_KEY)
    keys = mailed.values_list("idempotency_key", flat=True)
    ids = [int(key.removeprefix(INBOUND_KEY)) for key in keys if key]
    rows = Inbound.objects.filter(pk__in=ids, channel=Channel.MAIL).exclude(state="waiting").exclude(sender="")
    return _erase_messages(rows, Conversation.objects.none())


def _from(addresses: Collection[str]) -> Q:
    """What came from these phones, chats and mail addresses; a phone stands as its provider spells it."""
    phones = [address[-10:] for address in addresses if address.startswith("+")]
    chats = [address.split(":", 1) for address in addresses if ":" in address]
    senders = Q(sender__in=addresses) | Q(said__phone__in=list(addresses))
    for phone in phones:
        senders |= Q(channel=Channel.SMS, sender__endswith=phone)
    for provider, sender in chats:
        senders |= Q(provider=provider, sender=sender)
    return senders


def _erase_messages(rows: QuerySet[Inbound], talks: QuerySet[Conversation]) -> tuple[int, set[str]]:
    kept = [*rows.values_list("said", flat=True), *talks.values_list("said", flat=True)]
    names = {str(name) for said in kept for name in said.get("kept", ())}
    ids = list(rows.values_list("pk", flat=True))
    for row_id in ids:  # the provider's number may be an address; it stays unique
        Inbound.objects.filter(pk=row_id).update(sender="", said={}, error="", provider_id=f"erased {row_id}")
    return len(ids) + talks.delete()[0], names
