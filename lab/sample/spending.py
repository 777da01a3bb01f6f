"""What the sample's work cost: a price list, contractors with contracts, lines on a third of its orders, two claims.

All of it by the real actions, at the moment of the orders and in their transaction: about sixty lines, so that making
the sample stays fast.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core import clock
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.actions import OrderDetails, WorkPlan
from peygir.desks.fieldwork.actions.claims import pay_claim
from peygir.desks.fieldwork.actions.contracts import ContractTerms, keep_contractor, make_contract
from peygir.desks.fieldwork.actions.money import NewPrice, set_price
from peygir.desks.fieldwork.claim_rules import PartyKind
from peygir.desks.fieldwork.cost_rules import CostEntry, CostKind, LineCheck, MeasureUnit
from peygir.desks.fieldwork.queries import WorkOrderFacts
from peygir.desks.fieldwork.queries.costs import prices
from peygir.journey.dispatch import work_pending
from peygir.journey.order_money import claim_from, enter_cost, judge_cost
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.roles import Role
from peygir.people.rules import SYSTEM, Actor
from peygir.storage.unit_of_work import unit_of_work

EVERY: Final = 3
"""One in so many finished orders has cost lines; of the others nobody knows what they cost."""
SINCE: Final = timedelta(days=120)
LASTS: Final = timedelta(days=400)
PRICES: Final = (
    ("LB-1", CostKind.LABOUR, "کارگر ساده", "Labourer", MeasureUnit.HOUR, 850_000),
    ("LB-2", CostKind.LABOUR, "استادکار", "Skilled worker", MeasureUnit.HOUR, 1_450_000),
    ("MC-1", CostKind.MACHINE, "وانت گروه", "Crew's pick-up", MeasureUnit.HOUR, 1_200_000),
    ("MT-1", CostKind.MATERIAL, "مصالح مصرفی", "Consumables", MeasureUnit.KILOGRAM, 95_000),
)
"""Code, kind, names, unit of measure, and the price of one in rials."""
CONTRACTORS: Final = (
    (
        "rah",
        "راه‌سازان زرقان (نمونه)",
        "D-01",
        "AS-10",
        "روکش آسفالت",
        "Asphalt surface",
        MeasureUnit.SQUARE_METRE,
        2_600_000,
    ),
    (
        "rovshan",
        "روشنان پارس (نمونه)",
        "D-02",
        "LT-10",
        "تعویض چراغ معبر",
        "Street light",
        MeasureUnit.PIECE,
        38_000_000,
    ),
    ("sabz", "سبزآوران شیراز (نمونه)", "D-03", "GR-10", "هرس درخت", "Pruning of a tree", MeasureUnit.PIECE, 4_200_000),
    ("jooy", "جوی‌بانان (نمونه)", "D-04", "DR-10", "لایروبی جوی", "Cleaning of a gutter", MeasureUnit.METRE, 620_000),
)
"""Code and name of a contractor, the unit of its contract, and the one item of it, as in `PRICES`."""
RULES: Final = (
    {"cause": "late", "percent": 100, "fixed": 0, "grace_days": 1, "most_percent": 1000},
    {"cause": "returned", "percent": 500, "fixed": 0, "grace_days": 0, "most_percent": 0},
)
CLAIMS: Final = (
    (PartyKind.UTILITY, "شرکت گاز (نمونه)", 84_000_000, "ترانشهٔ لوله‌گذاری پس از کار درست پر نشده بود.", 30_000_000),
    (PartyKind.BUILDER, "کارگاه ساختمانی میدان (نمونه)", 26_000_000, "کامیون کارگاه جدول را شکسته بود.", 0),
)
"""Kind and name of a party, what is asked, why, and what it has paid, in rials."""


def set_sample_prices(city_id: int) -> None:
    """Set the city's price list, unless it has one."""
    if prices(city_id):
        return
    since = city.day_of(city_id, clock.now()) - SINCE
    for code, kind, name_fa, name_en, measure, price in PRICES:
        set_price(city_id, NewPrice(code, kind, name_fa, name_en, str(measure), price, since), by=SYSTEM)


def spend(order: WorkOrderFacts, *, by: Actor) -> None:
    """Enter what an order cost, for one in `EVERY`, before it is settled."""
    if order.id % EVERY:
        return
    today = city.day_of(order.city_id, clock.now())
    hours = Decimal(1 + order.id % 4) / 2
    for code, quantity, people in (("LB-1", hours, 2), ("MC-1", hours, 1), ("MT-1", Decimal(20 + order.id % 60), 1)):
        entry = CostEntry(CostKind.MATERIAL, "", quantity, 0, MeasureUnit.LUMP, people=people)
        enter_cost(order.id, entry, spent_on=today, item_code=code, by=by)


def work_by_contract(city_id: int, planners: dict[int, Actor]) -> None:
    """Make the contractors and contracts, an order that each has finished, its bill, and the claims of the city."""
    units = {unit.code: unit for unit in city.units(city_id)}
    numbers = []
    with unit_of_work() as unit_of_day:
        for place, (code, name, unit_code, *item) in enumerate(CONTRACTORS):
            unit = units.get(unit_code)
            if unit is None or unit.id not in planners:
                continue
            contract_id = _contract(unit, code, name, place, item)
            number = _order(unit, contract_id, str(item[1]), planners[unit.id])
            numbers.append((number, planners[unit.id]))
            work_pending(unit_of_day)
        for (number, by), claim in zip(numbers, CLAIMS, strict=False):
            _claim(number, *claim, by=by)
        work_pending(unit_of_day)


def _contract(unit: UnitFacts, code: str, name: str, place: int, item: list[object]) -> int:
    manager = Staff.objects.filter(unit_id=unit.id, role=Role.MANAGER, is_active=True).order_by("username").first()
    by = actor_of(manager) if manager is not None else SYSTEM
    first_day = city.day_of(unit.city_id, clock.now()) - SINCE
    contractor_id = keep_contractor(unit.city_id, code=code, name=name, by=by)
    terms = ContractTerms(f"N-1405-{place + 1}", first_day, first_day + LASTS, promised_days=4, rules=RULES)
    contract_id = make_contract(contractor_id, unit.id, terms, by=by)
    item_code, name_fa, name_en, measure, price = item
    new = NewPrice(
        str(item_code), CostKind.CONTRACT_ITEM, str(name_fa), str(name_en), str(measure), int(str(price)), first_day
    )
    set_price(unit.city_id, new, contract_id=contract_id, by=by)
    return contract_id


def _order(unit: UnitFacts, contract_id: int, title: str, by: Actor) -> str:
    """Make an order without a case, give it to the contract, and let it be finished and billed; returns its number."""
    today = city.day_of(unit.city_id, clock.now())
    district = next((one for one in city.districts(unit.city_id, on=today) if one.unit_id == unit.id), None)
    hoods = [one for one in city.neighbourhoods(unit.city_id, on=today) if district and one.district_id == district.id]
    details = OrderDetails(title=title, neighbourhood_id=hoods[0].id if hoods else None, minutes=240)
    order = fieldwork.make_order(unit.city_id, unit_id=unit.id, by=by, codes=(), details=details)
    fieldwork.plan_order(order.number, WorkPlan(contract_id=contract_id, on=today), by=by)
    fieldwork.send_order(order.number, by=by)
    fieldwork.finish_order(order.number, by=by)
    item = prices(unit.city_id, contract_id=contract_id)[0]
    lines = []
    for quantity in ("12.5", "4"):
        entry = CostEntry(CostKind.CONTRACT_ITEM, "", Decimal(quantity), 0, MeasureUnit.LUMP)
        lines.append(enter_cost(order.pk, entry, spent_on=today, item_code=item.code, by=SYSTEM))
    judge_cost(order.pk, lines[0], check=LineCheck.ACCEPTED, reason="", by=by)
    return order.number


def _claim(number: str, kind: str, party: str, amount: int, reason: str, paid: int, *, by: Actor) -> None:
    order = worked.work_order(number)
    assert order is not None
    claim_id = claim_from(order.id, party_kind=kind, party=party, amount=amount, reason=reason, by=by)
    if paid:
        today = city.day_of(order.city_id, clock.now())
        pay_claim(claim_id, amount=paid, paid_on=today, reference="۱۴۰۵/۲۱۷", by=by)
