"""The tables of the council: sessions, agendas, decisions and votes by name."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.history.models import Chained
from peygir.outlook.planning.models.problems import ProblemAnswer
from peygir.outlook.planning.models.programmes import Proposal
from peygir.outlook.planning.states import CouncilOutcome, SittingState, VoteChoice


class CouncilSession(Chained):
    """A session of the council or of one of its commissions (OParl: Meeting), with its minutes."""

    history_file: ClassVar[str] = "sitting"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    commission = models.CharField(max_length=120, blank=True, default="")  # "": the whole council
    held_on = models.DateField()
    begins_at = models.TimeField(null=True)  # of the city's clock
    place = models.CharField(max_length=200, blank=True, default="")
    minutes = models.CharField(max_length=20000, blank=True, default="")
    state = models.CharField(max_length=9, default=SittingState.PLANNED.value)
    state_at = models.DateTimeField()
    is_public = models.BooleanField(default=True)
    published_at = models.DateTimeField(null=True)  # when everybody could read it first
    hidden_at = models.DateTimeField(null=True)  # since when nobody can any more who could
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "commission", "number"], name="one_session_of_a_number"),
            models.CheckConstraint(condition=Q(state__in=SittingState.values()), name="sitting_state_is_known"),
        ]


class AgendaItem(models.Model):
    """A proposal, or a question about a problem, on the agenda of a session (OParl: AgendaItem).

    What is taken off the agenda stays as a row without a number, so that OParl can say that it was removed.
    """

    session = models.ForeignKey(CouncilSession, on_delete=models.PROTECT, related_name="items", db_index=False)
    number = models.SmallIntegerField(null=True)  # from 1; None once it was taken off
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="items")
    question = models.ForeignKey(ProblemAnswer, null=True, on_delete=models.PROTECT, related_name="items")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_agenda_item_of_a_number"),
            models.UniqueConstraint(
                fields=["session", "proposal"],
                name="one_agenda_item_of_a_proposal",
                condition=Q(removed_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["session", "question"],
                name="one_agenda_item_of_a_question",
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(proposal__isnull=False, question__isnull=True)
                | Q(proposal__isnull=True, question__isnull=False),
                name="agenda_item_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, removed_at__isnull=False)
                | Q(number__isnull=False, removed_at__isnull=True),
                name="agenda_item_has_a_place_or_was_removed",
            ),
        ]


class CouncilDecision(models.Model):
    """What the council decided about an item: outcome, reason, amendments, amount and how many voted how."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=8)
    reason = models.CharField(max_length=2000, blank=True, default="")
    amendments = models.CharField(max_length=4000, blank=True, default="")
    amount = models.BigIntegerField(null=True)  # rials that were approved
    votes_for = models.SmallIntegerField()
    votes_against = models.SmallIntegerField()
    votes_abstained = models.SmallIntegerField()
    are_votes_public = models.BooleanField(default=False)
    decided_on = models.DateField()
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=CouncilOutcome.values()), name="council_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(outcome="approved") | ~Q(reason=""), name="council_gives_a_reason_for_a_no"
            ),
            models.CheckConstraint(
                condition=Q(votes_for__gte=0, votes_against__gte=0, votes_abstained__gte=0), name="votes_are_counts"
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="approved_is_an_amount"),
        ]


class CouncilVote(models.Model):
    """How one member voted, where votes are public."""

    decision = models.ForeignKey(CouncilDecision, on_delete=models.PROTECT, related_name="votes", db_index=False)
    member = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    choice = models.CharField(max_length=9)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "member"], name="one_vote_of_a_member"),
            models.CheckConstraint(condition=Q(choice__in=VoteChoice.values()), name="vote_is_known"),
        ]
