"""The tables of the jury: its notes, its decisions with their places, and the certificates of units."""

from django.db import models
from django.db.models import F, Q

from peygir.outlook.scoring.models.rankings import RankingSeason, SeasonOrder
from peygir.outlook.scoring.ranking.words import FourEyesState, PlaceBasis


class JuryNote(models.Model):
    """What a member of the jury notes about a unit in a season; the jury alone reads it, and it never changes."""

    season = models.ForeignKey(RankingSeason, on_delete=models.PROTECT, related_name="notes", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    salt = models.CharField(max_length=32)  # of the digest in the history
    by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["season", "unit"], name="note_of_season")]


class RankingDecision(models.Model):
    """One decision about a season's places: proposed by one member of the jury, agreed to by another.

    It stands on the order that was there when it was proposed. The latest one that was agreed to is in force; those
    before stay readable.
    """

    season = models.ForeignKey(RankingSeason, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    number = models.IntegerField()
    order = models.ForeignKey(SeasonOrder, on_delete=models.PROTECT, related_name="+", db_index=False)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=9, default="proposed")
    proposed_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="one_ranking_decision_of_a_number"),
            models.UniqueConstraint(
                fields=["season"], condition=Q(state="proposed"), name="one_ranking_decision_is_proposed"
            ),
            models.CheckConstraint(condition=Q(state__in=FourEyesState.values()), name="ranking_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="proposed", settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state="proposed") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="ranking_is_settled_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | ~Q(settled_by=F("proposed_by")), name="ranking_has_two_people"
            ),
        ]


class DecidedPlace(models.Model):
    """A unit's place in a category by a decision, what it rests on, and the jury's reason, which everybody reads."""

    decision = models.ForeignKey(RankingDecision, on_delete=models.PROTECT, related_name="places", db_index=False)
    category = models.CharField(max_length=20)
    place = models.IntegerField()
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    basis = models.CharField(max_length=7)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "category", "place"], name="one_unit_in_a_place"),
            models.UniqueConstraint(fields=["decision", "category", "unit"], name="one_place_of_a_unit"),
            models.CheckConstraint(condition=Q(basis__in=PlaceBasis.values()), name="place_basis_is_known"),
            models.CheckConstraint(condition=Q(place__gte=1), name="place_is_from_one_on"),
            models.CheckConstraint(condition=Q(basis="figures") | ~Q(reason=""), name="place_of_jury_has_a_reason"),
        ]


class RankingCertificate(models.Model):
    """The certificate of a unit for a place; its code opens a public page."""

    code = models.CharField(max_length=12, unique=True)
    place = models.OneToOneField(DecidedPlace, on_delete=models.PROTECT, related_name="certificate")
    issued_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
