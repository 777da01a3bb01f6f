"""The life of a work order as one table of moves: from which state, by which verb, to which, by whom, with what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.order_states import IN_STREET, UNSENT, OrderState
from peygir.history.kinds.orders import (
    OrderCancelled,
    OrderFinished,
    OrderMoveEvent,
    OrderPlanned,
    OrderRecalled,
    OrderResumed,
    OrderSent,
    OrderSettled,
    OrderStarted,
    OrderUnplanned,
)

PLANNER: Final = "planner"
"""Who plans the work of the order's unit."""
ORDER_CREW: Final = "crew"
"""Who works on the order: a member of its crew, once it is sent."""
HOUSE: Final = "house"
"""A process of the system itself."""


@dataclass(frozen=True, slots=True)
class OrderMove:
    """One row: `verb` takes an order from any of `sources` to `target`, by `who`, given `requires`.

    `effect` is the explanation beside its button.
    """

    verb: str
    sources: frozenset[OrderState]
    target: OrderState
    who: frozenset[str]
    requires: tuple[str, ...]
    event: type[OrderMoveEvent]
    label: Text
    icon: str
    effect: Text


def _move(
    verb: str,
    sources: frozenset[OrderState] | set[OrderState],
    target: OrderState,
    who: str,
    requires: str,
    event: type[OrderMoveEvent],
    label: Text,
    icon: str,
    effect: Text,
) -> OrderMove:
    groups, needed = frozenset(who.split()), tuple(requires.split())
    return OrderMove(verb, frozenset(sources), target, groups, needed, event, label, icon, effect)


ORDER_MOVES: Final[tuple[OrderMove, ...]] = (
    # verb, from, to, who, requires, event, label, icon, effect
    _move(
        "plan",
        UNSENT,
        OrderState.PLANNED,
        "planner house",
        "taker day",
        OrderPlanned,
        pgettext_lazy("name of a move", "Plan the work"),
        "calendar-clock",
        _("Give it to a crew or a contract, for a day."),
    ),
    _move(
        "unplan",
        {OrderState.PLANNED},
        OrderState.DRAFT,
        "planner house",
        "",
        OrderUnplanned,
        pgettext_lazy("name of a move", "Take off the plan"),
        "undo-2",
        _("Take it from its crew and its day; it is a draft again."),
    ),
    _move(
        "send",
        {OrderState.PLANNED},
        OrderState.SENT,
        "planner house",
        "",
        OrderSent,
        pgettext_lazy("name of a move", "Send the order"),
        "send",
        _("The crew or the contractor sees it from now on."),
    ),
    _move(
        "recall",
        {OrderState.SENT},
        OrderState.PLANNED,
        "planner house",
        "note",
        OrderRecalled,
        pgettext_lazy("name of a move", "Recall the order"),
        "undo-2",
        _("Take it back before anybody has begun; say why."),
    ),
    _move(
        "start",
        {OrderState.SENT},
        OrderState.UNDER_WAY,
        "crew planner house",
        "",
        OrderStarted,
        pgettext_lazy("name of a move", "Begin the work"),
        "hammer",
        _("The work at the place begins."),
    ),
    _move(
        "finish",
        IN_STREET,
        OrderState.FINISHED,
        "crew planner house",
        "results steps",
        OrderFinished,
        pgettext_lazy("name of a move", "Finished in the street"),
        "badge-check",
        _("Every case has a result; the office settles the order."),
    ),
    _move(
        "resume",
        {OrderState.FINISHED},
        OrderState.UNDER_WAY,
        "planner",
        "note",
        OrderResumed,
        pgettext_lazy("name of a move", "Back to the street"),
        "rotate-ccw",
        _("The work is not over; say what is missing."),
    ),
    _move(
        "settle",
        {OrderState.FINISHED},
        OrderState.SETTLED,
        "planner",
        "",
        OrderSettled,
        pgettext_lazy("name of a move", "Settle in the office"),
        "circle-check",
        _("Results and material were looked through; the order is closed."),
    ),
    _move(
        "cancel",
        UNSENT | IN_STREET,
        OrderState.CANCELLED,
        "planner house",
        "note",
        OrderCancelled,
        pgettext_lazy("name of a move", "Cancel the order"),
        "circle-x",
        _("Its cases are free for another order; say why."),
    ),
)
BY_ORDER_VERB: Final[Mapping[str, OrderMove]] = {move.verb: move for move in ORDER_MOVES}


@dataclass(frozen=True, slots=True)
class OrderMoveJudgement:
    """Whether a move of an order is open now, and if not, why."""

    move: OrderMove
    is_allowed: bool
    why: Text | None = None


def judge_order_move(verb: str, *, state: str, groups: frozenset[str]) -> OrderMoveJudgement:
    """Whether `verb` is open to these groups in this state: the state is looked at first."""
    move = BY_ORDER_VERB[verb]
    if state not in move.sources:
        inside = OrderState.labels()[state].inside()
        return OrderMoveJudgement(move, False, _("Not possible while “{text}”.", text=inside))
    if not move.who & groups:
        return OrderMoveJudgement(move, False, _("Not for your role or unit."))
    return OrderMoveJudgement(move, True)


def judge_order_moves(*, state: str, groups: frozenset[str]) -> list[OrderMoveJudgement]:
    """The judgement of every move, in the table's order."""
    return [judge_order_move(move.verb, state=state, groups=groups) for move in ORDER_MOVES]
