"""Visits to the place, and the evidence of finished work."""

from typing import Final

from django.db import models
from django.db.models import Q

from peygir.desks.fieldwork.evidence_words import EvidenceRole, EvidenceTags, PlaceSource

ERASED_FORM: Final = "—"
"""In place of a form's text that was erased: a form is never empty."""


class Evidence(models.Model):
    """A photo from the street, a filled form or a signature, with its author and time.

    `taken_at`, `lat` and `lon` are the camera's if it wrote them, else those of the page that took the photo.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5)  # photo, form, sign
    role = models.CharField(max_length=6, blank=True, default="", db_default="")  # of a photo, by EvidenceRole
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
    taken_at = models.DateTimeField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)  # degrees, WGS84: where the photo was taken
    lon = models.FloatField(null=True, blank=True)
    place_source = models.CharField(max_length=6, blank=True, default="", db_default="")
    tags = models.CharField(max_length=6, blank=True, default="", db_default="")  # what the camera wrote of itself
    looked_at = models.DateTimeField(null=True, blank=True)  # when its signals were computed
    answers = models.JSONField(null=True, blank=True)  # to the form fields of the topic's rule, by their codes
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
            models.CheckConstraint(condition=Q(kind__in=["photo", "form", "sign"]), name="evidence_kind_is_known"),
            models.CheckConstraint(condition=Q(role__in=["", *EvidenceRole.values()]), name="evidence_role_is_known"),
            models.CheckConstraint(condition=Q(tags__in=["", *EvidenceTags.values()]), name="evidence_tags_are_known"),
            models.CheckConstraint(
                condition=Q(place_source__in=["", *PlaceSource.values()]), name="evidence_place_source_is_known"
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="evidence_point_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "ready", "refused"]), name="evidence_state_is_known"
            ),
            models.CheckConstraint(condition=~Q(kind="form") | ~Q(form=""), name="form_says_something"),
        ]
        indexes = [
            models.Index(fields=["picture"], name="evidence_by_picture", condition=~Q(picture="")),
            models.Index(fields=["by", "at"], name="evidence_by_author"),
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
