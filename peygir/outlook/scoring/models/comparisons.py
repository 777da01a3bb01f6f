"""The tables of comparisons: the mix of a month's cases, the models of a version, and how units stand among peers."""

from django.db import models
from django.db.models import Q

from peygir.outlook.scoring.models.months import MarkVersion, ScoredMonth
from peygir.outlook.scoring.words import StandingBand


class MonthMix(models.Model):
    """The counts of a month by features of cases and unit, from its snapshot; later months' models are made from them.

    `content` is the text of `fairness.outcomes`, compressed by zlib; `digest` is the SHA-256 of the text.
    """

    month = models.OneToOneField(ScoredMonth, on_delete=models.PROTECT, related_name="mix")
    digest = models.CharField(max_length=64)
    content = models.BinaryField()


class MonthComparison(models.Model):
    """The comparison of a version: from which months its models were made, their coefficients, and its digest.

    `trained_on`: the first day of each month → the digest of its mix. `coefficients`: indicator → feature and value →
    number as text. `digest` is the SHA-256 of the text of the comparison (`fairness.comparison`).
    """

    version = models.OneToOneField(MarkVersion, on_delete=models.PROTECT, related_name="comparison")
    trained_on = models.JSONField()
    coefficients = models.JSONField()
    digest = models.CharField(max_length=64)


class UnitStanding(models.Model):
    """How a unit stands among its peers in an indicator, or in the whole mark ("mark"): see `fairness.standing`."""

    version = models.ForeignKey(MarkVersion, on_delete=models.PROTECT, related_name="standings", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    indicator = models.CharField(max_length=20)
    peers = models.CharField(max_length=20)
    band = models.CharField(max_length=8)
    n = models.IntegerField()
    observed = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    expected = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    spread = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    ratio = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    shrunk = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    shrunk_low = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    shrunk_high = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    adjusted = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    funnel = models.CharField(max_length=8, blank=True)
    of = models.IntegerField()
    rank = models.IntegerField(null=True)
    rank_low = models.IntegerField(null=True)
    rank_high = models.IntegerField(null=True)
    is_among_first = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "unit", "indicator"], name="one_standing_per_indicator"),
            models.CheckConstraint(condition=Q(band__in=StandingBand.values()), name="standing_band_is_known"),
            models.CheckConstraint(
                condition=Q(rank__isnull=True, rank_low__isnull=True, rank_high__isnull=True)
                | Q(rank_low__gte=1, rank_high__gte=models.F("rank_low"), rank__gte=1) & ~Q(band="too_few"),
                name="standing_rank_has_a_set",
            ),
        ]
        indexes = [models.Index(fields=["unit", "version"], name="standing_of_unit")]
