"""Contractors, contracts, and their penalties and statements."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet, Sum

from peygir.desks.fieldwork.cost_facts import (
    ContractDetails,
    ContractorFacts,
    ContractSums,
    PenaltyFacts,
    StatementContent,
    StatementFacts,
)
from peygir.desks.fieldwork.cost_rules import BILLED, LineCheck
from peygir.desks.fieldwork.models import (
    Contract,
    Contractor,
    CostLine,
    Penalty,
    Statement,
    WorkOrder,
)
from peygir.desks.fieldwork.order_states import OrderState
from peygir.desks.fieldwork.penalty_rules import read_rules
from peygir.desks.fieldwork.statement_rules import StatementLine, StatementPenalty, StatementSums

_BILLED = [str(kind) for kind in BILLED]


def contractors(city_id: int) -> list[ContractorFacts]:
    """All contractors of a city by name."""
    rows = Contractor.objects.filter(city_id=city_id).annotate(held=Count("contracts")).order_by("name", "pk")
    return [
        ContractorFacts(row.pk, row.code, row.name, row.national_id, row.contact, row.is_active, row.held)
        for row in rows
    ]


def contracts_of(city_id: int, *, unit_ids: Iterable[int] | None = None) -> list[ContractDetails]:
    """The contracts for these units (None: for all), those that end last first."""
    rows = Contract.objects.filter(contractor__city_id=city_id)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    return [_contract(row) for row in _whole(rows).order_by("-to_on", "pk")]


def contract(contract_id: int) -> ContractDetails | None:
    """One contract, or None."""
    row = _whole(Contract.objects.filter(pk=contract_id)).first()
    return _contract(row) if row is not None else None


def _whole(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    return rows.select_related("contractor", "currency")


def _contract(row: Contract) -> ContractDetails:
    return ContractDetails(
        id=row.pk,
        number=row.number,
        contractor_id=row.contractor_id,
        contractor=row.contractor.name,
        contractor_code=row.contractor.code,
        unit_id=row.unit_id,
        from_on=row.from_on,
        to_on=row.to_on,
        currency=row.currency.code if row.currency is not None else "",
        digits=row.currency.digits if row.currency is not None else 0,
        promised_days=row.promised_days,
        topics=tuple(row.topics),
        districts=tuple(row.districts),
        rules=read_rules(row.rules),
    )


def sums_of_contracts(contract_ids: Iterable[int]) -> dict[int, ContractSums]:
    """How many orders each contract has, and what of its billed lines is accepted, returned, unchecked and stated."""
    ids = list(contract_ids)
    done = Q(state__in=[OrderState.FINISHED.value, OrderState.SETTLED.value])
    orders: dict[int, tuple[int, int]] = {
        pk: (count, finished)
        for pk, count, finished in WorkOrder.objects.filter(contract_id__in=ids)
        .exclude(state=OrderState.CANCELLED.value)
        .values_list("contract_id")
        .annotate(all_orders=Count("pk"), done_orders=Count("pk", filter=done))
    }
    lines = CostLine.objects.filter(order__contract_id__in=ids, withdrawn_at=None, kind__in=_BILLED)
    amounts: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, check, total, stated in lines.values_list("order__contract_id", "check_state").annotate(
        total=Sum("amount"), stated=Sum("amount", filter=Q(statement__isnull=False), default=0)
    ):
        amounts[pk][check] = total
        amounts[pk]["stated"] = amounts[pk].get("stated", 0) + stated
    return {
        pk: ContractSums(
            *orders.get(pk, (0, 0)),
            amounts[pk].get(LineCheck.UNCHECKED, 0),
            amounts[pk].get(LineCheck.ACCEPTED, 0),
            amounts[pk].get(LineCheck.RETURNED, 0),
            amounts[pk].get("stated", 0),
        )
        for pk in ids
    }


def penalties_of(*, order_id: int | None = None, contract_id: int | None = None) -> list[PenaltyFacts]:
    """The penalties and bonuses of an order or a contract, the newest first."""
    rows = Penalty.objects.select_related("order", "currency").order_by("-pk")
    rows = rows.filter(order_id=order_id) if order_id is not None else rows.filter(contract_id=contract_id or 0)
    return [
        PenaltyFacts(
            id=row.pk,
            order_number=row.order.number,
            cause=row.cause,
            is_bonus=row.is_bonus,
            days=row.days,
            proposed=row.proposed,
            amount=row.amount,
            currency=row.currency.code,
            digits=row.currency.digits,
            state=row.state,
            reason=row.reason,
            objection=row.objection,
            answer=row.answer,
            decided_at=row.decided_at,
            is_stated=row.statement_id is not None,
        )
        for row in rows[:500]
    ]


def statements_of(contract_id: int) -> list[StatementFacts]:
    """The statements of a contract, the newest first."""
    rows = Statement.objects.filter(contract_id=contract_id).select_related("currency").order_by("-number")
    return [_statement(row) for row in rows]


def _statement(row: Statement) -> StatementFacts:
    return StatementFacts(
        row.pk,
        row.contract_id,
        row.number,
        row.from_on,
        row.to_on,
        StatementSums(row.work, row.bonuses, row.penalties),
        row.currency.code,
        row.currency.digits,
        row.drawn_at,
    )


def statement_content(statement_id: int) -> StatementContent | None:
    """A statement with its lines in the order of the work, or None."""
    row = Statement.objects.filter(pk=statement_id).select_related("currency").first()
    of_contract = contract(row.contract_id) if row is not None else None
    if row is None or of_contract is None:
        return None
    lines = CostLine.objects.filter(statement=row).select_related("order").order_by("spent_on", "order__number", "pk")
    penalties = Penalty.objects.filter(statement=row).select_related("order").order_by("order__number", "pk")
    return StatementContent(
        _statement(row),
        of_contract,
        tuple(
            StatementLine(one.order.number, one.spent_on, one.text, one.measure, one.quantity, one.price, one.amount)
            for one in lines
        ),
        tuple(StatementPenalty(one.order.number, one.cause, one.days, one.amount, one.is_bonus) for one in penalties),
    )
