"""Work orders: what is to be done where, by whom and when, for which cases, and what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.city.urgencies import Urgency
from peygir.core.vocabulary import plain
from peygir.desks.fieldwork.models.contracts import Contract
from peygir.desks.fieldwork.models.crews import Crew
from peygir.desks.fieldwork.models.plans import MaintenanceRule
from peygir.desks.fieldwork.order_states import (
    ENDED_ORDERS,
    OPEN_ORDERS,
    UNSENT,
    CaseLeftWhy,
    DayPart,
    OrderResult,
    OrderState,
)
from peygir.history.models import Chained


class WorkOrder(Chained):
    """Work of a unit in the street, for one case, for many, or for none; its events are in `history`."""

    history_file: ClassVar[str] = "work_order"

    number = models.CharField(max_length=20, unique=True)  # «W-1405-000123»: the year of making, and a count
    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asset = models.ForeignKey("assets.Asset", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    crew = models.ForeignKey(Crew, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=160, blank=True)  # what is to be done, where no case says it
    state = models.CharField(max_length=9, default=OrderState.DRAFT.value)
    state_at = models.DateTimeField()
    urgency = models.CharField(max_length=1, default=Urgency.NORMAL.value)  # the highest of its cases
    planned_on = models.DateField(null=True, blank=True)
    day_part = models.CharField(max_length=9, default=DayPart.WHOLE.value)
    position = models.SmallIntegerField(null=True, blank=True)  # in the day's route of its crew, from 1
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # expected time of work at the place
    load = models.PositiveIntegerField(default=0)  # what it puts on the vehicle, in the units of Crew.capacity
    is_locked = models.BooleanField(default=False)  # planning leaves its crew, day and position as they are
    due_at = models.DateTimeField(null=True, blank=True)  # the earliest promise of its cases
    lat = models.FloatField(null=True, blank=True)  # degrees, WGS84
    lon = models.FloatField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    neighbourhood = models.ForeignKey(
        "city.Neighbourhood", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    street_done_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    rule = models.ForeignKey(MaintenanceRule, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    rule_on = models.DateField(null=True, blank=True)  # the day for which the rule made it
    made_by_key = models.CharField(max_length=80, null=True, unique=True)  # the sender's name of the command
    version = models.IntegerField(default=1)  # incremented by each change that a person could have overlooked

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OrderState.values()), name="work_order_state_is_known"),
            models.CheckConstraint(condition=Q(day_part__in=DayPart.values()), name="work_order_day_part_is_known"),
            models.CheckConstraint(
                condition=Q(crew__isnull=True) | Q(contract__isnull=True), name="work_order_crew_or_contract"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*plain(UNSENT), OrderState.CANCELLED.value])
                | Q(crew__isnull=False)
                | Q(contract__isnull=False)
                | Q(made_by_key__startswith="import:"),  # of an earlier system, which did not say who worked
                name="work_order_sent_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OrderState.FINISHED.value, OrderState.SETTLED.value])
                | Q(street_done_at__isnull=False),
                name="work_order_finished_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.SETTLED.value) | Q(settled_at__isnull=False),
                name="work_order_settled_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="work_order_point_is_whole",
            ),
            models.UniqueConstraint(fields=["rule", "rule_on"], name="one_work_order_per_rule_and_day"),
        ]
        indexes = [
            # A unit's orders that are not over yet, due soonest first; all of a unit's, newest first.
            models.Index(
                fields=["unit", "due_at", "id"],
                name="work_order_open",
                condition=~Q(state__in=plain(ENDED_ORDERS)),
            ),
            models.Index(fields=["unit", "id"], name="work_order_of_unit"),
            models.Index(fields=["crew", "planned_on", "position"], name="work_order_of_crew"),
            models.Index(fields=["contract", "id"], name="work_order_of_contract", condition=Q(contract__isnull=False)),
            models.Index(fields=["asset", "id"], name="work_order_of_asset", condition=Q(asset__isnull=False)),
            models.Index(
                fields=["unit", "planned_on"], name="work_order_by_day", condition=Q(state__in=plain(OPEN_ORDERS))
            ),
            models.Index(fields=["city", "opened_at"], name="work_order_by_time"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderCase(models.Model):
    """A case of an order, and what came of the work for it.

    `is_open`: it is part of the order and has no result yet; a case is open in one order at most. `left_why`: it was
    taken out without a result. `reason` is why the work was not possible, of BlockedWhy.
    """

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="cases", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    is_open = models.BooleanField(default=True)
    result = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    left_why = models.CharField(max_length=9, blank=True)
    at = models.DateTimeField(null=True, blank=True)  # of the result, or of leaving
    by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "case"], name="one_place_per_case_in_an_order"),
            models.UniqueConstraint(fields=["case"], condition=Q(is_open=True), name="one_open_order_per_case"),
            models.CheckConstraint(condition=Q(result__in=["", *OrderResult.values()]), name="order_result_is_known"),
            models.CheckConstraint(condition=Q(left_why__in=["", *CaseLeftWhy.values()]), name="order_left_is_known"),
            models.CheckConstraint(
                condition=Q(is_open=True, result="", left_why="", at__isnull=True)
                | Q(is_open=False, at__isnull=False, left_why="") & ~Q(result="")
                | Q(is_open=False, at__isnull=False, result="") & ~Q(left_why=""),
                name="order_case_open_or_answered",
            ),
        ]
        indexes = [models.Index(fields=["case", "id"], name="orders_of_case")]


class OrderNote(models.Model):
    """Words that were written with an event of an order, for staff; the chain holds their digest."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="notes", db_index=False)
    number = models.IntegerField()  # number of the event that recorded it
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    text = models.TextField()
    salt = models.CharField(max_length=32)  # so that the event's digest reveals nothing once the text is erased

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "number"], name="one_note_per_order_event")]


class OrderStep(models.Model):
    """One step of an order's checklist, as it was when the order was made."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="steps", db_index=False)
    position = models.SmallIntegerField()
    text = models.CharField(max_length=200)
    is_required = models.BooleanField(default=False)
    is_done = models.BooleanField(default=False)
    at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="one_order_step_per_place"),
            models.CheckConstraint(condition=Q(is_done=False) | Q(at__isnull=False), name="order_step_done_has_a_time"),
        ]


class OrderMaterial(models.Model):
    """Material that was used for an order: what, how much, and in which unit of measure."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="materials")
    item = models.CharField(max_length=120)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    measure = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_material_is_positive"),
            models.CheckConstraint(condition=~Q(item=""), name="order_material_has_a_name"),
        ]
