"""Staff come in: guessing is slow, and nobody locks anybody else out."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.people.actions import new_secret
from peygir.people.models import RateLimitUse, Staff
from peygir.people.totp import STEP_SECONDS, code_at
from peygir.web.staff.devices import COOKIE
from tests.town import PASSWORD, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def passwords(town: Town, settings: Any) -> None:
    """Two people have a password; it is checked as quickly as can be, for it is checked often here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for person in Staff.objects.filter(username__in=("clerk", "supervisor")):
        person.set_password(PASSWORD)
        person.save()


def sign_in(client: Client, password: str, *, address: str = HERE, name: str = "clerk") -> Any:
    given = {"username": name, "password": password}
    return client.post(reverse("staff_login"), given, REMOTE_ADDR=address)


def guess(times: int, *, address: str = HERE, name: str = "clerk") -> list[int]:
    """The statuses of so many wrong passwords, each from a browser of its own."""
    return [sign_in(Client(), f"wrong {number}", address=address, name=name).status_code for number in range(times)]


def test_whoever_guesses_is_slowed_down_and_told_how_long(town: Town, town_clock: TownClock) -> None:
    assert guess(6) == [422] * 5 + [429]
    refused: HttpResponse = sign_in(Client(), PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    town_clock.forward(seconds=60)
    assert sign_in(Client(), PASSWORD).status_code == 302
    for _ in range(3):
        town_clock.forward(seconds=60)
        guess(5)
    town_clock.forward(seconds=60)
    assert int(sign_in(Client(), PASSWORD)["Retry-After"]) > 60  # twenty in ten minutes


def test_twenty_wrong_passwords_refuse_nobody_elsewhere(town: Town) -> None:
    guess(200)
    assert sign_in(Client(), PASSWORD, address=ELSEWHERE).status_code == 302
    assert sign_in(Client(), PASSWORD, name="supervisor").status_code == 302


def test_a_known_browser_is_not_kept_out_by_what_others_try(town: Town) -> None:
    own = Client()
    assert sign_in(own, PASSWORD).status_code == 302
    assert own.cookies[COOKIE]["httponly"]
    own.cookies.pop("sessionid")
    for number in range(60):  # from many places at once
        guess(2, address=f"203.0.113.{number}")
    guess(6)
    assert sign_in(Client(), PASSWORD, address=ELSEWHERE).status_code == 429
    assert sign_in(own, "wrong").status_code == 422
    assert sign_in(own, PASSWORD).status_code == 302


def test_a_known_browser_makes_no_more_mistakes_than_a_person(town: Town) -> None:
    own = Client()
    sign_in(own, PASSWORD)
    own.cookies.pop("sessionid")
    statuses = [sign_in(own, f"wrong {number}").status_code for number in range(40)]
    assert statuses[:30] == [422] * 30
    assert statuses[-1] == 429


def test_a_browser_is_known_for_its_own_people_alone(town: Town) -> None:
    own, forged = Client(), Client()
    sign_in(own, PASSWORD, name="supervisor")
    own.cookies.pop("sessionid")
    forged.cookies[COOKIE] = own.cookies[COOKIE].value[:-2] + "xx"
    guess(6)
    guess(6, name="supervisor")
    assert sign_in(own, PASSWORD).status_code == 429
    assert sign_in(forged, PASSWORD, name="supervisor").status_code == 429
    assert sign_in(own, PASSWORD, name="supervisor").status_code == 302


def test_a_name_that_nobody_has_is_answered_the_same(town: Town) -> None:
    assert guess(7, name="nobody-at-all") == guess(7, name="clerk", address=ELSEWHERE)
    known, unknown = (sign_in(Client(), "x", address="192.0.2.9", name=name) for name in ("clerk", "nobody-at-all"))
    assert known.status_code == unknown.status_code


def test_right_passwords_are_never_counted(town: Town) -> None:
    for _ in range(30):
        assert sign_in(Client(), PASSWORD).status_code == 302
    assert set(RateLimitUse.objects.values_list("limit_name", flat=True)) == {"staff_login"}


def test_junk_at_the_door_of_citizens_leaves_it_open(town: Town) -> None:
    for number in range(110):
        answer = Client().post(reverse("me"), {"phone": f"junk {number}"}, REMOTE_ADDR=HERE)
        assert answer.status_code == 422
    assert Client().post(reverse("me"), {"phone": "09171234567"}, REMOTE_ADDR=HERE).status_code == 200


def test_a_door_that_counts_refuses_before_the_form_is_looked_at(town: Town) -> None:
    RateLimitUse.objects.all().delete()
    Client().post(reverse("report"), {}, REMOTE_ADDR=HERE)
    RateLimitUse.objects.filter(limit_name="report").update(count=300)
    forged = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    refused = forged.post(reverse("report"), {"text": "x"}, REMOTE_ADDR=HERE)
    assert refused.status_code == 429
    assert "Too many requests" in refused.content.decode()
    waiting = Client().post(reverse("report"), {}, REMOTE_ADDR=HERE, headers={"Accept": "application/json"})
    assert (waiting.status_code, "faults" in waiting.json()) == (429, True)


def test_a_password_that_is_changed_between_the_two_steps_lets_nobody_in(town: Town, town_clock: TownClock) -> None:
    clerk = Staff.objects.get(username="clerk")
    clerk.totp_secret = new_secret()
    clerk.save(update_fields=["totp_secret"])

    def second_step(client: Client) -> Any:
        code = code_at(clerk.totp_secret, int(clock.now().timestamp()) // STEP_SECONDS)
        return client.post(reverse("staff_second_step"), {"code": code})

    stolen, own = Client(), Client()
    assert sign_in(stolen, PASSWORD)["Location"] == reverse("staff_second_step")
    clerk.set_password("another-lantern-8")
    clerk.save(update_fields=["password"])
    assert stolen.get(reverse("staff_second_step"))["Location"] == reverse("staff_login")
    assert second_step(stolen)["Location"] == reverse("staff_login")
    assert "_auth_user_id" not in stolen.session
    assert sign_in(own, "another-lantern-8").status_code == 302
    assert second_step(own)["Location"] == reverse("desk"), "the code was not used up"


def test_one_site_of_ipv6_keeps_nobody_out_by_its_many_networks(town: Town) -> None:
    statuses = [guess(1, address=f"2001:db8:77:{number:x}::1")[0] for number in range(40)]
    assert statuses == [422] * 10 + [429] * 30
    assert sign_in(Client(), PASSWORD, address=ELSEWHERE).status_code == 302
    assert sign_in(Client(), PASSWORD, address="2001:db8:78::1").status_code == 302
