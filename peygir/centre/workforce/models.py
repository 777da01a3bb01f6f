"""The service goals and rainy days of the forecast, shifts with dates of validity, and the duties of each week."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained


class CallGoal(Chained):
    """One version of the goal: how many calls are to be answered within how many seconds, and its assumptions."""

    history_file: ClassVar[str] = "callgoal"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()  # the newest that has begun is in force
    share_percent = models.SmallIntegerField()
    within_seconds = models.IntegerField()
    handling_seconds = models.IntegerField()  # of a conversation with its wrap-up, mean
    patience_seconds = models.IntegerField()  # after which a caller hangs up, on average
    away_percent = models.SmallIntegerField()  # share of the shift in breaks and training
    least_operators = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "from_at"], name="one_call_goal_per_moment"),
            models.CheckConstraint(condition=Q(share_percent__gte=1, share_percent__lte=99), name="goal_is_a_share"),
            models.CheckConstraint(condition=Q(away_percent__gte=0, away_percent__lte=90), name="away_is_a_share"),
            models.CheckConstraint(
                condition=Q(handling_seconds__gte=1, patience_seconds__gte=1), name="talks_take_time"
            ),
        ]


class RainDay(Chained):
    """Whether a day is rainy: by the weather forecast, or, for a past day, as it was."""

    history_file: ClassVar[str] = "rainday"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    is_rainy = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "on"], name="one_word_on_rain_a_day")]


class Shift(Chained):
    """A shift by the city's clock; one that ends no later than it begins runs past midnight."""

    history_file: ClassVar[str] = "shift"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    name_fa = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40, blank=True)
    begins = models.TimeField()
    ends = models.TimeField()
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)  # the last day for new duties

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(begins=F("ends")), name="shift_is_no_whole_day"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="shift_days_in_order"
            ),
        ]


class RosterWeek(Chained):
    """One week of the roster; its row is locked by whoever changes the week."""

    history_file: ClassVar[str] = "roster"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()  # a Saturday

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "first_on"], name="one_roster_per_week"),
            models.CheckConstraint(condition=Q(first_on__week_day=7), name="roster_begins_on_a_saturday"),
        ]


class Duty(models.Model):
    """One person's shift on one day."""

    week = models.ForeignKey(RosterWeek, on_delete=models.PROTECT, related_name="duties")
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "on"], name="one_shift_a_day")]
