"""What orders are made from: the checklist of a topic, and the rules of planned maintenance."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.city.models import Dated
from peygir.desks.fieldwork.models.crews import Crew
from peygir.desks.fieldwork.order_states import DayPart, RepeatUnit
from peygir.history.models import Chained


class Checklist(Dated):
    """The steps of the work on a topic, in force from `valid_from` up to, and without, `valid_to`.

    A checklist never changes: a new one ends it, so that an order keeps the steps of its day.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic"], condition=Q(valid_to__isnull=True), name="one_open_checklist"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="checklist_dates_in_order"
            ),
        ]
        indexes = [models.Index(fields=["topic", "valid_from"], name="checklist_by_date")]


class ChecklistStep(models.Model):
    """One step of a checklist; a required one must be done before the work counts as finished in the street."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="steps", db_index=False)
    position = models.SmallIntegerField()
    text = models.CharField(max_length=200)
    is_required = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checklist", "position"], name="one_checklist_step_per_place"),
            models.CheckConstraint(condition=~Q(text=""), name="checklist_step_says_something"),
        ]


class MaintenanceRule(Chained):
    """Work that repeats without a report: at an asset, or at a place of an area; each `next_on` makes one order."""

    history_file: ClassVar[str] = "maintenance"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)
    crew = models.ForeignKey(Crew, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=160)
    asset = models.ForeignKey(
        "assets.Asset", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    neighbourhood = models.ForeignKey(
        "city.Neighbourhood", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lat = models.FloatField(null=True, blank=True)  # degrees, WGS84
    lon = models.FloatField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    every = models.PositiveSmallIntegerField()
    repeat_unit = models.CharField(max_length=6)
    lead_days = models.PositiveSmallIntegerField(default=7)  # its order is made so many days before the day of work
    begins_on = models.DateField()  # the first day; later ones are counted from it
    next_on = models.DateField()  # the day of the next order's work
    make_on = models.DateField()  # when that order is made
    day_part = models.CharField(max_length=9, default=DayPart.WHOLE.value)
    is_active = models.BooleanField(default=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(every__gte=1), name="maintenance_interval_is_positive"),
            models.CheckConstraint(condition=Q(repeat_unit__in=RepeatUnit.values()), name="maintenance_unit_is_known"),
            models.CheckConstraint(condition=Q(day_part__in=DayPart.values()), name="maintenance_day_part_is_known"),
            models.CheckConstraint(condition=~Q(title=""), name="maintenance_has_a_title"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="maintenance_point_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["make_on"], name="maintenance_by_day", condition=Q(is_active=True)),
            models.Index(fields=["unit"], name="maintenance_of_unit"),
        ]

    def __str__(self) -> str:
        return self.title
