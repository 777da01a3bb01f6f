"""Imports work orders of an earlier system with what they cost; run again, it goes on where it ended."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from peygir.city import queries as city
from peygir.core.jalali import to_jalali
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.actions.money import currency_row
from peygir.desks.fieldwork.cost_rules import CostKind, MeasureUnit
from peygir.desks.fieldwork.models import CostLine, CostShare, Currency, PastOrder, WorkOrder
from peygir.desks.fieldwork.order_rules import number_of
from peygir.desks.fieldwork.order_states import OrderState
from peygir.desks.fieldwork.past_order_rules import PastRow
from peygir.history.actions import INSERT, record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.costs import PastOrderImported
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_administer

PAST_SOURCE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
AT_ONCE: Final = 250
_IDS: Final = "SELECT nextval(pg_get_serial_sequence('fieldwork_workorder', 'id')) FROM generate_series(1, %s)"


class PastSourceIsWrong(Invalid):
    """The name of the earlier system is not one."""

    message = _("Name the earlier system in small Latin letters, digits and dashes, at most twenty, like old-orders.")


def take_past_orders(
    city_id: int, rows: Sequence[PastRow], *, source: str, currency: str, unit_id: int, by: Actor
) -> Iterator[int]:
    """Import the rows that are not imported yet as settled orders, in batches of one transaction each.

    Yields how many rows are done after each batch. A number of the same source that is known is skipped, so an
    interrupted run is resumed with the same file. `unit_id` owns the orders whose row names no unit.

    Raises NotYourWork, PastSourceIsWrong, NoSuchCurrency.
    """
    if not may_administer(by):
        raise NotYourWork()
    if not PAST_SOURCE.fullmatch(source):
        raise PastSourceIsWrong()
    batch_facts = _Batch(
        city_id,
        source,
        currency_row(currency),
        unit_id,
        {topic.code: topic.id for topic in city.topics(city_id)},
        {unit.code: unit.id for unit in city.units(city_id)},
        ZoneInfo(city.city_by_id(city_id).time_zone),
    )
    for first in range(0, len(rows), AT_ONCE):
        part = rows[first : first + AT_ONCE]
        with transaction.atomic():
            there = PastOrder.objects.filter(source=source, number__in=[row.number for row in part])
            known = set(there.values_list("number", flat=True))
            _take([row for row in part if row.number not in known], batch_facts, by)
        yield first + len(part)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What all orders of an import have in common."""

    city_id: int
    source: str
    money: Currency
    unit_id: int
    topics: Mapping[str, int]
    units: Mapping[str, int]
    zone: ZoneInfo


def _take(rows: Sequence[PastRow], batch: _Batch, by: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_IDS, [len(rows)])
        ids = [pk for (pk,) in cursor.fetchall()]
    past, lines, shares = [], [], []
    for pk, row in zip(ids, rows, strict=True):
        opened, done = _noon(row.opened_on, batch.zone), _noon(row.done_on, batch.zone)
        order = WorkOrder(
            pk=pk,
            number=number_of(to_jalali(row.opened_on).year, pk),
            city_id=batch.city_id,
            unit_id=batch.units.get(row.unit, batch.unit_id),
            topic_id=batch.topics.get(row.topic),
            title=row.text[:160],
            state=OrderState.SETTLED.value,
            state_at=done,
            opened_at=opened,
            street_done_at=done,
            settled_at=done,
            made_by_key=f"import:{batch.source}:{row.number}",
        )
        event = PastOrderImported(
            source=batch.source,
            row=row.row,
            amount=row.cost if row.cost is not None else ABSENT,
            currency=batch.money.code if row.cost is not None else ABSENT,
        )
        record(order, event, by=str(by), at=done, write=INSERT)
        words = {"kind": row.kind, "asset": row.asset, "text": row.text}
        past.append(PastOrder(order=order, source=batch.source, number=row.number, **words))
        if row.cost is not None:
            lines.append(_line(order, row, row.cost, batch.money, by))
            shares.append(CostShare(order=order, currency=batch.money, amount=row.cost))
    PastOrder.objects.bulk_create(past)
    CostLine.objects.bulk_create(lines)
    CostShare.objects.bulk_create(shares)


def _line(order: WorkOrder, row: PastRow, cost: int, money: Currency, by: Actor) -> CostLine:
    return CostLine(
        order=order,
        kind=CostKind.CARRIED_OVER.value,
        text=row.text[:200] or row.kind or _words(row),
        quantity=1,
        measure=MeasureUnit.LUMP.value,
        price=cost,
        amount=cost,
        currency=money,
        spent_on=row.done_on,
        by=str(by),
        at=order.state_at,
    )


def _words(row: PastRow) -> str:
    """What a line says where its row says nothing: the number in the earlier system."""
    return f"№ {row.number}"


def _noon(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(12), zone)
