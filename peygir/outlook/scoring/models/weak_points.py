"""The table of weak points: what got worse against expected, and what those responsible say of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.history.models import Chained
from peygir.outlook.scoring.models.months import ScoredMonth
from peygir.outlook.scoring.words import WasItReal


class WeakPoint(Chained):
    """A topic of a unit, or in a district, in which more cases of a month failed than its own past lets expect.

    `months`: the months up to this one, each with its first day, the failures, and how many its cases let expect.
    `cases`: the ids of the month's cases that failed, at most 500.
    """

    history_file: ClassVar[str] = "scweak"

    month = models.ForeignKey(ScoredMonth, on_delete=models.PROTECT, related_name="weak_points", db_index=False)
    indicator = models.CharField(max_length=20)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic_code = models.CharField(max_length=80)
    district_code = models.CharField(max_length=80, blank=True)
    observed = models.IntegerField()
    expected = models.DecimalField(max_digits=14, decimal_places=6)
    n = models.IntegerField()
    p_value = models.DecimalField(max_digits=7, decimal_places=6)
    adjusted = models.DecimalField(max_digits=7, decimal_places=6)
    months = models.JSONField()
    cases = models.JSONField()
    answer = models.CharField(max_length=8, default="open")
    answered_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "indicator", "unit", "topic_code", "district_code"],
                nulls_distinct=False,
                name="one_weak_point_per_group",
            ),
            models.CheckConstraint(condition=Q(answer__in=WasItReal.values()), name="weak_point_answer_is_known"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, district_code="") | Q(unit__isnull=True) & ~Q(district_code=""),
                name="weak_point_of_a_unit_or_place",
            ),
            models.CheckConstraint(
                condition=Q(answer="open", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(answer="open") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="weak_point_answered_by_someone",
            ),
        ]
