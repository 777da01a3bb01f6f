"""Proposals of routes for a unit's crews on a day, and the places where their vehicles unload."""

from django.db import models
from django.db.models import F, Q

from peygir.core.vocabulary import plain
from peygir.desks.fieldwork.plan_states import UNFINISHED_PLANS, PlanState


class UnloadingPlace(models.Model):
    """A place where the crews of a unit empty what they collected: a dump, a transfer station, a store."""

    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    lat = models.FloatField()  # degrees, WGS84
    lon = models.FloatField()
    minutes = models.PositiveSmallIntegerField(default=15)  # how long unloading takes
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="one_unloading_place_per_name"),
            models.CheckConstraint(
                condition=Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180), name="unloading_place_on_earth"
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(closes__gt=F("opens")),
                name="unloading_place_hours_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoutePlan(models.Model):
    """One proposal: asked for by a planner, made by a job, then accepted or dismissed; no order changes before.

    `result` holds the routes and the orders left out (`actions.route_plans.as_result`); empty until it is ready.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    state = models.CharField(max_length=9, default=PlanState.WAITING.value)
    asked_by = models.CharField(max_length=32)
    asked_at = models.DateTimeField(db_index=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PlanState.values()), name="route_plan_state_is_known"),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state__in=plain(UNFINISHED_PLANS)),
                name="one_route_plan_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["unit", "on", "-id"], name="route_plan_of_day")]
