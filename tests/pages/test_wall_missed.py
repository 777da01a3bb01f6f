"""The wall names the missed callers, says who called them back, and has one key to call; a big screen names nobody."""

from typing import Any

from django.urls import reverse

from peygir.centre.contacts import actions
from peygir.centre.contacts.missed_callers import missed_callers
from peygir.centre.contacts.models import CallBack, DialOrder
from tests import make
from tests.calls import NUMBER, answered, rung
from tests.drain import drain
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

WALL = "/desk/centre/wall/"
MOST_STATEMENTS = 12


def missed(town: Town, town_clock: TownClock, key: str = "100.1", caller: str = NUMBER) -> None:
    rung(town, town_clock, key, caller)
    town_clock.forward(seconds=40)
    actions.end_call(key, at=town_clock())
    drain()


def wall(username: str = "supervisor", **query: str) -> str:
    answer = signed_in(username).get(WALL, query)
    assert answer.status_code == 200
    return packed(answer.content.decode())


def part(page: str) -> str:
    return page.split('id="wall-missed"')[1].split("</section>")[0]


def test_the_supervisor_lands_at_the_wall(town: Town, town_clock: TownClock) -> None:
    answer = signed_in("supervisor").get("/desk/")
    assert (answer.status_code, answer["Location"]) == (302, WALL)
    assert "Nobody was missed today." in wall()


def test_who_was_missed_how_often_and_since_when(seat: Town, town_clock: TownClock) -> None:
    make.report(phone=PHONES[7], name="مریم رضایی", proof="code")
    missed(seat, town_clock)
    missed(seat, town_clock, "100.2")
    missed(seat, town_clock, "100.3", caller="09170000008")
    shown = part(wall())
    assert "مریم رضایی" in shown
    assert "2 missed calls" in shown
    assert "1 missed call" in shown
    assert "2 to be called back" in shown
    assert "0000007" not in shown, "a number is never shown whole"
    first = missed_callers(seat.city_id, since=town_clock())[0]
    assert (first.calls, first.phone, first.is_open) == (2, PHONES[7], True)
    town_clock.forward(hours=5)
    assert "late" in part(wall())


def test_a_big_screen_names_nobody(seat: Town, town_clock: TownClock) -> None:
    make.report(phone=PHONES[7], name="مریم رضایی", proof="code")
    missed(seat, town_clock)
    page = wall(full="1")
    assert "wall-missed" not in page
    assert "مریم رضایی" not in page


def test_one_key_calls_back_and_one_comes_back_to_the_wall(seat: Town, town_clock: TownClock) -> None:
    missed(seat, town_clock)
    call_back = CallBack.objects.get()
    address = reverse("call_back", args=[call_back.pk, "call"])
    assert address in part(wall())
    answer = signed_in("supervisor").post(address, {"at": "wall"})
    assert (answer.status_code, answer["Location"]) == (302, WALL)
    assert DialOrder.objects.get().extension == "102"


def test_who_sits_at_no_phone_is_told_so_on_the_wall(town: Town, town_clock: TownClock) -> None:
    missed(town, town_clock)
    client = signed_in("supervisor")
    address = reverse("call_back", args=[CallBack.objects.get().pk, "call"])
    answer = client.post(address, {"at": "wall"}, follow=True)
    assert answer.redirect_chain[-1][0] == WALL
    assert not DialOrder.objects.exists()
    assert "phone" in packed(answer.content.decode()).split("toast")[-1]


def test_it_says_who_called_back_and_who_rang_again(seat: Town, town_clock: TownClock) -> None:
    missed(seat, town_clock)
    actions.settle_call_back(CallBack.objects.get().pk, state="done", by=seat.operator)
    missed(seat, town_clock, "200.1", caller="09170000008")
    answered(seat, town_clock, "200.2", caller="09170000008")
    shown = part(wall())
    assert "called back by Operator" in shown
    assert "rang again and was answered" in shown
    assert "0 to be called back" in shown
    town_clock.forward(days=1)
    assert "Nobody was missed today." in wall()


def test_the_page_takes_few_statements(seat: Town, town_clock: TownClock, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        missed(seat, town_clock, f"300.{number}", caller=f"0917000001{number}")
    client = signed_in("supervisor")
    client.get(WALL)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        client.get(WALL)
