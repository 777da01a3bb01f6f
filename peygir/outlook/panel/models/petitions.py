"""The tables of petitions: what citizens ask for together, and who signed, known by a keyed hash alone."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.panel.models.terms import PanelTerm
from peygir.outlook.panel.states import PetitionRefusal, PetitionState


class Petition(Chained):
    """What citizens ask of the city. Each proven phone signs once; once enough have, an answer is owed.

    `signatures` is the count when it ended; until then the rows are counted. `author` is the keyed hash of the phone.
    `review_next_at` is when the clock looks after a review again. `opened_by_clock`: nobody had looked in twice the
    time; `looked_at` is when somebody did.
    """

    history_file: ClassVar[str] = "petition"

    term = models.ForeignKey(PanelTerm, on_delete=models.PROTECT, related_name="petitions", db_index=False)
    number = models.SmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=4000)
    author = models.CharField(max_length=64, blank=True, default="")
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    threshold = models.IntegerField()
    state = models.CharField(max_length=8, default=PetitionState.REVIEW.value)
    refused_why = models.CharField(max_length=8, blank=True, default="")
    made_at = models.DateTimeField()
    review_due_at = models.DateTimeField(null=True)
    review_next_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    opened_by_clock = models.BooleanField(default=False, db_default=False)
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    signatures = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="one_petition_of_a_number"),
            models.CheckConstraint(condition=Q(state__in=PetitionState.values()), name="petition_state_is_known"),
            models.CheckConstraint(
                condition=Q(refused_why__in=PetitionRefusal.values())
                & (Q(state="refused") & ~Q(refused_why="") | ~Q(state="refused") & Q(refused_why="")),
                name="petition_is_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["review", "refused"])
                | Q(unit__isnull=False, opened_at__isnull=False, closes_at__gt=F("opened_at")),
                name="open_petition_has_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, signatures__isnull=True)
                | Q(ended_at__isnull=False, signatures__isnull=False),
                name="ended_petition_is_counted",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], name="petition_open", condition=Q(ended_at__isnull=True)),
        ]


class PetitionKey(models.Model):
    """The key under which the phones of a petition are hidden; destroyed when it ends."""

    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, primary_key=True, related_name="+")
    key = models.BinaryField(max_length=32)


class PetitionSignature(models.Model):
    """One signature: the HMAC of the phone under the petition's key; no time is stored, and it goes with the end."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="+", db_index=False)
    signer = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "signer"], name="one_signature_of_a_phone")]
