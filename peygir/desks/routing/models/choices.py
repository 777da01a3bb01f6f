"""Choices of an owner with the rules behind them, returned cases, and routing corrections."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.history.models import Chained


class Choice(models.Model):
    """One choice of an owner, explained by codes; `is_applied` is false for one made only for comparison."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # number of the event that requested it
    how = models.CharField(max_length=12)  # ownership, rule, season, neighbour, centre, above, agency, person, import
    why = models.CharField(max_length=24)  # a key of rules.REASONS
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("city.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The rule as it was: rules are never edited, so its text stays the explanation.
    rule = models.ForeignKey("routing.Rule", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic_code = models.CharField(max_length=80, blank=True)
    district_code = models.CharField(max_length=80, blank=True)
    season_code = models.CharField(max_length=40, blank=True, default="")
    is_applied = models.BooleanField(default=True)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number", "how"], name="one_choice_per_event")]
        indexes = [models.Index(fields=["rule"], name="choice_by_rule", condition=Q(rule__isnull=False))]


class Rule(Chained):
    """A routing rule as data: its conditions, and its target. Never edited; a new one replaces it."""

    history_file: ClassVar[str] = "rule"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()  # the smallest is tried first
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    conditions = models.JSONField()
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    branch = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day on which it is no longer valid
    is_on = models.BooleanField(default=False)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two rules that are on never have the same order.
            models.UniqueConstraint(fields=["city", "order"], name="one_rule_on_per_place", condition=Q(is_on=True)),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")), name="rule_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name_fa


class DryRun(models.Model):
    """What a rule would have changed among the last cases; required before it may be switched on."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=32)
    case_count = models.IntegerField()
    matched_count = models.IntegerField()
    changed_count = models.IntegerField()
    flows = models.JSONField()  # [{"from": unit id, "to": unit id, "count": n}], the most first
    cases = models.JSONField()  # [[case code, from, to]] of every case that would have another owner


class Return(models.Model):
    """One return ("not ours"): who returned a case, why, and which unit got it next."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # number of the event case_returned
    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20)
    returned_at = models.DateTimeField()
    count = models.IntegerField()  # this is the n-th return of this case
    to_unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_return_per_event")]
        indexes = [models.Index(fields=["city", "returned_at"], name="return_by_time")]


class RoutingCorrection(models.Model):
    """A routing correction: the centre's decision on a repeatedly returned case; several alike propose a rule."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # number of the event of the decision
    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    topic_code = models.CharField(max_length=80, blank=True)
    district_code = models.CharField(max_length=80, blank=True)
    from_unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    to_unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    returns = models.IntegerField()
    # The words used in the resulting rule; a citizen's own text is not copied here.
    words = models.JSONField(default=list, blank=True)
    decided_by = models.CharField(max_length=32)
    decided_at = models.DateTimeField()
    rule = models.ForeignKey(Rule, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    settled_by = models.CharField(max_length=32, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_correction_per_decision")]
        indexes = [models.Index(fields=["city"], name="correction_open", condition=Q(settled_at__isnull=True))]
