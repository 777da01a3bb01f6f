"""Who caused a repair, and what the city claims from them."""

from django.db import models
from django.db.models import F, Q

from peygir.desks.fieldwork.claim_rules import ClaimState, PartyKind
from peygir.desks.fieldwork.models.costs import Currency
from peygir.desks.fieldwork.models.orders import WorkOrder


class ResponsibleParty(models.Model):
    """Somebody outside the city who caused repairs: a utility, a contractor, an insurer, a builder, a person."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=120)

    class Meta:
        verbose_name_plural = "responsible parties"
        constraints = [
            models.UniqueConstraint(fields=["city", "name"], name="one_party_per_name"),
            models.CheckConstraint(condition=Q(kind__in=PartyKind.values()), name="party_kind_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="party_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Claim(models.Model):
    """What the city asks of a party for one order; `paid` is the sum of its payments."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(ResponsibleParty, on_delete=models.PROTECT, related_name="+")
    asked = models.BigIntegerField()
    paid = models.BigIntegerField(default=0)
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=11, default=ClaimState.ASKED.value)
    reason = models.CharField(max_length=500)  # what the party did
    asked_on = models.DateField()
    ended_reason = models.CharField(max_length=500, blank=True)  # why it was refused or dropped
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "party"], name="one_claim_per_party"),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values()), name="claim_state_is_known"),
            models.CheckConstraint(condition=Q(asked__gt=0, paid__gte=0, paid__lte=F("asked")), name="claim_adds_up"),
            models.CheckConstraint(
                condition=Q(state=ClaimState.PAID.value, paid=F("asked"))
                | ~Q(state=ClaimState.PAID.value) & Q(paid__lt=F("asked")),
                name="claim_paid_is_paid",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="claims_by_state")]


class ClaimPayment(models.Model):
    """A part of a claim that was paid."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="payments", db_index=False)
    amount = models.BigIntegerField()
    paid_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True)  # of the bank or the letter
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="claim_payment_is_positive")]
        indexes = [models.Index(fields=["claim", "id"], name="payments_of_claim")]
