"""Which order a contractor's link opens, and whether it is good now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.contractor_tokens import (
    CONTRACTOR,
    ContractorLinkIsNotOurs,
    address_of_link,
    read_link_token,
)
from peygir.desks.fieldwork.cost_facts import LinkFacts
from peygir.desks.fieldwork.models import ContractorLink, WorkOrder
from peygir.desks.fieldwork.order_states import IN_STREET, OrderState
from peygir.people.rules import Actor

LINKED: Final = IN_STREET | {OrderState.FINISHED, OrderState.SETTLED}
"""The states of an order in which its contractor's link opens it."""


class ContractorLinkIsOver(Missing):
    """The order is no longer the contractor's; its subclasses say what else ended a link."""

    message = _("This link is no longer good. Please ask the unit that sent it for a new one.")


class ContractorLinkHasExpired(ContractorLinkIsOver):
    """The days for which the link was good are over."""

    message = _(
        "The days of this link are over. What you have sent is kept; please ask the unit that sent it for a new link."
    )


class ContractorLinkWasWithdrawn(ContractorLinkIsOver):
    """The unit withdrew the link, or made another one in its place."""

    message = _(
        "The unit has withdrawn this link. What you have sent is kept; if you have a newer link, please open that one, "
        "or ask the unit."
    )


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that is good now: the order that its holder may work on, and until when."""

    id: int
    order_id: int
    expires_at: datetime


def read_contractor_link(token: str) -> OpenLink:
    """The link of a token.

    The signature is looked at first: who has none learns nothing of what is in the database. Raises
    ContractorLinkIsNotOurs, ContractorLinkWasWithdrawn, ContractorLinkHasExpired, ContractorLinkIsOver.
    """
    link_id, nonce = read_link_token(token)
    link = ContractorLink.objects.select_related("order").filter(pk=link_id, nonce=nonce).first()
    if link is None:
        raise ContractorLinkIsNotOurs()
    if link.withdrawn_at is not None:
        raise ContractorLinkWasWithdrawn()
    if link.expires_at <= clock.now():
        raise ContractorLinkHasExpired()
    if link.order.contract_id is None or link.order.state not in LINKED:
        raise ContractorLinkIsOver()
    return OpenLink(link.pk, link.order_id, link.expires_at)


def may_bill(order: WorkOrder, by: Actor) -> bool:
    """Whether this is the contractor of the order, by a link that is good now."""
    if by.kind != CONTRACTOR or order.contract_id is None or order.state not in LINKED:
        return False
    links = ContractorLink.objects.filter(pk=by.id, order=order, withdrawn_at=None, expires_at__gt=clock.now())
    return links.exists()


def link_of_order(order_id: int) -> LinkFacts | None:
    """The link of an order that was not withdrawn, or None."""
    row = ContractorLink.objects.filter(order_id=order_id, withdrawn_at=None).first()
    if row is None:
        return None
    is_good = row.expires_at > clock.now()
    return LinkFacts(row.pk, address_of_link(row.pk, row.nonce), row.expires_at, row.used_at, is_good)
