"""Orders to import tables of old records: checked, ordered once, resumed after an interruption, ended."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import IntegrityError, connection, transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, Refusal
from peygir.core.translation import gettext_lazy as _
from peygir.desks.partners.actions.importing import SourceIsWrong
from peygir.desks.partners.actions.webhooks import _may
from peygir.desks.partners.models import ImportBatch, ImportOrder
from peygir.desks.partners.record_rules import SOURCE
from peygir.people.rules import Actor

LOCKS: Final = 0x70656769  # "pegi": our class of advisory locks for tables that are imported
BROKE_OFF: Final = {
    "fa": "کار بارها نیمه‌کاره ماند. گزارش کارِ سرور می‌گوید چرا؛ سپس «ادامه» را بزنید.",
    "en": "It broke off again and again. The server's log says why; then press “Go on”.",
}


class NoSuchImportOrder(Missing):
    """No table with this number was checked, or it was deleted meanwhile."""

    published_as = "NoSuchOrder"
    message = _("This table is here no more; please look at it once more.")


class TableIsTaken(Conflict):
    """The same file of the same source was ordered before or has been imported."""

    message = _("Taking over this very file of this source was begun before, or is done.")


class TableHasFaults(Invalid):
    """Some rows have faults, and leaving them out was not requested."""

    message = _("{count} rows have faults. Mend the table, or say that these rows are to be left out.")


class TableIsBeingTaken(Conflict):
    """Another process is importing the same table."""

    message = _("Another process is taking over this table right now.")


def keep_look(
    *, file: str, file_name: str, digest: str, columns: Mapping[str, str], rows: int, faulty: int, by: Actor
) -> tuple[int, list[str]]:
    """Record a checked table; returns its number, and the files of earlier checks that are no longer needed.

    Raises NotYourWork.
    """
    _may(by)
    named = {field: heading for field, heading in columns.items() if heading}
    with transaction.atomic():
        before = ImportOrder.objects.select_for_update().filter(digest=digest, state="looked")
        left = [row.file for row in before]
        before.delete()
        row = ImportOrder.objects.create(
            file=file,
            file_name=file_name[:120],
            digest=digest,
            columns=named,
            rows=rows,
            faulty=faulty,
            looked_at=clock.now(),
        )
    return row.pk, left


def keep_faulty(order_id: int, *, faulty: int, by: Actor) -> None:
    """Record how many rows of a checked table have faults now. Raises NotYourWork."""
    _may(by)
    ImportOrder.objects.filter(pk=order_id, state="looked").update(faulty=faulty)


def ask_import(order_id: int, *, source: str = "", leaves_faulty: bool = False, by: Actor) -> None:
    """Order the import of a table by the worker, or its continuation after a failure.

    Raises NotYourWork, NoSuchImportOrder, SourceIsWrong, TableHasFaults, TableIsTaken.
    """
    _may(by)
    try:
        with transaction.atomic():
            row = ImportOrder.objects.select_for_update().filter(pk=order_id).exclude(file="").first()
            if row is None:
                raise NoSuchImportOrder()
            if row.state == "looked":
                _begin(row, source, leaves_faulty=leaves_faulty)
            elif row.state != "failed":
                raise TableIsTaken()
            row.state, row.asked_at, row.why, row.ended_at = "asked", clock.now(), {}, None
            row.asked_by_id = by.id if by.kind == "staff" else None
            row.save()
    except IntegrityError as error:
        raise TableIsTaken() from error


def _begin(row: ImportOrder, source: str, *, leaves_faulty: bool) -> None:
    if not SOURCE.fullmatch(source):
        raise SourceIsWrong()
    if ImportBatch.objects.filter(source=source, digest=row.digest, ended_at__isnull=False).exists():
        raise TableIsTaken()
    if row.faulty and not leaves_faulty:
        raise TableHasFaults(count=row.faulty)
    row.source, row.leaves_faulty = source, leaves_faulty


def take_order(order_id: int) -> ImportOrder | None:
    """The order, marked as running; None if it is not to be done."""
    with transaction.atomic():
        row = ImportOrder.objects.select_for_update().filter(pk=order_id, state__in=["asked", "running"]).first()
        if row is not None and row.state == "asked":
            row.state = "running"
            row.save(update_fields=["state"])
    return row


def end_order(order_id: int, *, refused: Refusal | None = None) -> None:
    """End the order as done (its file is no longer needed), or as refused and ready to be ordered again."""
    why = {"fa": refused.words("fa"), "en": refused.words("en")} if refused is not None else {}
    _end(order_id, why)


def break_off(order_id: int) -> None:
    """Fail an order whose process ended repeatedly without an error."""
    _end(order_id, BROKE_OFF)


def _end(order_id: int, why: Mapping[str, str]) -> None:
    open_ones = ImportOrder.objects.filter(pk=order_id, state__in=["asked", "running"])
    if why:
        open_ones.update(state="failed", why=dict(why), ended_at=clock.now())
    else:
        open_ones.update(state="done", file="", ended_at=clock.now())


def forget_looks(*, before: datetime) -> list[str]:
    """Delete tables that were checked and never ordered; returns the names of their files."""
    with transaction.atomic():
        rows = ImportOrder.objects.select_for_update().filter(state="looked", looked_at__lt=before)
        left = [row.file for row in rows]
        rows.delete()
    return left


@contextmanager
def nobody_else(batch_id: int) -> Iterator[None]:
    """While the block runs no other process imports this table. Raises TableIsBeingTaken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, batch_id])
        if not cursor.fetchone()[0]:
            raise TableIsBeingTaken()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, batch_id])
