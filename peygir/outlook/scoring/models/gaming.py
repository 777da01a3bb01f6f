"""The tables of gaming flags: which months were tested, what was flagged with its cases, and the rates of the tests."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.history.models import Chained
from peygir.outlook.scoring.gaming.words import FlagFinding, GamingKind


class GamingMonth(Chained):
    """A month whose units were tested for gaming: with which rates of false alarms, and how many tests there were."""

    history_file: ClassVar[str] = "scgaming"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()
    tested_at = models.DateTimeField()
    tests = models.IntegerField()  # units and kinds that had enough cases
    rates = models.JSONField()  # kind → share of honest unit-months that may be flagged

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "first_on"], name="one_gaming_month")]


class GamingFlag(models.Model):
    """A result of a test that stands out: a reason to look, never a punishment, and no part of any mark.

    `figures` are the numbers that it was computed from. `finding` is what the inspectorate found when it looked.
    """

    month = models.ForeignKey(GamingMonth, on_delete=models.PROTECT, related_name="flags", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=9)
    p_value = models.FloatField()
    q_value = models.FloatField()  # adjusted for the number of tests of the month
    figures = models.JSONField()
    finding = models.CharField(max_length=7, blank=True, default="")
    found_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    found_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "unit", "kind"], name="one_gaming_flag_of_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=GamingKind.values()), name="gaming_kind_is_known"),
            models.CheckConstraint(
                condition=Q(finding__in=["", *FlagFinding.values()]), name="gaming_finding_is_known"
            ),
            models.CheckConstraint(
                condition=Q(finding="", found_by__isnull=True, found_at__isnull=True)
                | ~Q(finding="") & Q(found_by__isnull=False, found_at__isnull=False),
                name="gaming_finding_is_whole",
            ),
        ]


class GamingFlagCase(models.Model):
    """A case of a flag; the most telling has the first place."""

    flag = models.ForeignKey(GamingFlag, on_delete=models.PROTECT, related_name="cases", db_index=False)
    place = models.SmallIntegerField()
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flag", "place"], name="one_case_per_place_of_a_flag")]


class GamingRate(models.Model):
    """The share of honest unit-months that a test may flag, where the city has set another than the ordinary one."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=9)
    rate = models.FloatField()
    set_by = models.CharField(max_length=32)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "kind"], name="one_rate_per_gaming_kind"),
            models.CheckConstraint(condition=Q(kind__in=GamingKind.values()), name="gaming_rate_kind_is_known"),
            models.CheckConstraint(condition=Q(rate__gte=0.0001, rate__lte=0.1), name="gaming_rate_is_small"),
        ]
