"""The tables of the budget: lines with their sums, amendments, imports, and the cases that hang on a line."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.planning.models.programmes import Programme
from peygir.outlook.planning.states import BudgetState


class BudgetImport(models.Model):
    """A table of the budget that was imported as a whole: its digest, its columns, and the sums that were agreed to.

    `sums`: column → rials, as the rows add up and as the person who imported it gave them.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    columns = models.JSONField()
    sums = models.JSONField()
    rows = models.IntegerField()
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "year", "digest"], name="one_import_of_a_budget")]


class BudgetLine(Chained):
    """A budget line (radif) of one fiscal year, which begins on 1 Farvardin; all sums in rials.

    `approved` has the amendments in it.
    """

    history_file: ClassVar[str] = "budget"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()  # of the Iranian calendar
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, null=True, on_delete=models.PROTECT, related_name="budget_lines")
    approved = models.BigIntegerField()
    allotted = models.BigIntegerField(default=0)
    committed = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    state = models.CharField(max_length=9, default=BudgetState.OPEN.value)
    state_at = models.DateTimeField()
    is_public = models.BooleanField(default=True)
    source = models.ForeignKey(BudgetImport, null=True, on_delete=models.PROTECT, related_name="lines", db_index=False)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "year", "code"], name="one_budget_line_of_a_code"),
            models.CheckConstraint(condition=Q(state__in=BudgetState.values()), name="budget_state_is_known"),
            models.CheckConstraint(condition=Q(year__gte=1300, year__lte=1600), name="budget_year_is_jalali"),
            models.CheckConstraint(
                condition=Q(
                    spent__gte=0,
                    committed__gte=F("spent"),
                    allotted__gte=0,
                    approved__gte=F("allotted"),
                ),
                name="budget_sums_fit_together",
            ),
        ]


class BudgetAmendment(models.Model):
    """An amendment (motammem): by how many rials the approved sum of a line changed, and by which decision."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="amendments", db_index=False)
    number = models.SmallIntegerField()
    amount = models.BigIntegerField()  # negative where money was taken away
    reason = models.CharField(max_length=1000)
    letter_number = models.CharField(max_length=40, blank=True, default="")
    decided_on = models.DateField()
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="one_amendment_of_a_number"),
            models.CheckConstraint(condition=~Q(amount=0), name="amendment_changes_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_has_a_reason"),
        ]


class BudgetCase(models.Model):
    """A planned case that hangs on a budget line; it hangs on one line at a time.

    `stage` is what its reporters were told last: of `rules.STAGES`.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="case_links")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=9, blank=True, default="")
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    left_why = models.CharField(max_length=9, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_budget_line_of_a_case", condition=Q(left_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_why="") | Q(left_at__isnull=False) & ~Q(left_why=""),
                name="budget_case_leaves_for_a_reason",
            ),
        ]
