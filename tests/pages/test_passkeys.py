"""Passkeys and recovery codes: added, used alone and as the second step, removed; and what is not accepted."""

import json
from typing import Any

import pytest
from django.test import Client

from peygir.history.queries import timeline
from peygir.people.actions import SecondStepIsDemanded, reset_second_step
from peygir.people.actions.passkeys import remove_passkey
from peygir.people.models import RecoveryCode, Staff, StaffPasskey, StaffSession
from peygir.people.relying_party import relying_party
from tests import make
from tests.authenticator import PRESENT, VERIFIED, Authenticator
from tests.pages.test_own_account import ACCOUNT, LOGIN, browser, code_now, is_in
from tests.town import PASSWORD, Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
HOST = "137.example.ir"
KEYS, CODE, PASSKEY = f"{ACCOUNT}passkeys/", "/staff/code/", "/staff/passkey/"
SECURE: dict[str, Any] = {"secure": True, "headers": {"Host": HOST, "Referer": f"https://{HOST}/"}}


@pytest.fixture(autouse=True)
def _public_address(settings: Any) -> None:
    settings.PUBLIC_URL = f"https://{HOST}"
    settings.ALLOWED_HOSTS = [HOST, "testserver"]


@pytest.fixture
def clerk(town: Town) -> Staff:
    row = Staff.objects.get(username="clerk")
    row.set_password(PASSWORD)
    row.save()
    return row


def options_from(client: Client, path: str) -> dict[str, Any]:
    """What the page's script is given to ask the authenticator."""
    answer = client.post(path, **SECURE)
    assert answer.status_code == 200, answer.content
    options: dict[str, Any] = json.loads(answer.content)
    return options


def add(client: Client, device: Authenticator, *, password: str = PASSWORD) -> Any:
    answer = device.make(options_from(client, f"{KEYS}new/"))
    return client.post(KEYS, {"name": "my phone", "password": password, "answer": answer}, **SECURE)


def prove(client: Client, device: Authenticator, **more: str) -> Any:
    return client.post(PASSKEY, {"answer": device.prove(options_from(client, f"{PASSKEY}ask/")), **more}, **SECURE)


def has_entered(client: Client) -> bool:
    return client.get(ACCOUNT, **SECURE).status_code == 200


@pytest.fixture
def device(clerk: Staff) -> Authenticator:
    device = Authenticator()
    assert add(browser("clerk"), device).status_code == 302
    return device


def test_one_is_added_and_signs_in_without_name_and_password(clerk: Staff, device: Authenticator) -> None:
    assert timeline("staff", clerk.pk)[-1].kind == "passkey_added"
    stranger = Client()
    page = stranger.get(LOGIN, **SECURE).content.decode()
    assert 'data-passkey="get"' in page
    assert "allowCredentials" not in options_from(stranger, f"{PASSKEY}ask/"), "nobody learns whose passkeys there are"
    answer = prove(stranger, device, next="/desk/inbox/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/inbox/")
    assert has_entered(stranger)
    assert StaffSession.objects.latest("pk").way == "passkey"
    assert StaffPasskey.objects.get().used_at is not None


def test_it_leads_to_no_foreign_page(device: Authenticator) -> None:
    assert prove(Client(), device, next="https://evil.example/")["Location"] == "/desk/"
    assert prove(Client(), device, next="//evil.example/")["Location"] == "/desk/"


def test_it_is_the_second_step_after_the_password(clerk: Staff, device: Authenticator) -> None:
    client = Client()
    answer = client.post(LOGIN, {"username": "clerk", "password": PASSWORD}, **SECURE)
    assert answer["Location"] == CODE
    assert not has_entered(client)
    options = options_from(client, f"{PASSKEY}ask/")
    assert [one["id"] for one in options["allowCredentials"]]
    device.flags = PRESENT  # a touch is enough after a password
    assert client.post(PASSKEY, {"answer": device.prove(options)}, **SECURE)["Location"] == "/desk/"
    assert StaffSession.objects.latest("pk").way == "password"


def test_anothers_passkey_is_no_second_step(town: Town, clerk: Staff, device: Authenticator) -> None:
    other = Staff.objects.get(username="clerk_two")
    other.set_password(PASSWORD)
    other.save()
    add(browser("clerk_two"), foreign := Authenticator())
    client = Client()
    client.post(LOGIN, {"username": "clerk", "password": PASSWORD}, **SECURE)
    assert prove(client, foreign)["Location"] == CODE
    assert not has_entered(client)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"origin": f"https://evil.{HOST}"},
        {"origin": f"http://{HOST}"},
        {"party": "evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"handle": b"somebody else's handle"},
        {"credential": b"unknown"},
        {"counts": 1},
    ],
    ids=["origin", "subdomain", "http", "party", "unverified", "absent", "handle", "unknown", "copied key"],
)
def test_what_does_not_fit_is_refused(device: Authenticator, wrong: dict[str, Any]) -> None:
    for name, value in wrong.items():
        setattr(device, name, value)
    client = Client(headers={"Accept-Language": "en"})
    answer = prove(client, device)
    assert answer["Location"] == LOGIN
    assert "was not accepted" in client.get(LOGIN, **SECURE).content.decode()
    assert not has_entered(client)


def test_a_wrong_signature_is_refused(device: Authenticator) -> None:
    device.key = Authenticator().key
    assert prove(Client(), device)["Location"] == LOGIN


@pytest.mark.parametrize("answer", ["", "{", "[]", "{}", '{"id": 1}', "x" * 30_000, '{"rawId": "AA", "response": 3}'])
def test_nonsense_is_refused(device: Authenticator, answer: str) -> None:
    client = Client()
    options_from(client, f"{PASSKEY}ask/")
    assert client.post(PASSKEY, {"answer": answer}, **SECURE)["Location"] == LOGIN
    assert not has_entered(client)


def test_an_answer_is_good_once_and_for_its_own_question(device: Authenticator) -> None:
    device.counts = 0  # as synchronised passkeys, which never count
    StaffPasskey.objects.update(sign_count=0)
    client = Client()
    options = options_from(client, f"{PASSKEY}ask/")
    answer = device.prove(options)
    other = Client()
    options_from(other, f"{PASSKEY}ask/")
    assert other.post(PASSKEY, {"answer": answer}, **SECURE)["Location"] == LOGIN
    assert client.post(PASSKEY, {"answer": answer}, **SECURE)["Location"] == "/desk/"
    client.post("/staff/logout/", **SECURE)
    assert client.post(PASSKEY, {"answer": answer}, **SECURE)["Location"] == LOGIN


def test_a_closed_account_has_none(town: Town, clerk: Staff, device: Authenticator) -> None:
    Staff.objects.filter(pk=clerk.pk).update(is_active=False)
    client = Client()
    assert prove(client, device)["Location"] == LOGIN
    assert not has_entered(client)


def test_adding_and_removing_need_the_password(clerk: Staff) -> None:
    client, device = browser("clerk"), Authenticator()
    assert add(client, device, password="not-this-one").status_code == 422
    assert not StaffPasskey.objects.exists()
    assert add(client, device).status_code == 302
    row = StaffPasskey.objects.get()
    away = client.post(f"{KEYS}remove/", {"passkey": row.pk, "password": "not-this-one"}, **SECURE)
    assert away.status_code == 422
    assert client.post(f"{KEYS}remove/", {"passkey": row.pk, "password": PASSWORD}, **SECURE).status_code == 302
    clerk.refresh_from_db()
    assert not clerk.has_passkey
    assert timeline("staff", clerk.pk)[-1].kind == "passkey_removed"


def test_nobody_removes_anothers(town: Town, clerk: Staff, device: Authenticator) -> None:
    other = Staff.objects.get(username="clerk_two")
    other.set_password(PASSWORD)
    other.save()
    row = StaffPasskey.objects.get()
    browser("clerk_two").post(f"{KEYS}remove/", {"passkey": row.pk, "password": PASSWORD}, **SECURE)
    assert StaffPasskey.objects.exists()


def test_a_role_that_demands_a_second_step_is_served_by_a_passkey(town: Town, clerk: Staff, settings: Any) -> None:
    settings.SECOND_STEP_ROLES = frozenset({"clerk"})
    client = browser("clerk")
    assert client.get("/desk/inbox/", **SECURE)["Location"] == f"{ACCOUNT}second-step/"
    assert add(client, Authenticator()).status_code == 302
    assert client.get("/desk/inbox/", **SECURE).status_code == 200
    row = StaffPasskey.objects.get()
    with make.refused(SecondStepIsDemanded):
        remove_passkey(row.pk, password=PASSWORD, opened=0, by=town.clerk)


def test_the_administrator_takes_all_of_it_off(town: Town, clerk: Staff, device: Authenticator) -> None:
    made = browser_with_codes(clerk, device)
    assert reset_second_step(clerk.pk, by=town.admin)
    assert not StaffPasskey.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert made
    assert prove(Client(), device)["Location"] == LOGIN


def test_it_does_not_work_at_another_address(clerk: Staff, settings: Any) -> None:
    client = browser("clerk")
    page = client.get(KEYS).content.decode()
    assert 'data-passkey="create"' not in page
    assert f"https://{HOST}/staff/account/passkeys/" in page
    settings.PUBLIC_URL = "http://137.example.ir"
    assert "https address" in client.get(KEYS).content.decode()


@pytest.mark.parametrize(
    ("url", "party", "origin"),
    [
        ("https://137.shiraz.ir", "137.shiraz.ir", "https://137.shiraz.ir"),
        ("https://137.shiraz.ir:443/", "137.shiraz.ir", "https://137.shiraz.ir"),
        ("https://137.shiraz.ir:8443", "137.shiraz.ir", "https://137.shiraz.ir:8443"),
        ("http://127.0.0.1:8137", "localhost", "http://localhost:8137"),
        ("http://localhost:8137", "localhost", "http://localhost:8137"),
        ("http://137.shiraz.ir", "", ""),
        ("https://10.2.3.4", "", ""),
        ("nonsense", "", ""),
    ],
)
def test_the_party_is_the_public_address(settings: Any, url: str, party: str, origin: str) -> None:
    settings.PUBLIC_URL = url
    made = relying_party()
    assert (made.id, made.origin) == (party, origin) if party and made else made is None


# ── recovery codes ──────────────────────────────────────────────────────────────────────────────────────────────────


def browser_with_codes(clerk: Staff, device: Authenticator) -> list[str]:
    client = Client()
    prove(client, device)
    page = client.post(f"{ACCOUNT}recovery/", {"password": PASSWORD}, **SECURE).content.decode()
    return [part.split("<")[0] for part in page.split('<code class="ltr number font-semibold">')[1:]]


def test_each_code_replaces_the_second_step_once(clerk: Staff, device: Authenticator) -> None:
    codes = browser_with_codes(clerk, device)
    assert len(set(codes)) == 10
    assert not any(code in row.digest for row in RecoveryCode.objects.all() for code in codes)
    for code, works in ((codes[0].upper().replace("-", " "), True), (codes[0], False), (codes[1], True)):
        client = Client()
        client.post(LOGIN, {"username": "clerk", "password": PASSWORD}, **SECURE)
        answer = client.post(CODE, {"code": code}, **SECURE)
        assert answer.status_code == (302 if works else 422)
        assert has_entered(client) == works
    assert timeline("staff", clerk.pk)[-1].data == {"left": 8}
    fresh = browser_with_codes(clerk, device)
    client = Client()
    client.post(LOGIN, {"username": "clerk", "password": PASSWORD}, **SECURE)
    assert client.post(CODE, {"code": codes[2]}, **SECURE).status_code == 422, "former ones are void"
    assert client.post(CODE, {"code": fresh[0]}, **SECURE).status_code == 302


def test_codes_are_for_those_who_have_a_second_step(clerk: Staff) -> None:
    answer = browser("clerk").post(f"{ACCOUNT}recovery/", {"password": PASSWORD})
    assert answer.status_code == 409


def test_an_authenticator_from_before_goes_on_working(clerk: Staff) -> None:
    Staff.objects.filter(pk=clerk.pk).update(totp_secret="JBSWY3DPEHPK3PXP")
    client = Client()
    client.post(LOGIN, {"username": "clerk", "password": PASSWORD})
    assert client.post(CODE, {"code": code_now("JBSWY3DPEHPK3PXP")}).status_code == 302
    assert is_in(client)
