"""Contractors, their contracts with prices and rules, penalties, monthly statements, and the links they work by."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from peygir.desks.fieldwork.penalty_rules import PenaltyCause, PenaltyState
from peygir.history.models import Chained


class Contractor(models.Model):
    """A company that works in the street for the city."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    national_id = models.CharField(max_length=20, blank=True)  # of the company, as in its register
    contact = models.CharField(max_length=200, blank=True)  # who answers there, and how
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "code"], name="one_contractor_per_code")]

    def __str__(self) -> str:
        return self.name


class Contract(Chained):
    """A contract with its days of validity (both included), the unit whose work it does, and its rules.

    `topics` and `districts` are codes; none: all. `promised_days` are calendar days from sending an order; `rules` are
    those of `penalty_rules.read_rules`. Its unit prices are `PriceItem` rows.
    """

    history_file: ClassVar[str] = "contract"

    number = models.CharField(max_length=40)
    contractor = models.ForeignKey(Contractor, on_delete=models.PROTECT, related_name="contracts", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    currency = models.ForeignKey("fieldwork.Currency", null=True, on_delete=models.PROTECT, related_name="+")
    promised_days = models.PositiveSmallIntegerField(null=True, blank=True)
    topics = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    districts = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    rules = models.JSONField(default=list, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contractor", "number"], name="one_contract_per_number"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="contract_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.number


class Statement(models.Model):
    """What one contract is paid for one month: the sums of the lines and penalties that point to it, never changed."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()  # counts the statements of the contract
    from_on = models.DateField()
    to_on = models.DateField()  # the last day
    work = models.BigIntegerField()
    bonuses = models.BigIntegerField()
    penalties = models.BigIntegerField()
    currency = models.ForeignKey("fieldwork.Currency", on_delete=models.PROTECT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_statement_per_number"),
            models.UniqueConstraint(fields=["contract", "from_on"], name="one_statement_per_month"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="statement_days_in_order"),
            models.CheckConstraint(
                condition=Q(bonuses__gte=0, penalties__gte=0), name="statement_sums_are_not_negative"
            ),
        ]


class Penalty(models.Model):
    """A penalty or bonus of one order by one rule of its contract: proposed, decided by a person, objected to.

    `amount` is what counts: what was proposed, until a person decides on less.
    """

    order = models.ForeignKey("fieldwork.WorkOrder", on_delete=models.PROTECT, related_name="+", db_index=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    cause = models.CharField(max_length=12)
    is_bonus = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField(default=0)
    proposed = models.BigIntegerField()
    amount = models.BigIntegerField()
    currency = models.ForeignKey("fieldwork.Currency", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default=PenaltyState.PROPOSED.value)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # of the decision
    objection = models.CharField(max_length=1000, blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)  # to the objection
    statement = models.ForeignKey(Statement, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "cause"], name="one_penalty_per_cause"),
            models.CheckConstraint(condition=Q(cause__in=PenaltyCause.values()), name="penalty_cause_is_known"),
            models.CheckConstraint(condition=Q(state__in=PenaltyState.values()), name="penalty_state_is_known"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, proposed__gt=0, amount__lte=F("proposed")), name="penalty_within_proposal"
            ),
            models.CheckConstraint(
                condition=Q(state=PenaltyState.PROPOSED.value) | Q(decided_at__isnull=False),
                name="penalty_decided_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["contract", "id"], name="penalties_of_contract")]


class ContractorLink(models.Model):
    """A signed link by which a contractor works on one order without an account, until it expires or is withdrawn."""

    order = models.ForeignKey("fieldwork.WorkOrder", on_delete=models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=12)  # part of what is signed: another link of the same order differs
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)  # when it was opened last

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(withdrawn_at__isnull=True), name="one_valid_link_per_order"
            )
        ]
