"""Keeps whoever has declared an interest in a contractor from deciding about its orders, lines and claims."""

from peygir.desks.fieldwork.models import Contractor, ResponsibleParty, WorkOrder
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor


def refuse_interest_in_order(order: WorkOrder, by: Actor) -> None:
    """Raise OwnInterest where the actor has declared an interest in the contractor that has the order."""
    if order.contract is not None:
        refuse_interested(by, contractor=order.contract.contractor.code)


def refuse_interest_in_party(order: WorkOrder, party: ResponsibleParty, by: Actor) -> None:
    """Raise OwnInterest where the actor has declared an interest in a contractor of the party's name, or the order's.

    A responsible party is a name without a code; the city's contractors of that name are the same company.
    """
    named = Contractor.objects.filter(city_id=order.city_id, name=party.name).values_list("code", flat=True)
    own = [order.contract.contractor.code] if order.contract is not None else []
    refuse_interested(by, contractors=[*own, *named])
