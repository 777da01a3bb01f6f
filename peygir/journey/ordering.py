"""Makes one move of a work order by its verb: for the pages of planners, for crews, and for the JSON API."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork.actions import WorkPlan
from peygir.desks.fieldwork.order_states import DayPart
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMoveValues:
    """What a move of an order may need: the text, and for planning who works when."""

    note: str = ""
    crew_id: int | None = None
    contract_id: int | None = None
    on: date | None = None
    day_part: str = DayPart.WHOLE.value
    position: int | None = None


NO_VALUES: Final = OrderMoveValues()
_Action = Callable[[str, Actor, int | None, OrderMoveValues], int]


def _plan(number: str, by: Actor, version: int | None, given: OrderMoveValues) -> int:
    plan = WorkPlan(
        crew_id=given.crew_id,
        contract_id=given.contract_id,
        on=given.on,
        day_part=given.day_part,
        position=given.position,
    )
    return fieldwork.plan_order(number, plan, by=by, version=version)


# verb → action; those of the table of moves, and the two that leave the state as it is.
ORDER_ACTIONS: Final[dict[str, _Action]] = {
    "plan": _plan,
    "unplan": lambda number, by, version, g: fieldwork.unplan_order(number, by=by, version=version),
    "lock": lambda number, by, version, g: fieldwork.lock_order(number, is_locked=True, by=by, version=version),
    "unlock": lambda number, by, version, g: fieldwork.lock_order(number, is_locked=False, by=by, version=version),
    "send": lambda number, by, version, g: fieldwork.send_order(number, by=by, version=version),
    "recall": lambda number, by, version, g: fieldwork.recall_order(number, note=g.note, by=by, version=version),
    "start": lambda number, by, version, g: fieldwork.start_order(number, by=by, version=version),
    "finish": lambda number, by, version, g: fieldwork.finish_order(number, note=g.note, by=by, version=version),
    "resume": lambda number, by, version, g: fieldwork.resume_order(number, note=g.note, by=by, version=version),
    "settle": lambda number, by, version, g: fieldwork.settle_order(number, note=g.note, by=by, version=version),
    "cancel": lambda number, by, version, g: fieldwork.cancel_order(number, note=g.note, by=by, version=version),
}


def apply_order_move(
    number: str, verb: str, *, by: Actor, version: int | None = None, given: OrderMoveValues = NO_VALUES
) -> int:
    """Make one move of ORDER_ACTIONS; `version` is what the person saw. Returns the order's new version.

    Raises KeyError for an unknown verb, and the refusals of the action.
    """
    return ORDER_ACTIONS[verb](number, by, version, given)
