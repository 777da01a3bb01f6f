"""What pages and other packages read of the money of work orders: frozen values, amounts in the smallest unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from peygir.desks.fieldwork.claim_rules import OPEN, ClaimSums
from peygir.desks.fieldwork.penalty_rules import PenaltyRule
from peygir.desks.fieldwork.statement_rules import StatementLine, StatementPenalty, StatementSums

Sums = Mapping[str, int]
"""Amounts by the code of their currency."""


@dataclass(frozen=True, slots=True)
class CostLineFacts:
    """A cost line that was not withdrawn; `case_code` "" is the whole order, `is_paid`: it stands in a statement."""

    id: int
    kind: str
    text: str
    item: str
    people: int
    quantity: Decimal
    measure: str
    price: int
    amount: int
    currency: str
    digits: int
    spent_on: date
    case_code: str
    is_correction: bool
    reason: str
    check: str
    check_reason: str
    is_paid: bool
    by: str


@dataclass(frozen=True, slots=True)
class CaseShare:
    """What one case bears of an order; `case_code` "" is the order itself."""

    case_code: str
    amount: int
    currency: str
    digits: int


@dataclass(frozen=True, slots=True)
class OrderCosts:
    """The money of one order: its lines, what each case bears, and the sums by currency, which are equal."""

    lines: tuple[CostLineFacts, ...]
    shares: tuple[CaseShare, ...]
    sums: Sums


@dataclass(frozen=True, slots=True)
class CostCell:
    """What work on a topic in a neighbourhood cost: `orders` of the year, of which `without` have no cost line.

    `topic_id` None: not known. `neighbourhood` is a code, "": not known.
    """

    topic_id: int | None
    neighbourhood: str
    orders: int
    without: int
    sums: Sums


@dataclass(frozen=True, slots=True)
class YearCosts:
    """The costs of a year's finished orders by topic and neighbourhood.

    An order with cases of several topics or neighbourhoods counts in each of them; `orders` and `without` count each
    order once.
    """

    cells: tuple[CostCell, ...]
    orders: int
    without: int
    sums: Sums


@dataclass(frozen=True, slots=True)
class ContractorFacts:
    """A contractor, and how many contracts it has."""

    id: int
    code: str
    name: str
    national_id: str
    contact: str
    is_active: bool
    contracts: int


@dataclass(frozen=True, slots=True)
class ContractDetails:
    """A contract and its rules; `currency` is a code, with its number of decimals in `digits`."""

    id: int
    number: str
    contractor_id: int
    contractor: str
    contractor_code: str
    unit_id: int
    from_on: date
    to_on: date
    currency: str
    digits: int
    promised_days: int | None
    topics: tuple[str, ...]
    districts: tuple[str, ...]
    rules: tuple[PenaltyRule, ...]


@dataclass(frozen=True, slots=True)
class ContractSums:
    """What the orders of a contract have come to, in its currency."""

    orders: int
    finished: int
    unchecked: int
    accepted: int
    returned: int
    stated: int


@dataclass(frozen=True, slots=True)
class PenaltyFacts:
    """A penalty or bonus of an order."""

    id: int
    order_number: str
    cause: str
    is_bonus: bool
    days: int
    proposed: int
    amount: int
    currency: str
    digits: int
    state: str
    reason: str
    objection: str
    answer: str
    decided_at: datetime | None
    is_stated: bool


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A contractor's monthly statement, without its lines; `sums` are as they were when it was drawn."""

    id: int
    contract_id: int
    number: int
    from_on: date
    to_on: date
    sums: StatementSums
    currency: str
    digits: int
    drawn_at: datetime


@dataclass(frozen=True, slots=True)
class StatementContent:
    """A statement with its contract and all of its lines."""

    statement: StatementFacts
    contract: ContractDetails
    lines: tuple[StatementLine, ...]
    penalties: tuple[StatementPenalty, ...]


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """A part of a claim that was paid."""

    amount: int
    paid_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim of the city with its payments."""

    id: int
    order_number: str
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
    payments: tuple[PaymentFacts, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something can still be paid."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class PartyClaims:
    """What the city has claimed from one party, in one currency."""

    party_id: int
    party: str
    kind: str
    currency: str
    digits: int
    sums: ClaimSums


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """The contractor's link of an order that is good now, or was until it expired."""

    id: int
    address: str
    expires_at: datetime
    used_at: datetime | None
    is_good: bool


@dataclass(frozen=True, slots=True)
class PastKindSums:
    """The costs of one kind of imported orders: `median` may lie between two amounts, so it can have a half."""

    kind: str
    count: int
    at_zero: int
    total: int
    median: Decimal | None
