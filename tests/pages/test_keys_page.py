"""The page of keys: one is made and shown once, changed, withdrawn; what is wrong is said beside its box."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from peygir.history.queries import timeline
from peygir.people.actions import KeyIsNotValid, KeyMayNot, change_key, issue_key, use_key
from peygir.people.actions.keys import KeyNeedsTwoPeople
from peygir.people.queries import keys
from peygir.people.rules import SYSTEM
from peygir.people.two_person_queries import waiting_changes
from tests import make
from tests.pages.test_works import signed_in
from tests.town import MORNING, Town, TownClock
from tests.two_people import confirmed_by_another

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
KEYS = "/desk/admin/keys/"


def wish(**more: Any) -> dict[str, Any]:
    return {"name": "اتوماسیون نامه‌ها", "owner": "دبیرخانه", "scopes": ["report"], **more}


def made(client: Client, **more: Any) -> str:
    """The key that the page shows, after the form was sent."""
    answer = client.post(KEYS, wish(**more))
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("no-store") or "no-cache" in answer["Cache-Control"]
    token: str = re.findall(r'<code class="ltr[^>]*>([\w-]{40,})</code>', answer.content.decode())[0]
    return token


def test_a_key_is_made_and_shown_once(town: Town) -> None:
    client = signed_in("admin", "fa")
    token = made(client, per_minute="۶۰", per_day="5000", until="1405/12/29")
    assert use_key(token, scope="report").per_minute == 60
    [key] = keys()
    assert (key.name, key.per_day, key.acts_as) == ("اتوماسیون نامه‌ها", 5000, "")
    assert key.valid_until is not None
    assert key.valid_until.isoformat() == "2027-03-20T20:30:00+00:00"
    page = client.get(KEYS).content.decode()
    assert token not in page
    assert "اتوماسیون نامه‌ها" in page
    assert "ثبت گزارش" in page
    assert timeline("city", town.city_id)[-1].kind == "key_issued"
    assert token not in timeline("city", town.city_id)[-1].body


@pytest.mark.parametrize(
    ("more", "fault_text"),
    [
        ({"name": ""}, "پر کنید"),
        ({"scopes": []}, "دست‌کم یکی"),
        ({"scopes": ["fly"]}, "fly"),
        ({"per_minute": "0"}, "سقف استفاده"),
        ({"per_day": "زیاد"}, "عدد"),
        ({"until": "1404/01/01"}, "آینده"),
        ({"scopes": ["read"]}, "نام کاربری"),
        ({"acts_as": "clerk"}, "نام کاربری"),
        ({"scopes": ["read"], "acts_as": "nobody"}, "نام کاربری"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_kept(more: dict[str, Any], fault_text: str, town: Town) -> None:
    answer = signed_in("admin", "fa").post(KEYS, wish(owner="صاحبِ کلید", **more))
    page = answer.content.decode()
    assert answer.status_code in (422, 403)
    faults = " ".join(re.findall(r'<p class="field-error"[^>]*>(.*?)</p>', page, re.DOTALL))
    assert fault_text in faults
    assert "صاحبِ کلید" in page
    assert keys() == []


def test_the_same_name_again(town: Town) -> None:
    client = signed_in("admin", "fa")
    made(client)
    answer = client.post(KEYS, wish())
    assert answer.status_code == 422
    assert "پیش از این" in answer.content.decode()


def test_a_key_is_changed_and_withdrawn(town: Town, town_clock: TownClock) -> None:
    client = signed_in("admin", "fa")
    token = made(client)
    [key] = keys()
    page = f"{KEYS}{key.id}/"
    assert client.get(page).status_code == 200
    wider = {"scopes": ["read", "report"], "acts_as": "clerk", "per_day": "2", "until": "1405/02/20"}
    assert client.post(page, wider).status_code == 422, "a second person reads why"
    assert client.post(page, wider | {"why": "برای داشبورد"}).status_code == 302
    with make.refused(KeyMayNot):
        use_key(token, scope="read")
    confirmed_by_another(town)
    assert use_key(token, scope="read").actor.id == town.staff["clerk"]
    lines = client.get(page).content.decode()
    assert "تغییر کرد؛ از این پس" in lines
    assert "۱۴۰۵/۰۲/۲۰" in lines, "the day as it was typed"
    before = len(timeline("city", town.city_id))
    same = {"scopes": ["read", "report"], "acts_as": "clerk", "per_day": "2", "until": "1405/02/20"}
    assert client.post(page, same).status_code == 302
    assert len(timeline("city", town.city_id)) == before, "nothing changed, nothing told"
    client.post(page, {"scopes": ["report"], "per_minute": "9"})
    with make.refused(KeyMayNot):
        use_key(token, scope="read")
    assert client.post(f"{page}withdraw/").status_code == 302
    with make.refused(KeyIsNotValid):
        use_key(token, scope="report")
    assert client.post(page, {"scopes": ["report"]}).status_code == 404
    assert [event.kind for event in timeline("city", town.city_id) if event.kind.startswith("key_")] == [
        "key_issued",
        "key_changed",
        "key_changed",
        "key_revoked",
    ]
    shown = signed_in("admin", "en").get(KEYS).content.decode()
    assert "withdrawn" in shown


def test_a_key_with_a_wide_scope_opens_nothing_until_a_second_person_confirms(town: Town) -> None:
    client = signed_in("admin", "en")
    assert client.post(KEYS, wish(scopes=["work"], acts_as="clerk")).status_code == 422
    token = made(client, scopes=["work"], acts_as="clerk", why="برای اپراتور")
    assert keys() == []
    with make.refused(KeyIsNotValid):
        use_key(token, scope="work")
    (change,) = waiting_changes(town.city_id)
    assert token not in str(change.content)
    page = signed_in("inspectorate", "en").get(f"/desk/admin/changes/{change.id}/").content.decode()
    assert "Work with cases for a member of staff" in page
    confirmed_by_another(town)
    assert use_key(token, scope="work").actor.id == town.staff["clerk"]
    with make.refused(KeyNeedsTwoPeople):
        issue_key("alone", scopes=["export"], acts_as="clerk", by=town.admin)
    [key] = keys()
    with make.refused(KeyNeedsTwoPeople):
        change_key(key.id, owner="", scopes=["work"], acts_as="clerk_two", by=town.admin)
    with make.refused(KeyNeedsTwoPeople):
        change_key(key.id, owner="", scopes=["work", "export"], acts_as="clerk", by=town.admin)
    change_key(key.id, owner="", scopes=["report"], acts_as="", by=town.admin)
    with make.refused(KeyMayNot):
        use_key(token, scope="work")


def test_a_key_that_is_over_is_shown_so(town: Town, town_clock: TownClock) -> None:
    issue_key("timed", scopes=["report"], valid_until=MORNING + timedelta(days=1), by=SYSTEM)
    town_clock.forward(days=2)
    [key] = keys()
    assert key.is_over
    assert "over" in signed_in("admin", "en").get(KEYS).content.decode()


def test_the_supervisor_looks_and_changes_nothing(town: Town) -> None:
    client = signed_in("supervisor")
    issue_key("app", scopes=["report"], by=SYSTEM)
    [key] = keys()
    assert '<form method="post" action="/desk/admin/keys/' not in client.get(KEYS).content.decode()
    assert client.post(KEYS, wish()).status_code == 403
    assert client.post(f"{KEYS}{key.id}/", {"scopes": ["report"]}).status_code == 403
    assert client.post(f"{KEYS}{key.id}/withdraw/").status_code == 403
    assert [key.name for key in keys() if not key.is_over] == ["app"]
