"""Draws up what one contract is paid for a month: each accepted line and decided penalty stands in one statement."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, Q

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.actions.contracts import NoSuchContract
from peygir.desks.fieldwork.actions.money import own_currency, today_of
from peygir.desks.fieldwork.cost_permissions import may_decide_costs
from peygir.desks.fieldwork.cost_rules import BILLED, LineCheck
from peygir.desks.fieldwork.models import Contract, CostLine, Penalty, Statement
from peygir.desks.fieldwork.penalty_rules import OBJECTION_DAYS, PAYABLE
from peygir.desks.fieldwork.statement_rules import MonthIsNotOver, StatementIsEmpty, last_day, month_days
from peygir.history.actions import record
from peygir.history.kinds.costs import StatementDrawn
from peygir.people.actions import NotYourWork
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor

_BILLED: Final = [str(kind) for kind in BILLED]


class StatementIsDrawn(Conflict):
    """The contract has a statement for this month."""

    message = _("This contract has a statement for that month already. What came later enters the next one.")


def draw_statement(contract_id: int, *, year: int, month: int, by: Actor) -> int:
    """Draw the statement of a Jalali month that is over; returns its id.

    It takes what stands in no statement yet: the accepted lines of work up to the end of the month, the bonuses, and
    the penalties to which the contractor can no longer object. What is accepted late is paid with the next one.

    Raises NoSuchContract, NotYourWork, OwnInterest, MonthIsNotValid, MonthIsNotOver, StatementIsDrawn,
    StatementIsEmpty.
    """
    begin, end = month_days(year, month)
    with transaction.atomic():
        rows = Contract.objects.select_for_update(no_key=True, of=("self",)).select_related("contractor")
        contract = rows.filter(pk=contract_id).first()
        if contract is None:
            raise NoSuchContract()
        if not may_decide_costs(by, contract.unit_id):
            raise NotYourWork()
        refuse_interested(by, contractor=contract.contractor.code)
        if today_of(contract.contractor.city_id) < end:
            raise MonthIsNotOver()
        if Statement.objects.filter(contract=contract, from_on__gte=begin).exists():
            raise StatementIsDrawn()
        return _draw(contract, begin, end, by)


def _draw(contract: Contract, begin: date, end: date, by: Actor) -> int:
    currency = contract.currency or own_currency(begin)
    lines = CostLine.objects.select_for_update(of=("self",)).filter(
        order__contract=contract,
        kind__in=_BILLED,
        check_state=LineCheck.ACCEPTED.value,
        withdrawn_at=None,
        statement=None,
        spent_on__lt=end,
        currency=currency,
    )
    heard = clock.now() - timedelta(days=OBJECTION_DAYS + 1)
    penalties = Penalty.objects.select_for_update(of=("self",)).filter(
        Q(is_bonus=True) | Q(objected_at__isnull=False) | Q(decided_at__lt=heard),
        contract=contract,
        state__in=[str(state) for state in PAYABLE],
        statement=None,
        currency=currency,
    )
    amounts = dict(lines.values_list("pk", "amount"))
    decided = {pk: (amount, is_bonus) for pk, amount, is_bonus in penalties.values_list("pk", "amount", "is_bonus")}
    if not amounts and not decided:
        raise StatementIsEmpty()
    number = Statement.objects.filter(contract=contract).aggregate(most=Max("number"))["most"] or 0
    moment = clock.now()
    statement = Statement.objects.create(
        contract=contract,
        number=number + 1,
        from_on=begin,
        to_on=last_day(end),
        work=sum(amounts.values()),
        bonuses=sum(amount for amount, is_bonus in decided.values() if is_bonus),
        penalties=sum(amount for amount, is_bonus in decided.values() if not is_bonus),
        currency=currency,
        drawn_at=moment,
        drawn_by=str(by),
    )
    CostLine.objects.filter(pk__in=amounts).update(statement=statement)
    Penalty.objects.filter(pk__in=decided).update(statement=statement)
    event = StatementDrawn(
        statement=statement.pk,
        from_=begin.isoformat(),
        to=statement.to_on.isoformat(),
        work=statement.work,
        bonuses=statement.bonuses,
        penalties=statement.penalties,
    )
    record(contract, event, by=str(by), at=moment)
    return int(statement.pk)
