"""The administrator alone never comes to what only the inspectorate reads: not by a key, an account or a password."""

import re

import pytest
from django.test import Client

from peygir.people.models import AccountChange, ApiKey, Staff
from peygir.people.queries import caller_of_token
from tests import make
from tests.drain import drain
from tests.pages.test_works import signed_in
from tests.town import PASSWORD, Town
from tests.two_people import confirmed_by_another

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PEOPLE = "/desk/admin/people/"
KEYS = "/desk/admin/keys/"
CHANGES = "/desk/accounts/"
HIGHEST = ("inspectorate", "mayor")


def unit_of(role: str) -> str:
    return {"inspectorate": "V-insp", "mayor": "M"}[role]


def secret_code(town: Town) -> str:
    """The code of a confidential report, which the inspectorate alone sees."""
    return str(make.referred("CNF-01", phone=None, district=""))


def account(**more: str) -> dict[str, str]:
    return {
        "name_fa": "مینا",
        "name_en": "Mina",
        "email": "",
        "role": "clerk",
        "unit": "D-02",
        "username": "mina",
        "password": PASSWORD,
        **more,
    }


@pytest.mark.parametrize("role", HIGHEST)
def test_no_key_is_made_that_acts_as_one_of_them(town: Town, role: str) -> None:
    client = signed_in("admin", "en")
    key_values = {"name": "spy", "owner": "", "scopes": ["read", "export"], "acts_as": role}
    answer = client.post(KEYS, key_values)
    assert answer.status_code in (403, 422)
    assert not ApiKey.objects.exists()
    client.post(KEYS, {**key_values, "acts_as": "clerk", "why": "for the dashboard"})
    confirmed_by_another(town)
    key = ApiKey.objects.get()
    assert client.post(f"{KEYS}{key.pk}/", {"scopes": ["read", "export"], "acts_as": role}).status_code in (403, 422)
    key.refresh_from_db()
    assert key.acts_as is not None
    assert key.acts_as.username == "clerk"


@pytest.mark.parametrize("role", HIGHEST)
def test_a_key_of_earlier_days_opens_nothing(town: Town, role: str) -> None:
    """Also one whose person came into such a role after the key was made."""
    code, client = secret_code(town), signed_in("admin", "en")
    wish = {"name": "old", "owner": "", "scopes": ["read", "export"], "acts_as": "clerk", "why": "for the dashboard"}
    made = client.post(KEYS, wish)
    token = re.findall(r'<code class="ltr[^>]*>([\w-]{40,})</code>', made.content.decode())[0]
    confirmed_by_another(town)
    assert caller_of_token(token) is not None
    Staff.objects.filter(username="clerk").update(role=role, unit_id=town.units[unit_of(role)])
    assert caller_of_token(token) is None
    for path in (f"/api/v1/cases/{code}", "/api/v1/export/cases.csv"):
        assert Client().get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert "no access" in client.get(KEYS).content.decode()


@pytest.mark.parametrize("role", HIGHEST)
def test_a_new_account_does_not_open_by_the_administrator_alone(town: Town, role: str) -> None:
    client = signed_in("admin", "en")
    client.post(f"{PEOPLE}new/", account(role=role, unit=unit_of(role)))
    assert not Client().login(username="mina", password=PASSWORD)
    assert not Staff.objects.filter(username="mina", is_active=True).exists()


@pytest.mark.parametrize("role", HIGHEST)
def test_a_colleague_does_not_come_into_the_role_by_the_administrator_alone(town: Town, role: str) -> None:
    client, code = signed_in("admin", "en"), secret_code(town)
    clerk = Staff.objects.get(username="clerk")
    client.post(f"{PEOPLE}{clerk.pk}/", account(role=role, unit=unit_of(role)))
    clerk.refresh_from_db()
    assert (clerk.role, clerk.unit_id) == ("clerk", town.units["D-01"])
    theirs = Client()
    theirs.force_login(clerk)
    assert theirs.get(f"/desk/case/{code}/").status_code == 404


@pytest.mark.parametrize("role", HIGHEST)
def test_password_and_second_step_stay_until_a_second_person_confirms(town: Town, role: str) -> None:
    person = Staff.objects.get(username=role)
    person.set_password("the-first-lantern")
    person.totp_secret = "JBSWY3DPEHPK3PXP"  # noqa: S105 - a test's own
    person.save()
    client = signed_in("admin", "en")
    client.post(f"{PEOPLE}{person.pk}/do/password/", {"password": "chosen-by-the-admin"})
    client.post(f"{PEOPLE}{person.pk}/do/second-step/")
    person.refresh_from_db()
    assert person.check_password("the-first-lantern")
    assert person.totp_secret


def test_proposed_confirmed_and_handed_over_on_the_pages(town: Town) -> None:
    admin, inspectorate = signed_in("admin", "en"), signed_in("inspectorate", "en")
    answer = admin.post(f"{PEOPLE}new/", account(role="mayor", unit="M", password=""), follow=True)
    page = answer.content.decode()
    assert "until then nothing changes" in page
    assert "Waiting for a second person" in page
    drain()
    assert "Account of Mina" in inspectorate.get("/desk/notices/").content.decode()
    change = AccountChange.objects.get()
    assert admin.post(f"{CHANGES}{change.pk}/confirm/").status_code == 403
    waiting = inspectorate.get(CHANGES).content.decode()
    assert f"{CHANGES}{change.pk}/confirm/" in waiting
    shown = inspectorate.post(f"{CHANGES}{change.pk}/confirm/").content.decode()
    password = re.findall(r'<code class="ltr[^>]*>([a-z0-9-]{19})</code>', shown)[0]
    assert Client().login(username="mina", password=password)
    assert password not in inspectorate.get(CHANGES).content.decode()
    assert inspectorate.post(f"{CHANGES}{change.pk}/confirm/").status_code == 404


def test_a_proposal_is_refused_and_withdrawn_on_the_pages(town: Town) -> None:
    admin, mayor = signed_in("admin", "en"), signed_in("mayor", "en")
    person = Staff.objects.get(username="inspectorate")
    for client, deed in ((mayor, "refuse"), (admin, "withdraw")):
        admin.post(f"{PEOPLE}{person.pk}/do/password/")
        change = AccountChange.objects.get(outcome="")
        assert "a new password" in mayor.get(CHANGES).content.decode().lower()
        assert client.post(f"{CHANGES}{change.pk}/{deed}/").status_code == 302
        assert "Nothing waits" in mayor.get(CHANGES).content.decode()
    assert mayor.post(f"{CHANGES}{change.pk}/withdraw/").status_code == 404
    assert mayor.post(f"{CHANGES}{change.pk}/nonsense/").status_code == 404
