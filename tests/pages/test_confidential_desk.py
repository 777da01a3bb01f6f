"""The inspectorate's first page: confidential cases with promises and next steps, nothing else of the city."""

from typing import Any

import pytest
from django.urls import reverse

from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
DESK = "/desk/confidential/"
MOST_STATEMENTS = 12
WORDS = "مدیر از من پول خواست"


def secret(**given: Any) -> str:
    return make.referred(topic="CNF-01", text=WORDS, **given)


def page_of(username: str = "inspectorate") -> str:
    answer = signed_in(username).get(DESK)
    assert answer.status_code == 200
    return packed(answer.content.decode())


def test_the_desk_leads_the_inspectorate_there(town: Town) -> None:
    answer = signed_in("inspectorate").get("/desk/")
    assert (answer.status_code, answer["Location"]) == (302, DESK)
    assert "No confidential report is open" in page_of()


def test_only_confidential_cases_and_those_of_the_own_unit_stand_there(town: Town) -> None:
    code, ordinary = secret(), make.referred(phone=PHONES[1])
    given = make.referred(phone=PHONES[2])
    make.command(given, "refer", town.supervisor, unit_id=town.units["V-insp"], note="برای بازرسی")
    page = page_of()
    assert reverse("case", args=[code]) in page
    assert WORDS in page
    assert reverse("case", args=[given]) in page
    assert reverse("case", args=[ordinary]) not in page


def test_the_next_step_is_one_press_away_and_the_late_ones_come_first(town: Town, town_clock: TownClock) -> None:
    old = secret()
    town_clock.forward(days=60)
    drain()
    new = secret(phone=PHONES[1])
    page = page_of()
    assert page.index(reverse("case", args=[old])) < page.index(reverse("case", args=[new]))
    assert page.index('id="part-late"') < page.index('id="part-new"')
    assert f"{reverse('case', args=[new])}#move-accept" in page
    make.command(new, "accept", town.inspectorate)
    page = page_of()
    assert f"{reverse('case', args=[new])}#move-finish" in page
    assert "in the hands of Inspectorate" in page


def test_finished_ones_wait_for_the_reporter_apart(town: Town) -> None:
    code = secret()
    make.command(code, "accept", town.inspectorate)
    make.command(code, "finish", town.inspectorate, note="رسیدگی شد", form="گزارش نوشته شد")
    drain()
    asked = page_of().split('id="asked"')[1]
    assert reverse("case", args=[code]) in asked
    assert "#move-" not in asked, "the next step is the reporter's"


def test_nobody_else_opens_it(town: Town) -> None:
    secret()
    for username in ("clerk", "manager", "supervisor", "admin", "mayor", "deputy", "inspector", "council"):
        assert signed_in(username).get(DESK).status_code == 403


def test_the_page_takes_few_statements(town: Town, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        secret(phone=PHONES[number])
    client = signed_in("inspectorate")
    client.get(DESK)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        client.get(DESK)
