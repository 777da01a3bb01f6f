"""A clerk's day: every case with work to do in one section, the own before those of nobody, and few statements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.cases.day_sections import DaySection
from peygir.cases.my_day import day_of
from peygir.people.rules import Actor
from peygir.web.kit.current_city import end_of, today
from tests import make
from tests.desks.test_search import statements
from tests.pages.test_inbox_page import INBOX, rows
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
DAY = "/desk/day/"
MOST_STATEMENTS = 12


def section_of(page: str, name: str) -> list[str]:
    """The codes of a section's rows."""
    start = page.index(f'aria-labelledby="day-{name}"')
    return rows(page[start : page.index("</section>", start)])


def waiting_case(by: Actor) -> str:
    code = make.in_hand(phone=PHONES[3])
    until = make.moment("2026-05-20T00:00+03:30")
    make.command(code, "wait", by, reason="weather", note="باران", until=until)
    return code


def test_each_case_stands_in_the_section_where_one_looks_for_it(town: Town, town_clock: TownClock) -> None:
    late = make.referred(topic="CIV-09")
    town_clock.forward(days=1)
    fresh = make.referred(phone=PHONES[1])
    today_ones = make.in_hand(topic="CIV-09", phone=PHONES[2])
    waiting = waiting_case(town.clerk)
    planned = make.in_hand(phone=PHONES[4])
    make.command(planned, "schedule", town.clerk, note="به اعتبار نیاز دارد")
    later = make.in_hand(phone=PHONES[5])
    page = signed_in("clerk").get(DAY).content.decode()
    assert section_of(page, "new") == [fresh]
    assert section_of(page, "today") == [today_ones]
    assert section_of(page, "late") == [late]
    assert section_of(page, "waiting") == [waiting]
    assert rows(page[page.index("day-planned") :]) == [planned], "apart, and folded"
    assert later not in rows(page), "what is due later has its link alone"
    assert "section=later" in page


def test_a_section_leads_to_its_full_list(town: Town, town_clock: TownClock) -> None:
    codes = [make.referred(phone=PHONES[place]) for place in range(3)]
    client = signed_in("clerk")
    assert "?section=new&amp;mine=day" in client.get(DAY).content.decode()
    assert sorted(rows(client.get(INBOX, {"section": "new", "mine": "day"}).content.decode())) == sorted(codes)
    assert rows(client.get(INBOX, {"section": "late", "mine": "day"}).content.decode()) == []
    assert sorted(rows(client.get(INBOX, {"section": "nonsense"}).content.decode())) == sorted(codes)


def test_the_own_come_before_those_of_nobody_and_a_colleagues_stay_away(town: Town, town_clock: TownClock) -> None:
    free = make.in_hand(by=town.clerk, topic="CIV-09")
    make.command(free, "assign", town.manager, assignee_id=None)
    own = make.in_hand(topic="CIV-09", phone=PHONES[1])
    theirs = make.in_hand(by=town.clerk_b, topic="CIV-09", phone=PHONES[2])
    assert section_of(signed_in("clerk").get(DAY).content.decode(), "today") == [own, free]
    page = signed_in("clerk_b").get(DAY).content.decode()
    assert section_of(page, "today") == [theirs, free]


def test_every_case_with_work_to_do_is_in_one_section(town: Town, town_clock: TownClock) -> None:
    make.referred(topic="CIV-09")
    make.in_hand(phone=PHONES[1])
    waiting_case(town.clerk)
    for _day in range(6):
        parts = day_of(town.clerk, town.city_id, hands=[town.clerk.id], day_ends_at=end_of(today()))
        assert [part.section for part in parts] == list(DaySection)
        assert sum(part.total for part in parts) == 3
        town_clock.moment += timedelta(hours=10)


def test_another_units_cases_stand_on_no_days_page(town: Town) -> None:
    make.referred()
    assert rows(signed_in("clerk_two").get(DAY).content.decode()) == []
    assert "Nothing is waiting" in signed_in("clerk_two").get(DAY).content.decode()


def test_the_page_takes_as_few_statements_for_many_cases_as_for_one(town: Town, town_clock: TownClock) -> None:
    make.referred()
    client = signed_in("clerk")
    client.get(DAY)
    with CaptureQueriesContext(connection) as queries_of_one:
        client.get(DAY)
    for number in range(14):
        make.referred(topic="CIV-09" if number % 2 else "CIV-01", phone=PHONES[number])
    with CaptureQueriesContext(connection) as many:
        page = client.get(DAY).content.decode()
    assert len(rows(page)) == 12, "as many as one screen has room for"
    assert statements(queries_of_one) == statements(many) <= MOST_STATEMENTS
