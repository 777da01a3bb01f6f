"""The tables of goals: what a programme is to change, registered before it begins, and how it was measured."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.planning.models.programmes import Programme
from peygir.outlook.planning.states import Estimator, GoalState, GoalVerdict


class PlanGoal(Chained):
    """A goal of a programme; a trigger refuses changes of its terms once it is registered.

    `measure` is the text of the question whose answer is measured (`goal_rules`). The target is below the baseline
    where less is better. `controls` are the codes of the areas to compare with; `is_chosen_as_worst`: the goal's areas
    were chosen because they were bad, so that a part of the fall is expected without any work.
    """

    history_file: ClassVar[str] = "goal"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="goals")
    measure = models.CharField(max_length=200)
    measured_in = models.CharField(max_length=40)  # the unit of measure, as people read it
    baseline = models.FloatField()
    baseline_from = models.DateField()
    baseline_to = models.DateField()
    target = models.FloatField()
    due_on = models.DateField()
    estimator = models.CharField(max_length=12)
    controls = models.JSONField(default=list)
    is_chosen_as_worst = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=11, default=GoalState.DRAFT.value)
    state_at = models.DateTimeField()
    registered_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(null=True)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GoalState.values()), name="goal_state_is_known"),
            models.CheckConstraint(condition=Q(estimator__in=Estimator.values()), name="estimator_is_known"),
            models.CheckConstraint(condition=~Q(target=F("baseline")), name="goal_changes_something"),
            models.CheckConstraint(condition=Q(baseline_to__gte=F("baseline_from")), name="baseline_has_days"),
            models.CheckConstraint(condition=Q(due_on__gt=F("baseline_to")), name="goal_is_due_after_its_baseline"),
            models.CheckConstraint(
                condition=Q(state="draft", registered_at__isnull=True, registered_by__isnull=True)
                | ~Q(state="draft") & Q(registered_at__isnull=False, registered_by__isnull=False),
                name="goal_is_registered_by_somebody",
            ),
        ]


class GoalMeasurement(models.Model):
    """One measurement of a goal: the value with its interval, what it says, and the data it came from.

    `inputs` is of `goal_inputs.GoalInputs`, `result` what `methods.goal_effect.measured` says of them; `digest` is the
    SHA-256 of the inputs and of the data's root, `root` the Merkle root over the histories that the lake told ("" for
    the tables as they were).
    """

    goal = models.ForeignKey(PlanGoal, on_delete=models.PROTECT, related_name="measurements", db_index=False)
    number = models.SmallIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    verdict = models.CharField(max_length=11)
    text = models.CharField(max_length=2000, blank=True, default="")
    digest = models.CharField(max_length=64)
    root = models.CharField(max_length=64, blank=True, default="")
    inputs = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "number"], name="one_measurement_of_a_number"),
            models.CheckConstraint(condition=Q(verdict__in=GoalVerdict.values()), name="goal_verdict_is_known"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="measurement_has_days"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, low__isnull=True, high__isnull=True, verdict="cannot_tell")
                | Q(value__isnull=False, low__lte=F("value"), high__gte=F("value")),
                name="measurement_has_an_interval",
            ),
        ]
