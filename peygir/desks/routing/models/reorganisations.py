"""Units that are merged or split from a day on."""

from django.db import models
from django.db.models import Q


class Reorganisation(models.Model):
    """The merger or split of a unit from a day on: what goes where, and the progress."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    parts = models.JSONField()  # [{"to": unit id, "districts": [codes], "groups": [codes]}], the first match counts
    from_on = models.DateField()
    moves_people = models.BooleanField(default=False)  # to the first part's unit
    reason = models.CharField(max_length=400)
    decisions = models.JSONField(default=list)  # numbers of the city's events that changed ownership
    planned_by = models.CharField(max_length=32)
    planned_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    moved_count = models.IntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    is_called_off = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], name="one_open_reorganisation", condition=Q(ended_at__isnull=True)
            ),
        ]
