"""The administrator's page of topics: found, changed from a day on, added, taken back, and their deadlines."""

import pytest
from django.test import Client

from peygir.city import queries
from tests import make
from tests.admin_pages import decide, post, text_of, undo
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock
from tests.two_people import confirmed_by_another

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
TOPICS = "/desk/admin/topics/"
SATURDAY = "1405/02/19"


def face(**more: str) -> dict[str, str]:
    return {
        "name_fa": "چالهٔ خیابان",
        "name_en": "pothole",
        "words_fa": "گودی در سواره‌رو",
        "words_en": "a hole",
        "is_public": "on",
        "urgency": "U",
        "since": SATURDAY,
    } | more


def test_a_topic_is_found_changed_from_saturday_and_taken_back(town: Town) -> None:
    client = signed_in("admin")
    assert "Pothole" in text_of(client, TOPICS, q="pothole")
    assert "Road collapse" in text_of(client, TOPICS, mark="urgent")
    assert "Pothole" not in text_of(client, TOPICS, mark="urgent")
    assert "Confidential report" in text_of(client, TOPICS, mark="sensitive")
    assert "No topic fits" in text_of(client, TOPICS, state="ended", group="CIV")
    page = f"{TOPICS}CIV-01/"
    preview = decide(client, page, face())
    assert "<strong" in preview
    assert "urgent" in preview
    shown = text_of(client, page)
    assert "Topic CIV-01 was changed from" in shown
    assert "changes on" in text_of(client, TOPICS, q="pothole")
    assert "It is already so from that day" in post(client, page, face(), "preview", 422)
    undo(client, town, "topics")
    assert "changes on" not in text_of(client, TOPICS, q="pothole")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name_fa": ""}, "required"),
        ({"since": "soon"}, "is not a date"),
        ({"is_confidential": "on"}, "choose one of the two"),
        ({"since": "1405/02/01", "step": "do"}, "not in the past"),
        ({"name_fa": "فرونشست معبر", "step": "do"}, "is called"),
    ],
)
def test_a_topic_with_a_fault_keeps_what_was_typed(town: Town, change: dict[str, str], words: str) -> None:
    page = post(signed_in("admin"), f"{TOPICS}CIV-01/", face(**change), change.get("step", "preview"), 422)
    assert words in page
    assert "a hole" in page


def test_citizens_read_the_words_beside_the_topic(town: Town) -> None:
    decide(signed_in("admin"), f"{TOPICS}CIV-01/", face(since="1405/02/13"))
    assert '<span class="choice-more">A hole</span>' in text_of(Client(HTTP_ACCEPT_LANGUAGE="en"), "/report/")


def test_a_topic_is_added_and_cannot_be_chosen_before_its_day(town: Town) -> None:
    client = signed_in("admin")
    wish = face(
        group="CIV",
        owner="place",
        ack_hours="۴",
        visit_hours="",
        due_hours="48",
        clock="B",
        name_fa="پل",
        name_en="bridge",
    )
    assert "how many hours" in post(client, f"{TOPICS}new/", wish | {"due_hours": ""}, "preview", 422)
    decide(client, f"{TOPICS}new/", wish)
    assert queries.topic_by_code(town.city_id, "CIV-10") is None
    assert "Bridge" in text_of(client, TOPICS, state="coming")
    assert "It can be chosen from" in text_of(client, f"{TOPICS}CIV-10/")
    assert text_of(client, f"{TOPICS}NO-1/", 404)


def test_a_deadline_from_next_saturday_holds_for_what_is_reported_then(town: Town, town_clock: TownClock) -> None:
    client = signed_in("admin")
    before = make.case(make.referred("CIV-09"))
    wish = {"group": "CIV", "topic": "CIV-09", "due_hours": "۱۲", "clock": "", "since": SATURDAY}
    assert "finish 12" in post(client, "/desk/admin/terms/", wish, "preview", 200)
    assert client.post("/desk/admin/terms/", wish | {"step": "do", "why": "قرار شورا"}).status_code == 302
    confirmed_by_another(town)
    town_clock.forward(days=5)  # Friday
    friday = make.case(make.referred("CIV-09", phone=None, district="2"))
    town_clock.forward(days=1)
    saturday = make.case(make.referred("CIV-09", phone=None, district="3"))
    lengths = [(one.due_at - one.opened_at).total_seconds() / 3600 for one in (before, friday, saturday) if one.due_at]
    assert lengths == [6, 6, 12]
    assert make.case(before.code).due_at == before.due_at
