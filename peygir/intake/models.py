"""Photos that came with a report, from raw upload to re-encoded picture; and words that their author let be shown."""

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
    is_public = models.BooleanField(default=False)  # somebody of the unit or the centre has looked at it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="one_photo_per_position"),
            models.CheckConstraint(condition=Q(state__in=["pending", "ready", "refused"]), name="photo_state_is_known"),
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(picture=""), name="ready_photo_has_a_picture"),
            models.CheckConstraint(condition=Q(is_public=False) | Q(state="ready"), name="public_photo_is_ready"),
        ]


class PublicWords(models.Model):
    """The words of a report whose author ticked that they may be shown; no row: they are nobody's but the staff's.

    `offered` words are shown while the rule finds nothing personal in them, `shown` ones as somebody approved them in
    `text` (masked), `hidden` and `withdrawn` ones never.
    """

    STATES = ("offered", "shown", "hidden", "withdrawn")

    report = models.OneToOneField("cases.Report", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, default="offered")
    text = models.TextField(blank=True)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["offered", "shown", "hidden", "withdrawn"]), name="words_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="shown") & ~Q(text="") | ~Q(state="shown") & Q(text=""), name="shown_words_are_kept"
            ),
        ]
