"""The tables that several files of planning share: the reasons of moves, and the city's periods."""

from django.db import models
from django.db.models import F, Q


class PlanNote(models.Model):
    """The reason of a move; the event with this number carries the salted digest of its text."""

    file = models.CharField(max_length=9)
    file_id = models.BigIntegerField()
    number = models.IntegerField()
    text = models.CharField(max_length=2000)
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "file_id", "number"], name="one_note_of_an_event")]


class PlanningPolicy(models.Model):
    """The periods of a city: how long a case may be planned without a budget line, and how long answers may take."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    days_without_line = models.SmallIntegerField()
    days_to_answer = models.SmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "valid_from"], name="one_planning_policy_a_day"),
            models.CheckConstraint(
                condition=Q(days_without_line__gte=1, days_to_answer__gte=1), name="planning_periods_are_days"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="planning_policy_has_days"
            ),
        ]
