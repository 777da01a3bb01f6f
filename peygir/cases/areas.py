"""News of neighbourhoods: counts for the evening message, and the latest cases of one."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from peygir.cases.day_order import newest_days_first
from peygir.cases.models import Case
from peygir.cases.public import PublicLine, public_lines, shown
from peygir.cases.states import CloseKind
from peygir.city import queries as city

LOOKED_BACK: Final = timedelta(days=120)
"""A case opened longer ago is not counted when it is confirmed: the index is by opening time."""


def news_by_area(city_id: int, *, since: datetime, until: datetime) -> dict[str, tuple[int, int]]:
    """(opened, confirmed as fixed) in [since, until) by a neighbourhood's code, of public cases; one statement."""
    rows = Case.objects.filter(
        shown(city_id),
        city_id=city_id,
        opened_at__gte=since - LOOKED_BACK,
        opened_at__lt=until,
        neighbourhood__isnull=False,
    )
    # Only the citizen's confirmation counts as fixed, and it closes a case once.
    fixed = Q(close_kind=CloseKind.CONFIRMED, closed_at__gte=since, closed_at__lt=until)
    counted = (
        rows.filter(Q(opened_at__gte=since) | fixed)
        .values("neighbourhood_id")
        .annotate(new=Count("pk", filter=Q(opened_at__gte=since)), fixed=Count("pk", filter=fixed))
    )
    counts_by_area: dict[str, tuple[int, int]] = {}
    for row in counted:
        area = city.neighbourhood(city_id, row["neighbourhood_id"])
        if area is not None:  # the versions of one neighbourhood are counted together
            new, done = counts_by_area.get(area.code, (0, 0))
            counts_by_area[area.code] = (new + row["new"], done + row["fixed"])
    return counts_by_area


def lately_in(
    city_id: int, neighbourhood_id: int, *, since: datetime, now: datetime, limit: int = 20
) -> list[PublicLine]:
    """The public cases of a neighbourhood's version opened since a moment, the newest day first; two statements."""
    rows = Case.objects.filter(shown(city_id), city_id=city_id, opened_at__gte=since, neighbourhood_id=neighbourhood_id)
    newest = newest_days_first(rows, "opened_at", city_id=city_id, start=0, size=limit)
    return public_lines(city_id, newest, now)
