"""What the centre wants to reach, and the days of rain that it tells its forecast of."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.history.models import Chained


class CallGoal(Chained):
    """How many calls are to be answered within how many seconds, and what is reckoned with; for a time."""

    history_file: ClassVar[str] = "callgoal"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()  # the newest that has begun is in force
    share_percent = models.SmallIntegerField()
    within_seconds = models.IntegerField()
    handling_seconds = models.IntegerField()  # of a talk with its wrap-up, on average
    patience_seconds = models.IntegerField()  # after which a caller hangs up, on average
    away_percent = models.SmallIntegerField()  # of the shift in which nobody answers: breaks, training
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
    """Whether a day is rainy: as the forecast of the weather has it, or, of a day that is over, as it was."""

    history_file: ClassVar[str] = "rainday"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    is_rainy = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "on"], name="one_word_on_rain_a_day")]
