"""The inbox as a map: the same cases by the same filters, each pin leads to its case, and few statements."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.urls import reverse

from tests import make
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
MAP = "/desk/inbox/map/"
MOST_STATEMENTS = 12


def shown(username: str = "clerk", **query: str) -> str:
    answer = signed_in(username).get(MAP, query)
    assert answer.status_code == 200
    return packed(answer.content.decode())


def pins(page: str) -> list[tuple[str, str, str]]:
    """(latitude, longitude, link) of each pin."""
    rows = re.findall(r'<li class="around-row" data-lat="([\d.]+)" data-lon="([\d.]+)".*?href="([^"]+)"', page)
    return [(lat, lon, unquote(href)) for lat, lon, href in rows]


def test_each_case_of_the_own_inbox_is_a_pin_that_leads_to_it(town: Town) -> None:
    code = make.referred()
    make.referred(district="2", phone=PHONES[1])
    ((lat, lon, href),) = pins(shown())
    assert (float(lat), float(lon)) == pytest.approx(point_in("1"))
    assert href.startswith(reverse("case", args=[code]))
    assert signed_in("clerk").get(href).status_code == 200
    assert MAP in signed_in("clerk").get("/desk/inbox/").content.decode()


def test_the_filters_are_those_of_the_list_and_the_case_knows_its_list(town: Town) -> None:
    hole, collapse = make.referred(), make.referred(topic="CIV-09", phone=PHONES[1])
    page = shown(topic="CIV-09")
    ((_lat, _lon, href),) = pins(page)
    assert reverse("case", args=[collapse]) in href
    assert hole not in page
    assert href.endswith("?list=topic=CIV-09")
    assert 'href="/desk/inbox/?topic=CIV-09"' in page, "back to the list with its filters"
    assert len(pins(shown())) == 2


def test_what_is_late_and_what_has_no_place_is_said(town: Town, town_clock: TownClock) -> None:
    make.referred(topic="CIV-09")
    make.referred(district="", place_label="1", phone=PHONES[1])
    town_clock.forward(days=1)
    page = shown()
    assert 'data-late="yes"' in page
    assert "1 of them have no place on the map." in page


def test_an_empty_list_says_so(town: Town) -> None:
    assert "Nothing to draw on the map" in shown(q="zzzz")
    assert pins(shown(state="nonsense")) == []


def test_the_page_takes_few_statements(town: Town, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        make.referred(phone=PHONES[number])
    client = signed_in("clerk")
    client.get(MAP)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        client.get(MAP)
