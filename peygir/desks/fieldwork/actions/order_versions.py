"""What the file of an order says of the commands of phones: kept beside it, decided, carried out late."""

from collections.abc import Sequence

from peygir.core import clock
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.actions.order_file import open_order, refuse_unless, write_order_event
from peygir.desks.fieldwork.actions.ordered_cases import add_case
from peygir.desks.fieldwork.models import OrderCase
from peygir.desks.fieldwork.order_lifecycle import PLANNER
from peygir.history.kinds.orders import OrderCommandCameLate, OrderConflictDecided, OrderConflicted
from peygir.people.rules import Actor


def record_conflict(
    number: str, command_id: int, *, verb: str, fields: Sequence[str], base: int | None, by: Actor
) -> int:
    """Record that a phone's command is kept beside the order; returns the order's version, which stays."""
    with open_order(number=number) as order:
        event = OrderConflicted(command=command_id, verb=verb, fields=list(fields), base=base)
        write_order_event(order, event, by=by, at=clock.now(), is_version=False)
        return order.version


def record_conflict_decided(number: str, command_id: int, *, verb: str, choice: str, by: Actor) -> None:
    """Record which of two versions holds."""
    with open_order(number=number) as order:
        event = OrderConflictDecided(command=command_id, verb=verb, choice=choice)
        write_order_event(order, event, by=by, at=clock.now(), is_version=False)


def record_late_command(
    number: str, command_id: int, *, verb: str, fields: Sequence[str], has_gap: bool, made: str, by: Actor
) -> None:
    """Record that a phone's command was carried out after others had changed the order, or without the one before it.

    `made` is a moment in ISO 8601, or ABSENT.
    """
    with open_order(number=number) as order:
        event = OrderCommandCameLate(command=command_id, verb=verb, fields=list(fields), has_gap=has_gap, made=made)
        write_order_event(order, event, by=by, at=clock.now(), is_version=False)


def refuse_who_does_not_plan(number: str, *, version: int | None, by: Actor) -> None:
    """Raises what `open_order` raises, and OrderMoveNotYours for anybody but a planner of the order's unit."""
    with open_order(number=number, version=version) as order:
        refuse_unless(order, by, frozenset({PLANNER}), label=_("Decide between two versions"))


def take_back_case(number: str, code: str, *, by: Actor) -> None:
    """Bring a case that left an order without a result back into it; one that is in it stays. See `add_case`."""
    if OrderCase.objects.filter(order__number=number, case__code=code).exclude(left_why="").exists():
        add_case(number, code, by=by)
