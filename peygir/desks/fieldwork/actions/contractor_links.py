"""Signed links by which a contractor without an account works on one order: made, and withdrawn."""

import secrets
from datetime import timedelta
from typing import Final

from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.actions.order_file import OrderMoveNotYours, groups_in, refuse_unless_in, write_order_event
from peygir.desks.fieldwork.contractor_tokens import address_of_link
from peygir.desks.fieldwork.cost_permissions import may_enter_costs
from peygir.desks.fieldwork.models import ContractorLink, WorkOrder
from peygir.desks.fieldwork.queries.contractor_links import LINKED
from peygir.history.kinds.costs import ContractorLinkMade, ContractorLinkWithdrawn
from peygir.people.rules import Actor

MOST_DAYS: Final = 60
_LABEL: Final = _("Contractor's link")


class LinkDaysAreNotRight(Invalid):
    """A link lives at least one day and at most `MOST_DAYS`."""

    message = _("A link is good for one to {most} days.")


class OrderHasNoContract(Invalid):
    """The order was not given to a contractor."""

    message = _("This order was not given to a contractor.")


def make_contractor_link(order: WorkOrder, *, days: int, by: Actor) -> str:
    """Make a link that is good for a number of days, and withdraw the one before; returns its address.

    The caller has opened the order, which was sent to a contractor. Raises OrderMoveNotYours, OrderHasNoContract,
    OrderIsNotOpen, LinkDaysAreNotRight.
    """
    _refuse_unless_planner(order, by)
    if order.contract_id is None:
        raise OrderHasNoContract()
    refuse_unless_in(order, LINKED)
    if not 1 <= days <= MOST_DAYS:
        raise LinkDaysAreNotRight(most=MOST_DAYS)
    withdraw_contractor_link(order, by=by)
    moment = clock.now()
    link = ContractorLink.objects.create(
        order=order,
        nonce=secrets.token_hex(6),
        expires_at=moment + timedelta(days=days),
        made_by=str(by),
        made_at=moment,
    )
    event = ContractorLinkMade(link=link.pk, until=link.expires_at.isoformat())
    write_order_event(order, event, by=by, at=moment, is_version=False)
    return address_of_link(link.pk, link.nonce)


def withdraw_contractor_link(order: WorkOrder, *, by: Actor) -> None:
    """Withdraw the order's link, if it has one; idempotent. The caller has opened the order.

    Raises OrderMoveNotYours.
    """
    _refuse_unless_planner(order, by)
    link = ContractorLink.objects.filter(order=order, withdrawn_at=None).first()
    if link is not None:
        link.withdrawn_at = clock.now()
        link.save(update_fields=["withdrawn_at"])
        event = ContractorLinkWithdrawn(link=link.pk)
        write_order_event(order, event, by=by, at=link.withdrawn_at, is_version=False)


def note_use_of_link(link_id: int) -> None:
    """Keep when a link was opened last, so that the unit sees whether the contractor has looked."""
    ContractorLink.objects.filter(pk=link_id).update(used_at=clock.now())


def _refuse_unless_planner(order: WorkOrder, by: Actor) -> None:
    if not may_enter_costs(by, order.unit_id):
        groups_in(order, by)
        raise OrderMoveNotYours(label=_LABEL, why=_("Not for your role or unit."))
