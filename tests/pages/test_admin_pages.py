"""The administrator's pages: accounts and what they see, ownership and hours with a preview, the audit."""

import re
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from peygir.city import queries
from peygir.city.models import City, Topic
from peygir.people.models import Staff
from peygir.people.roles import ROLES
from peygir.web.admin.visibility import screens_of
from peygir.web.kit.event_kind_names import kind_name
from peygir.web.kit.event_words import event_words
from tests import make
from tests.pages.test_works import signed_in
from tests.town import PASSWORD, PHONES, Town, TownClock
from tests.town import ROLES as CAST

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PEOPLE = "/desk/admin/people/"
OWNERS = "/desk/admin/owners/"
TERMS = "/desk/admin/terms/"
AUDIT = "/desk/admin/audit/"


def text_of(client: Client, address: str, status: int = 200, **query: Any) -> str:
    answer = client.get(address, query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


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


def test_what_another_process_decided_shows_at_once(town: Town) -> None:
    client = signed_in("admin")
    assert "Zebra hole" not in text_of(client, TERMS, group="CIV")
    Topic.objects.filter(code="CIV-01").update(name_en="Zebra hole")
    City.objects.filter(pk=town.city_id).update(load_number=F("load_number") + 1)
    assert "Zebra hole" in text_of(client, TERMS, group="CIV")


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
    found = re.search(rf"<tr><td[^>]*><span[^>]*>{words}</span>.*?</tr>", page, re.DOTALL)
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
    for role in ROLES:
        user = Staff.objects.filter(role=role).earliest("pk")
        client = Client()
        client.force_login(user)
        opened = {str(one.words) for one in screens_of(role) if one.is_open}
        for name, words in (("admin_people", "کاربران"), ("unit_load", "واحد: بار کار، دیرکرد، خاموش‌ها")):
            assert (client.get(reverse(name)).status_code == 200) == (words in opened), (role, name)


# ── ownership and hours ─────────────────────────────────────────────────────────────────────────────────────────────


def owners(**more: str) -> dict[str, str]:
    return {"group": "CIV", "topic": "CIV-01", "district": "1", "owner": "unit:D-03", "since": "1405/02/20", **more}


def test_ownership_is_previewed_changed_and_taken_back(town: Town) -> None:
    client = signed_in("admin")
    page = text_of(client, OWNERS, group="CIV")
    assert page.count("District 1</a></td>") == 2
    preview = client.post(OWNERS, owners(district="*")).content.decode()
    assert preview.count("<strong>District 3</strong>") == 3
    assert "as before" in preview
    assert "owners_changed" not in make_kinds(town)
    assert client.post(OWNERS, owners(step="do")).status_code == 302
    assert "later District 3" in text_of(client, OWNERS, group="CIV")
    assert "decided, since" in text_of(client, OWNERS, group="CIV", on="1405/02/20")
    again = client.post(OWNERS, owners())
    assert again.status_code == 422
    assert "it stands so already" in again.content.decode()
    number = len(make_kinds(town))
    assert client.post(reverse("admin_decision_undo", args=[number])).status_code == 302
    assert "later District 3" not in text_of(client, OWNERS, group="CIV")
    assert "taken back" in text_of(client, OWNERS)


def make_kinds(town: Town) -> list[str]:
    from peygir.history.queries import timeline

    return [event.kind for event in timeline("city", town.city_id)]


@pytest.mark.parametrize(
    ("address", "change", "status", "fault_text"),
    [
        (OWNERS, {"since": "soon"}, 422, "is not a date"),
        (OWNERS, {"since": "1405/02/01", "step": "do"}, 422, "not in the past"),
        (OWNERS, {"owner": "unit:D-99", "step": "do"}, 422, "Choose a unit or an agency"),
        (OWNERS, {"topic": "NO-1", "step": "do"}, 404, "no such topic"),
        (TERMS, {"due_hours": "many"}, 422, "is no number of hours"),
        (TERMS, {"due_hours": "99999", "step": "do"}, 422, "Hours must be numbers"),
        (TERMS, {"due_hours": "72"}, 422, "it stands so already"),
    ],
)
def test_a_wrong_wish_is_told(town: Town, address: str, change: dict[str, str], status: int, fault_text: str) -> None:
    answer = signed_in("admin").post(address, owners(**change))
    assert answer.status_code == status
    assert fault_text in answer.content.decode()
    assert set(make_kinds(town)) == {"city_loaded"}


def test_hours_change_from_next_saturday(town: Town, town_clock: TownClock) -> None:
    client = signed_in("admin")
    wish = {"group": "CIV", "topic": "*", "due_hours": "۴۸٫۵", "clock": "", "since": "۱۴۰۵/۰۲/۱۹"}
    preview = client.post(TERMS, wish).content.decode()
    assert "finish 48.5" in preview
    assert client.post(TERMS, wish | {"step": "do"}).status_code == 302
    assert "finish 48.5" in text_of(client, TERMS, group="CIV")
    town_clock.forward(days=6)
    client = signed_in("admin")  # an administrator's session lasts a day
    terms = queries.terms_of(town.topics["CIV-01"], on=queries.day_of(town.city_id, town_clock()))
    assert terms is not None
    assert float(terms.due_hours) == 48.5
    assert "decided here" in text_of(client, TERMS, group="CIV")
    assert signed_in("supervisor").post(TERMS, wish).status_code == 403
    assert "48.5" in text_of(signed_in("supervisor"), TERMS, group="CIV")


# ── the audit ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_audit_tells_who_did_what_without_words_of_people(town: Town) -> None:
    secret_word = "حرف_محرمانه"
    code = make.in_hand(text=secret_word)
    make.command(code, "note", town.clerk, note=secret_word, version=None)
    hidden = make.referred("CNF-01", phone=None, district="")
    make.command(hidden, "accept", town.inspectorate)
    client = signed_in("admin")
    page = text_of(client, AUDIT)
    assert "The unit took it in hand." in page
    assert code in page
    assert secret_word not in page
    assert hidden not in page
    assert "a case that is not yours to see" in page
    assert "Something was done." in page
    only = text_of(client, AUDIT, person="clerk", kind="note_added")
    assert only.count("<tr><td data-label") == 1
    assert text_of(client, AUDIT, file=code).count("<tr><td data-label") == 6
    assert "The account was" not in text_of(client, AUDIT, file="staff:clerk")
    assert "Nothing was found" in text_of(client, f"{AUDIT}?from=1405/02/14")
    for name, value in {"person": "nobody", "file": hidden, "from": "x", "to": "1405/13/01"}.items():
        answer = client.get(AUDIT, {name: value})
        assert (answer.status_code, b'aria-invalid="true"' in answer.content) == (422, True), name


def test_the_audit_turns_its_pages(town: Town) -> None:
    client = signed_in("admin")
    page = person(town, "clerk")
    for number in range(60):
        client.post(page, {"name_fa": "x", "role": ("manager", "clerk")[number % 2], "unit": "D-01"})
    first = text_of(client, AUDIT, kind="staff_changed")
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more
    second = text_of(client, AUDIT + more[1].replace("&amp;", "&"))
    assert (first.count("<tr><td data-label"), second.count("<tr><td data-label")) == (50, 10)
    assert 'rel="next"' not in second
    assert text_of(client, AUDIT, after="nonsense~x").count("<tr><td data-label") == 50


def test_every_kind_of_line_has_words(town: Town) -> None:
    from peygir.history.models import Event
    from peygir.journey.endings import ENDINGS
    from peygir.journey.plot import WAKES

    for kind in {*WAKES, *ENDINGS}:
        assert kind_name(kind)
    make.done()
    for event in Event.objects.all():
        assert event_words(event, {})


@pytest.mark.parametrize("address", [PEOPLE, OWNERS, TERMS, AUDIT, f"{PEOPLE}new/"])
def test_all_of_it_in_persian(town: Town, address: str) -> None:
    page = text_of(signed_in("admin", "fa"), address)
    assert not latin(page)


def latin(page: str) -> list[str]:
    """The words of a page's main part in Latin letters; user names have a line of their own."""
    main = page.split("<main", 1)[1].partition(">")[2].split("</main>", 1)[0]
    main = re.sub(r'<(p|span)[^>]*class="[^"]*\bltr\b[^"]*">.*?</\1>', " ", main, flags=re.DOTALL)
    names = {part for name in CAST for part in name.split("_")}  # the cast's Persian names hold their user names
    return [word for word in re.findall(r"[A-Za-z]{4,}", re.sub(r"<[^>]+>", " ", main)) if word not in names]


def test_the_own_account_has_the_low_foot_of_the_desk(town: Town) -> None:
    client = signed_in("clerk")
    for address, is_low in ((reverse("staff_account"), True), (reverse("inbox"), True), (reverse("home"), False)):
        foot = text_of(client, address).split("<footer", 1)[1]
        assert (reverse("rights") not in foot) is is_low, address
