"""What inspectors found at the places of finished work."""

from django.db import models
from django.db.models import Q

from peygir.desks.inspection.rules import InspectionFinding


class Inspection(models.Model):
    """One look at the place of a case that was called done; its words are the case's note of the same event."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # number of the event that recorded it
    inspector = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    finding = models.CharField(max_length=9)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_inspection_per_event"),
            models.CheckConstraint(condition=Q(finding__in=InspectionFinding.values()), name="finding_is_known"),
        ]
        indexes = [models.Index(fields=["inspector", "-at"], name="inspection_of_inspector")]
