"""The tables of rankings: seasons with their terms, and the orders by formula that were counted for them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.scoring.ranking.words import FourEyesState


class RankingSeason(Chained):
    """The ranking of some months: `terms` are of `ranking.terms`; one person proposes them, another agrees.

    A trigger of the database refuses to change the terms, and the whole row once it is settled. `digest` is the SHA-256
    of their canonical JSON. `first_on` and `last_on` are the days of its months.
    """

    history_file: ClassVar[str] = "scseason"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()
    last_on = models.DateField()
    terms = models.JSONField()
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
            models.UniqueConstraint(
                fields=["city", "first_on", "last_on"], condition=Q(state="agreed"), name="one_ranking_of_a_season"
            ),
            models.CheckConstraint(condition=Q(state__in=FourEyesState.values()), name="season_state_is_known"),
            models.CheckConstraint(condition=Q(last_on__gt=F("first_on")), name="season_has_days"),
            models.CheckConstraint(
                condition=Q(state="proposed", settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state="proposed") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="season_is_settled_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | ~Q(settled_by=F("proposed_by")), name="season_has_two_people"
            ),
        ]
        indexes = [models.Index(fields=["city", "first_on"], name="season_by_months")]


class SeasonOrder(models.Model):
    """One order of a season by formula; a further one follows where a month's marks were restated.

    `months`: the first day of each month → the version of its marks and the digest of its comparison, as
    "version digest". `digest` is the SHA-256 of the text of the order (`ranking.order_text`).
    """

    season = models.ForeignKey(RankingSeason, on_delete=models.PROTECT, related_name="orders", db_index=False)
    number = models.IntegerField()
    at = models.DateTimeField()
    months = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["season", "number"], name="one_order_of_a_number")]


class SeasonRank(models.Model):
    """A unit in a category of an order: see `ranking.season_standing`."""

    order = models.ForeignKey(SeasonOrder, on_delete=models.PROTECT, related_name="standings", db_index=False)
    category = models.CharField(max_length=20)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    months = models.IntegerField()
    n = models.IntegerField()
    value = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    of = models.IntegerField()
    rank = models.IntegerField(null=True)
    rank_low = models.IntegerField(null=True)
    rank_high = models.IntegerField(null=True)
    is_among_first = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "category", "unit"], name="one_rank_per_category"),
            models.CheckConstraint(
                condition=Q(rank__isnull=True, rank_low__isnull=True, rank_high__isnull=True)
                | Q(rank__gte=1, rank_low__gte=1, rank_high__gte=F("rank_low"), value__isnull=False),
                name="season_rank_has_a_set",
            ),
        ]
