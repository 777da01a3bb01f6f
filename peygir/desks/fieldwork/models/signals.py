"""What was noticed about the evidence of a work, with its figures; a signal refuses nothing, a person explains it."""

from django.db import models
from django.db.models import Q

from peygir.desks.fieldwork.evidence_words import ExplainedWhy, SignalKind
from peygir.desks.fieldwork.models.evidence import Evidence


class EvidenceSignal(models.Model):
    """One signal about one piece of evidence; `figures` are the numbers that it was computed from.

    `other_kind` and `other_number` name the photo that it is compared with (of a report or of the work), in
    `other_case`. `by` is who brought the evidence, `unit` who had the case then.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=9)
    figures = models.JSONField(default=dict)
    other_case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    other_kind = models.CharField(max_length=6, blank=True)  # report, work
    other_number = models.BigIntegerField(null=True, blank=True)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    explained_why = models.CharField(max_length=7, blank=True)
    explained_by = models.CharField(max_length=32, blank=True)
    explained_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "kind"], name="one_signal_of_a_kind_per_evidence"),
            models.CheckConstraint(condition=Q(kind__in=SignalKind.values()), name="signal_kind_is_known"),
            models.CheckConstraint(
                condition=Q(explained_why__in=["", *ExplainedWhy.values()]), name="signal_explanation_is_known"
            ),
            models.CheckConstraint(
                condition=Q(explained_why="", explained_by="", explained_at__isnull=True)
                | Q(explained_at__isnull=False) & ~Q(explained_why="") & ~Q(explained_by=""),
                name="signal_explained_whole",
            ),
            models.CheckConstraint(
                condition=Q(other_kind="", other_number__isnull=True)
                | Q(other_kind__in=["report", "work"], other_number__isnull=False),
                name="signal_other_photo_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="signal_of_unit"),
            models.Index(fields=["unit", "-id"], name="signal_open_of_unit", condition=Q(explained_at__isnull=True)),
            models.Index(
                fields=["other_kind", "other_number"],
                name="signal_by_other_photo",
                condition=Q(other_number__isnull=False),
            ),
        ]
