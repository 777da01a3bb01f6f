"""The administrator's pages of days, hours, ladders and seasons: preview, decision, taking back."""

import re
from typing import Any

import pytest
from django.urls import reverse

from peygir.city import queries
from peygir.core import clock
from tests import make
from tests.admin_pages import decide, latin, post, text_of, undo
from tests.drain import drain
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock
from tests.two_people import confirmed_by_another

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
TOPICS, CALENDAR, OFFICE = "/desk/admin/topics/", "/desk/admin/calendar/", "/desk/admin/office/"
LADDERS, TEXTS, SEASONS = "/desk/admin/ladders/", "/desk/admin/texts/", "/desk/admin/seasons/"
SATURDAY = "1405/02/19"


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
        "why": "عزای عمومی",
    }
    assert "Give the reason" in post(client, CALENDAR, wish | {"why": ""}, "do", 422)
    preview = decide(client, CALENDAR, wish)
    assert "Mourning" not in text_of(client, CALENDAR), "one person alone moves no promise"
    confirmed_by_another(town)
    assert "The open promises of 1 case would fall due at another moment." in preview
    assert code in preview
    page = text_of(client, CALENDAR)
    assert all(words in page for words in ("Mourning", "is-own", "Ordibehesht")), "a Jalali year has Jalali months"
    assert "Open promises move with it." in page
    removal = post(client, CALENDAR, {"from_day": "1405/02/14", "kind": "plain"}, "preview", 200)
    assert "as the week and the nation say" in removal
    undo(client, town, "calendar")
    assert "Mourning" in text_of(client, CALENDAR).split('id="decisions"')[0]
    confirmed_by_another(town)
    assert "Mourning" not in text_of(client, CALENDAR).split('id="decisions"')[0]
    assert "1404" in text_of(client, CALENDAR, year="1404")


def test_one_person_shuts_a_day_and_no_promise_moves(town: Town) -> None:
    client, code = signed_in("admin"), make.referred("CIV-01")
    before = make.case(code).due_at
    preview = decide(client, CALENDAR, {"from_day": "1405/02/14", "kind": "shut", "name_en": "snow"})
    assert "Apply this change" in preview
    assert "They stay as they were given" in preview
    drain()
    assert "Snow" in text_of(client, CALENDAR).split('id="decisions"')[0]
    assert make.case(code).due_at == before
    undo(client, town, "calendar")
    assert "Snow" not in text_of(client, CALENDAR).split('id="decisions"')[0]


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
    wish = {"whose": "*", "opens": "۰۸:۰۰", "closes": "13:30", "week_off": ["4"], "since": SATURDAY, "why": "تابستان"}
    assert "Give the reason" in post(client, OFFICE, wish | {"why": " "}, "do", 422)
    preview = decide(client, OFFICE, wish)
    assert "08:00 to 13:30 · off: Friday" in preview
    assert "1 open promise runs beyond this day" in preview
    assert "13:30" not in text_of(client, OFFICE), "one person alone changes no hours"
    confirmed_by_another(town)
    assert "13:30" in text_of(client, OFFICE)
    assert 'value="07:30"' in text_of(client, OFFICE, whose="D-01")
    assert "opens before it closes" in post(client, OFFICE, wish | {"closes": "07:00"}, "do", 422)
    undo(client, town, "office")
    confirmed_by_another(town)
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
    assert "At least one step is needed" in post(client, LADDERS, {"whose": "city", "since": SATURDAY}, "do", 422)
    undo(client, town, "ladders")
    assert "decided here" not in text_of(client, LADDERS).split('id="decisions"')[0]


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
    page = packed(text_of(signed_in("admin", "fa"), address))
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
