"""OParl 1.1: every object is as the specification says, and what was public once stays as a deleted one."""

import json
from datetime import date, time, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from peygir.core import clock
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.council import SessionTerms
from peygir.outlook.planning.models import AgendaItem, CouncilSession
from tests import planned
from tests.api.oparl_schema import NEEDED, faults_of
from tests.pages.test_public_plan_pages import public_chain
from tests.planned import TITLE, office
from tests.town import CODE, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
DAY = date(2026, 5, 3)
ROOT = "/oparl/v1.1/"


def ask(url: str, status: int = 200, **headers: str) -> Any:
    """The answer at an address, which may be a whole URL of ours."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    answer = Client(headers=headers).get(path)
    assert answer.status_code == status, (url, answer.status_code)
    assert answer["Access-Control-Allow-Origin"] == "*"
    return answer


def read(url: str) -> dict[str, Any]:
    """The object or list at an address."""
    result: dict[str, Any] = json.loads(ask(url).content)
    return result


def all_objects() -> dict[str, list[dict[str, Any]]]:
    """Every object that is reached from the system, by type; each list is read to its last page."""
    system = read(ROOT)
    body = read(system["body"])["data"][0]
    objects = {"System": [system], "Body": [body]}
    for name in ("organization", "person", "membership", "meeting", "agendaItem", "paper", "consultation", "file"):
        objects[name[0].upper() + name[1:]] = rows(body[name])
    objects["Location"] = rows(body["locationList"])
    return objects


def rows(url: str) -> list[dict[str, Any]]:
    """All objects of a list."""
    page = read(url)
    found_rows = list(page["data"])
    while "next" in page["links"]:
        page = read(page["links"]["next"])
        found_rows += page["data"]
    return found_rows


def test_every_object_is_as_the_specification_says(town: Town) -> None:
    public_chain(town)
    by = office("secretariat")
    terms = SessionTerms(number="۷۹", held_on=DAY, commission="عمران", begins_at=time(9, 30), place="تالار شورا")
    session_id = actions.make_session(town.city_id, terms, by=by)
    problem_id = planned.problem_of(town, [planned.planned_case(town, 8)])
    answer_id = actions.ask_for_answer(problem_id, body="council", by=town.manager)
    actions.add_question(session_id, answer_id, by=by)
    objects = all_objects()
    assert set(objects) == set(NEEDED)
    for name, members in objects.items():
        assert members, name
        for member in members:
            assert faults_of(member) == []
            assert member["id"].startswith(f"{settings.PUBLIC_URL.rstrip('/')}{ROOT}")
            if name not in ("System", "Body"):
                assert read(member["id"]) == member
    paper = objects["Paper"][0]
    assert paper["name"] == f"لایحهٔ {TITLE}"
    consultation = paper["consultation"][0]
    item = read(consultation["agendaItem"])
    assert (item["result"], item["peygir:votesFor"], item["name"]) == ("تصویب", 1, paper["name"])
    meeting = read(consultation["meeting"])
    assert meeting["agendaItem"][0]["id"] == item["id"]
    assert "meeting" not in meeting["agendaItem"][0]
    timed = next(one for one in objects["Meeting"] if "start" in one)
    assert timed["start"] == "2026-05-03T09:30:00+03:30"
    commission = next(one for one in objects["Organization"] if "subOrganizationOf" in one)
    assert [one["id"] for one in rows(commission["meeting"])] == [timed["id"]]
    document: Any = Client().get(urlsplit(paper["mainFile"]["accessUrl"]).path)
    assert document.content.startswith(b"%PDF")
    assert "Content-Disposition" not in document.headers


def test_nothing_that_was_never_public_is_there(town: Town) -> None:
    by = office("secretariat")
    terms = SessionTerms(number="۹۰", held_on=DAY, is_public=False, place="پنهان")
    session_id = actions.make_session(town.city_id, terms, by=by)
    programme_id = planned.programme_of(town, planned.problem_of(town, [planned.planned_case(town)]))
    proposal_id = planned.sent_proposal(town, programme_id)
    actions.add_to_agenda(session_id, proposal_id, by=by)
    objects = all_objects()
    for name in ("Meeting", "AgendaItem", "Paper", "Consultation", "File", "Location"):
        assert objects[name] == []
    since = quote((clock.now() - timedelta(days=900)).isoformat())
    body = f"{ROOT}body/{CODE}/"
    for name in ("meetings", "papers", "agendaitems", "files"):
        assert read(f"{body}{name}/?modified_since={since}")["data"] == []
    for path in (f"meeting/{session_id}/", f"paper/{proposal_id}/", "agendaitem/1/", f"file/paper-{proposal_id}/"):
        ask(f"{ROOT}{path}", 404)


def test_what_was_public_stays_as_deleted(town: Town, town_clock: TownClock) -> None:
    public_chain(town)
    session_id, by = CouncilSession.objects.get().pk, office("secretariat")
    item_id = AgendaItem.objects.get().pk
    hidden_at = town_clock.forward(hours=2)
    actions.change_session(session_id, SessionTerms(number="۷۱", held_on=DAY, is_public=False), by=by)
    body = f"{ROOT}body/{CODE}/"
    for sort, key in (("meeting", session_id), ("agendaitem", item_id), ("consultation", item_id)):
        gone = read(f"{ROOT}{sort}/{key}/")
        assert set(gone) == {"id", "type", "created", "modified", "deleted"}
        assert gone["modified"] == "2026-05-03T11:30:00+03:30"
        assert read(f"{body}{sort}s/")["data"] == []
        since = quote((hidden_at - timedelta(minutes=1)).isoformat())
        assert read(f"{body}{sort}s/?modified_since={since}")["data"] == [gone]
        later = quote((hidden_at + timedelta(minutes=1)).isoformat())
        assert read(f"{body}{sort}s/?modified_since={later}")["data"] == []
    (paper,) = read(f"{body}papers/")["data"]
    assert "consultation" not in paper


def test_lists_have_pages_and_filters_that_stay_in_the_links(town: Town, town_clock: TownClock) -> None:
    by = office("secretariat")
    for number in range(5):
        town_clock.forward(hours=1)
        actions.make_session(town.city_id, SessionTerms(number=str(number), held_on=DAY), by=by)
    url = f"{ROOT}body/{CODE}/meetings/"
    page = read(f"{url}?limit=2&omit_internal=true")
    assert page["pagination"] == {"totalElements": 5, "elementsPerPage": 2, "currentPage": 1, "totalPages": 3}
    assert set(page["links"]) == {"first", "self", "last", "next"}
    assert "limit=2" in page["links"]["next"]
    assert "omit_internal=true" in page["links"]["next"]
    names = [one["name"] for one in rows(f"{url}?limit=2")]
    assert names == [one["name"] for one in rows(url)]
    assert len(set(names)) == 5
    middle = read(url)["data"][2]["created"]
    assert len(read(f"{url}?created_since={quote(middle)}")["data"]) == 3
    assert len(read(f"{url}?created_until={quote(middle)}")["data"]) == 3
    assert read(f"{url}?page=9")["data"] == []
    for wrong in ("created_since=yesterday", "modified_since=2026-05-03T08:00:00", "page=0", "limit=x", "page=-1"):
        error = json.loads(ask(f"{url}?{wrong}", 400).content)
        assert error["type"] == "https://schema.oparl.org/1.1/Error"
        assert error["message"]


def test_addresses_answer_get_alone_and_304_when_nothing_changed(town: Town) -> None:
    first = ask(ROOT)
    again = ask(ROOT, 304, **{"If-None-Match": first["ETag"]})
    assert again.content == b""
    assert Client().post(ROOT).status_code == 405
    assert Client().options(ROOT)["Allow"] == "GET, HEAD, OPTIONS"
    assert Client().head(ROOT).status_code == 200
    for path in (
        "nothing/",
        "body/other/",
        f"body/{CODE}/nothing/",
        "meeting/x/",
        "person/0/",
        "organization/x/meetings/",
    ):
        assert json.loads(ask(f"{ROOT}{path}", 404).content)["type"].endswith("/Error")


def test_members_are_there_by_their_office_and_nobody_else(town: Town) -> None:
    people = all_objects()["Person"]
    assert [one["name"] for one in people] == ["نام council"]
    membership = people[0]["membership"][0]
    assert (membership["role"], membership["votingRight"]) == ("عضو شورا", True)
    assert not {"phone", "email"} & set(people[0])
