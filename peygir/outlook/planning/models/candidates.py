"""The tables of candidates for money, their inputs, and the portfolios that were computed from them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.planning.models.programmes import Programme
from peygir.outlook.planning.states import (
    CandidateInputName,
    CandidateSource,
    CandidateState,
    InputBasis,
    PortfolioState,
)


class PlanCandidate(Chained):
    """Something that could be done with money: found by the machine, or written by a person.

    `source_key` is what the machine knows it by. Candidates of one `variants` exclude each other; `needs` are the ids
    of those that must be done too. `load` is days of work of the unit, `least_part` the smallest share of its cost
    with which a part of it can be done (1: all of it or nothing). `supporters` are the reports of the last year,
    `case_ids` the cases that show it. The cost, and what the benefit is made of, are its inputs.
    """

    history_file: ClassVar[str] = "candidate"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=8)
    source_key = models.CharField(max_length=80, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")  # "": it is named by what it is about
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    district = models.ForeignKey("city.District", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    neighbourhood = models.ForeignKey(
        "city.Neighbourhood", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asset = models.ForeignKey("assets.Asset", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    variants = models.CharField(max_length=40, blank=True, default="")
    needs = models.JSONField(default=list)
    load = models.FloatField(default=0.0)
    least_part = models.FloatField(default=1.0)
    supporters = models.IntegerField(default=0)
    case_ids = models.JSONField(default=list)
    state = models.CharField(max_length=7, default=CandidateState.OPEN.value)
    state_at = models.DateTimeField()
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="candidates", db_index=False
    )
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "source", "source_key"], name="one_candidate_of_a_key", condition=~Q(source_key="")
            ),
            models.CheckConstraint(condition=Q(source__in=CandidateSource.values()), name="candidate_source_is_known"),
            models.CheckConstraint(condition=Q(state__in=CandidateState.values()), name="candidate_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="planned", programme__isnull=False) | ~Q(state="planned"),
                name="planned_candidate_has_a_programme",
            ),
            models.CheckConstraint(
                condition=Q(least_part__gt=0, least_part__lte=1, load__gte=0, supporters__gte=0),
                name="candidate_numbers_fit",
            ),
        ]
        indexes = [models.Index(fields=["city", "state"], name="candidates_by_state")]


class CandidateInput(models.Model):
    """One input of a candidate as a distribution: low and high are the limits of its 90 % interval."""

    candidate = models.ForeignKey(PlanCandidate, on_delete=models.PROTECT, related_name="inputs", db_index=False)
    name = models.CharField(max_length=9)
    low = models.FloatField()
    likely = models.FloatField()
    high = models.FloatField()
    basis = models.CharField(max_length=8)
    note = models.CharField(max_length=300, blank=True, default="")
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "name"], name="one_input_of_a_name"),
            models.CheckConstraint(condition=Q(name__in=CandidateInputName.values()), name="input_name_is_known"),
            models.CheckConstraint(condition=Q(basis__in=InputBasis.values()), name="input_basis_is_known"),
            models.CheckConstraint(
                condition=Q(low__gt=0, likely__gte=F("low"), high__gte=F("likely")), name="input_is_a_distribution"
            ),
        ]


class PlanPortfolio(Chained):
    """A computed choice among candidates for a budget.

    `terms`: of `portfolio_rules.PortfolioTerms`; `inputs`: every candidate with its inputs as they were; `digest` is
    the SHA-256 of both. `result`: of `methods.candidate_portfolio.computed`.
    """

    history_file: ClassVar[str] = "portfolio"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    terms = models.JSONField()
    inputs = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=7, default=PortfolioState.WAITING.value)
    result = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PortfolioState.values()), name="portfolio_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True) | ~Q(state="waiting") & Q(ended_at__isnull=False),
                name="portfolio_ends_once",
            ),
        ]
