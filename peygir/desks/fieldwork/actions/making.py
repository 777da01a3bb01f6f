"""Makes work orders from cases or without a case, and changes what is said of the work."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from peygir.assets.queries import asset_by_id
from peygir.cases import actions as cases
from peygir.cases.actions import MoveNotYours
from peygir.cases.judging import groups_of
from peygir.cases.lifecycle import OWNER
from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.city.urgencies import Urgency
from peygir.core import clock
from peygir.core.jalali import jalali_year
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.actions.order_file import (
    open_order,
    refuse_unless,
    refuse_unless_in,
    write_order_event,
)
from peygir.desks.fieldwork.models import OrderCase, OrderStep, WorkOrder
from peygir.desks.fieldwork.order_lifecycle import PLANNER
from peygir.desks.fieldwork.order_rules import (
    MOST_CASES,
    MOST_MINUTES,
    ORDERABLE,
    TAKEN_IN_HAND,
    CasePlace,
    may_plan_orders,
    number_of,
    place_of_cases,
)
from peygir.desks.fieldwork.order_states import OPEN_ORDERS
from peygir.desks.fieldwork.queries.plans import steps_on
from peygir.history.actions import INSERT, record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.case_work import CaseOrdered
from peygir.history.kinds.orders import OrderChanged, OrderMade
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor
from peygir.storage.rows import insert_all

ADD: Final = _("Add to a work order")
LONGEST_TITLE: Final = 160
_NEXT_ID: Final = "SELECT nextval(pg_get_serial_sequence('fieldwork_workorder', 'id'))"


class OrderNeedsWork(Invalid):
    """An order without cases needs a title."""

    message = _("An order without cases needs a title: what is to be done?")


class CaseIsOrdered(Conflict):
    """The case is part of another open order."""

    message = _("The case {code} is part of the order {number} already.")


class CaseCannotBeOrdered(Conflict):
    """The case's state allows no work, it is confidential, or it is another unit's."""

    message = _(
        "The case {code} cannot become part of this order: it has ended, is confidential, or is another unit's."
    )


class OrderIsTooLong(Invalid):
    """The order would have more cases than MOST_CASES."""

    message = _("An order has at most {most} cases; make several.")


class OrderDetailIsWrong(Invalid):
    """A detail of an order is out of range."""

    message = _("The expected time is between 1 minute and a day, and the title has at most {limit} characters.")


class AssetIsNotKnown(Invalid):
    """The city has no such asset."""

    message = _("The city has no asset of this number.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDetails:
    """What is said of the work where its cases do not say it. Degrees are WGS84; `minutes` is the expected time at the
    place; `load` is in the units of the vehicle's capacity.
    """

    title: str = ""
    topic_id: int | None = None
    asset_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    neighbourhood_id: int | None = None
    minutes: int | None = None
    load: int = 0
    rule_id: int | None = None
    rule_on: date | None = None


NO_DETAILS: Final = OrderDetails()


def make_order(
    city_id: int,
    *,
    unit_id: int,
    by: Actor,
    codes: Sequence[str] = (),
    details: OrderDetails = NO_DETAILS,
    key: str = "",
    at: datetime | None = None,
) -> WorkOrder:
    """Make a draft of a work order for cases of the unit, or for work without a case; returns it.

    Cases that wait for the unit are taken in hand. A `key` (the sender's own name of the command) that is known gives
    the order that it made before.

    Raises NotYourWork, OrderNeedsWork, OrderDetailIsWrong, OrderIsTooLong, AssetIsNotKnown, NoSuchCase,
    CaseIsOrdered, CaseCannotBeOrdered, MoveNotYours.
    """
    if not may_plan_orders(by, unit_id):
        raise NotYourWork()
    wanted_codes = sorted(dict.fromkeys(codes))
    _check(details, city_id, has_cases=bool(wanted_codes))
    if len(wanted_codes) > MOST_CASES:
        raise OrderIsTooLong(most=MOST_CASES)
    moment = at or clock.now()
    with transaction.atomic(), ExitStack() as files:
        known = WorkOrder.objects.filter(made_by_key=key).first() if key else None
        if known is not None:
            return known
        held = [files.enter_context(cases.open_file(code=code)) for code in wanted_codes]
        for case in held:
            refuse_case(case, unit_id, by)
        order = _draft(city_id, unit_id, details, [place_of(case) for case in held], key=key, at=moment)
        made = OrderMade(
            number=order.number,
            unit=unit_id,
            cases=[case.pk for case in held],
            asset=ABSENT if order.asset_id is None else order.asset_id,
            rule=ABSENT if order.rule_id is None else order.rule_id,
        )
        record(order, made, by=str(by), at=moment, write=INSERT)
        insert_all([OrderCase(order=order, case=case, position=place) for place, case in enumerate(held, 1)])
        steps = steps_on(order.topic_id, on=city.day_of(city_id, moment)) if order.topic_id is not None else ()
        insert_all(
            [
                OrderStep(order=order, position=place, text=step.text, is_required=step.is_required)
                for place, step in enumerate(steps, 1)
            ]
        )
        for case in held:
            take_into(case, order, by=by, at=moment)
    return order


def _check(details: OrderDetails, city_id: int, *, has_cases: bool) -> None:
    if not has_cases and not says_something(details.title):
        raise OrderNeedsWork()
    if len(plain(details.title)) > LONGEST_TITLE or not (
        details.minutes is None or 0 < details.minutes <= MOST_MINUTES
    ):
        raise OrderDetailIsWrong(limit=LONGEST_TITLE)
    refuse_unknown_asset(details.asset_id, city_id)


def refuse_unknown_asset(asset_id: int | None, city_id: int) -> None:
    """Raises AssetIsNotKnown for an id that no asset of the city has."""
    if asset_id is not None:
        asset = asset_by_id(asset_id)
        if asset is None or asset.city_id != city_id:
            raise AssetIsNotKnown()


def refuse_case(case: Case, unit_id: int, by: Actor) -> None:
    cases.refuse_who_only_looks(case, by)
    if not by.is_system and OWNER not in groups_of(by, visibility_of(case)):
        raise MoveNotYours(label=ADD, why=_("for the unit that has the case."))
    if case.unit_id != unit_id or case.is_confidential or case.state not in ORDERABLE:
        raise CaseCannotBeOrdered(code=case.code)
    other = OrderCase.objects.select_related("order").filter(case=case, is_open=True).first()
    if other is not None:
        raise CaseIsOrdered(code=case.code, number=other.order.number)


def place_of(case: Case) -> CasePlace:
    return CasePlace(case.lat, case.lon, case.address, case.neighbourhood_id, case.due_at, case.urgency, case.topic_id)


def _draft(
    city_id: int, unit_id: int, details: OrderDetails, places: Sequence[CasePlace], *, key: str, at: datetime
) -> WorkOrder:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_ID)
        pk = int(cursor.fetchone()[0])
    at_cases = place_of_cases(places)
    own = details.lat is not None and details.lon is not None
    return WorkOrder(
        pk=pk,
        number=number_of(jalali_year(at, city.city_by_id(city_id).time_zone), pk),
        city_id=city_id,
        unit_id=unit_id,
        topic_id=details.topic_id or at_cases.topic_id,
        asset_id=details.asset_id,
        title=plain(details.title),
        state_at=at,
        urgency=at_cases.urgency if places else Urgency.PLANNED.value,
        minutes=details.minutes,
        load=details.load,
        due_at=at_cases.due_at,
        lat=details.lat if own else at_cases.lat,
        lon=details.lon if own else at_cases.lon,
        address=plain(details.address)[:300] or at_cases.address,
        neighbourhood_id=details.neighbourhood_id or at_cases.neighbourhood_id,
        opened_at=at,
        rule_id=details.rule_id,
        rule_on=details.rule_on,
        made_by_key=key or None,
    )


def take_into(case: Case, order: WorkOrder, *, by: Actor, at: datetime) -> None:
    if case.state in TAKEN_IN_HAND:
        cases.accept(case, by=by, at=at)
    cases.record_event(case, CaseOrdered(order=order.pk, number=order.number), by=by, at=at)


def change_order(number: str, *, details: OrderDetails, by: Actor, version: int | None = None) -> int:
    """Change what is said of the work: title, expected time, load, place and asset; returns the new version.

    Raises what `open_order` raises, OrderMoveNotYours, OrderIsNotOpen, OrderDetailIsWrong, AssetIsNotKnown.
    """
    with open_order(number=number, version=version) as order:
        refuse_unless(order, by, frozenset({PLANNER}), label=_("Change"))
        refuse_unless_in(order, OPEN_ORDERS)
        has_cases = OrderCase.objects.filter(order=order, left_why="").exists()
        _check(details, order.city_id, has_cases=has_cases)
        values: dict[str, object] = {"title": plain(details.title), "minutes": details.minutes, "load": details.load}
        if details.lat is not None and details.lon is not None:
            values |= {"lat": details.lat, "lon": details.lon}
        if details.asset_id is not None:
            values["asset_id"] = details.asset_id
        changed = [name for name, value in values.items() if getattr(order, name) != value]
        for name in changed:
            setattr(order, name, values[name])
        if changed:
            write_order_event(order, OrderChanged(fields=changed), by=by, at=clock.now(), write=changed)
        return order.version
