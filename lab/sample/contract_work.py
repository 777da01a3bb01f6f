"""Work for a contractor of a city that is being served: a contract with a price, and a case that waits for its unit.

`python -P -m lab.sample.contract_work make NUMBER` makes both and prints them as JSON; `expired ORDER` prints the
address of a link to the order that was good until yesterday. PEYGIR_HOME names the city.
"""

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from lab.sample.shift import CLERK, UNIT, bring_reports
from peygir.core import clock

MANAGER: Final = "manager-d01"
ITEM: Final = "AS-10"
PRICE: Final = 2_500_000
"""Rials for a square metre of asphalt."""


def make_contract_work(number: str) -> dict[str, object]:
    """Make a contract of the first district with one price, and bring it a report; its id, and the case's code.

    The worker of the city must be running.
    """
    from django.conf import settings

    from peygir.city import queries as city
    from peygir.desks.fieldwork.actions.contracts import ContractTerms, keep_contractor, make_contract
    from peygir.desks.fieldwork.actions.money import NewPrice, set_price
    from peygir.desks.fieldwork.cost_rules import CostKind, MeasureUnit
    from peygir.people.models import Staff
    from peygir.people.queries import actor_of

    city_facts = city.current_city(settings.CITY)
    unit = next(unit for unit in city.units(city_facts.id) if unit.code == UNIT)
    today, manager = city.day_of(city_facts.id, clock.now()), actor_of(Staff.objects.get(username=MANAGER))
    contractor = keep_contractor(city_facts.id, code=number, name=f"راه‌سازان {number}", by=manager)
    terms = ContractTerms(number, today - timedelta(days=30), today + timedelta(days=300), promised_days=5)
    contract = make_contract(contractor, unit.id, terms, by=manager)
    square_metre = str(MeasureUnit.SQUARE_METRE)
    price = NewPrice(ITEM, CostKind.CONTRACT_ITEM, "روکش آسفالت", "Asphalt", square_metre, PRICE, terms.from_on)
    set_price(city_facts.id, price, contract_id=contract, by=manager)
    (code,) = bring_reports(city_facts.code, unit.id, 1, None)
    return {"contract": contract, "code": code}


def expired_link(order_number: str) -> str:
    """Make a link to a sent order three days ago that was good for one day; returns its address."""
    from peygir.desks.fieldwork.queries import work_order
    from peygir.journey.order_money import link_contractor
    from peygir.people.models import Staff
    from peygir.people.queries import actor_of

    order = work_order(order_number)
    assert order is not None
    made_at = clock.now() - timedelta(days=3)
    with clock.simulated(lambda: made_at):
        return link_contractor(order.id, days=1, by=actor_of(Staff.objects.get(username=CLERK)))


def main(arguments: Sequence[str]) -> None:
    """Do one of the two."""
    from peygir.ops.cli import django_ready

    deed, name = arguments
    with django_ready():
        print(json.dumps(make_contract_work(name) if deed == "make" else {"address": expired_link(name)}))


if __name__ == "__main__":
    main(sys.argv[1:])
