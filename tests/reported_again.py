"""Incidents in the town that are reported at known rates: those with a report become cases with later reports."""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from peygir.cases.models import Case, Report
from peygir.core.codes import make_code
from peygir.core.moments import start_of_day
from tests.outbreaks import WEEK_ON, ZONE
from tests.town import Town, point_in

DAYS = 30.0
SEED = 83


def live_reports(town: Town, *, rates: Mapping[str, float], incidents: int, topic: str = "CIV-01") -> None:
    """Let so many incidents in each district last DAYS days, with reports of different people at a rate a day.

    Those that nobody reports leave nothing. All are over before the last week.
    """
    draw = np.random.default_rng(SEED)
    until = start_of_day(WEEK_ON, ZONE)
    cases: list[Case] = []
    reports: list[Report] = []
    for district, rate in rates.items():
        lat, lon = point_in(district)
        for _incident in range(incidents):
            began = until - timedelta(days=float(draw.uniform(DAYS + 1, 200)))
            days = np.cumsum(draw.exponential(1 / rate, 60))
            days = days[days < DAYS]
            if not len(days):
                continue
            key = SEED * 1_000_000 + len(cases)
            opened, closed = began + timedelta(days=float(days[0])), began + timedelta(days=DAYS)
            cases.append(
                Case(
                    id=key,
                    code=make_code(SEED, len(cases)),
                    city_id=town.city_id,
                    state="closed",
                    state_at=closed,
                    opened_at=opened,
                    closed_at=closed,
                    close_kind="silence",
                    topic_id=town.topics[topic],
                    district_id=town.districts[district],
                    lat=lat,
                    lon=lon,
                    unit_id=town.units[f"D-0{district}"],
                    report_count=len(days),
                )
            )
            for number, day in enumerate(days.tolist()):
                code = cases[-1].code if number == 0 else make_code(SEED + 1, len(reports))
                at = began + timedelta(days=day)
                reports.append(
                    Report(id=SEED * 1_000_000 + len(reports), code=code, case_id=key, channel="phone", received_at=at)
                )
    Case.objects.bulk_create(cases, batch_size=1_000)
    Report.objects.bulk_create(reports, batch_size=1_000)
