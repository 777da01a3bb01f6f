"""Other systems for the administrator's pages: webhooks, undelivered messages, and imported tables."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max, OuterRef, Q, Subquery

from peygir.core import clock
from peygir.desks.partners.models import Delivery, ImportBatch, ImportMapping, ImportOrder, OldSecret, Webhook

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class WebhookLine:
    """A webhook in the list: its owner, its address, and how many messages wait, were delivered lately, or are dead."""

    id: int
    name: str
    key_id: int
    key_name: str
    url: str
    kinds: tuple[str, ...]
    made_at: datetime
    ended_at: datetime | None
    ended_why: str
    not_before: datetime | None
    waiting: int
    delivered: int
    dead: int
    last_at: datetime | None
    old_until: datetime | None  # until then earlier secrets also sign


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One message: its event and case, its state, the number of tries, and the last response."""

    id: int
    webhook_id: int
    webhook: str
    is_ended: bool
    kind: str
    code: str
    state: str
    tries: int
    made_at: datetime
    next_try_at: datetime | None
    done_at: datetime | None
    error: str


def webhooks() -> list[WebhookLine]:
    """All webhooks, active ones first; one statement."""
    valid = OldSecret.objects.filter(webhook=OuterRef("pk"), until__gt=clock.now())
    rows = Webhook.objects.select_related("key").annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state="pending")),
        delivered=Count("deliveries", filter=Q(deliveries__state="delivered")),
        dead=Count("deliveries", filter=Q(deliveries__state="dead")),
        last_at=Max("deliveries__done_at", filter=Q(deliveries__state="delivered")),
        old_until=Subquery(valid.order_by("-until").values("until")[:1]),
    )
    webhook_lines = [
        WebhookLine(
            row.pk,
            row.name,
            row.key_id,
            row.key.name,
            row.url,
            tuple(row.kinds),
            row.made_at,
            row.ended_at,
            row.ended_why,
            row.not_before,
            row.waiting,
            row.delivered,
            row.dead,
            row.last_at,
            row.old_until,
        )
        for row in rows.order_by("name")
    ]
    return sorted(webhook_lines, key=lambda line: line.ended_at is not None)


def dead_count() -> int:
    """The number of messages to webhooks in use that were given up; one statement."""
    return Delivery.objects.filter(state="dead", webhook__ended_at=None).count()


def valid_salts(hook: Webhook, now: datetime) -> list[str]:
    """The salts of the secrets that sign now, the newest first; one statement."""
    return [hook.salt, *hook.old_secrets.filter(until__gt=now).order_by("-pk").values_list("salt", flat=True)]


def deliveries(*, state: str = "", webhook_id: int | None = None) -> list[DeliveryLine]:
    """The newest messages, at most `PAGE`, of one state or webhook; one statement."""
    rows = Delivery.objects.select_related("webhook").order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if webhook_id is not None:
        rows = rows.filter(webhook_id=webhook_id)
    return [
        DeliveryLine(
            row.pk,
            row.webhook_id,
            row.webhook.name,
            row.webhook.ended_at is not None,
            row.kind,
            row.code,
            row.state,
            row.tries,
            row.made_at,
            row.next_try_at,
            row.done_at,
            row.error,
        )
        for row in rows[:PAGE]
    ]


@dataclass(frozen=True, slots=True)
class BatchLine:
    """An import of old records and its progress."""

    id: int
    source: str
    file_name: str
    rows: int
    last_row: int
    taken: int
    known: int
    begun_at: datetime
    ended_at: datetime | None


def mapping(name: str) -> dict[str, str] | None:
    """The column mapping kept under a name, or None; one statement."""
    return ImportMapping.objects.filter(name=name).values_list("columns", flat=True).first()


def mappings() -> list[str]:
    """The names of the kept column mappings; one statement."""
    return list(ImportMapping.objects.order_by("name").values_list("name", flat=True))


def batches() -> list[BatchLine]:
    """The newest imports, at most `PAGE`; one statement."""
    return [
        BatchLine(
            row.pk, row.source, row.file_name, row.rows, row.last_row, row.taken, row.known, row.begun_at, row.ended_at
        )
        for row in ImportBatch.objects.order_by("-pk")[:PAGE]
    ]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A table that the worker is to import, and its progress."""

    id: int
    source: str
    file_name: str
    rows: int
    faulty: int
    leaves_faulty: bool
    state: str
    last_row: int
    why: tuple[str, str]  # in both languages

    @property
    def share(self) -> int:
        """Percent of its rows that are processed; the table's first data row has number 2."""
        return min(100, round(100 * max(0, self.last_row - 1) / max(1, self.rows)))


def open_orders() -> list[OrderLine]:
    """Tables that wait, run or failed, the oldest first; two statements."""
    rows = list(ImportOrder.objects.filter(state__in=["asked", "running", "failed"]).order_by("asked_at", "pk")[:PAGE])
    batches = ImportBatch.objects.filter(digest__in=[row.digest for row in rows])
    last = {(row.source, row.digest): row.last_row for row in batches}
    return [
        OrderLine(
            row.pk,
            row.source,
            row.file_name,
            row.rows,
            row.faulty,
            row.leaves_faulty,
            row.state,
            last.get((row.source, row.digest), 0),
            (row.why.get("fa", ""), row.why.get("en", "")),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class LookedTable:
    """A table that was checked and is kept: its file among the uploads, and which column is what."""

    file: str
    file_name: str
    columns: dict[str, str]


def looked_table(order_id: int) -> LookedTable | None:
    """A table that was checked and not ordered yet; one statement."""
    row = ImportOrder.objects.filter(pk=order_id, state="looked").exclude(file="").first()
    return LookedTable(row.file, row.file_name, row.columns) if row is not None else None


def kept_columns() -> list[dict[str, str]]:
    """The columns of the tables that were imported and of the kept choices, the newest first; two statements."""
    batches = ImportBatch.objects.order_by("-pk").values_list("columns", flat=True)[:PAGE]
    return [*batches, *ImportMapping.objects.order_by("-made_at").values_list("columns", flat=True)]


def columns_of(source: str) -> dict[str, str] | None:
    """The columns of the last table that was imported of a source; one statement."""
    rows = ImportBatch.objects.filter(source=source).order_by("-pk")
    return rows.values_list("columns", flat=True).first()


def looked_order(order_id: int) -> OrderLine | None:
    """A table that was checked and not ordered yet; one statement."""
    row = ImportOrder.objects.filter(pk=order_id, state="looked").first()
    if row is None:
        return None
    return OrderLine(row.pk, "", row.file_name, row.rows, row.faulty, row.leaves_faulty, row.state, 0, ("", ""))


def next_order() -> OrderLine | None:
    """The table that the worker imports next: a running one comes first."""
    waiting = [line for line in open_orders() if line.state != "failed"]
    return min(waiting, key=lambda line: line.state != "running", default=None)
