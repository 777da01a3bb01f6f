"""The administrator's pages of people: accounts let in, changed and closed, and what each may see."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.roles import Role
from peygir.web.admin.visibility import screens_of
from tests import make
from tests.admin_pages import text_of
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PASSWORD, PHONES, Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PEOPLE = "/desk/admin/people/"


def person(town: Town, who: str) -> str:
    return f"{PEOPLE}{town.staff[who]}/"


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


# ── accounts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_colleague_is_let_in_changed_and_closed(town: Town) -> None:
    client = signed_in("admin")
    assert client.post(f"{PEOPLE}new/", account()).status_code == 302
    mina = Staff.objects.get(username="mina")
    assert Client().login(username="mina", password=PASSWORD)
    assert "Mina" in text_of(client, PEOPLE, q="mina")
    assert "Mina" not in text_of(client, PEOPLE, role="manager")
    page = f"{PEOPLE}{mina.pk}/"
    assert client.post(page, account(role="manager", unit="D-03")).status_code == 302
    mina.refresh_from_db()
    assert (mina.role, mina.unit_id) == ("manager", town.units["D-03"])
    shown = text_of(client, page)
    assert "Role: Unit clerk, now Unit manager." in shown
    assert client.post(f"{page}do/undo/", {"number": "2"}).status_code == 302
    assert client.post(f"{page}do/undo/", {"number": "2"}).status_code == 409
    assert client.post(f"{page}do/close/").status_code == 302
    assert not Client().login(username="mina", password=PASSWORD)
    assert "Mina" not in text_of(client, PEOPLE)
    assert "Mina" in text_of(client, PEOPLE, state="closed")
    assert client.post(f"{page}do/open/").status_code == 302
    assert client.post(f"{page}do/password/", {"password": "short"}).status_code == 422
    assert client.post(f"{page}do/second-step/").status_code == 422
    assert client.post(f"{page}do/nonsense/").status_code == 404
    own = f"{PEOPLE}{town.staff['admin']}/"
    assert 'type="password"' not in client.get(own).content.decode()
    assert client.post(f"{own}do/password/", {"password": PASSWORD}).status_code == 422


@pytest.mark.parametrize(
    ("change", "fault_text"),
    [
        ({"username": "clerk"}, "is taken"),
        ({"username": "a b"}, "Letters, digits"),
        ({"password": "12345"}, "too short or too common"),
        ({"unit": ""}, "needs the code of a unit"),
        ({"role": "king"}, "Select a valid choice"),
        ({"email": "nowhere"}, "valid email"),
    ],
)
def test_a_new_account_with_a_fault_keeps_what_was_typed(town: Town, change: dict[str, str], fault_text: str) -> None:
    answer = signed_in("admin").post(f"{PEOPLE}new/", account(**change))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert fault_text in page
    assert 'value="Mina"' in page
    assert not Staff.objects.filter(username="mina").exists()


def test_nobody_changes_their_own_role_and_supervisors_only_look(town: Town) -> None:
    admin, supervisor = signed_in("admin"), signed_in("supervisor")
    own = admin.post(person(town, "admin"), {"name_fa": "x", "role": "supervisor", "unit": "C"})
    assert own.status_code == 422
    assert "changed by a colleague" in own.content.decode()
    page = text_of(supervisor, person(town, "clerk"))
    assert "you may look" in page
    assert '<form method="post" class="sheet' not in page
    assert supervisor.post(person(town, "clerk"), {"name_fa": "x", "role": "clerk", "unit": "D-02"}).status_code == 403
    assert supervisor.post(f"{person(town, 'clerk')}do/close/").status_code == 403
    assert text_of(admin, f"{PEOPLE}999999/", 404)


# ── what may they see ───────────────────────────────────────────────────────────────────────────────────────────────


def row(page: str, words: str) -> str:
    found = re.search(rf"<tr><td[^>]*><span[^>]*>{words}</span>.*?</tr>", packed(page), re.DOTALL)
    assert found, words
    return found[0]


def test_sight_is_what_the_rules_say(town: Town) -> None:
    own, other = make.referred(), make.referred(district="2", phone=PHONES[1])
    secret = make.referred("CNF-01", phone=None, district="")
    client = signed_in("admin")
    page = text_of(client, f"{person(town, 'clerk')}sight/")
    assert own in row(page, "A case of the own unit")
    assert "on request" in row(page, "A case of the own unit")
    assert "Take in hand" in row(page, "A case of the own unit")
    assert other in row(page, "A case of another unit")
    assert "on request" not in row(page, "A case of another unit")
    assert secret not in page, "the reader may not see it either"
    assert "it is not yours to see either" in row(page, "A confidential report")
    deputy = text_of(client, f"{person(town, 'deputy')}sight/")
    assert "on request" not in row(deputy, "A case of a unit that reports to it")
    assert "tone-good" in row(deputy, "A case of a unit that reports to it")
    assert "tone-good" in row(text_of(client, f"{person(town, 'inspectorate')}sight/"), "A confidential report")
    for who in town.staff:
        assert "What may" in text_of(client, f"{person(town, who)}sight/")


def test_the_screens_are_those_of_the_doors(town: Town) -> None:
    for role in Role:
        user = Staff.objects.filter(role=role).earliest("pk")
        client = Client()
        client.force_login(user)
        opened = {str(one.words) for one in screens_of(actor_of(user)) if one.is_open}
        for name, words in (("admin_people", "کاربران"), ("unit_load", "واحد: بار کار، دیرکرد، همکاران بی‌اقدام")):
            assert (client.get(reverse(name)).status_code == 200) == (words in opened), (role, name)


# ── the audit ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_own_account_has_the_low_foot_of_the_desk(town: Town) -> None:
    client = signed_in("clerk")
    for address, is_low in ((reverse("staff_account"), True), (reverse("inbox"), True), (reverse("home"), False)):
        foot = text_of(client, address).split("<footer", 1)[1]
        assert (reverse("rights") not in foot) is is_low, address
