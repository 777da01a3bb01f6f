"""The cases before and after a case in a list, by which one goes through the list without going back to it."""

from contextlib import nullcontext
from dataclasses import dataclass

from django.db.models import F, Q

from peygir.cases.facts import CaseFacts
from peygir.cases.inbox import Filters, filtered
from peygir.core import clock
from peygir.people.rules import Actor
from peygir.storage.plans import planned_for_its_values


@dataclass(frozen=True, slots=True)
class Beside:
    """The codes of the case before and the case after; "" where the list ends."""

    previous: str = ""
    next: str = ""


def beside(actor: Actor, city_id: int, filters: Filters, case: CaseFacts) -> Beside:
    """What stands beside a case in the list of these filters, soonest due first; two statements.

    The case itself need not be in the list any more: its place is found by its due moment.
    """
    if case.due_at is None:
        after = Q(due_at__isnull=True, id__gt=case.pk)
        before = Q(due_at__isnull=False) | Q(id__lt=case.pk)
    else:
        after = Q(due_at__gt=case.due_at) | Q(due_at=case.due_at, id__gt=case.pk) | Q(due_at__isnull=True)
        before = Q(due_at__lt=case.due_at) | Q(due_at=case.due_at, id__lt=case.pk)
    with planned_for_its_values() if filters.text else nullcontext():
        rows = filtered(actor, city_id, filters, clock.now()).values_list("code", flat=True)
        following = rows.filter(after).order_by(F("due_at").asc(nulls_last=True), "id")[:1]
        preceding = rows.filter(before).order_by(F("due_at").desc(nulls_first=True), "-id")[:1]
        return Beside(next(iter(preceding), ""), next(iter(following), ""))
