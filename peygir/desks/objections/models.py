"""Objections of citizens, the stages that each of them has been through, and the days that each level promises."""

from django.db import models
from django.db.models import Q

from peygir.desks.objections.rules import (
    FEWEST_DAYS,
    MOST_DAYS,
    ObjectionEnd,
    ObjectionGround,
    ObjectionLevel,
    StageOutcome,
)


class CitizenObjection(models.Model):
    """One objection of one reporter to how a case was handled; its words are the case's note of this event number.

    `reply_until` is set while the citizen may carry a rejected objection further.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("cases.Report", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # number of the event that recorded it
    ground = models.CharField(max_length=9)
    objected_at = models.DateTimeField()
    level = models.CharField(max_length=12)
    reply_until = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=9, blank=True, default="")  # empty: open
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_objection_per_event"),
            models.UniqueConstraint(fields=["report"], name="one_open_objection", condition=Q(end="")),
            models.CheckConstraint(condition=Q(ground__in=ObjectionGround.values()), name="objection_ground_is_known"),
            models.CheckConstraint(condition=Q(level__in=ObjectionLevel.values()), name="objection_level_is_known"),
            models.CheckConstraint(condition=Q(end__in=["", *ObjectionEnd.values()]), name="objection_end_is_known"),
            models.CheckConstraint(
                condition=Q(end="", ended_at__isnull=True) | ~Q(end="") & Q(ended_at__isnull=False),
                name="objection_ends_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["report", "-objected_at"], name="objection_of_report"),
            models.Index(
                fields=["reply_until"], name="objection_reply", condition=Q(end="", reply_until__isnull=False)
            ),
        ]


class ObjectionStage(models.Model):
    """One level of an objection, with its own promise; its answer's words are the case's note of that event number."""

    objection = models.ForeignKey(CitizenObjection, on_delete=models.PROTECT, related_name="stages", db_index=False)
    level = models.CharField(max_length=12)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reached_at = models.DateTimeField()
    days = models.SmallIntegerField()  # working days of its promise
    due_at = models.DateTimeField()
    overdue_at = models.DateTimeField(null=True, blank=True)  # when the clock found it unanswered
    answer_number = models.IntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=32, blank=True, default="")
    outcome = models.CharField(max_length=10, blank=True, default="")  # empty: waits for an answer

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["objection", "level"], name="one_stage_of_a_level"),
            models.UniqueConstraint(fields=["objection"], name="one_waiting_stage", condition=Q(outcome="")),
            models.CheckConstraint(condition=Q(level__in=ObjectionLevel.values()), name="stage_level_is_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *StageOutcome.values()]), name="stage_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["agreed", "rejected"], answered_at__isnull=False, answer_number__isnull=False)
                & ~Q(answered_by="")
                | Q(outcome__in=["", "unanswered"], answered_at__isnull=True, answer_number__isnull=True)
                & Q(answered_by=""),
                name="stage_answer_is_whole",
            ),
            models.CheckConstraint(condition=Q(days__gte=1), name="stage_has_days"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="stage_due", condition=Q(outcome="", overdue_at__isnull=True)),
            models.Index(fields=["level", "due_at"], name="stage_waiting", condition=Q(outcome="")),
            models.Index(fields=["reached_at"], name="stage_by_time"),
        ]


class ObjectionPolicy(models.Model):
    """In how many working days a level answers from a day on; of several decisions for a day the latest is in force.

    Without a decision the days are `rules.SHIPPED_DAYS`.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=12)
    days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    decided_by = models.CharField(max_length=32)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=ObjectionLevel.values()), name="answer_days_of_a_level"),
            models.CheckConstraint(
                condition=Q(days__gte=FEWEST_DAYS, days__lte=MOST_DAYS), name="answer_days_in_range"
            ),
        ]
