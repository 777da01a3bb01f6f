"""For whom a passkey's question was asked: a touch is enough minutes after the password, for that account alone."""

from typing import Any

import pytest
from django.test import Client

from peygir.people.actions.passkeys import use_passkey
from peygir.people.models import Staff
from peygir.people.relying_party import relying_party
from peygir.people.webauthn import PasskeyIsNotRight
from tests import make
from tests.authenticator import PRESENT, Authenticator
from tests.pages.test_own_account import LOGIN, browser
from tests.pages.test_passkeys import CODE, HOST, PASSKEY, SECURE, add, has_entered, options_from
from tests.town import PASSWORD, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


@pytest.fixture
def keys(town: Town, settings: Any) -> dict[str, Authenticator]:
    """Two accounts with a password and a passkey each."""
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = f"https://{HOST}", [HOST, "testserver"]
    made = {"clerk": Authenticator(), "clerk_two": Authenticator()}
    for username, key in made.items():
        staff = Staff.objects.get(username=username)
        staff.set_password(PASSWORD)
        staff.save()
        assert add(browser(username), key).status_code == 302
    return made


def half_way(username: str) -> Client:
    client = Client()
    answer = client.post(LOGIN, {"username": username, "password": PASSWORD}, **SECURE)
    assert answer["Location"] == CODE
    return client


@pytest.mark.parametrize("whose", ["clerk", "clerk_two"])
def test_a_touch_is_not_enough_when_the_password_was_long_ago(
    keys: dict[str, Authenticator], town_clock: TownClock, whose: str
) -> None:
    client = half_way("clerk_two")
    town_clock.forward(seconds=200)
    options = options_from(client, f"{PASSKEY}ask/")
    assert options["userVerification"] == "preferred"
    town_clock.forward(seconds=101)
    keys[whose].flags = PRESENT
    assert client.post(PASSKEY, {"answer": keys[whose].prove(options)}, **SECURE)["Location"] == LOGIN
    assert not has_entered(client)


def test_a_question_is_answered_for_the_account_that_it_asked(keys: dict[str, Authenticator]) -> None:
    client = half_way("clerk_two")
    options = options_from(client, f"{PASSKEY}ask/")
    client.post(LOGIN, {"username": "clerk", "password": PASSWORD}, **SECURE)
    assert client.post(PASSKEY, {"answer": keys["clerk"].prove(options)}, **SECURE)["Location"] == CODE
    assert not has_entered(client)


def test_nobody_enters_by_a_question_that_took_a_touch(keys: dict[str, Authenticator]) -> None:
    options, party = options_from(half_way("clerk"), f"{PASSKEY}ask/"), relying_party()
    assert party is not None
    state = {"challenge": options["challenge"], "user_verification": options["userVerification"]}
    clerk = Staff.objects.get(username="clerk")
    assert use_passkey(party, state, keys["clerk"].prove(options), only=clerk.pk) == clerk.pk
    with make.refused(PasskeyIsNotRight):
        use_passkey(party, state, keys["clerk"].prove(options))
