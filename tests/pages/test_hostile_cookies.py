"""Cookies that no answer of ours set: an answer in words, whatever stands in them."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import resolve, reverse

from peygir.people.session_rules import is_session_key
from peygir.web.citizen import code_asking
from peygir.web.kit import citizen_session
from peygir.web.kit.access import SignInHasEnded
from peygir.web.kit.live.admission import session_key
from peygir.web.staff import devices
from tests.town import Town

NAMES = (
    django_settings.SESSION_COOKIE_NAME,
    citizen_session.COOKIE,
    code_asking.COOKIE,
    devices.COOKIE,
    django_settings.CSRF_COOKIE_NAME,
    django_settings.LANGUAGE_COOKIE_NAME,
    "messages",
    code_asking.PHONE_BROWSERS.cookie,
)
# A quoted value may hold any byte, each written in eight.
VALUES = (r'"\000aaaaaaaaaaaaaa"', rf'"{"a" * 31}\000"', r'"\377\377aaaaaaaaaaaa"', "x" * 4_000)


@pytest.mark.parametrize("value", VALUES)
def test_no_cookie_is_a_fault_of_ours(value: str, town: Town, town_clock: Any) -> None:
    client = Client(headers={"Cookie": "; ".join(f"{name}={value}" for name in NAMES)})
    for page in ("home", "staff_login", "inbox", "me", "me_reports", "health"):
        assert client.get(reverse(page)).status_code < 500, page
    signing_in = {"username": "clerk", "password": "wrong"}
    assert client.post(reverse("staff_login"), signing_in).status_code == 422


def test_a_long_body_with_such_a_cookie_is_refused_before_it_is_read(town: Town, rf: Any) -> None:
    address = reverse("admin_import")
    request = rf.post(address)
    request.COOKIES[django_settings.SESSION_COOKIE_NAME] = "a" * 31 + "\0"
    view: Any = resolve(address).func
    with pytest.raises(SignInHasEnded):
        view.before_body(request)


def test_the_live_stream_asks_for_no_such_session() -> None:
    assert session_key(rf'{django_settings.SESSION_COOKIE_NAME}="{"a" * 31}\000"') == ""
    assert session_key(f"{django_settings.SESSION_COOKIE_NAME}={'a1' * 16}") == "a1" * 16


@pytest.mark.parametrize("text", ["", "a" * 31, "a" * 33, "A" * 32, "a" * 31 + "\n", "a" * 31 + "\0", "۱" * 32])
def test_what_is_no_session_key(text: str) -> None:
    assert not is_session_key(text)
