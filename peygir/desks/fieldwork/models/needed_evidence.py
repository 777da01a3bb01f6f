"""What “done” needs for a topic, in force from a day on, and the reasons that stood in for what was missing."""

from django.db import models
from django.db.models import F, Q

from peygir.city.models import Dated
from peygir.desks.fieldwork.evidence_words import EvidencePart, StandInReason
from peygir.desks.fieldwork.models.evidence import Evidence


class EvidenceRule(Dated):
    """What “done” needs for a topic; a topic without one needs a photo or a filled form."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)
    needs_before = models.BooleanField(default=False)
    needs_after = models.BooleanField(default=False)
    needs_signature = models.BooleanField(default=False)
    most_metres = models.PositiveIntegerField(null=True, blank=True)  # from the place of the case; null: anywhere
    needs_time = models.BooleanField(default=False)  # taken since the case was opened, or last called done
    fields = models.JSONField(default=list)  # `evidence_needs.FormField` of each
    stand_ins = models.JSONField(default=list)  # the StandInReason that may stand in for what is missing

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(valid_to__isnull=True), name="one_open_evidence_rule"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="evidence_rule_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(most_metres__isnull=True) | Q(most_metres__gte=1), name="evidence_rule_metres_positive"
            ),
        ]
        indexes = [models.Index(fields=["topic", "valid_from"], name="evidence_rule_by_date")]


class EvidenceStandIn(models.Model):
    """A reason that stood in for one part of the evidence of a finished work; `unit` is who did the work."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=6)
    reason = models.CharField(max_length=7)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "part"], name="one_stand_in_per_part"),
            models.CheckConstraint(condition=Q(part__in=EvidencePart.values()), name="stand_in_part_is_known"),
            models.CheckConstraint(condition=Q(reason__in=StandInReason.values()), name="stand_in_reason_is_known"),
        ]
        indexes = [models.Index(fields=["unit", "at"], name="stand_in_by_unit")]
