"""Erases what work orders hold of a case's words and place."""

from django.db.models import Q

from peygir.cases.models import Case
from peygir.cases.rules import approximate
from peygir.desks.fieldwork.models import OrderCase, OrderNote, WorkOrder
from peygir.people.privacy_rules import Traces, is_quoted


def erase_order_words(case: Case, *, traces: Traces | None = None) -> int:
    """Empty the words that were written into the orders of a case, and round their place; returns how many rows.

    With `traces` only the notes that hold one of them. Hold the case's lock.
    """
    order_ids = list(OrderCase.objects.filter(case=case).values_list("order_id", flat=True))
    notes = OrderNote.objects.filter(order_id__in=order_ids).exclude(text="")
    if traces is not None:
        quoting = [pk for pk, text in notes.values_list("pk", "text") if is_quoted(text, traces)]
        return OrderNote.objects.filter(pk__in=quoting).update(text="", salt="")
    count = notes.update(text="", salt="")
    named = WorkOrder.objects.filter(pk__in=order_ids, rule__isnull=True)
    for order in named.filter(~Q(address="") | ~Q(title="") | Q(lat__isnull=False)):
        lat, lon = order.lat, order.lon
        if lat is not None and lon is not None:
            lat, lon = approximate(lat, lon)
        if (lat, lon, order.address, order.title) != (order.lat, order.lon, "", ""):
            WorkOrder.objects.filter(pk=order.pk).update(lat=lat, lon=lon, address="", title="")
            count += 1
    return count
