"""What was promised in a case, by when, and whether it was kept."""

from django.db import models
from django.db.models import Q


class Promise(models.Model):
    """One promise, frozen when given: the moment it falls due, and the terms it came from.

    Kept while `kept_at` ≤ `due_at`; a kept promise runs on when the case is reopened (`kept_at` empties again).
    `broken_at` is written once, when the clock passed `due_at` without a keeping.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6)
    given_at = models.DateTimeField()
    due_at = models.DateTimeField()
    clock = models.CharField(max_length=1, blank=True)  # C calendar, B working time; empty: the record's own target
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    terms = models.ForeignKey("city.TopicTerms", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kept_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    is_over = models.BooleanField(default=False)  # merged, withdrawn or replaced: no longer counted

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="one_promise_of_a_kind", condition=Q(is_over=False)),
            models.CheckConstraint(condition=Q(kind__in=["ack", "visit", "finish"]), name="promise_kind_is_known"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="promise_running",
                condition=Q(kept_at__isnull=True, broken_at__isnull=True, is_over=False),
            ),
        ]  # fmt: skip
