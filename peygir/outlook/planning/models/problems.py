"""The tables of problems: what keeps returning, the cases that show it, and the answers that were given to it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.planning.states import AnsweringBody, PlanAnswer, ProblemState


class PlanProblem(Chained):
    """A problem of the city: a cluster of cases with its evidence, owned by a unit.

    `evidence` is of `rules.EvidencePack`: counts and a monthly series, no words of citizens. It is valid from
    `valid_from` to the day before `valid_to`.
    """

    history_file: ClassVar[str] = "problem"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    district = models.ForeignKey("city.District", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    neighbourhood = models.ForeignKey(
        "city.Neighbourhood", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reference = models.CharField(max_length=60, blank=True, default="")  # of a request that was imported
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=4000)
    tried = models.CharField(max_length=4000, blank=True, default="")  # what was tried until now
    evidence = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=ProblemState.DRAFT.value)
    state_at = models.DateTimeField()
    is_public = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProblemState.values()), name="problem_state_is_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="problem_has_days"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="problem_has_a_title"),
            models.UniqueConstraint(
                fields=["city", "reference"], name="one_problem_of_a_reference", condition=~Q(reference="")
            ),
        ]
        indexes = [models.Index(fields=["city", "state"], name="problems_by_state")]


class ProblemCase(models.Model):
    """A case that belongs to a problem; it may belong to several."""

    problem = models.ForeignKey(PlanProblem, on_delete=models.PROTECT, related_name="case_links", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["problem", "case"], name="one_link_of_problem_and_case", condition=Q(left_at__isnull=True)
            )
        ]


class ProblemAnswer(models.Model):
    """Somebody was asked about a problem: until which day, and what the answer was, from the closed list."""

    problem = models.ForeignKey(PlanProblem, on_delete=models.PROTECT, related_name="answers")
    body = models.CharField(max_length=7)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("city.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.CharField(max_length=1000, blank=True, default="")
    asked_by = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    due_on = models.DateField(db_index=True)
    answer = models.CharField(max_length=17, blank=True, default="")
    reason = models.CharField(max_length=2000, blank=True, default="")
    salt = models.CharField(max_length=32, blank=True, default="")
    answered_by = models.CharField(max_length=32, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(body__in=AnsweringBody.values()), name="answering_body_is_known"),
            models.CheckConstraint(
                condition=Q(answer__in=["", *PlanAnswer.values()]), name="answer_to_problem_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="answer_to_problem_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(body="council", unit__isnull=True, agency__isnull=True)
                | Q(body="unit", unit__isnull=False, agency__isnull=True)
                | Q(body="agency", unit__isnull=True, agency__isnull=False),
                name="answering_body_is_one",
            ),
        ]
