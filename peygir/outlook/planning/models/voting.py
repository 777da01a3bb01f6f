"""The tables of votes of citizens on a part of the budget: the day, its projects, its key, and the ballots."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.planning.models.programmes import Programme
from peygir.outlook.planning.voting_states import BallotRule, VotingState, VotingStep


class VotingDay(Chained):
    """A vote of citizens: how much money of which fiscal year, by which rule, from when to when.

    `step` is what one person wants (opened, closed or cancelled) until a second one confirms or refuses it. Nothing of
    the terms changes while a step waits, nor once the vote was opened: a trigger refuses that.
    """

    history_file: ClassVar[str] = "voting"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=4000, blank=True, default="")
    year = models.SmallIntegerField()  # the fiscal year, of the Iranian calendar
    budget = models.BigIntegerField()  # rials
    rule = models.CharField(max_length=10)
    most = models.SmallIntegerField()  # projects on a ballot, or points of a ballot
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    digest = models.CharField(max_length=64)  # of the terms and the projects
    state = models.CharField(max_length=9, default=VotingState.DRAFT.value)
    state_at = models.DateTimeField()
    step = models.CharField(max_length=6, blank=True, default="")
    step_reason = models.CharField(max_length=2000, blank=True, default="")
    step_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    ballots = models.IntegerField(null=True)  # how many were counted
    spent = models.BigIntegerField(null=True)  # rials, of the funded projects
    increases = models.IntegerField(null=True)  # how often each voter's share was raised
    file_digest = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of the file of all ballots
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VotingState.values()), name="voting_state_is_known"),
            models.CheckConstraint(condition=Q(rule__in=BallotRule.values()), name="ballot_rule_is_known"),
            models.CheckConstraint(condition=Q(step__in=["", *VotingStep.values()]), name="voting_step_is_known"),
            models.CheckConstraint(
                condition=Q(step="", step_by__isnull=True) | ~Q(step="") & Q(step_by__isnull=False),
                name="voting_step_is_of_somebody",
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="voting_has_hours"),
            models.CheckConstraint(condition=Q(budget__gt=0, most__gt=0), name="voting_has_a_budget"),
            models.CheckConstraint(condition=Q(year__gte=1300, year__lte=1600), name="voting_year_is_jalali"),
            models.CheckConstraint(
                condition=~Q(state="counted") | Q(ballots__isnull=False, spent__isnull=False) & ~Q(file_digest=""),
                name="counted_voting_has_a_result",
            ),
        ]


class BallotProject(models.Model):
    """A project on the ballot, with its result once it is counted.

    `place`: it was the n-th to be funded, None if it is not funded. `payment`: what a supporter with one point paid in
    full; `left`: what its supporters had when it was funded, else in the end; both in rials, rounded down.
    """

    day = models.ForeignKey(VotingDay, on_delete=models.PROTECT, related_name="projects", db_index=False)
    number = models.SmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=2000, blank=True, default="")
    cost = models.BigIntegerField()  # rials
    programme = models.ForeignKey(Programme, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    district = models.ForeignKey("city.District", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    supporters = models.IntegerField(null=True)
    points = models.IntegerField(null=True)
    place = models.SmallIntegerField(null=True)
    payment = models.BigIntegerField(null=True)
    effective_votes = models.FloatField(null=True)
    left = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="one_ballot_project_of_a_number"),
            models.CheckConstraint(condition=Q(cost__gt=0), name="ballot_project_has_a_cost"),
            models.CheckConstraint(condition=~Q(title=""), name="ballot_project_has_a_title"),
        ]


class VotingKey(models.Model):
    """The key under which the phones of a vote are hidden while it is open; destroyed when it is closed."""

    day = models.OneToOneField(VotingDay, on_delete=models.PROTECT, primary_key=True, related_name="+")
    key = models.BinaryField(max_length=32)


class CastBallot(models.Model):
    """A ballot of an open vote: `voter` is the HMAC of the phone under the vote's key; no time is stored.

    `choices`: the number of a project → points (1 where it is approved).
    """

    day = models.ForeignKey(VotingDay, on_delete=models.PROTECT, related_name="+", db_index=False)
    voter = models.CharField(max_length=64)
    choices = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "voter"], name="one_ballot_of_a_voter")]


class CountedBallot(models.Model):
    """A ballot of a closed vote, without its voter; the numbers were drawn at random."""

    day = models.ForeignKey(VotingDay, on_delete=models.PROTECT, related_name="counted", db_index=False)
    number = models.IntegerField()
    choices = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "number"], name="one_counted_ballot_of_a_number")]
