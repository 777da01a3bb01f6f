"""Whoever signs out as a citizen is out, and their cookie tells no phone."""

import base64
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from peygir.people.models import CitizenSession
from peygir.web.kit import citizen_session
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
REPORTS = "/me/reports/"


def browser(phone: str = PHONES[0]) -> Client:
    """A browser that proved a phone."""
    client, kept = Client(headers={"Accept-Language": "fa"}), HttpResponse()
    citizen_session.remember(kept, phone)
    client.cookies[citizen_session.COOKIE] = kept.cookies[citizen_session.COOKIE].value
    return client


def is_in(client: Client) -> bool:
    return bool(client.get(REPORTS).status_code == 200)


def replayed(client: Client) -> Client:
    """Another browser with the same cookie, as somebody would have who copied it."""
    other = Client()
    other.cookies[citizen_session.COOKIE] = client.cookies[citizen_session.COOKIE].value
    return other


def test_the_cookie_opens_nothing_after_signing_out(town: Town) -> None:
    client = browser()
    copy = replayed(client)
    assert is_in(copy)
    client.post(reverse("me_out"))
    assert not is_in(copy)
    assert not is_in(client)
    assert not CitizenSession.objects.exists()


def test_the_cookie_tells_no_phone(town: Town) -> None:
    value = browser().cookies[citizen_session.COOKIE].value
    for part in (value, *re.split(r"[:.]", value)):
        padded = part + "=" * (-len(part) % 4)
        for text in (part.encode(), base64.urlsafe_b64decode(padded.encode())):
            assert PHONES[0][3:].encode() not in text
    assert value not in CitizenSession.objects.get().digest


def test_signing_out_everywhere_ends_the_other_browsers_of_this_phone_alone(town: Town) -> None:
    here, elsewhere, stranger = browser(), browser(), browser(PHONES[1])
    here.post(reverse("me_out"))
    assert [is_in(one) for one in (elsewhere, stranger)] == [True, True]
    again = browser()
    again.post(reverse("me_out"), {"everywhere": "yes"})
    assert [is_in(one) for one in (again, elsewhere, stranger)] == [False, False, True]


def test_it_ends_by_itself(town: Town, town_clock: TownClock) -> None:
    client = browser()
    town_clock.forward(hours=11)
    assert is_in(client)
    town_clock.forward(hours=1)
    assert not is_in(client)


@pytest.mark.parametrize("value", ["", "x", "+989170000000", "Ijk4OTE3MDAwMDAwMCI:1tX:abc", "x" * 4000])
def test_made_up_cookies_open_nothing(town: Town, value: str) -> None:
    client = Client()
    client.cookies[citizen_session.COOKIE] = value
    assert not is_in(client)
    assert client.post(reverse("me_out")).status_code == 302


def test_who_never_signed_in_costs_no_statement(town: Town, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        Client().get(REPORTS)
