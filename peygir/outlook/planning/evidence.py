"""Counts the evidence of a problem from its cases: how many, when, how often they returned, and what they cost."""

from collections import Counter
from collections.abc import Collection

from django.db.models import Count, Q, Sum

from peygir.cases.models import Case
from peygir.cases.states import ENDED
from peygir.city import queries as city
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.desks.fieldwork.queries.costs import cost_of_cases
from peygir.history.kinds.case_moves import CaseReopened
from peygir.history.models import Event
from peygir.outlook.planning.rules import EvidencePack


def evidence_of(city_id: int, case_ids: Collection[int]) -> EvidencePack:
    """Return the evidence in these cases; the cost is what work orders have spent on them."""
    rows = Case.objects.filter(pk__in=case_ids)
    facts = rows.aggregate(
        cases=Count("pk"), reports=Sum("report_count"), open_cases=Count("pk", filter=~Q(state__in=list(ENDED)))
    )
    days = [city.day_of(city_id, moment) for moment in rows.values_list("opened_at", flat=True)]
    months: Counter[str] = Counter()
    for day in days:
        jalali = to_jalali(day)
        months[to_gregorian(jalali.year, jalali.month, 1).isoformat()] += 1
    spent: Counter[str] = Counter()
    for amounts in cost_of_cases(case_ids).values():
        spent.update(amounts)
    reopened = Event.objects.filter(file="case", file_id__in=case_ids, kind=CaseReopened.kind)
    return EvidencePack(
        cases=facts["cases"],
        reports=facts["reports"] or 0,
        open_cases=facts["open_cases"],
        returned=reopened.values("file_id").distinct().count(),
        first_on=min(days).isoformat() if days else "",
        last_on=max(days).isoformat() if days else "",
        months=dict(sorted(months.items())),
        cost=dict(sorted(spent.items())),
    )
