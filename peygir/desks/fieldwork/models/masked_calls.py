"""Calls by which a crew and a reporter talk through the exchange, without seeing each other's number."""

from django.db import models
from django.db.models import Q


class MaskedCall(models.Model):
    """One call that a crew asked for; the numbers are read when the exchange is asked, and are not kept here.

    `key` is the id of its first channel. `answered_at`: the crew's phone was picked up; `reached_at`: the reporter's.
    `words` is why a call did not come about.
    """

    order = models.ForeignKey("fieldwork.WorkOrder", on_delete=models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey("cases.Report", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    crew = models.ForeignKey("fieldwork.Crew", on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.CharField(max_length=32)
    key = models.CharField(max_length=40, unique=True)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            # A second press of the button while the phone rings is not a second call.
            models.UniqueConstraint(
                fields=["crew"], condition=Q(settled_at__isnull=True), name="one_masked_call_of_a_crew"
            )
        ]
        indexes = [
            models.Index(fields=["crew", "asked_at"], name="masked_calls_of_crew"),
            models.Index(fields=["case", "asked_at"], name="masked_calls_of_case"),
        ]
