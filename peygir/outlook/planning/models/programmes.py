"""The tables of programmes: options with their costs and expected effects, and the proposals made of them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.planning.models.problems import PlanProblem
from peygir.outlook.planning.states import EvidenceClass, LinkKind, PlannedCostKind, ProgrammeState, ProposalState


class Programme(Chained):
    """What the city could do about a problem: one or several options, of which one is proposed.

    Programmes of one `variant_group` exclude each other: of them at most one is approved.
    """

    history_file: ClassVar[str] = "programme"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    problem = models.ForeignKey(PlanProblem, on_delete=models.PROTECT, related_name="programmes")
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=4000)
    variant_group = models.CharField(max_length=40, blank=True, default="")
    chosen_option = models.SmallIntegerField(null=True)  # the number of the option that is proposed
    state = models.CharField(max_length=8, default=ProgrammeState.DRAFT.value)
    state_at = models.DateTimeField()
    is_public = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProgrammeState.values()), name="programme_state_is_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="programme_has_days"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"]) | Q(chosen_option__isnull=False),
                name="proposed_programme_has_an_option",
            ),
        ]
        indexes = [models.Index(fields=["city", "state"], name="programmes_by_state")]


class ProgrammeOption(models.Model):
    """One way to do it: who, when, what it is expected to change, and how well that is supported.

    `effect_low`, `effect`, `effect_high`: the share of the problem's incidents that it avoids, 0 to 1. `years` is how
    long the effect lasts.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="options", db_index=False)
    number = models.SmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=4000, blank=True, default="")
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    begins_on = models.DateField()
    ends_on = models.DateField()
    effect_low = models.FloatField()
    effect = models.FloatField()
    effect_high = models.FloatField()
    years = models.FloatField()
    evidence_class = models.CharField(max_length=1)
    evidence = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_option_of_a_number"),
            models.CheckConstraint(condition=Q(evidence_class__in=EvidenceClass.values()), name="evidence_class_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="option_has_days"),
            models.CheckConstraint(
                condition=Q(
                    effect_low__gte=0,
                    effect__gte=F("effect_low"),
                    effect_high__gte=F("effect"),
                    effect_high__lte=1,
                    years__gt=0,
                ),
                name="effect_is_a_share_with_bounds",
            ),
        ]


class PlannedCost(models.Model):
    """One cost line of an option, in rials, with its uncertainty: the least, the likely and the most."""

    option = models.ForeignKey(ProgrammeOption, on_delete=models.PROTECT, related_name="costs")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=6, default=PlannedCostKind.ONCE.value)
    low = models.BigIntegerField()
    likely = models.BigIntegerField()
    high = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PlannedCostKind.values()), name="planned_cost_kind_is_known"),
            models.CheckConstraint(
                condition=Q(low__gte=0, likely__gte=F("low"), high__gte=F("likely")), name="planned_cost_has_bounds"
            ),
        ]


class ProgrammeLink(models.Model):
    """A programme needs another one first, or excludes it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="links", db_index=False)
    other = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "other"], name="one_link_of_two_programmes"),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values()), name="programme_link_is_known"),
            models.CheckConstraint(condition=~Q(programme=F("other")), name="programme_is_not_linked_to_itself"),
        ]


class Proposal(Chained):
    """A proposal to the council (lāyehe): the chosen option of a programme, with its letter and text."""

    history_file: ClassVar[str] = "proposal"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="proposals")
    option = models.ForeignKey(ProgrammeOption, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    commission = models.CharField(max_length=120, blank=True, default="")
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=12000)
    letter_number = models.CharField(max_length=40, blank=True, default="")
    letter_on = models.DateField(null=True)
    amount = models.BigIntegerField()  # rials that are asked for
    version = models.IntegerField(default=1)
    state = models.CharField(max_length=9, default=ProposalState.DRAFT.value)
    state_at = models.DateTimeField()
    is_public = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)  # when everybody could read it first
    hidden_at = models.DateTimeField(null=True)  # since when nobody can any more who could
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProposalState.values()), name="proposal_state_is_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="proposal_asks_for_an_amount"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | ~Q(letter_number="") & Q(letter_on__isnull=False) & ~Q(commission=""),
                name="sent_proposal_has_a_letter",
            ),
            models.UniqueConstraint(
                fields=["programme"],
                name="one_proposal_at_a_time",
                condition=Q(state__in=["draft", "sent", "on_agenda", "returned", "approved"]),
            ),
        ]
