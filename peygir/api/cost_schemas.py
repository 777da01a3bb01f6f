"""The bodies of the JSON API for costs: amounts are integers of the smallest unit of `currency`."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field

from peygir.api.fields import of_at_most
from peygir.desks.fieldwork.cost_rules import ENTERED, LONGEST_REASON, LONGEST_TEXT, MOST_PEOPLE, MeasureUnit


class CostLineOut(Schema):
    """A cost line; `case` "" is the whole order, `check` is of a contractor's line, `is_paid`: in a statement."""

    id: int
    kind: str
    text: str
    item: str
    people: int
    quantity: str
    measure: str
    price: int
    amount: int
    currency: str
    digits: int
    spent_on: date
    case: str
    is_correction: bool
    reason: str
    check: str
    check_reason: str
    is_paid: bool


class CostShareOut(Schema):
    """What one case bears of an order; `case` "" is the order itself."""

    case: str
    amount: int
    currency: str


class OrderCostsOut(Schema):
    """The money of one order; shares and lines add up to the same sums by currency."""

    order: str
    lines: list[CostLineOut]
    shares: list[CostShareOut]
    sums: dict[str, int]


class CostIn(Schema):
    """A line to enter: with `item` kind, measure and price are those of the contract's or the city's list."""

    kind: str = Field("", json_schema_extra={"enum": ["", *(str(kind) for kind in ENTERED)]})
    text: Annotated[str, *of_at_most(LONGEST_TEXT)] = ""
    quantity: Decimal = Field(description="at most three decimals; of labour the hours")
    price: int = Field(0, description="of one unit, in the smallest unit of the currency")
    measure: str = Field("", json_schema_extra={"enum": ["", *MeasureUnit.values()]})
    people: int = Field(1, ge=1, le=MOST_PEOPLE)
    item: str = Field("", max_length=30, description="a code of the price list")
    case: str = Field("", max_length=40, description="the case that bears it alone")
    spent_on: date | None = Field(None, description="today, if it is left out")
    is_correction: bool = False
    reason: Annotated[str, *of_at_most(LONGEST_REASON)] = Field("", description="of a correction, which needs one")


class CostCellOut(Schema):
    """What work on a topic in a neighbourhood cost; "" is not known. `without` of its `orders` have no cost line."""

    topic: str
    neighbourhood: str
    orders: int
    without: int
    sums: dict[str, int]


class YearCostsOut(Schema):
    """The costs of a Jalali year; an order of several cells counts in each, and once in the totals."""

    year: int
    cells: list[CostCellOut]
    orders: int
    without: int
    sums: dict[str, int]


class PriceOut(Schema):
    """A price in force from `valid_from` until the day before `valid_to`."""

    code: str
    kind: str
    name_fa: str
    name_en: str
    measure: str
    price: int
    currency: str
    digits: int
    valid_from: date
    valid_to: date | None


class PricesOut(Schema):
    """The prices of a day, by code."""

    on: date
    contract: int | None
    prices: list[PriceOut]


class ClaimPaymentOut(Schema):
    """A part of a claim that was paid."""

    amount: int
    paid_on: date
    reference: str


class ClaimOut(Schema):
    """A claim of the city against a party, for what an order repaired."""

    id: int
    order: str
    party_id: int
    party: str
    party_kind: str
    asked: int
    paid: int
    currency: str
    digits: int
    state: str
    reason: str
    ended_reason: str
    asked_on: date
    payments: list[ClaimPaymentOut]


class ClaimsOut(Schema):
    """A page of claims."""

    claims: list[ClaimOut]
    has_more: bool


class PartyOut(Schema):
    """The sums of one party in one currency: asked = paid + open + refused + dropped."""

    party_id: int
    party: str
    kind: str
    currency: str
    digits: int
    asked: int
    paid: int
    open: int
    refused: int
    dropped: int


class PartiesOut(Schema):
    """All parties of whom the city has claimed something."""

    parties: list[PartyOut]
