"""Writes the routing rows of cases that have none: created in bulk, or from before the ledger existed."""

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.states import CaseState
from peygir.desks.routing.actions.owners import keep_returns
from peygir.desks.routing.actions.referrals import keep_referral
from peygir.desks.routing.models import AgencyReferral, Return
from peygir.history.kinds.case_moves import CaseReferredOut
from peygir.history.queries import timeline


def catch_up(city_id: int) -> int:
    """Write missing ledger entries and returns from the cases' events; returns how many cases.

    Only cases that are with an agency now get a ledger entry: ended referrals need no reminder. Idempotent.
    """
    told = AgencyReferral.objects.values("case_id")
    waiting = Case.objects.filter(city_id=city_id, state=CaseState.REFERRED_OUT).exclude(pk__in=told).order_by("pk")
    count = 0
    for case_id in list(waiting.values_list("pk", flat=True)):
        numbers = [line.number for line in timeline("case", case_id) if line.kind == CaseReferredOut.kind]
        for number in numbers[-1:]:
            keep_referral(case_id, number)
        count += 1
    counted = Return.objects.values("case_id")
    returned = Case.objects.filter(city_id=city_id, return_count__gt=0).exclude(pk__in=counted).order_by("pk")
    for case_id in list(returned.values_list("pk", flat=True)):
        with cases.open_file(case_id) as case:
            keep_returns(case, timeline("case", case_id))
        count += 1
    return count
