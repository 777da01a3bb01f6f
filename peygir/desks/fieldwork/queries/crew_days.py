"""What a crew takes along for a day: its orders with their cases, steps, material and pictures, in few statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from peygir.desks.fieldwork.models import Evidence, OrderCase, OrderMaterial, OrderStep
from peygir.desks.fieldwork.queries.orders import (
    MaterialFacts,
    OrderedCase,
    OrderStepFacts,
    WorkOrderFacts,
    orders_of_day,
)


@dataclass(frozen=True, slots=True)
class CrewStop:
    """One order of a day with all that belongs to it; a case that left the order is not in it."""

    order: WorkOrderFacts
    cases: tuple[OrderedCase, ...]
    steps: tuple[OrderStepFacts, ...]
    materials: tuple[MaterialFacts, ...]


def stops_of_day(crew_ids: Collection[int], on: date) -> list[CrewStop]:
    """The orders of crews for a day, as `orders_of_day` gives them; three statements beside one for each crew."""
    orders = [order for crew_id in sorted(crew_ids) for order in orders_of_day(crew_id, on)]
    ids = [order.id for order in orders]
    cases: dict[int, list[OrderedCase]] = {number: [] for number in ids}
    steps: dict[int, list[OrderStepFacts]] = {number: [] for number in ids}
    materials: dict[int, list[MaterialFacts]] = {number: [] for number in ids}
    places = OrderCase.objects.filter(order_id__in=ids, left_why="").order_by("position", "pk")
    for row in places.select_related("case", "case__topic"):
        cases[row.order_id].append(
            OrderedCase(row.case, row.position, row.is_open, row.result, row.reason, row.left_why, row.at, row.by)
        )
    for step in OrderStep.objects.filter(order_id__in=ids).order_by("position"):
        steps[step.order_id].append(
            OrderStepFacts(step.position, step.text, step.is_required, step.is_done, step.at, step.by)
        )
    for used in OrderMaterial.objects.filter(order_id__in=ids).order_by("pk"):
        materials[used.order_id].append(
            MaterialFacts(used.pk, used.item, used.quantity, used.measure, used.at, used.by)
        )
    return [
        CrewStop(order, tuple(cases[order.id]), tuple(steps[order.id]), tuple(materials[order.id])) for order in orders
    ]


def work_photos_in(case_ids: Sequence[int]) -> Mapping[int, list[int]]:
    """The ids of the photos of the work that are ready, by case, oldest first; one statement."""
    photo_ids: dict[int, list[int]] = {}
    for case_id, number in _photos(case_ids).values_list("case_id", "pk"):
        photo_ids.setdefault(case_id, []).append(number)
    return photo_ids


def is_case_of_crews(case_id: int, crew_ids: Collection[int]) -> bool:
    """Whether a case is, or was with a result, part of an order that these crews have; one statement."""
    rows = OrderCase.objects.filter(case_id=case_id, left_why="", order__crew_id__in=list(crew_ids))
    return rows.exclude(order__state__in=["draft", "planned"]).exists()


def _photos(case_ids: Sequence[int]) -> "QuerySet[Evidence]":
    return Evidence.objects.filter(case_id__in=list(case_ids), kind="photo", state="ready").order_by("pk")
