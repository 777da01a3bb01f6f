"""Browsers of staff and citizens, signed in, for tests of pages."""

from typing import Any

from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from peygir.people.models import Staff
from peygir.web.kit import citizen_session
from peygir.web.public.own_reports import remember_own

HX = {"HX-Request": "true"}


def signed_in(username: str) -> Client:
    """The browser of somebody."""
    client = Client()
    client.force_login(Staff.objects.get(username=username))
    return client


def proven(client: Client, phone: str) -> Client:
    """The browser after a one-time code."""
    kept = HttpResponse()
    citizen_session.remember(kept, phone)
    client.cookies[citizen_session.COOKIE] = kept.cookies[citizen_session.COOKIE].value
    return client


def browser_of(code: str, language: str = "en") -> Client:
    """The browser from which a report was sent."""
    client = Client(headers={"Accept-Language": language})
    sent = remember_own(RequestFactory().get("/"), HttpResponse(), code)
    [(name, cookie)] = sent.cookies.items()
    client.cookies[name] = cookie.value
    return client


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    """The words of a page that opens."""
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())
