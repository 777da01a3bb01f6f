"""The table of appeals against marks."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.scoring.models.months import MarkVersion, ScoredMonth
from peygir.outlook.scoring.words import AppealOutcome


class MarkAppeal(Chained):
    """A unit's appeal against its mark: about one case in an indicator, or about every case with one reason.

    An appeal that is upheld takes those cases out of the indicator for this unit: a job restates the month, and until
    then `version` is empty. `reason` and `answer` are texts of staff about the rule or the case; the history has their
    digests alone. One person of the committee proposes the outcome with the answer, and another one confirms both.
    """

    history_file: ClassVar[str] = "scappeal"

    month = models.ForeignKey(ScoredMonth, on_delete=models.PROTECT, related_name="appeals", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    indicator = models.CharField(max_length=20)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=16, blank=True, default="")  # of a rule: the reason of the indicator
    reason = models.TextField()
    salt = models.CharField(max_length=32)  # of the digests in the history
    made_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, default="open")
    answer = models.TextField(blank=True, default="")
    proposed = models.CharField(max_length=9, blank=True, default="")
    proposed_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    version = models.OneToOneField(MarkVersion, null=True, on_delete=models.PROTECT, related_name="appeal")
    before = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # the mark, and what it was restated to
    after = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "unit", "indicator", "case", "why"],
                condition=~Q(outcome="withdrawn"),
                nulls_distinct=False,
                name="one_appeal_about_a_thing",
            ),
            models.CheckConstraint(condition=Q(outcome__in=AppealOutcome.values()), name="appeal_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(case__isnull=False, why="") | Q(case__isnull=True) & ~Q(why=""),
                name="appeal_about_a_case_or_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(outcome="open") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="appeal_is_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(proposed="", proposed_by__isnull=True, proposed_at__isnull=True)
                | Q(proposed__in=["upheld", "rejected"], proposed_by__isnull=False, proposed_at__isnull=False),
                name="decision_is_proposed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(proposed="")
                | ~Q(outcome__in=["upheld", "rejected"])
                | Q(outcome=F("proposed")) & ~Q(decided_by=F("proposed_by")),
                name="appeal_is_decided_by_two",
            ),
            models.CheckConstraint(
                condition=Q(outcome="upheld") | Q(version__isnull=True), name="only_upheld_appeal_restates"
            ),
        ]
        indexes = [models.Index(fields=["made_at"], name="appeal_open", condition=Q(outcome="open"))]
