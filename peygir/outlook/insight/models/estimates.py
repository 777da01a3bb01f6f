"""The tables of what is estimated each week: demand with what nobody reported, and forecasts."""

from django.db import models
from django.db.models import Q

from peygir.outlook.insight.words import EstimateKind


class EstimateRun(models.Model):
    """What was estimated once from the cases up to a day, with the digest of what was counted; it is never changed.

    `settings`: the model, its levels, and totals. Each part of the city has a row in EstimateLine.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    since_on = models.DateField()
    through_on = models.DateField()  # the Friday of the last week that was over
    computed_at = models.DateTimeField()
    cases = models.IntegerField()
    digest = models.CharField(max_length=64)
    settings = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "kind", "through_on"], name="one_estimate_a_week"),
            models.CheckConstraint(condition=Q(kind__in=EstimateKind.values()), name="estimate_kind_is_known"),
        ]


class EstimateLine(models.Model):
    """What a run estimated of a group of topics, a district or a channel, or of two of them ("" for all)."""

    run = models.ForeignKey(EstimateRun, on_delete=models.PROTECT, related_name="rows", db_index=False)
    group_code = models.CharField(max_length=80, blank=True)
    district_code = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=6, blank=True)
    numbers = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "group_code", "district_code", "channel"], name="one_estimate_of_a_part"
            )
        ]
