"""Visits to the place, and the evidence of finished work."""

from typing import Final

from django.db import models
from django.db.models import Q

ERASED_FORM: Final = "—"
"""In place of a form's text that was erased: a form is never empty."""


class Evidence(models.Model):
    """A photo from the street or a filled form, with its author and time."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5)  # photo, form
    form = models.TextField(blank=True)
    raw = models.CharField(max_length=120, blank=True)  # file names in the uploads folder
    picture = models.CharField(max_length=120, blank=True)
    thumb = models.CharField(max_length=120, blank=True)
    covers = models.JSONField(default=list)  # rectangles (`media.cover_rules`); with any, only the next two are public
    covered = models.CharField(max_length=120, blank=True)
    covered_thumb = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, default="ready")  # a photo is pending until re-encoded
    is_public = models.BooleanField(default=False)  # a person of the unit or the centre approved the photo
    is_public_when_ready = models.BooleanField(default=False, db_default=False)  # approved while it was pending
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    def public_name(self, *, is_small: bool) -> str:
        """The name of the file that everybody may see: never the original once there are covers."""
        if self.covers:
            return self.covered_thumb if is_small else self.covered
        return self.thumb if is_small else self.picture

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
        indexes = [models.Index(fields=["picture"], name="evidence_by_picture", condition=~Q(picture=""))]


class Visit(models.Model):
    """A visit to the place before the work was done; its text is the note of the same event."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # number of the event that recorded it
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_visit_per_event")]
