"""The tables of marks: of units with their parts and what each case did to them, and of the people who led them."""

from django.db import models
from django.db.models import Q

from peygir.outlook.scoring.models.months import MarkVersion, ScoredMonth
from peygir.outlook.scoring.words import MarkState, NotCounted, PartState


class UnitMark(models.Model):
    """The mark of a unit for a month, out of 20, with its interval; empty where there is too little to say."""

    month = models.ForeignKey(ScoredMonth, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(MarkVersion, on_delete=models.PROTECT, related_name="marks", db_index=False)
    number = models.IntegerField()  # of the version
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=7)
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    low = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    groups = models.JSONField()  # group → score from 0 to 1 as text
    cases = models.IntegerField()  # different cases in its parts

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "unit"], name="one_mark_per_unit_and_version"),
            models.CheckConstraint(condition=Q(state__in=MarkState.values()), name="unit_mark_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="marked", mark__gte=0, mark__lte=20)
                | Q(state="too_few", mark__isnull=True, low__isnull=True, high__isnull=True),
                name="mark_is_out_of_twenty",
            ),
        ]
        indexes = [
            models.Index(fields=["month", "unit", "number"], name="mark_of_unit_in_month"),
            models.Index(fields=["unit", "month"], name="mark_by_unit"),
        ]


class MarkPart(models.Model):
    """One indicator's part in a mark: its value with interval, its score from 0 to 1, and the points that it gave."""

    mark = models.ForeignKey(UnitMark, on_delete=models.PROTECT, related_name="parts", db_index=False)
    indicator = models.CharField(max_length=20)
    group = models.CharField(max_length=12)
    state = models.CharField(max_length=7)
    n = models.IntegerField()
    counts = models.JSONField()  # how many rows of each reason
    value = models.DecimalField(max_digits=18, decimal_places=12, null=True)
    low = models.DecimalField(max_digits=18, decimal_places=12, null=True)
    high = models.DecimalField(max_digits=18, decimal_places=12, null=True)
    score = models.DecimalField(max_digits=13, decimal_places=12, null=True)
    weight = models.DecimalField(max_digits=13, decimal_places=12)  # its share of the mark, from 0 to 1
    lost = models.DecimalField(max_digits=8, decimal_places=6, null=True)  # points by which it is below its target

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "indicator"], name="one_part_per_indicator"),
            models.CheckConstraint(condition=Q(state__in=PartState.values()), name="mark_part_state_is_known"),
        ]


class CaseEffect(models.Model):
    """What one case did to a part of a mark: the mark less the mark without the case, in points.

    Below zero the case cost points. `why` is a reason of the indicator; `key` tells apart several rows of one case.
    """

    part = models.ForeignKey(MarkPart, on_delete=models.PROTECT, related_name="effects", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.BigIntegerField()
    why = models.CharField(max_length=16)
    effect = models.DecimalField(max_digits=8, decimal_places=6)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "effect", "case", "key"], name="effects_in_order")]
        indexes = [models.Index(fields=["case"], name="effect_of_case")]


class NotCountedTotal(models.Model):
    """How many cases of a unit, and how much time, were not counted against it in a month, by one rule."""

    month = models.ForeignKey(ScoredMonth, on_delete=models.PROTECT, related_name="not_counted", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    rule = models.CharField(max_length=9)
    cases = models.IntegerField()
    seconds = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "unit", "rule"], name="one_total_per_rule"),
            models.CheckConstraint(condition=Q(rule__in=NotCounted.values()), name="not_counted_rule_is_known"),
        ]


class ManagerMark(models.Model):
    """The mark of a person for the days of a month on which they led a unit, or what stands under it.

    `units` counts the marked units that it comes from: 1 for a unit's own mark.
    """

    version = models.ForeignKey(MarkVersion, on_delete=models.PROTECT, related_name="people", db_index=False)
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=12)
    from_on = models.DateField()
    to_on = models.DateField()
    days = models.SmallIntegerField()
    units = models.IntegerField()
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "staff", "unit", "from_on"], name="one_mark_per_post"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=31), name="post_lasted_some_days"),
        ]
        indexes = [models.Index(fields=["staff"], name="mark_of_person")]
