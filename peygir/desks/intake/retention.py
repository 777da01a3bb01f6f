"""Which photos are due for erasure, which files rows still name, and a citizen's own photos."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from peygir.cases.models import Case
from peygir.cases.states import ENDED
from peygir.core.vocabulary import plain
from peygir.desks.intake.models import Conversation, Inbound, Photo, ReportFile

_HAS_FILES = ~Q(raw="") | ~Q(picture="") | ~Q(thumb="") | ~Q(covered="")


def cases_with_photos(*, before: datetime, after: int, limit: int) -> list[int]:
    """Cases that ended before a moment and have photos or files of reporters, ids above `after` in order."""
    photos = Photo.objects.filter(_HAS_FILES, case=OuterRef("pk"))
    ended = Case.objects.filter(pk__gt=after, state__in=plain(ENDED), state_at__lt=before)
    rows = ended.filter(Exists(photos) | Exists(ReportFile.objects.filter(case=OuterRef("pk")))).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def files_in_use(names: Collection[str]) -> set[str]:
    """Those of the stored files that a photo or a report names; equal ones share one file."""
    named = Q(raw__in=names) | Q(picture__in=names) | Q(thumb__in=names)
    rows = Photo.objects.filter(named | Q(covered__in=names) | Q(covered_thumb__in=names))
    in_use = {name for row in rows.values_list("raw", "picture", "thumb", "covered", "covered_thumb") for name in row}
    in_use |= set(ReportFile.objects.filter(stored__name__in=names).values_list("stored__name", flat=True))
    return in_use & set(names)


def files_of_reports(report_ids: Collection[int]) -> list[ReportFile]:
    """The documents and recordings of these reports, with their reports and stored files."""
    rows = ReportFile.objects.filter(report__in=report_ids).select_related("report", "stored")
    return list(rows.order_by("report_id", "position"))


def photos_of_reports(report_ids: Collection[int]) -> list[Photo]:
    """The ready photos of these reports."""
    return list(Photo.objects.filter(report__in=report_ids, state="ready").order_by("report_id", "position"))


def inbound_due(before: datetime) -> QuerySet[Inbound]:
    """Inbound messages from before a moment that do not wait any more, and still hold something."""
    return Inbound.objects.filter(at__lt=before).exclude(state="waiting").exclude(sender="")


def conversations_due(before: datetime) -> QuerySet[Conversation]:
    """Conversations in which nothing was asked or ended since a moment."""
    return Conversation.objects.filter(Q(asked_at__lt=before) | Q(asked_at__isnull=True))


def count_inbound(before: datetime) -> int:
    """How many inbound messages and conversations are due."""
    return inbound_due(before).count() + conversations_due(before).count()
