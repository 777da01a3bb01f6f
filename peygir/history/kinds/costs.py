"""Events of the money of work orders: cost lines and their inspection, penalties, claims, links, prices, contracts.

`line`, `penalty`, `claim`, `link`, `party` and the like are ids; amounts are integers of the smallest unit of
`currency` (a code); days are ISO 8601.
"""

from peygir.history.catalogue import ABSENT, EventData, event
from peygir.history.kinds.orders import OrderEvent


@event("cost_added", file="work_order", touches="costs", ends=True, keys={"cost_kind": "cost"})
class CostAdded(OrderEvent):
    """A cost line was entered, for one `case` alone or for the whole order."""

    line: int
    cost_kind: str
    amount: int
    currency: str
    case: int = ABSENT


@event("cost_withdrawn", file="work_order", touches="costs", ends=True)
class CostWithdrawn(OrderEvent):
    """A cost line that was wrong was withdrawn."""

    line: int
    amount: int


@event("cost_checked", file="work_order", touches="costs", ends=True)
class CostChecked(OrderEvent):
    """The work of a contractor's line was inspected: `check` is of `fieldwork.cost_rules.LineCheck`."""

    line: int
    check: str


@event("penalty_proposed", file="work_order", touches="penalties", ends=True)
class PenaltyProposed(OrderEvent):
    """A rule of the contract proposes a penalty or a bonus; `days` are those that it counted."""

    penalty: int
    cause: str
    amount: int
    days: int


@event("penalty_dropped", file="work_order", touches="penalties", ends=True)
class PenaltyDropped(OrderEvent):
    """What a rule had proposed, and nobody had decided, no longer has a cause."""

    penalty: int
    cause: str


@event("penalty_decided", file="work_order", touches="penalties", ends=True)
class PenaltyDecided(OrderEvent):
    """A person decided on a penalty, or on the objection to it."""

    penalty: int
    state: str
    amount: int


@event("penalty_objected", file="work_order", touches="penalties", ends=True)
class PenaltyObjected(OrderEvent):
    """The contractor objects to a penalty."""

    penalty: int


@event("claim_made", file="work_order", touches="claims", ends=True)
class ClaimMade(OrderEvent):
    """The city asks a party for what its damage cost."""

    claim: int
    party: int
    amount: int
    currency: str


@event("claim_paid", file="work_order", touches="claims", ends=True)
class ClaimPaid(OrderEvent):
    """A party paid a part of a claim."""

    claim: int
    amount: int


@event("claim_ended", file="work_order", touches="claims", ends=True)
class ClaimEnded(OrderEvent):
    """What was open of a claim was refused by the party or dropped by the city."""

    claim: int
    state: str


@event("contractor_link_made", file="work_order", ends=True)
class ContractorLinkMade(OrderEvent):
    """A link was made by which the contractor works on the order without an account."""

    link: int
    until: str


@event("contractor_link_withdrawn", file="work_order", ends=True)
class ContractorLinkWithdrawn(OrderEvent):
    """The contractor's link to the order is no longer good."""

    link: int


@event("past_order_imported", file="work_order", ends=True)
class PastOrderImported(OrderEvent):
    """The order was made from a row of an earlier system's records, with what it cost there, if that is known."""

    source: str
    row: int
    amount: int = ABSENT
    currency: str = ABSENT


@event("contract_kept", file="contract", ends=True)
class ContractKept(EventData):
    """A contract was made, or these fields of it were changed."""

    fields: list[str]


@event("statement_drawn", file="contract", ends=True)
class StatementDrawn(EventData):
    """What is paid for a month was drawn up; the sums are those of the statement."""

    statement: int
    from_: str
    to: str
    work: int
    bonuses: int
    penalties: int


@event("price_set", file="city", ends=True)
class PriceSet(EventData):
    """An item costs this from a day on, by the city's list or (`contract`) by a contract's."""

    item: str
    price: int
    currency: str
    from_: str
    contract: int = ABSENT


@event("currency_added", file="city", ends=True, keys={"currency": "code"})
class CurrencyAdded(EventData):
    """A currency is in force from a day on; `former` (a code) was replaced at `units` of its smallest unit for one."""

    currency: str
    from_: str
    former: str = ABSENT
    units: int = ABSENT
