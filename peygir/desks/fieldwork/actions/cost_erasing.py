"""Erases the words about the money of work orders, and the names of private persons; the amounts stay."""

from collections.abc import Collection
from typing import Final

from django.db.models import Q

from peygir.desks.fieldwork.claim_rules import OPEN, PartyKind
from peygir.desks.fieldwork.models import Claim, CostLine, Penalty, ResponsibleParty

NO_WORDS: Final = "—"
"""In place of words that were erased, where there must be some."""


def erase_cost_words(order_ids: Collection[int]) -> int:
    """Empty the reasons of the costs, penalties and claims of orders; returns how many rows.

    A private person against whom no claim is open any more loses the name.
    """
    lines = CostLine.objects.filter(order_id__in=order_ids)
    has_words = ~Q(check_reason="") | ~Q(withdrawn_reason="")
    count = lines.filter(has_words).update(check_reason="", withdrawn_reason="")
    count += lines.exclude(reason__in=["", NO_WORDS]).update(reason=NO_WORDS)
    penalties = Penalty.objects.filter(order_id__in=order_ids)
    said = penalties.filter(~Q(reason="") | ~Q(objection="") | ~Q(answer=""))
    count += said.update(reason="", objection="", answer="")
    claims = Claim.objects.filter(order_id__in=order_ids)
    count += claims.exclude(reason=NO_WORDS, ended_reason="").update(reason=NO_WORDS, ended_reason="")
    people = ResponsibleParty.objects.filter(kind=PartyKind.PERSON.value, pk__in=claims.values("party_id"))
    owing = Claim.objects.filter(state__in=[str(state) for state in OPEN]).values("party_id")
    for person in people.exclude(pk__in=owing):
        nameless = f"{NO_WORDS} {person.pk}"
        if person.name != nameless:
            ResponsibleParty.objects.filter(pk=person.pk).update(name=nameless)
            count += 1
    return count
