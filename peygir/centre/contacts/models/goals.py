"""The service goals of the centre, and the rainy days for its forecast."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

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
