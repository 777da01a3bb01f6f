"""The attacks on hours and counts: none succeeds, and each does where its fault is planted."""

from typing import Any

import pytest
from django.conf import settings

from lab.bench.attack_planting import PlantedTruth, told_by_days
from lab.bench.attacks_on_hours import ON_DOORS
from lab.bench.published_doors import PublishedDoors, published_doors
from peygir.city import queries as city
from tests import make
from tests.town import PHONES, TownClock

pytestmark = pytest.mark.usefixtures("town")
MINUTES = (3, 11, 17, 26, 31, 44, 52, 7, 13)


@pytest.fixture
def codes(town_clock: TownClock) -> list[str]:
    """Nine cases of a day, each opened at another hour, the first of which four people reported."""
    made = []
    for hour, minute in enumerate(MINUTES, start=7):
        town_clock.moment = town_clock.moment.replace(hour=hour, minute=minute, second=19)
        made.append(make.referred(phone=PHONES[hour], text=f"{make.POTHOLE} {hour}"))
    for number in range(3):
        make.report(join_code=made[0], phone=PHONES[30 + number])
    town_clock.forward(days=1)
    assert made not in (sorted(made), sorted(made, reverse=True)), "codes are random"
    return made


def attacked(codes: list[str]) -> dict[str, tuple[int, int]]:
    """How often each attack was tried and succeeded."""
    doors = published_doors(codes)
    return {name: attack(doors, truth()) for name, attack in ON_DOORS.items()}


def truth() -> PlantedTruth:
    moments, changes, report_counts = told_by_days()
    zone = city.current_city(settings.CITY).time_zone
    nothing: Any = {}
    return PlantedTruth(
        frozenset(), nothing, nothing, nothing, moments, changes, report_counts, zone, frozenset(), frozenset()
    )


def test_no_attack_succeeds(codes: list[str]) -> None:
    figures = attacked(codes)
    assert {name: won for name, (_tried, won) in figures.items() if won} == {}
    assert min(tried for tried, _won in figures.values()) > 0, figures


def test_hours_and_counts_are_found_where_everybody_counts_as_the_reporter(
    codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peygir.web.public.track.is_reporter", lambda request, code: True)
    doors = published_doors(codes)
    for name in ("hours_at_doors", "counts_at_doors"):
        tried, won = ON_DOORS[name](doors, truth())
        assert 0 < won < tried, name


def test_order_is_found_where_lists_are_in_it(codes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def by_moment(rows: Any, column: str, *, city_id: int, start: int, size: int) -> Any:
        return rows.order_by(f"-{column}", "-id")[start : start + size]

    for module in ("public", "listing"):
        monkeypatch.setattr(f"peygir.cases.{module}.newest_days_first", by_moment)
    tried, won = ON_DOORS["order_at_doors"](published_doors(codes), truth())
    assert 4 <= won <= tried


def test_bisecting_succeeds_where_filters_take_moments(codes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peygir.api.open311.reading.whole_days", lambda call, since, until: (since, until))
    doors: PublishedDoors = published_doors(codes)
    tried, won = ON_DOORS["bisected_hours"](doors, truth())
    assert won == tried
