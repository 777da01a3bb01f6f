"""Weeks of cases in the town, as earlier weeks left them: an honest past, and what is planted in the last weeks."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from peygir.cases.models import Case
from peygir.city.models import Topic
from peygir.core.codes import make_code
from peygir.core.moments import start_of_day
from peygir.outlook.insight.weeks import WEEK
from tests.town import Town, point_in

WEEK_ON = date(2026, 4, 25)
"""The first day, a Saturday, of the last week that is over in the town's morning."""
ZONE = "Asia/Tehran"
FIRST_ID = 1_000_000
"""The ids of the cases of a call are from its seed times this on."""


def live_weeks(
    town: Town,
    *,
    weeks: int = 40,
    level: float = 8.0,
    planted: Mapping[tuple[str, str], float] = {},  # noqa: B006 - never changed
    planted_weeks: int = 2,
    seed: int = 37,
    until: date = WEEK_ON,
    urgency: str = "N",
    topics: tuple[str, ...] = ("CIV-01", "CLN-01"),
) -> None:
    """Open about `level` cases a week of each topic in each district, half in each neighbourhood, up to `until`.

    `planted`: by how much (topic, district) is multiplied in the last `planted_weeks`. `seed` is below 100 and another
    one in each call of a test: ids and codes begin with it.
    """
    draw = np.random.default_rng(seed)
    rows: list[Case] = []
    start = FIRST_ID * seed
    for topic in topics:
        unit_type = Topic.objects.get(pk=town.topics[topic]).unit_type
        for district in town.districts:
            lat, lon = point_in(district)
            unit = unit_type if unit_type in town.units else f"D-0{district}"
            for ago in range(weeks):
                factor = planted.get((topic, district), 1.0) if ago < planted_weeks else 1.0
                first = start_of_day(until - ago * WEEK, ZONE)
                for number in range(int(draw.poisson(level * factor))):
                    opened = first + timedelta(minutes=float(draw.uniform(0, 7 * 24 * 60 - 1)))
                    key = start + len(rows)
                    rows.append(
                        Case(
                            id=key,
                            code=make_code(seed, len(rows)),
                            city_id=town.city_id,
                            state="referred",
                            state_at=opened,
                            opened_at=opened,
                            topic_id=town.topics[topic],
                            urgency=urgency,
                            district_id=town.districts[district],
                            neighbourhood_id=town.neighbourhoods[f"0{district}-0{1 + number % 2}"],
                            lat=lat,
                            lon=lon,
                            unit_id=town.units[unit],
                        )
                    )
    Case.objects.bulk_create(rows, batch_size=1_000)
