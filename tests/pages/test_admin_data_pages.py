"""The administrator's pages of topics, days, hours, ladders, texts and seasons: preview, decision, taking back."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.city import queries
from peygir.core import clock
from peygir.desks.answers.filling import words_in_force
from peygir.desks.answers.texts import VARIABLES
from peygir.history.queries import timeline
from peygir.web.admin.text_words import KINDS, VARIABLE_WORDS
from tests import make
from tests.pages.test_admin_pages import latin, text_of
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
TOPICS, CALENDAR, OFFICE = "/desk/admin/topics/", "/desk/admin/calendar/", "/desk/admin/office/"
LADDERS, TEXTS, SEASONS = "/desk/admin/ladders/", "/desk/admin/texts/", "/desk/admin/seasons/"
SATURDAY = "1405/02/19"


def post(client: Client, address: str, values: dict[str, Any], step: str, status: int) -> str:
    answer = client.post(address, values | {"step": step})
    assert answer.status_code == status, re.sub(r"\s+", " ", answer.content.decode())[-3000:]
    return answer.content.decode()


def decide(client: Client, address: str, values: dict[str, Any]) -> str:
    """Look first, then do it; the preview's own form is what is sent. Gives the preview."""
    preview = post(client, address, values, "preview", 200)
    assert 'id="preview"' in preview
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', preview):
        if name != "csrfmiddlewaretoken":
            sent.setdefault(name, []).append(value)
    again = post(client, address, sent, "again", 200)
    assert 'id="preview"' not in again
    assert client.post(address, sent | {"step": "do"}).status_code == 302
    return preview


def undo(client: Client, town: Town, back: str) -> None:
    number = timeline("city", town.city_id)[-1].number
    answer = client.post(reverse("admin_decision_undo", args=[number]), {"back": back})
    assert answer.headers["Location"] == reverse(f"admin_{back}")


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


# ── topics ──────────────────────────────────────────────────────────────────────────────────────────────────────────


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
    assert "it stands so already" in post(client, page, face(), "preview", 422)
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
    assert client.post("/desk/admin/terms/", wish | {"step": "do"}).status_code == 302
    town_clock.forward(days=5)  # Friday
    friday = make.case(make.referred("CIV-09", phone=None, district="2"))
    town_clock.forward(days=1)
    saturday = make.case(make.referred("CIV-09", phone=None, district="3"))
    lengths = [(one.due_at - one.opened_at).total_seconds() / 3600 for one in (before, friday, saturday) if one.due_at]
    assert lengths == [6, 6, 12]
    assert make.case(before.code).due_at == before.due_at


# ── the calendar ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_day_off_says_first_what_it_would_move(town: Town) -> None:
    client, code = signed_in("admin"), make.referred("CIV-01")
    wish = {
        "from_day": "1405/02/14",
        "to_day": "",
        "kind": "shut",
        "name_fa": "عزا",
        "name_en": "mourning",
        "moves": "on",
    }
    preview = decide(client, CALENDAR, wish)
    assert "The open promises of 1 case would fall due at another moment." in preview
    assert code in preview
    page = text_of(client, CALENDAR)
    assert all(words in page for words in ("Mourning", "is-own", "Ordibehesht")), "a Jalali year has Jalali months"
    assert "Open promises move with it." in page
    removal = post(client, CALENDAR, {"from_day": "1405/02/14", "kind": "plain"}, "preview", 200)
    assert "as the week and the nation say" in removal
    undo(client, town, "calendar")
    assert "Mourning" not in text_of(client, CALENDAR).split('id="decisions"')[0]
    assert "1404" in text_of(client, CALENDAR, year="1404")


@pytest.mark.parametrize(
    ("change", "fault_text"),
    [
        ({"to_day": "1405/02/13"}, "before the first"),
        ({"from_day": "1405/02/01", "step": "do"}, "not in the past"),
        ({"kind": "half", "step": "do"}, "Write the hour"),
        ({"to_day": "1405/05/14", "step": "do"}, "at most 31"),
        ({"closes_at": "25:00"}, "valid time"),
    ],
)
def test_a_day_with_a_fault(town: Town, change: dict[str, str], fault_text: str) -> None:
    wish = {"from_day": "1405/02/14", "kind": "shut", "name_en": "mourning"} | change
    page = post(signed_in("admin"), CALENDAR, wish, change.get("step", "preview"), 422)
    assert fault_text in page
    assert "mourning" in page


def test_office_hours_from_saturday(town: Town) -> None:
    client = signed_in("admin")
    make.referred("GRN-07")
    wish = {"whose": "*", "opens": "۰۸:۰۰", "closes": "13:30", "week_off": ["4"], "since": SATURDAY}
    preview = decide(client, OFFICE, wish)
    assert "08:00 to 13:30 · off: Friday" in preview
    assert "1 open promise runs beyond this day" in preview
    assert "13:30" in text_of(client, OFFICE)
    assert 'value="07:30"' in text_of(client, OFFICE, whose="D-01")
    assert "opens before it closes" in post(client, OFFICE, wish | {"closes": "07:00"}, "do", 422)
    undo(client, town, "office")
    assert "13:30" not in text_of(client, OFFICE)


# ── ladders ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_ladder_of_a_topic_from_saturday(town: Town, town_clock: TownClock) -> None:
    client = signed_in("admin")
    wish = {
        "whose": "topic:CIV-01",
        "since": SATURDAY,
        "share0": "۶۰",
        "told0": "manager",
        "share1": "100",
        "told1": "mayor",
    }
    preview = decide(client, LADDERS, wish)
    assert "60%: the unit&#x27;s manager" in preview
    assert "nothing of its own today" in text_of(client, LADDERS)
    town_clock.forward(days=6)
    client = signed_in("admin")  # an administrator's session lasts a day
    page = text_of(client, LADDERS, whose="topic:CIV-01")
    assert 'value="60"' in page
    assert "decided here" in page
    assert "twice" in post(client, LADDERS, wish | {"share1": "60"}, "preview", 422)
    assert "who is told then" in post(client, LADDERS, wish | {"told1": ""}, "preview", 422)
    assert "at least one step" in post(client, LADDERS, {"whose": "city", "since": SATURDAY}, "do", 422)
    undo(client, town, "ladders")
    assert "decided here" not in text_of(client, LADDERS).split('id="decisions"')[0]


# ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_words_are_read_on_the_phone_and_said(town: Town, town_clock: TownClock) -> None:
    client, page = signed_in("admin"), f"{TEXTS}received/en/"
    assert text_of(client, TEXTS).count("text-row-body") == 2 * len(VARIABLES)
    wish = {"body": "Hello, {code} it is.", "subject": "Hello", "since": "1405/02/13"}
    preview = post(client, page, wish, "preview", 200)
    assert "Hello, 0512345674 it is." in preview
    assert "characters: one short message" in preview
    town_clock.forward(minutes=1)
    assert client.post(page, wish | {"step": "do"}).status_code == 302
    assert words_in_force("received", "en") == ("Hello", "Hello, {code} it is.")
    assert "Hello" in text_of(client, page)
    number = timeline("city", town.city_id)[-1].number
    town_clock.forward(minutes=1)
    assert client.post(reverse("admin_text_undo", args=[number])).status_code == 302
    assert words_in_force("received", "en")[0] == "Your report is recorded"
    client.post(reverse("admin_text_undo", args=[number]))
    assert "decided anew or taken back" in text_of(client, TEXTS)


def test_faults_of_words_are_named_and_the_look_is_live(town: Town) -> None:
    client, page = signed_in("supervisor"), f"{TEXTS}done/fa/"
    faulty = post(client, page, {"body": "تمام {nonsense}", "since": SATURDAY}, "do", 422)
    assert "The variable “nonsense” is not known" in faulty
    assert "تمام {nonsense}" in faulty
    missing = post(client, page, {"body": "تمام", "since": SATURDAY}, "do", 422)
    assert "“{code}” is missing" in missing
    assert "“{link}” is missing" in missing
    look = client.post(f"{page}look/", {"body": "{code} {link}"}).content.decode()
    assert "۰۵۱۲۳۴۵۶۷۴" in look
    assert "handset" in look
    assert text_of(client, f"{TEXTS}nothing/fa/", 404)
    assert text_of(client, f"{TEXTS}done/xx/", 404)


def test_every_kind_and_variable_has_words() -> None:
    assert set(KINDS) == set(VARIABLES)
    assert set(VARIABLE_WORDS) == set().union(*VARIABLES.values())


# ── seasons ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_season_is_made_started_moved_lifted_and_changed(town: Town, town_clock: TownClock) -> None:
    client = signed_in("admin")
    wish: dict[str, Any] = {
        "name_fa": "برف",
        "name_en": "snow",
        "topics": ["CIV", "CLN-01"],
        "due_hours": "۱۲",
        "clock": "C",
        "since": "1405/02/13",
    }
    assert "at least one topic" in post(client, f"{SEASONS}new/", wish | {"topics": []}, "preview", 422)
    decide(client, f"{SEASONS}new/", wish)
    page = f"{SEASONS}season-01/"
    assert "Snow" in text_of(client, SEASONS)
    press = reverse("admin_season_press", args=["season-01"])
    bad = client.post(press, {"deed": "start", "until": "soon"})
    assert (bad.status_code, "is not a date" in bad.content.decode()) == (422, True)
    assert client.post(press, {"deed": "start", "since": "", "until": SATURDAY}).status_code == 302
    [run] = queries.running_seasons(town.city_id, at=clock.now())
    assert client.post(press, {"deed": "move", "run": run.run_id, "until": "1405/02/25"}).status_code == 302
    assert "The end of season season-01 was moved." in text_of(client, page)
    decide(client, page, wish | {"every_topic": "on", "name_en": "heavy snow", "since": SATURDAY})
    town_clock.forward(minutes=1)
    assert client.post(press, {"deed": "lift"}).status_code == 302
    assert client.post(press, {"deed": "lift"}).status_code == 409
    assert client.post(reverse("admin_season_press", args=["no"]), {"deed": "lift"}).status_code == 404
    assert text_of(client, f"{SEASONS}no/", 404)


# ── all of them ─────────────────────────────────────────────────────────────────────────────────────────────────────

ALL = (
    TOPICS,
    f"{TOPICS}new/",
    f"{TOPICS}CIV-01/",
    CALENDAR,
    OFFICE,
    LADDERS,
    TEXTS,
    f"{TEXTS}done/fa/",
    SEASONS,
    f"{SEASONS}new/",
)


@pytest.mark.parametrize("address", ALL)
def test_all_of_it_in_persian(town: Town, address: str) -> None:
    page = text_of(signed_in("admin", "fa"), address)
    page = re.sub(r"<code.*?</code>|<blockquote.*?</blockquote>|<textarea.*?</textarea>", " ", page, flags=re.DOTALL)
    page = re.sub(r'<span[^>]*lang="en".*?</span>|<span class="text-row-body".*?</span>', " ", page, flags=re.DOTALL)
    assert not latin(page)


@pytest.mark.parametrize("address", [one for one in ALL if not one.endswith("/new/")])
def test_supervisors_look_and_change_only_texts(town: Town, address: str) -> None:
    client = signed_in("supervisor")
    page = text_of(client, address)
    assert ("Show what would change" in page) is False
    if address not in (TOPICS, TEXTS, SEASONS, f"{TEXTS}done/fa/"):
        assert client.post(address, {"step": "do"}).status_code == 403
