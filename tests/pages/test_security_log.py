"""Log lines of sign-ins, wrong passwords and codes, and refused requests: who and from which network, nothing typed."""

import logging
from typing import Any

import pytest
from django.test import Client

from peygir.core import clock
from peygir.people.models import Staff
from peygir.people.totp import STEP_SECONDS, code_at
from tests.town import PASSWORD, Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
LOGIN, STEP, SECRET = "/staff/login/", "/staff/code/", "JBSWY3DPEHPK3PXP"
HERE, NETWORK = "192.0.2.77", "192.0.2.0/24"
Line = tuple[str, int | None]


@pytest.fixture
def clerk(town: Town, settings: Any, caplog: pytest.LogCaptureFixture) -> Staff:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    row = Staff.objects.get(username="clerk")
    row.set_password(PASSWORD)
    row.save()
    caplog.set_level(logging.INFO, logger="peygir.web.security_log")
    return row


def lines_of(caplog: pytest.LogCaptureFixture) -> list[Line]:
    """Event and account of each line so far, which are then forgotten; each names the network and nothing typed."""
    records = [record for record in caplog.records if record.name == "peygir.web.security_log"]
    assert all(vars(record)["network"] == NETWORK for record in records)
    facts = "".join(str(vars(record)) for record in records)
    assert not any(typed in facts for typed in (HERE, PASSWORD, "not-the-password", "nobody-at-all", "9171234567"))
    said = [(record.getMessage(), vars(record)["staff"]) for record in records]
    caplog.clear()
    return said


def sign_in(client: Client, password: str, name: str = "clerk") -> int:
    return client.post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=HERE).status_code


def test_signing_in_and_out(clerk: Staff, caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    assert sign_in(client, PASSWORD) == 302
    client.post("/staff/logout/", REMOTE_ADDR=HERE)
    assert lines_of(caplog) == [("staff_signed_in", clerk.pk), ("staff_signed_out", clerk.pk)]


def test_wrong_passwords_and_names_that_nobody_has(clerk: Staff, caplog: pytest.LogCaptureFixture) -> None:
    assert [sign_in(Client(), "not-the-password") for _ in range(6)] == [422] * 5 + [429]
    assert lines_of(caplog) == [("staff_password_wrong", clerk.pk)] * 5 + [("staff_sign_in_refused", clerk.pk)]
    sign_in(Client(), "not-the-password", name="nobody-at-all")
    assert lines_of(caplog) == [("staff_password_wrong", None)]


def test_a_second_step_that_is_wrong_and_right(clerk: Staff, caplog: pytest.LogCaptureFixture) -> None:
    clerk.totp_secret = SECRET
    clerk.save()
    client = Client()
    sign_in(client, PASSWORD)
    assert lines_of(caplog) == [], "the password alone is no sign-in"
    client.post(STEP, {"code": "0"}, REMOTE_ADDR=HERE)
    client.post(STEP, {"code": code_at(SECRET, int(clock.now().timestamp() // STEP_SECONDS))}, REMOTE_ADDR=HERE)
    assert lines_of(caplog) == [("staff_code_wrong", clerk.pk), ("staff_signed_in", clerk.pk)]


def test_tries_at_ones_own_account(clerk: Staff, caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    sign_in(client, PASSWORD)
    lines_of(caplog)
    form = {"present": "not-the-password", "new": "orchard-of-lanterns-9", "again": "orchard-of-lanterns-9"}
    client.post("/staff/account/password/", form, REMOTE_ADDR=HERE)
    client.post("/staff/account/password/", form | {"present": PASSWORD, "new": "x", "again": "x"}, REMOTE_ADDR=HERE)
    assert lines_of(caplog) == [("staff_password_wrong", clerk.pk)]
    client.get("/staff/account/second-step/", REMOTE_ADDR=HERE)
    client.post("/staff/account/second-step/", {"password": PASSWORD, "code": "0"}, REMOTE_ADDR=HERE)
    assert lines_of(caplog) == [("staff_code_wrong", clerk.pk)]


def test_a_role_that_reaches_too_far(clerk: Staff, caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    client.force_login(clerk)
    caplog.clear()
    assert client.get("/desk/admin/people/", REMOTE_ADDR=HERE).status_code == 403
    assert lines_of(caplog) == [("request_refused", clerk.pk)]


def test_a_form_without_its_token(clerk: Staff, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOGIN, {"username": "clerk", "password": PASSWORD}, REMOTE_ADDR=HERE).status_code == 403
    assert lines_of(caplog) == [("form_forged", None)]


def test_a_citizens_wrong_code(clerk: Staff, caplog: pytest.LogCaptureFixture) -> None:
    Client().post("/me/code/", {"phone": "09171234567", "code": "123456"}, REMOTE_ADDR=HERE)
    assert lines_of(caplog) == [("citizen_code_wrong", None)]


@pytest.mark.parametrize(
    ("path", "status"), [("/api/v1/cases", 401), ("/api/open311/v2/tokens/abcdefgh.json?api_key=unknown", 403)]
)
def test_keys_that_nobody_has(clerk: Staff, caplog: pytest.LogCaptureFixture, path: str, status: int) -> None:
    answer = Client().get(path, headers={"Authorization": "Bearer unknown"}, REMOTE_ADDR=HERE)
    assert answer.status_code == status, answer.content
    assert lines_of(caplog) == [("request_refused", None)]
