"""The day's board as a page: what is ready, the proposal, moves by forms, who can take an order, and the paper."""

import re
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries
from peygir.desks.fieldwork.order_states import OrderState
from peygir.journey.dispatch import work_outside
from tests import streets
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
BOARD = "/desk/board/"
MOVE = "/desk/board/move/"


@pytest.fixture
def client(town: Town) -> Client:
    return signed_in("clerk", "fa")


@pytest.fixture
def live_client(live_town: Town) -> Client:
    """For refusals: what an action undoes is undone for good, and the page is made in a transaction of its own."""
    return signed_in("clerk", "fa")


def day() -> str:
    return (streets.today() + timedelta(days=1)).isoformat()


def order(town: Town, place: int = 0, **details: Any) -> str:
    values = {"title": f"کندن {place}", "lat": 29.62, "lon": 52.51 + place * 0.004, **details}
    return streets.order(town, **values)


def shown(client: Client, **query: Any) -> str:
    answer = client.get(BOARD, {"on": day(), **query})
    assert answer.status_code == 200, answer.content.decode()
    return packed(answer.content.decode())


def command(client: Client, deed: str, /, **values: Any) -> str:
    """Send one command as its form does, and return the board that follows."""
    answer = client.post(MOVE, {"on": day(), "command": deed, **values}, follow=True)
    assert answer.redirect_chain == [(f"{BOARD}?on={day()}", 302)]
    return packed(answer.content.decode())


def test_an_empty_board_says_what_to_do(client: Client) -> None:
    page = shown(client)
    assert "هنوز گروهی نیست" in page
    assert "چیزی در انتظار نیست" in page
    assert re.search(r"<button[^>]*disabled[^>]*>[^<]*(<svg.*?</svg>)?\s*پیشنهاد مسیر", page, re.DOTALL)


def test_the_list_is_narrowed_by_area_topic_and_colour(client: Client, town: Town) -> None:
    topics = list(town.topics.values())
    first, two = order(town, 1, topic_id=topics[0]), order(town, 2, topic_id=topics[1])
    assert f'data-order="{first}"' in shown(client)
    narrowed = shown(client, topic=topics[1])
    assert f'data-order="{first}"' not in narrowed
    assert f'data-order="{two}"' in narrowed
    assert "data-order" not in shown(client, colour="red")
    for strange in ({"topic": "x"}, {"colour": "mauve"}, {"area": "9" * 30}, {"on": "yesterday"}, {"on": "9999-01-01"}):
        assert shown(client, **strange)


def test_a_day_is_planned_accepted_locked_and_sent(live_client: Client, live_town: Town) -> None:
    crew = streets.crew(live_town)
    numbers = [order(live_town, place) for place in range(3)]
    page = command(live_client, "plan")
    assert "data-calculated" in page
    assert "<progress" in page
    while work_outside():
        pass
    page = shown(live_client)
    assert "پذیرفتن پیشنهاد" in page
    plan = queries.latest_plan(live_town.units["D-01"], streets.today() + timedelta(days=1))
    assert plan is not None
    page = command(live_client, "accept", plan=plan.id)
    assert "data-calculated" not in page
    assert {streets.read(number).crew_id for number in numbers} == {crew}
    assert "<path d=" in page, "the routes are drawn"
    command(live_client, "lock", number=numbers[0], locked="1")
    assert streets.read(numbers[0]).is_locked
    page = command(live_client, "move", number=numbers[0], crew="", position="")
    assert "قفل است" in page, "a locked order does not move, and the board says why"
    command(live_client, "send", crew=crew)
    assert {streets.read(number).state for number in numbers} == {OrderState.SENT}
    assert "پذیرفتن پیشنهاد" not in shown(live_client)


def test_a_proposal_names_who_is_left_out_and_may_be_put_aside(client: Client, town: Town) -> None:
    streets.crew(town)
    heavy = order(town, load=99)
    order(town, 1)
    nowhere = streets.order(town, title="بی‌جا")
    command(client, "plan")
    while work_outside():
        pass
    page = shown(client)
    assert "بار آن از گنجایش" in page
    assert "نقطه‌ای روی نقشه ندارد" in page
    assert latin_number(heavy) in page
    assert latin_number(nowhere) in page
    plan = queries.latest_plan(town.units["D-01"], streets.today() + timedelta(days=1))
    assert plan is not None
    page = command(client, "dismiss", plan=plan.id)
    assert "پیشنهاد مسیر" in page
    assert "آماده نیست" in command(client, "accept", plan=plan.id)


def latin_number(number: str) -> str:
    """An order's number as the Persian page writes it."""
    return number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def test_orders_are_moved_by_a_form(live_client: Client, live_town: Town) -> None:
    near_crew, two = streets.crew(live_town), streets.crew(live_town, code="G-2")
    first, second = order(live_town, 1), order(live_town, 2)
    command(live_client, "move", number=first, crew=near_crew, position="")
    command(live_client, "move", number=second, crew=near_crew, position="۱")
    assert (streets.read(second).position, streets.read(first).position) == (1, 2)
    command(live_client, "move", number=first, crew=two, position="1")
    assert streets.read(first).crew_id == two
    assert "ندارد" in command(live_client, "move", number=first, crew=999_999, position="1")
    refused = live_client.post(MOVE, {"on": day(), "command": "explode"})
    assert refused.status_code == 422


def test_a_drag_answers_without_a_page_and_the_next_page_tells(client: Client, town: Town) -> None:
    crew, number = streets.crew(town), order(town)
    answer = client.post(
        MOVE, {"on": day(), "command": "move", "number": number, "crew": crew, "position": "1"}, headers={"X-Live": "1"}
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert "دستور کار جابه‌جا شد" in shown(client)
    part = client.get(BOARD, {"on": day()}, headers={"X-Live": "1"}).content.decode()
    assert "<html" not in part
    assert f'data-order="{number}"' in part


def test_who_can_take_an_urgent_order_is_proposed(client: Client, town: Town) -> None:
    near, far = streets.crew(town), streets.crew(town, code="G-2")
    for crew, place in ((near, 1), (far, 40)):
        number = order(town, place)
        fieldwork.place_on_board(
            number, crew_id=crew, position=1, on=streets.today() + timedelta(days=1), by=town.clerk
        )
    urgent = order(town, 2)
    answer = client.get(f"/desk/board/urgent/{urgent}/", {"on": day()})
    page = packed(answer.content.decode())
    assert page.index("گروه G-1") < page.index("گروه G-2")
    form = re.search(rf'name="crew" value="{near}".*?name="position" value="(\d+)"', page, re.DOTALL)
    assert form is not None
    command(client, "move", number=urgent, crew=near, position=form[1])
    assert streets.read(urgent).crew_id == near
    assert client.get("/desk/board/urgent/W-1405-999999/").status_code == 404


def test_the_paper_has_the_route_and_a_code_for_each_stop(client: Client, town: Town) -> None:
    crew = streets.crew(town)
    numbers = [order(town, place) for place in range(12)]
    for number in numbers:
        fieldwork.place_on_board(
            number, crew_id=crew, position=99, on=streets.today() + timedelta(days=1), by=town.clerk
        )
    answer = client.get(f"/desk/board/crew/{crew}.pdf", {"on": day()})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(answer.content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert len(document) >= 2
    assert all(latin_number(number)[2:] in text or number[2:] in text for number in numbers)
    assert client.get("/desk/board/crew/999999.pdf").status_code == 404


def test_places_to_unload_are_kept_on_the_board(client: Client, town: Town) -> None:
    page = command(client, "unloading", name="ایستگاه", lat="29.6", lon="52.5", minutes="۲۰", opens="06:00", closes="")
    assert "ایستگاه" in page
    place = queries.unloading_places(town.units["D-01"])[0]
    assert (place.minutes, place.opens, place.closes) == (20, "06:00", "")
    for wrong in ({"lat": "x"}, {"name": ""}, {"minutes": "-3"}, {"opens": "10:00", "closes": "09:00"}):
        values = {"name": "دیگر", "lat": "29.6", "lon": "52.5", "minutes": "5", **wrong}
        assert "محل تخلیه نامی" in command(client, "unloading", **values)
    command(client, "no_unloading", place=place.id)
    assert queries.unloading_places(town.units["D-01"]) == []


def test_another_units_board_is_not_ones_own(live_town: Town) -> None:
    crew, number = streets.crew(live_town), order(live_town)
    other = signed_in("clerk_two", "fa")
    assert f'data-order="{number}"' not in packed(other.get(BOARD, {"on": day()}).content.decode())
    assert other.get(f"/desk/board/crew/{crew}.pdf").status_code == 404
    assert other.get(f"/desk/board/urgent/{number}/").status_code == 404
    page = packed(
        other.post(MOVE, {"on": day(), "command": "move", "number": number, "crew": crew}, follow=True).content.decode()
    )
    assert streets.read(number).crew_id is None
    assert page
