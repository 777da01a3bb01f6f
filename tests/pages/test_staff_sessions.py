"""Sessions of staff: listed, ended by their holder or an administrator, and by the clock."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from peygir.core import clock
from peygir.history.queries import timeline
from peygir.people.actions import add_staff
from peygir.people.models import Staff, StaffSession
from peygir.people.rules import SYSTEM
from peygir.people.sessions import viewers_of
from peygir.web.kit.access import SignInHasEnded
from peygir.web.kit.devices import network_of
from tests.doors import pages
from tests.make import refused
from tests.pages.test_own_account import browser, is_in
from tests.town import PASSWORD, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
ACCOUNT, LOGIN = "/staff/account/", "/staff/login/"


@pytest.fixture
def clerk(town: Town) -> Staff:
    row = Staff.objects.get(username="clerk")
    row.set_password(PASSWORD)
    row.save()
    return row


def test_they_are_listed_and_ended_one_by_one_or_all(clerk: Staff) -> None:
    own_browser = browser("clerk")
    phone = browser("clerk", agent="Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile")
    third = browser("clerk")
    page = own_browser.get(ACCOUNT).content.decode()
    for words in ("Firefox · Linux", "Chrome · Android", "127.0.0.0/24", "this one"):
        assert words in page
    assert "127.0.0.1" not in page
    number = StaffSession.objects.get(device="Chrome · Android").pk
    own_browser.post(f"{ACCOUNT}sessions/end/", {"session": str(number)})
    assert [is_in(one) for one in (own_browser, phone, third)] == [True, False, True]
    own_browser.post(f"{ACCOUNT}sessions/end/")
    assert [is_in(one) for one in (own_browser, third)] == [True, False]
    assert Session.objects.count() == StaffSession.objects.count() == 1


def test_whose_session_ended_elsewhere_is_told_once_and_a_stranger_is_not(clerk: Staff) -> None:
    sentence = "You are signed out. Sign in again."
    own, other = browser("clerk"), browser("clerk")
    own.post(f"{ACCOUNT}sessions/end/")
    answer = other.get(ACCOUNT, headers={"Sec-Fetch-Mode": "cors"})  # by a page that renews itself
    assert answer["Location"].startswith(LOGIN)
    assert sentence not in other.get(LOGIN).content.decode()
    third = browser("clerk")
    own.post(f"{ACCOUNT}sessions/end/")
    assert sentence in third.get(ACCOUNT, follow=True).content.decode()
    assert sentence not in third.get(ACCOUNT, follow=True).content.decode()
    third.post("/staff/logout/")
    for visitor in (third, Client(headers={"Accept-Language": "en"})):
        assert sentence not in visitor.get(ACCOUNT, follow=True).content.decode()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:7:8::9", "2001:db8:7::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("", ""),
    ],
)
def test_a_network_is_named_and_no_address(rf: RequestFactory, address: str, network: str) -> None:
    assert network_of(rf.get("/", REMOTE_ADDR=address)) == network


def test_nobody_ends_anothers(clerk: Staff) -> None:
    mine, other = browser("clerk"), Client()
    other.force_login(Staff.objects.get(username="clerk_two"))
    number = StaffSession.objects.get(staff=clerk).pk
    other.post(f"{ACCOUNT}sessions/end/", {"session": str(number)})
    assert is_in(mine)


def test_the_administrator_ends_sessions_and_sees_none(town: Town, clerk: Staff) -> None:
    mine, admin = browser("clerk"), Client()
    admin.force_login(Staff.objects.get(username="admin"))
    page = f"/desk/admin/people/{clerk.pk}/"
    assert "Firefox" not in admin.get(page).content.decode()
    assert admin.post(f"{page}do/sessions/").status_code == 302
    assert not is_in(mine)
    assert timeline("staff", clerk.pk)[-1].kind == "sessions_ended"


def test_an_account_that_is_closed_and_opened_again_is_signed_out(town: Town, clerk: Staff) -> None:
    mine, admin = browser("clerk"), Client()
    admin.force_login(Staff.objects.get(username="admin"))
    for deed in ("close", "open"):
        assert admin.post(f"/desk/admin/people/{clerk.pk}/do/{deed}/").status_code == 302
    assert not is_in(mine)


@pytest.mark.parametrize(("role", "hours"), [("clerk", 12), ("admin", 8), ("inspectorate", 8), ("mayor", 8)])
def test_without_use_a_session_ends(town: Town, town_clock: TownClock, role: str, hours: int) -> None:
    client = Client()
    client.force_login(Staff.objects.get(username=role))
    key = str(client.session.session_key)
    town_clock.forward(hours=hours - 0.2)
    assert is_in(client)
    town_clock.forward(hours=hours - 0.2)
    assert is_in(client), "a use counts from the use"
    assert viewers_of([key])
    town_clock.forward(hours=hours + 0.2)
    assert not viewers_of([key]), "the live stream too"
    assert not is_in(client)
    assert not Session.objects.filter(session_key=key).exists(), "it has ended on the server"
    assert not StaffSession.objects.exists()


@pytest.mark.parametrize("name", ["case_move", "admin_areas"])
def test_no_long_body_is_read_for_a_session_that_has_ended(
    town: Town, town_clock: TownClock, rf: RequestFactory, name: str
) -> None:
    """The web server asks this before it reads one, and no middleware has looked at the session then."""
    client = Client()
    client.force_login(Staff.objects.get(username="admin"))
    view: Any = next(door for door in pages() if door.name == name).view
    request = rf.post("/desk/inbox/")
    request.COOKIES["sessionid"] = client.cookies["sessionid"].value
    view.before_body(request)
    town_clock.forward(hours=8.2)
    with refused(SignInHasEnded):
        view.before_body(request)
    with refused(SignInHasEnded):
        view.before_body(rf.post("/desk/inbox/"))


def test_a_page_that_looks_by_itself_is_no_use(town: Town, town_clock: TownClock) -> None:
    client = Client()
    client.force_login(Staff.objects.get(username="operator"))
    for _ in range(13):
        town_clock.forward(hours=1)
        client.get("/desk/calls/", headers={"Sec-Fetch-Mode": "cors"})
    assert not is_in(client)


@pytest.mark.parametrize(("role", "hours"), [("clerk", 168), ("admin", 24)])
def test_in_the_end_it_ends_though_it_is_used(town: Town, town_clock: TownClock, role: str, hours: int) -> None:
    client = Client()
    client.force_login(Staff.objects.get(username=role))
    for _ in range(hours // 6):
        town_clock.forward(hours=6)
        assert is_in(client)
    town_clock.forward(hours=1)
    assert not is_in(client)


def test_a_use_is_written_rarely(town: Town, town_clock: TownClock, django_assert_num_queries: Any) -> None:
    client = Client()
    client.force_login(Staff.objects.get(username="clerk"))
    path = reverse("staff_logout")  # asks for nothing: 405, and yet the session and the person are looked up
    client.get("/desk/inbox/")
    seen = StaffSession.objects.get().seen_at
    town_clock.forward(minutes=4)
    client.get("/desk/inbox/")
    assert StaffSession.objects.get().seen_at == seen
    town_clock.forward(minutes=2)
    client.get("/desk/inbox/")
    assert StaffSession.objects.get().seen_at == clock.now()
    with django_assert_num_queries(0):
        client.get(path)


def test_signing_out_ends_it_on_the_server_and_in_every_tab(clerk: Staff) -> None:
    client = browser("clerk")
    kept = client.cookies["sessionid"].value
    assert Client(enforce_csrf_checks=True).post("/staff/logout/").status_code == 403
    assert client.get("/staff/logout/").status_code == 405
    assert is_in(client)
    client.post("/staff/logout/")
    tab = Client()
    tab.cookies["sessionid"] = kept
    assert not is_in(tab)
    assert tab.post("/staff/account/sessions/end/").headers["Location"].startswith(LOGIN)
    assert not Session.objects.exists()
    assert not StaffSession.objects.exists()


def test_sessions_that_ran_out_are_forgotten_at_night(clerk: Staff, town_clock: TownClock) -> None:
    from peygir.people.actions import forget_old_sessions

    browser("clerk")
    assert forget_old_sessions() == 0
    town_clock.forward(days=8)
    assert forget_old_sessions() >= 0
    Session.objects.all().delete()
    forget_old_sessions()
    assert not StaffSession.objects.exists()


def test_the_server_may_make_an_account_that_keeps_its_password(town: Town) -> None:
    number = add_staff("load", password=PASSWORD, role="operator", unit_code="C", must_change=False, by=SYSTEM)
    assert not Staff.objects.get(pk=number).must_change_password
