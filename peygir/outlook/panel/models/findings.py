"""The tables of findings: what the panel found, how it voted, and the answers that a unit owes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.history.models import Chained
from peygir.outlook.panel.models.petitions import Petition
from peygir.outlook.panel.models.terms import PanelMember, PanelTerm
from peygir.outlook.panel.states import (
    ClosedReason,
    FindingState,
    LawfulReason,
    MotionKind,
    MotionResult,
    OwedStage,
    PanelVote,
)


class PanelFinding(Chained):
    """Something that the panel found, about one unit; adopted by vote, answered by the unit, settled by vote."""

    history_file: ClassVar[str] = "pfinding"

    term = models.ForeignKey(PanelTerm, on_delete=models.PROTECT, related_name="findings", db_index=False)
    number = models.SmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=4000)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    district = models.ForeignKey("city.District", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    programme = models.ForeignKey(
        "planning.Programme", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    proposer = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, default=FindingState.VOTING.value)
    state_at = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="one_finding_of_a_number"),
            models.CheckConstraint(condition=Q(state__in=FindingState.values()), name="panel_finding_state_is_known"),
        ]


class PanelFindingCase(models.Model):
    """A public case that shows a finding."""

    finding = models.ForeignKey(PanelFinding, on_delete=models.PROTECT, related_name="cases", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "case"], name="one_case_of_a_panel_finding")]


class PanelMotion(models.Model):
    """A vote about a finding; the counts are fixed when it ends."""

    finding = models.ForeignKey(PanelFinding, on_delete=models.PROTECT, related_name="motions", db_index=False)
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=6)
    proposer = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="+", db_index=False)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    result = models.CharField(max_length=9, default=MotionResult.OPEN.value)
    counted_at = models.DateTimeField(null=True)
    eligible = models.SmallIntegerField(default=0)
    excluded = models.SmallIntegerField(default=0)
    quorum = models.SmallIntegerField(default=0)
    yes = models.SmallIntegerField(default=0)
    no = models.SmallIntegerField(default=0)
    abstain = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "number"], name="one_motion_of_a_number"),
            models.UniqueConstraint(fields=["finding"], condition=Q(result="open"), name="one_open_motion"),
            models.CheckConstraint(condition=Q(kind__in=MotionKind.values()), name="motion_kind_is_known"),
            models.CheckConstraint(condition=Q(result__in=MotionResult.values()), name="motion_result_is_known"),
            models.CheckConstraint(
                condition=Q(result="open", counted_at__isnull=True)
                | ~Q(result="open") & Q(counted_at__isnull=False, eligible__gte=0),
                name="motion_is_counted_once",
            ),
        ]
        indexes = [models.Index(fields=["closes_at"], name="motion_open", condition=Q(result="open"))]


class PanelBallot(models.Model):
    """How one member votes in a motion, until it ends."""

    motion = models.ForeignKey(PanelMotion, on_delete=models.PROTECT, related_name="ballots", db_index=False)
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="+", db_index=False)
    vote = models.CharField(max_length=7)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["motion", "member"], name="one_panel_ballot_of_a_member"),
            models.CheckConstraint(condition=Q(vote__in=PanelVote.values()), name="panel_vote_is_known"),
        ]


class OwedAnswer(Chained):
    """An answer that a unit owes, about a finding or a petition: promised in working days, late by working days.

    `stage` is what the clock did about it, `next_at` when it looks again. `was_read` is what it found of the notice
    when the answer fell due.
    """

    history_file: ClassVar[str] = "panelowed"

    finding = models.ForeignKey(
        PanelFinding, null=True, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    petition = models.ForeignKey(Petition, null=True, on_delete=models.PROTECT, related_name="answers", db_index=False)
    number = models.SmallIntegerField()
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    days = models.SmallIntegerField()  # working days that were promised
    asked_at = models.DateTimeField()
    promised_at = models.DateTimeField()  # when it was due at first
    due_at = models.DateTimeField()
    stage = models.CharField(max_length=9, default=OwedStage.WAITING.value)
    next_at = models.DateTimeField(null=True)
    was_read = models.BooleanField(null=True)
    extended_why = models.CharField(max_length=10, blank=True, default="")
    extended_note = models.CharField(max_length=500, blank=True, default="")
    extended_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    extended_at = models.DateTimeField(null=True)
    text = models.CharField(max_length=4000, blank=True, default="")
    closed_why = models.CharField(max_length=8, blank=True, default="")
    answered_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__isnull=False, petition__isnull=True)
                | Q(finding__isnull=True, petition__isnull=False),
                name="owed_answer_is_about_one",
            ),
            models.UniqueConstraint(fields=["finding", "number"], name="one_owed_answer_of_a_finding"),
            models.UniqueConstraint(fields=["petition", "number"], name="one_owed_answer_of_a_petition"),
            models.CheckConstraint(condition=Q(stage__in=OwedStage.values()), name="owed_stage_is_known"),
            models.CheckConstraint(condition=Q(closed_why__in=ClosedReason.values()), name="closed_reason_is_known"),
            models.CheckConstraint(
                condition=Q(extended_why="", extended_at__isnull=True, extended_by__isnull=True)
                | Q(extended_why__in=LawfulReason.values(), extended_at__isnull=False, extended_by__isnull=False),
                name="extension_has_a_lawful_reason",
            ),
            models.CheckConstraint(
                condition=Q(stage="answered", answered_at__isnull=False, answered_by__isnull=False) & ~Q(text="")
                | ~Q(stage="answered") & Q(answered_at__isnull=True, answered_by__isnull=True, text=""),
                name="answered_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="owed_answer_next", condition=Q(next_at__isnull=False)),
            models.Index(fields=["unit"], name="owed_answer_open", condition=~Q(stage="answered")),
        ]
