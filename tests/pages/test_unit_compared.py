"""The manager's first page compares the unit's last week with its own weeks and with its peers, in few statements."""

from datetime import timedelta
from typing import Any

import pytest

from peygir.core import clock
from peygir.desks.promises.models import WeekCount
from peygir.web.kit.current_city import today
from tests import make
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
UNIT = "/desk/unit/"
MOST_STATEMENTS = 12


def counted(town: Town, unit: str, weeks_ago: int = 0, **counts: int) -> None:
    WeekCount.objects.create(
        city_id=town.city_id,
        until_on=today() - timedelta(weeks=weeks_ago),
        scope=f"u{town.units[unit]}",
        counted_at=clock.now(),
        **counts,
    )


def part(username: str = "manager") -> str:
    answer = signed_in(username).get(UNIT)
    assert answer.status_code == 200
    return packed(answer.content.decode()).split('id="compared"')[1].split("</section>")[0]


def test_the_manager_lands_at_the_unit(town: Town) -> None:
    answer = signed_in("manager").get("/desk/")
    assert (answer.status_code, answer["Location"]) == (302, UNIT)
    assert "counted at night" in part()


def test_the_week_stands_beside_those_before_and_the_peers(town: Town) -> None:
    counted(town, "D-01", judged=100, kept=60, finished=50, late=4)
    for weeks_ago in (1, 2, 3, 4):
        counted(town, "D-01", weeks_ago, judged=100, kept=90, finished=20, late=9)
    for unit, kept in (("D-02", 80), ("D-03", 70)):
        counted(town, unit, judged=100, kept=kept)
    shown = part()
    assert "Look at these first: promises kept on time." in shown
    row = shown.split("promises kept on time</th>")[1].split("</tr>")[0]
    assert row.index("60%") < row.index("90%") < row.index("worse")
    assert "80%" not in row, "two other districts are too few for a median"
    done = shown.split("cases finished</th>")[1].split("</tr>")[0]
    assert "better" in done
    late = shown.split("late cases</th>")[1].split("</tr>")[0]
    assert late.index(">4<") < late.index("9")
    assert "better" in late


def test_a_unit_is_compared_with_its_own_kind(town: Town) -> None:
    counted(town, "D-01", judged=100, kept=60)
    counted(town, "O-waste", judged=100, kept=10)
    shown = part()
    assert "10%" not in shown
    assert "too little data to compare yet" in shown


def test_the_page_takes_few_statements(town: Town, django_assert_max_num_queries: Any) -> None:
    counted(town, "D-01", judged=100, kept=60)
    for number in range(5):
        make.in_hand(phone=PHONES[number])
    client = signed_in("manager")
    client.get(UNIT)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        client.get(UNIT)
