"""A stranger can neither use up a citizen's codes, nor end the one that was just sent, nor guess more than before."""

import base64
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core.persian import ascii_digits
from peygir.people.actions import CODE_TRIES
from peygir.web.citizen.code_asking import KNOWN_PER_PHONE_DAY, PER_CALLER, PER_KNOWN, PER_PHONE
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")

PHONE = PHONES[4]
STRANGER = "198.51.100.7"


@pytest.fixture
def box(town: Town, tmp_path: Path) -> FakeMailbox:
    """What went out."""
    return FakeMailbox(tmp_path)


def asks(client: Client, **where: Any) -> int:
    """The status of asking for a code."""
    return client.post(reverse("me"), {"phone": PHONE}, **where).status_code


def tries(client: Client, code: str, **where: Any) -> int:
    """The status of trying a code: 302 lets in."""
    return client.post(reverse("me_code"), {"phone": PHONE, "code": code}, **where).status_code


def newest(box: FakeMailbox) -> str:
    """The code of the last message to the phone."""
    drain()
    words = ascii_digits(box.short(PHONE)[-1].text).replace("\n", " ").split()
    return next(word for word in words if word.isdigit() and len(word) == 6)


def wrong(code: str) -> str:
    """Six digits that are not the code."""
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_stranger_does_not_use_up_the_codes_of_a_phone(town: Town, box: FakeMailbox) -> None:
    stranger, citizen = Client(), Client()
    answers = [asks(stranger, REMOTE_ADDR=STRANGER) for _ in range(PER_CALLER + 2)]
    assert answers == [200] * PER_CALLER + [429, 429]
    assert asks(citizen) == 200
    assert tries(citizen, newest(box)) == 302


def test_a_strangers_wrong_tries_end_the_strangers_code_alone(town: Town, box: FakeMailbox) -> None:
    citizen, stranger = Client(), Client()
    assert asks(citizen) == 200
    code = newest(box)
    for _ in range(CODE_TRIES):
        assert tries(stranger, wrong(code), REMOTE_ADDR=STRANGER) == 422
    assert asks(stranger) == 200, "from behind the same address"
    theirs = newest(box)
    for _ in range(CODE_TRIES):
        assert tries(stranger, wrong(theirs)) == 422
    assert tries(stranger, theirs) == 422, "five wrong tries end a code"
    assert tries(citizen, code) == 302


def test_a_code_is_good_only_in_the_browser_that_asked(town: Town, box: FakeMailbox) -> None:
    citizen, stranger = Client(), Client()
    asks(citizen)
    code = newest(box)
    assert tries(stranger, code) == 422
    asks(stranger)
    assert tries(stranger, code) == 422
    assert tries(citizen, code) == 302


def test_a_phone_is_written_to_so_often_whoever_asks(town: Town, box: FakeMailbox) -> None:
    answers = [asks(Client(), REMOTE_ADDR=f"198.51.100.{number}") for number in range(PER_PHONE + 2)]
    assert answers == [200] * PER_PHONE + [429, 429]
    drain()
    assert len(box.short(PHONE)) == PER_PHONE


def strangers_use_up_the_phone() -> None:
    """Ask from many addresses until the phone's own limit of the hour is reached."""
    answers = [asks(Client(), REMOTE_ADDR=f"198.51.100.{number}") for number in range(PER_PHONE + 1)]
    assert answers[-1] == 429


def proven(box: FakeMailbox, address: str = "127.0.0.1") -> Client:
    """A browser in which the phone was proven, and that is signed out again."""
    client = Client()
    assert asks(client, REMOTE_ADDR=address) == 200
    assert tries(client, newest(box)) == 302
    client.post(reverse("me_out"))
    return client


def test_who_proved_a_phone_here_before_gets_a_code_whatever_strangers_ask(town: Town, box: FakeMailbox) -> None:
    known = proven(box)
    strangers_use_up_the_phone()
    assert asks(Client()) == 429
    assert asks(known, REMOTE_ADDR="192.0.2.1") == 200
    assert tries(known, newest(box), REMOTE_ADDR="192.0.2.1") == 302


def test_a_browser_is_known_for_the_phone_that_it_proved_alone(town: Town, box: FakeMailbox) -> None:
    client, other = Client(), PHONES[5]
    assert client.post(reverse("me"), {"phone": other}).status_code == 200
    drain()
    words = ascii_digits(box.short(other)[-1].text).split()
    code = next(word for word in words if word.isdigit() and len(word) == 6)
    assert client.post(reverse("me_code"), {"phone": other, "code": code}).status_code == 302
    strangers_use_up_the_phone()
    assert asks(client, REMOTE_ADDR="192.0.2.1") == 429


@pytest.mark.parametrize("is_copied", [True, False])
def test_a_known_browser_has_few_codes_of_its_own(town: Town, box: FakeMailbox, is_copied: bool) -> None:
    known = proven(box)
    strangers_use_up_the_phone()
    answers = []
    for number in range(PER_KNOWN + 1):
        client = known
        if is_copied:  # a copy of its cookie is no further browser
            client = Client()
            client.cookies["peygir_proved"] = known.cookies["peygir_proved"].value
        answers.append(asks(client, REMOTE_ADDR=f"192.0.2.{number}"))
    assert answers == [200] * PER_KNOWN + [429]


def test_all_known_browsers_of_a_phone_have_so_many_a_day(town: Town, box: FakeMailbox) -> None:
    browsers = [proven(box, f"203.0.113.{number}") for number in range(KNOWN_PER_PHONE_DAY // PER_KNOWN + 1)]
    strangers_use_up_the_phone()
    answers = [asks(browser, REMOTE_ADDR="192.0.2.1") for browser in browsers for _ in range(PER_KNOWN)]
    assert answers.count(200) == KNOWN_PER_PHONE_DAY
    assert answers[KNOWN_PER_PHONE_DAY:] == [429] * PER_KNOWN


def test_the_cookie_of_a_known_browser_tells_no_phone(town: Town, box: FakeMailbox) -> None:
    cookie = proven(box).cookies["peygir_proved"]
    payload = cookie.value.split(":")[0]
    assert PHONE[3:].encode() not in base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_an_address_asks_for_so_many_phones(town: Town, settings: Any) -> None:
    settings.NUMBERS_PER_ADDRESS = 3
    client = Client()
    asked = [*PHONES[:3], PHONES[0], PHONES[2], PHONES[3], PHONES[4], PHONES[1]]
    answers = [client.post(reverse("me"), {"phone": phone}).status_code for phone in asked]
    # Phones that it asked for before cost nothing: many people share an address.
    assert answers == [200, 200, 200, 200, 200, 429, 429, 200]
