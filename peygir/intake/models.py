"""Photos that came with a report, from raw upload to re-encoded picture."""

from django.db import models
from django.db.models import Q


class Photo(models.Model):
    """One picture of a report: `raw` until a job has re-encoded it, then `picture` and `thumb`, or refused."""

    STATES = ("pending", "ready", "refused")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("cases.Report", on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField()
    state = models.CharField(max_length=8, default="pending")
    raw = models.CharField(max_length=120, blank=True)  # names in the uploads folder
    picture = models.CharField(max_length=120, blank=True)
    thumb = models.CharField(max_length=120, blank=True)
    width = models.IntegerField(null=True)  # pixels
    height = models.IntegerField(null=True)
    gps_lat = models.FloatField(null=True)  # degrees, from the picture's own data; offered, never forced
    gps_lon = models.FloatField(null=True)
    why_refused = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="one_photo_per_position"),
            models.CheckConstraint(condition=Q(state__in=["pending", "ready", "refused"]), name="photo_state_is_known"),
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(picture=""), name="ready_photo_has_a_picture"),
        ]
