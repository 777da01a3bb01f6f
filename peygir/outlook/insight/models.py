"""The tables of alarms, and of what is estimated each week: demand with what nobody reported, and forecasts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.history.models import Chained
from peygir.outlook.insight.words import AlarmBaseline, AlarmMethod, AlarmState, EstimateKind
from peygir.outlook.scoring.words import WasItReal


class AlarmWeek(models.Model):
    """A week (Saturday to Friday) whose counts were examined; it is examined once.

    `p_values`: those of its tests below 1; `quiet`: how many tests had 1, because there were too few reports. Later
    weeks are adjusted together with them. `rate`: the share of alarms that may be false on average.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()
    examined_at = models.DateTimeField()
    p_values = models.JSONField()
    quiet = models.IntegerField()
    raised = models.IntegerField()
    rate = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "first_on"], name="one_alarm_week")]


class Alarm(Chained):
    """A topic in a district, or a group of topics in neighbourhoods, with far more new cases than expected.

    It sums the weeks from `first_on` to the one that ends on `last_on`. `p_value` is that of the test alone, `q_value`
    its price: about the share of alarms with at most this value that are false. `series`: weeks, each with its first
    day, the count, and what was expected beforehand (None: not known). A later week in which it is found again changes
    the numbers and adds cases; nobody is told twice.
    """

    history_file: ClassVar[str] = "alarm"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    method = models.CharField(max_length=6)
    topic_code = models.CharField(max_length=80, blank=True)
    group_code = models.CharField(max_length=80)
    district_code = models.CharField(max_length=80, blank=True)
    neighbourhood_codes = models.JSONField(default=list)
    raised_week = models.DateField()  # first day of the week in which it was found
    raised_at = models.DateTimeField()
    first_on = models.DateField()
    last_on = models.DateField()
    observed = models.IntegerField()
    expected = models.DecimalField(max_digits=14, decimal_places=4)
    p_value = models.FloatField()
    q_value = models.FloatField()
    baseline = models.CharField(max_length=6)
    opinions = models.JSONField(default=list)
    series = models.JSONField()
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_urgent = models.BooleanField()  # at least half of its cases are
    state = models.CharField(max_length=7, default="running")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "raised_week", "method", "topic_code", "group_code", "district_code", "first_on"],
                name="one_alarm_of_a_kind",
                condition=Q(method="weekly"),
            ),
            models.CheckConstraint(condition=Q(method__in=AlarmMethod.values()), name="alarm_method_is_known"),
            models.CheckConstraint(condition=Q(state__in=AlarmState.values()), name="alarm_state_is_known"),
            models.CheckConstraint(condition=Q(baseline__in=AlarmBaseline.values()), name="alarm_baseline_is_known"),
            models.CheckConstraint(
                condition=~Q(topic_code="") & ~Q(district_code="") | Q(method="scan"), name="alarm_has_a_subject"
            ),
        ]
        indexes = [models.Index(fields=["city", "-raised_at"], name="alarm_by_time")]


class AlarmCase(models.Model):
    """A case that an alarm counted."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="cases", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm", "case"], name="one_case_of_an_alarm")]


class AlarmVerdict(models.Model):
    """What somebody responsible said of an alarm, once: was it real, and since when was it known without the alarm."""

    alarm = models.OneToOneField(Alarm, on_delete=models.PROTECT, related_name="verdict")
    answer = models.CharField(max_length=8)
    known_on = models.DateField(null=True)  # None: nobody knew of it before the alarm
    by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=[answer for answer in WasItReal.values() if answer != "open"]),
                name="alarm_answer_is_known",
            ),
        ]


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
