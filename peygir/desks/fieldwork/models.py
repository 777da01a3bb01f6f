"""Visits to the place, and the evidence of finished work."""

from django.db import models
from django.db.models import Q


class Evidence(models.Model):
    """A photo from the street or a filled form, with its author and time."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5)  # photo, form
    form = models.TextField(blank=True)
    raw = models.CharField(max_length=120, blank=True)  # file names in the uploads folder
    picture = models.CharField(max_length=120, blank=True)
    thumb = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, default="ready")  # a photo is pending until re-encoded
    is_public = models.BooleanField(default=False)  # a person of the unit or the centre approved the photo
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(kind="photo", state="ready"), name="public_evidence_is_a_photo"
            ),
            models.CheckConstraint(condition=Q(kind__in=["photo", "form"]), name="evidence_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "ready", "refused"]), name="evidence_state_is_known"
            ),
            models.CheckConstraint(condition=~Q(kind="form") | ~Q(form=""), name="form_says_something"),
        ]


class Visit(models.Model):
    """A visit to the place before the work was done; its text is the note of the same event."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # number of the event that recorded it
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_visit_per_event")]
