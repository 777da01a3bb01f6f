"""Answers that are no page tell the browser what tests/headers.py lists; and how the cookies are marked."""

import re
import runpy
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

import peygir.settings
from peygir.core.persian import ascii_digits
from peygir.people.models import Staff
from peygir.web.kit.middleware.headers import security_headers
from tests import test_doors
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.headers import faults_of
from tests.town import PHONES, Town

address, paths = test_doors.address, test_doors.paths


@pytest.fixture
def box(town: Town, tmp_path: Path) -> FakeMailbox:
    """What went out."""
    return FakeMailbox(tmp_path)


@pytest.mark.parametrize("path", ["/nowhere", "/t/0/", "/api/v1/reports/0", "/api/v1/nowhere", "/static/nowhere.css"])
def test_answers_that_are_no_page(path: str, town: Town) -> None:
    assert faults_of(Client().get(path)) == []


def test_no_page_answers_trace(address: Any) -> None:
    """A page that names no method would answer one that is there to repeat requests."""
    client = Client()
    client.force_login(Staff.objects.get(username="supervisor"))
    answered = {name: test_doors.knock(client, "trace", address(name)).status_code for name in test_doors.NAMES}
    assert {name: status for name, status in answered.items() if status not in (302, 403, 405)} == {}
    assert 405 in answered.values()


def test_every_text_names_its_letters() -> None:
    """No `text/…` stands as the type of an answer without its charset: a browser would guess."""
    root = Path(peygir.settings.__file__).parent
    types = [
        f"{path.relative_to(root)}: {kind}"
        for path in sorted(root.rglob("*.py"))
        for kind in re.findall(r"""content_type=["'](text/[^"']*)["']""", path.read_text(encoding="utf-8"))
    ]
    assert types
    assert [one for one in types if "charset=utf-8" not in one] == []


def test_pages_that_show_a_phone_are_kept_by_no_browser(town: Town) -> None:
    client = Client()
    for answer in (
        client.get(reverse("me")),
        client.post(reverse("me"), {"phone": "no phone"}),
        client.post(reverse("me_code"), {"phone": "09170000001", "code": ""}),
    ):
        assert answer.status_code in (200, 422)
        assert "no-store" in answer["Cache-Control"]


# Where a form asks to be led afterwards, and which of it is another site's.
ELSEWHERE: Final = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    " //evil.example",
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_to_another_site(target: str, town: Town) -> None:
    client = Client()
    answers = [client.post(reverse("set_language"), {"language": "en", "next": target})]
    client.force_login(Staff.objects.get(username="clerk"))
    answers.append(client.get(reverse("staff_login"), {"next": target}))
    for answer in answers:
        assert answer.status_code == 302
        led = answer["Location"].replace("\\", "/").strip()
        assert led.startswith("/")
        assert not led.startswith("//")
        assert urlsplit(led).netloc == ""


NAMED: Final = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME")


def settings_for(monkeypatch: pytest.MonkeyPatch, url: str) -> dict[str, Any]:
    """The settings of a house with this public address."""
    monkeypatch.setenv("PEYGIR_PUBLIC_URL", url)
    monkeypatch.setenv("PEYGIR_SECRET_KEY", "for this test alone")
    return runpy.run_path(str(Path(peygir.settings.__file__)))


@pytest.mark.parametrize(("url", "is_https"), [("https://137.shiraz.ir", True), ("http://127.0.0.1:8137", False)])
def test_cookies(
    town: Town, box: FakeMailbox, settings: Any, monkeypatch: pytest.MonkeyPatch, url: str, is_https: bool
) -> None:
    told = settings_for(monkeypatch, url)
    for name in ("SERVED_BY_HTTPS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", *NAMED):
        setattr(settings, name, told[name])
    client = Client()
    prove(client, box)
    client.get(reverse("staff_login"))
    client.post(reverse("set_language"), {"language": "en"})
    client.post(reverse("set_theme"), {"theme": "dark"})
    clerk = Staff.objects.get(username="clerk")
    clerk.set_password("a long enough word")
    clerk.save(update_fields=["password"])
    signed_in = client.post(reverse("staff_login"), {"username": "clerk", "password": "a long enough word"})
    assert signed_in.status_code == 302
    client.post(reverse("me_silence"), {"silent": "yes"})  # which leaves a message for the next page
    prefix = "__Host-" if is_https else ""
    plain = {"csrftoken", "django_language", "sessionid", "messages"}
    ours = {"peygir_theme", "peygir_device", "peygir_asked", "peygir_citizen", "peygir_proved"}
    assert {name.removeprefix(prefix) for name in client.cookies} == plain | ours
    for name, cookie in client.cookies.items():
        assert name.startswith(prefix), name
        assert (cookie["path"], cookie["domain"]) == ("/", ""), name
        assert cookie["samesite"] == "Lax", name
        assert cookie["httponly"], name
        assert bool(cookie["secure"]) == is_https, name


@pytest.mark.parametrize(("url", "is_https"), [("https://137.shiraz.ir", True), ("http://127.0.0.1:8137", False)])
def test_the_public_address_says_whether_it_is_https(monkeypatch: pytest.MonkeyPatch, url: str, is_https: bool) -> None:
    found = settings_for(monkeypatch, url)
    assert {found[name] for name in ("SERVED_BY_HTTPS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")} == {is_https}
    assert found["CSRF_TRUSTED_ORIGINS"] == ([url] if is_https else [])


@pytest.mark.parametrize("is_https", [True, False])
def test_what_cookies_keep_is_read_under_their_names(
    town: Town, box: FakeMailbox, settings: Any, monkeypatch: pytest.MonkeyPatch, is_https: bool
) -> None:
    told = settings_for(monkeypatch, f"http{'s' if is_https else ''}://137.shiraz.ir")
    for name in ("SERVED_BY_HTTPS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", *NAMED):
        setattr(settings, name, told[name])
    client = Client()
    client.post(reverse("set_language"), {"language": "en"})
    client.post(reverse("set_theme"), {"theme": "dark"})
    prove(client, box)
    page = client.post(reverse("me_silence"), {"silent": "yes"}, follow=True).content.decode()
    for words in ('lang="en"', 'data-theme="dark"', "No more messages will come."):
        assert words in page
    client.post(reverse("set_theme"), {"theme": ""})
    assert 'data-theme="dark"' not in client.get(reverse("home")).content.decode()
    client.post(reverse("me_out"))
    assert client.get(reverse("me_reports")).status_code == 302


def test_signing_out_clears_what_the_browser_keeps_of_pages(town: Town) -> None:
    for name in ("staff_logout", "me_out"):
        assert Client().post(reverse(name)).headers["Clear-Site-Data"] == '"cache"'


def prove(client: Client, box: FakeMailbox) -> None:
    """Let a browser prove a phone by the code that comes."""
    client.post(reverse("me"), {"phone": PHONES[0]})
    drain()
    words = ascii_digits(box.short(PHONES[0])[-1].text).split()
    code = next(word for word in words if word.isdigit() and len(word) == 6)
    assert client.post(reverse("me_code"), {"phone": PHONES[0], "code": code}).status_code == 302


def test_a_house_behind_https_asks_for_nothing_else(rf: Any, settings: Any) -> None:
    settings.SERVED_BY_HTTPS = True
    answer = security_headers(lambda request: HttpResponse())(rf.get("/"))
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "upgrade-insecure-requests" in answer.headers["Content-Security-Policy"]
    settings.SERVED_BY_HTTPS = False
    answer = security_headers(lambda request: HttpResponse())(rf.get("/"))
    assert "Strict-Transport-Security" not in answer.headers
