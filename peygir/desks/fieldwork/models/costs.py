"""Currencies, price lists, the cost lines of work orders, and what each case bears of them."""

from django.db import models
from django.db.models import F, Q

from peygir.desks.fieldwork.cost_rules import CostKind, LineCheck, MeasureUnit
from peygir.desks.fieldwork.models.contracts import Contract, Statement
from peygir.desks.fieldwork.models.orders import WorkOrder


class Currency(models.Model):
    """A currency with its days [valid_from, valid_to): a redenomination is a new row that follows the former one.

    `former_units` is how many of the smallest units of `follows` one smallest unit of this currency replaced.
    """

    code = models.CharField(max_length=8, unique=True)
    name_fa = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    digits = models.PositiveSmallIntegerField(default=0)  # decimals of an amount
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    former_units = models.PositiveIntegerField(default=0)
    is_own = models.BooleanField(default=True)  # the city's own money; others occur in imported records

    class Meta:
        verbose_name_plural = "currencies"
        constraints = [
            models.CheckConstraint(condition=Q(digits__lte=3), name="currency_digits_are_few"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="currency_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True, former_units=0) | Q(follows__isnull=False, former_units__gte=1),
                name="currency_follows_at_a_ratio",
            ),
            models.UniqueConstraint(
                fields=["is_own"], condition=Q(is_own=True, valid_to__isnull=True), name="one_own_currency"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PriceItem(models.Model):
    """The price of an item from `valid_from` up to, and without, `valid_to`: of the city's list, or of a contract.

    A price never changes: a new version ends it, so that a line keeps the price of its day.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    kind = models.CharField(max_length=13)
    name_fa = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    measure = models.CharField(max_length=6)
    price = models.BigIntegerField()  # of one unit, in the smallest unit of the currency
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "contract", "code", "valid_from"], name="one_price_per_day", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["city", "contract", "code"],
                condition=Q(valid_to__isnull=True),
                name="one_open_price",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(kind__in=CostKind.values()), name="price_kind_is_known"),
            models.CheckConstraint(condition=Q(measure__in=MeasureUnit.values()), name="price_measure_is_known"),
            models.CheckConstraint(condition=Q(price__gte=0), name="price_is_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="price_dates_in_order"
            ),
        ]


class CostLine(models.Model):
    """One line of what an order cost; it is never changed, only withdrawn while the order is not settled.

    `amount` is people × quantity × price (`cost_rules.amount_of`), negative for a correction. `case`: it was spent for
    this case alone. A contractor's line is paid by one statement, after it was accepted.
    """

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="costs", db_index=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=13)
    item = models.ForeignKey(PriceItem, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(max_length=200)
    people = models.PositiveSmallIntegerField(default=1)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    measure = models.CharField(max_length=6)
    price = models.BigIntegerField()
    amount = models.BigIntegerField()
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", db_index=False)
    spent_on = models.DateField()
    is_correction = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)  # of a correction
    check_state = models.CharField(max_length=9, default=LineCheck.UNCHECKED.value)
    check_reason = models.CharField(max_length=500, blank=True)
    checked_by = models.CharField(max_length=32, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    statement = models.ForeignKey(Statement, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CostKind.values()), name="cost_kind_is_known"),
            models.CheckConstraint(condition=Q(measure__in=MeasureUnit.values()), name="cost_measure_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="cost_says_for_what"),
            models.CheckConstraint(condition=Q(quantity__gt=0, people__gte=1), name="cost_quantity_is_positive"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) | Q(is_correction=True) | Q(kind=CostKind.CARRIED_OVER.value),
                name="cost_below_zero_is_a_correction",
            ),
            models.CheckConstraint(condition=Q(is_correction=False) | ~Q(reason=""), name="correction_has_a_reason"),
            models.CheckConstraint(condition=Q(check_state__in=LineCheck.values()), name="cost_check_is_known"),
            models.CheckConstraint(
                condition=Q(check_state=LineCheck.UNCHECKED.value) | Q(checked_at__isnull=False),
                name="checked_cost_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(statement__isnull=True)
                | Q(check_state=LineCheck.ACCEPTED.value, withdrawn_at__isnull=True),
                name="stated_cost_is_accepted",
            ),
        ]
        indexes = [models.Index(fields=["order", "id"], name="costs_of_order")]


class CostShare(models.Model):
    """What one case (null: the order itself) bears of an order's costs in one currency.

    Written anew with every change of the order's lines or cases; the shares of an order add up to its lines exactly.
    """

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "case", "currency"], name="one_share_per_case", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["case"], name="cost_shares_of_case", condition=Q(case__isnull=False))]


class PastOrder(models.Model):
    """What the record of an earlier system said of an imported order, beside the order that was made of it."""

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20)
    number = models.CharField(max_length=50)
    kind = models.CharField(max_length=40, blank=True)
    asset = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="one_past_order_per_number")]
