"""The table of trials: another scheme or another deadline, tried on the closed months by a job."""

from django.db import models
from django.db.models import Q

from peygir.outlook.scoring.words import TrialKind


class MarkTrial(models.Model):
    """What somebody asked to try, and what came out once the job is done; nothing else follows from it.

    `asked` is a scheme's content, or `hours`, `factor`, `topic` and `fewest` of a deadline. `result` is of
    `stored_trials`.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    asked = models.JSONField()
    asked_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TrialKind.values()), name="trial_kind_is_known"),
            models.UniqueConstraint(fields=["city"], condition=Q(done_at__isnull=True), name="one_trial_at_a_time"),
        ]
        indexes = [models.Index(fields=["city", "asked_at"], name="trials_of_city")]
