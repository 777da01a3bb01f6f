"""The tables of candidates: who was found useful, who agreed to be one, and what was found against somebody."""

from django.db import models
from django.db.models import Q

from peygir.outlook.honours.models.editions import HonourEdition
from peygir.outlook.honours.states import FlagKind, HonourConsentAnswer, HonourDecision, HonourReply


class HonourConsent(models.Model):
    """A citizen's own answer: a candidate or not, and with which name in public; it stands until it changes."""

    citizen = models.OneToOneField("people.Citizen", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=7)
    is_adult = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=HonourConsentAnswer.values()), name="consent_is_known"),
            models.CheckConstraint(condition=~Q(answer="named") | Q(is_adult=True), name="minors_have_no_public_name"),
        ]


class HonourCandidate(models.Model):
    """A citizen whose reports helped: the score with its parts, the committee's decision, the invitation's reply.

    An erased citizen leaves the row, which then belongs to nobody: the numbers stay for the edition's counts.
    """

    edition = models.ForeignKey(HonourEdition, on_delete=models.PROTECT, related_name="candidates", db_index=False)
    citizen = models.ForeignKey("people.Citizen", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.IntegerField()  # by usefulness, from 1
    score = models.FloatField()
    parts = models.JSONField()  # of `usefulness.Usefulness`: numbers alone
    asked_at = models.DateTimeField(null=True)  # when the consent was asked for by SMS
    decision = models.CharField(max_length=8, default=HonourDecision.NONE.value)
    category = models.CharField(max_length=20, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    decided_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reply = models.CharField(max_length=8, default=HonourReply.NONE.value)
    invited_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "citizen"], name="one_candidacy_per_edition"),
            models.UniqueConstraint(fields=["edition", "place"], name="one_candidate_per_place"),
            models.CheckConstraint(condition=Q(decision__in=HonourDecision.values()), name="honour_decision_is_known"),
            models.CheckConstraint(condition=Q(reply__in=HonourReply.values()), name="honour_reply_is_known"),
            models.CheckConstraint(
                condition=Q(decision="none", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(decision="none") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="honour_is_decided_by_somebody",
            ),
        ]


class VettingFlag(models.Model):
    """What may speak against a candidate, found by the system or noted by a person; cleared with a reason or kept."""

    candidate = models.ForeignKey(HonourCandidate, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=12)
    note = models.CharField(max_length=300, blank=True, default="")
    by = models.CharField(max_length=32)  # "system", or who noted it
    at = models.DateTimeField()
    cleared_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    cleared_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FlagKind.values()), name="flag_kind_is_known"),
            models.UniqueConstraint(
                fields=["candidate", "kind"], name="one_open_flag_of_a_kind", condition=Q(cleared_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True, cleared_by__isnull=True)
                | Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="flag_is_cleared_by_somebody",
            ),
        ]
