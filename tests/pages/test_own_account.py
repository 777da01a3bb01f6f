"""One's own account: password, second step and sessions; what somebody must do first, and when a session ends."""

import re
from typing import Any

import pytest
from django.test import Client

from peygir.core import clock
from peygir.history.queries import timeline
from peygir.people.actions import PasswordIsWeak, add_staff, reset_password
from peygir.people.models import Staff, StaffSession
from peygir.people.sessions import viewers_of
from peygir.people.totp import STEP_SECONDS, code_at
from tests import make
from tests.town import PASSWORD, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
LOGIN, ACCOUNT = "/staff/login/", "/staff/account/"
OTHER = "orchard-of-lanterns-9"


@pytest.fixture
def clerk(town: Town) -> Staff:
    row = Staff.objects.get(username="clerk")
    row.set_password(PASSWORD)
    row.save()
    return row


def browser(
    username: str, password: str = PASSWORD, agent: str = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140"
) -> Client:
    """A browser that has signed in by the page."""
    client = Client(headers={"User-Agent": agent, "Accept-Language": "en"})
    answer = client.post(LOGIN, {"username": username, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def is_in(client: Client) -> bool:
    answer = client.get(ACCOUNT)
    return answer.status_code == 200


def change(client: Client, present: str, new: str, again: str = "") -> Any:
    return client.post(f"{ACCOUNT}password/", {"present": present, "new": new, "again": again or new})


def code_now(secret: str, ahead: int = 0) -> str:
    return code_at(secret, int(clock.now().timestamp() // STEP_SECONDS) + ahead)


# ── the password ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_changes_it_oneself_and_other_sessions_end(clerk: Staff) -> None:
    here, elsewhere = browser("clerk"), browser("clerk")
    assert change(here, PASSWORD, OTHER).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)
    assert not Client().login(username="clerk", password=PASSWORD)
    assert Client().login(username="clerk", password=OTHER)
    assert timeline("staff", clerk.pk)[-1].kind == "password_changed"
    assert timeline("staff", clerk.pk)[-1].by == f"staff:{clerk.pk}"


def test_the_present_one_is_asked_and_tries_are_few(clerk: Staff) -> None:
    client = browser("clerk")
    for _ in range(10):
        assert change(client, "not-the-present-one", OTHER).status_code == 422
    assert change(client, PASSWORD, OTHER).status_code == 429
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


@pytest.mark.parametrize(
    "weak",
    [
        "short",
        "password1234",
        "1234567890",
        "peygir12345",
        "Peygir-137-137",
        "پیگیر۱۲۳۴۵۶۷",
        "clerkclerk",
        "golgasht1405",
        "golgasht-137-peygir",
        "clerk.clerk.2026",
        "گلگشت۱۲۳۴۵۶",
        PASSWORD,
        "Sunshine-2026!",
        "1qaz2wsx3edc",
        "District1-1405",
    ],
)
def test_what_anybody_would_try_is_refused(clerk: Staff, weak: str) -> None:
    client = browser("clerk")
    answer = change(client, PASSWORD, weak)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


@pytest.mark.parametrize(("username", "password"), [("ghost", "ghostghost"), ("mina", "peygir12345")])
def test_so_too_of_a_new_account(town: Town, username: str, password: str) -> None:
    with make.refused(PasswordIsWeak):
        add_staff(username, password=password, role="clerk", unit_code="D-02", by=town.admin)


def test_both_times_the_same(clerk: Staff) -> None:
    assert "not the same" in change(browser("clerk"), PASSWORD, OTHER, "another-orchard-1").content.decode()


def test_a_password_of_somebody_elses_choice_is_changed_first(town: Town) -> None:
    add_staff("mina", password=PASSWORD, role="clerk", unit_code="D-02", by=town.admin)
    client = browser("mina")
    for path in ("/desk/inbox/", ACCOUNT, f"{ACCOUNT}second-step/", "/desk/search/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{ACCOUNT}password/"), path
    code = make.referred("CIV-01", district="2")
    assert client.post(f"/desk/case/{code}/note/", {"note": "x"}).headers["Location"] == f"{ACCOUNT}password/"
    assert viewers_of([str(client.session.session_key)]) == {}, "the live stream is no way around it"
    assert client.get("/").status_code == 200
    assert change(client, PASSWORD, PASSWORD).status_code == 422
    assert change(client, PASSWORD, OTHER).status_code == 302
    assert client.get("/desk/inbox/").status_code == 200
    assert len(viewers_of([str(client.session.session_key)])) == 1


def test_after_a_reset_too_and_the_old_sessions_are_over(town: Town, clerk: Staff) -> None:
    client = browser("clerk")
    reset_password(clerk.pk, password=OTHER, by=town.admin)
    assert not is_in(client)
    assert not StaffSession.objects.filter(staff=clerk).exists()
    assert browser("clerk", OTHER).get("/desk/inbox/").headers["Location"] == f"{ACCOUNT}password/"


# ── the second step ─────────────────────────────────────────────────────────────────────────────────────────────────


def offered(client: Client) -> str:
    page = client.get(f"{ACCOUNT}second-step/").content.decode()
    return str(re.findall(r'<code class="ltr number[^>]*>([A-Z2-7 ]+)</code>', page)[0]).replace(" ", "")


def take_up(client: Client) -> str:
    secret = offered(client)
    form = {"password": PASSWORD, "code": code_now(secret)}
    assert client.post(f"{ACCOUNT}second-step/", form).status_code == 302
    return secret


def test_taking_it_up_and_giving_it_up_ask_for_the_password(clerk: Staff, town_clock: TownClock) -> None:
    client = browser("clerk")
    secret = offered(client)
    wrong = client.post(f"{ACCOUNT}second-step/", {"password": "not-the-present-one", "code": code_now(secret)})
    assert wrong.status_code == 422
    clerk.refresh_from_db()
    assert clerk.totp_secret == ""
    take_up(client)
    town_clock.forward(minutes=1)
    for password, status in (("not-the-present-one", 422), (PASSWORD, 302)):
        answer = client.post(f"{ACCOUNT}second-step/", {"password": password, "code": code_now(secret)})
        assert answer.status_code == status
    clerk.refresh_from_db()
    assert clerk.totp_secret == ""
    assert [line.kind for line in timeline("staff", clerk.pk)] == ["second_step_taken", "second_step_given_up"]


def test_wrong_codes_at_the_sign_in_keep_nobody_from_changing_it(clerk: Staff, town_clock: TownClock) -> None:
    client = browser("clerk")
    secret = take_up(client)
    stranger = Client()
    assert stranger.post(LOGIN, {"username": "clerk", "password": PASSWORD}).status_code == 302
    wrong = [stranger.post("/staff/code/", {"code": "0"}, REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(12)]
    assert wrong == [422] * 12
    town_clock.forward(minutes=1)
    given_up = client.post(f"{ACCOUNT}second-step/", {"password": PASSWORD, "code": code_now(secret)})
    assert given_up.status_code == 302
    clerk.refresh_from_db()
    assert clerk.totp_secret == ""


def test_where_the_role_needs_it_it_is_taken_up_before_anything_else(
    town: Town, settings: Any, town_clock: TownClock
) -> None:
    settings.SECOND_STEP_ROLES = frozenset({"inspectorate", "mayor", "admin"})
    row = Staff.objects.get(username="admin")
    row.set_password(PASSWORD)
    row.save()
    client = browser("admin")
    for path in ("/desk/inbox/", "/desk/admin/people/", ACCOUNT):
        assert client.get(path).headers["Location"] == f"{ACCOUNT}second-step/"
    assert viewers_of([str(client.session.session_key)]) == {}
    secret = take_up(client)
    assert client.get("/desk/admin/people/").status_code == 200
    town_clock.forward(minutes=1)
    given_up = client.post(f"{ACCOUNT}second-step/", {"password": PASSWORD, "code": code_now(secret)})
    assert given_up.status_code == 409
    row.refresh_from_db()
    assert row.totp_secret
    other = Client()
    other.force_login(Staff.objects.get(username="clerk"))
    assert other.get("/desk/inbox/").status_code == 200, "others need none"
