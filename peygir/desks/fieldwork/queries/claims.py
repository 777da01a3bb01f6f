"""The claims of the city, by order and by party."""

from collections import defaultdict
from collections.abc import Iterable

from peygir.desks.fieldwork.claim_rules import ClaimSums
from peygir.desks.fieldwork.cost_facts import ClaimView, PartyClaims, PaymentFacts
from peygir.desks.fieldwork.models import Claim, ResponsibleParty


def parties(city_id: int) -> list[tuple[int, str, str]]:
    """(id, kind, name) of all responsible parties, by name."""
    return list(ResponsibleParty.objects.filter(city_id=city_id).order_by("name").values_list("pk", "kind", "name"))


def claims_of_order(order_id: int) -> list[ClaimView]:
    """The claims for one order, oldest first."""
    rows = Claim.objects.filter(order_id=order_id).select_related("order", "party", "currency")
    return [_view(row) for row in rows.prefetch_related("payments").order_by("pk")]


def claims_of(
    city_id: int,
    *,
    unit_ids: Iterable[int] | None = None,
    party_id: int | None = None,
    before: int | None = None,
    most: int = 200,
) -> list[ClaimView]:
    """The newest claims for the work of these units (None: of all), against one party or all; `before` one's id."""
    rows = Claim.objects.filter(order__city_id=city_id).select_related("order", "party", "currency")
    if unit_ids is not None:
        rows = rows.filter(order__unit_id__in=list(unit_ids))
    if party_id is not None:
        rows = rows.filter(party_id=party_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_view(row) for row in rows.prefetch_related("payments").order_by("-pk")[:most]]


def sums_by_party(city_id: int, *, unit_ids: Iterable[int] | None = None) -> list[PartyClaims]:
    """What was asked of each party, paid, is open, was refused and was dropped; the largest open sum first."""
    rows = Claim.objects.filter(order__city_id=city_id).select_related("party", "currency")
    if unit_ids is not None:
        rows = rows.filter(order__unit_id__in=list(unit_ids))
    sums: dict[tuple[int, str], ClaimSums] = defaultdict(ClaimSums)
    about: dict[tuple[int, str], Claim] = {}
    for row in rows.order_by("pk").iterator():
        key = (row.party_id, row.currency.code)
        sums[key], about[key] = sums[key].plus(row), row
    party_claims = [
        PartyClaims(key[0], about[key].party.name, about[key].party.kind, key[1], about[key].currency.digits, sums[key])
        for key in sums
    ]
    return sorted(party_claims, key=lambda one: (-one.sums.open, one.party, one.currency))


def _view(row: Claim) -> ClaimView:
    return ClaimView(
        id=row.pk,
        order_number=row.order.number,
        party_id=row.party_id,
        party=row.party.name,
        party_kind=row.party.kind,
        asked=row.asked,
        paid=row.paid,
        currency=row.currency.code,
        digits=row.currency.digits,
        state=row.state,
        reason=row.reason,
        ended_reason=row.ended_reason,
        asked_on=row.asked_on,
        payments=tuple(
            PaymentFacts(one.amount, one.paid_on, one.reference)
            for one in sorted(row.payments.all(), key=lambda one: one.pk)
        ),
    )
