"""The case's page at work: a conflict as a difference, drafts, templates, the preview, colleagues, the place's past."""

import html
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peygir.cases.drafts import drafts_of
from peygir.desks.answers.actions import load_default_templates
from peygir.desks.answers.notices import count_new
from peygir.desks.answers.templates import templates_of
from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
MOST_STATEMENTS = 25


def browser(username: str, language: str = "fa") -> Client:
    client = Client(headers={"Accept-Language": language})
    client.force_login(Staff.objects.get(username=username))
    return client


@pytest.fixture
def clerk(town: Town) -> Client:
    return browser("clerk")


@pytest.fixture
def live_clerk(live_town: Town) -> Client:
    """For refusals: what an action undoes is undone for good, and the page is made in a transaction of its own."""
    return browser("clerk")


def page_of(client: Client, code: str) -> str:
    return str(client.get(reverse("case", args=[code])).content.decode())


def test_what_is_in_force_is_marked_in_its_list(clerk: Client) -> None:
    code = make.referred()
    case = make.case(code)
    assert case.topic is not None
    assert case.neighbourhood is not None
    page = page_of(clerk, code)
    for chosen in (case.topic.code, case.neighbourhood.code):
        assert page.count(f' value="{chosen}" selected>') == 1


def send(client: Client, code: str, verb: str, **given: Any) -> Any:
    case = make.case(code)
    values = {"version": case.version, "seen": case.event_count, **given}
    return client.post(reverse("case_move", args=[code, verb]), values)


def test_a_conflict_shows_what_happened_beside_what_was_typed(live_clerk: Client, live_town: Town) -> None:
    code = make.in_hand()
    seen = make.case(code)
    make.command(
        code, "wait", live_town.clerk_b, reason="weather", note="باران", until=make.moment("2026-05-20T00:00+03:30")
    )
    answer = send(
        live_clerk, code, "decline", version=seen.version, seen=seen.event_count, note="نیازی به کار نیست، سالم است."
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "آنچه از وقتی باز کرده‌اید رخ داده" in page
    conflict_part = page[page.index('id="conflict"') : page.index('id="facts"')]
    assert "نام clerk_b" in conflict_part
    assert "باران" in conflict_part
    assert "نیازی به کار نیست، سالم است." in conflict_part
    assert 'form="move-decline"' in conflict_part  # it is still possible, and one press away
    fresh = make.case(code)
    assert send(live_clerk, code, "decline", note="نیازی به کار نیست، سالم است.").status_code == 302
    assert make.case(code).version == fresh.version + 1


def test_a_conflict_after_which_the_move_is_closed_keeps_the_words(live_clerk: Client, live_town: Town) -> None:
    code = make.in_hand()
    seen = make.case(code)
    make.command(code, "finish", live_town.clerk_b, note="پر شد", form="آسفالت")
    page = send(
        live_clerk,
        code,
        "wait",
        version=seen.version,
        seen=seen.event_count,
        wait_reason="weather",
        until="1405/05/01",
        note="هوا بارانی است",
    ).content.decode()
    conflict_part = page[page.index('id="conflict"') : page.index('id="facts"')]
    assert 'form="move-wait"' not in conflict_part
    assert "هوا بارانی است" in conflict_part
    assert reverse("case_note", args=[code]) in conflict_part


def test_what_is_typed_is_kept_and_offered_again(clerk: Client, town: Town) -> None:
    code = make.in_hand()
    address = reverse("case_draft", args=[code, "decline"])
    assert clerk.post(address, {"note": "سالم است", "seen": 4, "version": 2}).status_code == 204
    page = page_of(clerk, code)
    assert "سالم است" in page
    assert "پیش‌نویس شما" in page
    assert "سالم است" not in page_of(browser("manager"), code)
    send(clerk, code, "decline", note="سالم است و دیده شد")
    assert drafts_of(make.case(code), town.clerk) == {}
    assert clerk.post(reverse("case_draft", args=[code, "nothing"]), {"note": "x"}).status_code == 404
    assert browser("clerk_two").post(address, {"note": "x"}).status_code == 404


def test_a_note_is_kept_as_a_draft_and_goes_when_it_is_sent(clerk: Client, town: Town) -> None:
    code = make.in_hand()
    clerk.post(reverse("case_draft", args=[code, "note"]), {"note": "اکیپ فردا می‌رود"})
    assert "اکیپ فردا می‌رود" in page_of(clerk, code)
    clerk.post(reverse("case_draft_drop", args=[code, "note"]))
    assert "اکیپ فردا می‌رود" not in page_of(clerk, code)
    clerk.post(reverse("case_draft", args=[code, "note"]), {"note": "اکیپ"})
    clerk.post(reverse("case_note", args=[code]), {"note": "اکیپ رفت"})
    assert drafts_of(make.case(code), town.clerk) == {}


def test_a_template_fills_the_answer_and_loses_no_word(clerk: Client, town: Town) -> None:
    load_default_templates(town.city_id)
    code = make.in_hand()
    chosen = next(one for one in templates_of(town.city_id) if one.verb == "finish" and one.language == "fa")
    address = reverse("case_fill", args=[code, "finish"])
    whole = clerk.post(address, {"template": chosen.pk, "note": "سلام", "form": "آسفالت"}).content.decode()
    assert "سلام\nهمکاران «شهرداری منطقهٔ یک»" in whole
    assert "آسفالت" in whole
    part = clerk.post(address, {"template": chosen.pk}, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<textarea")
    assert "«چاله خیابان» انجام شد" in part
    assert 'id="finish-note"' in part


def test_the_preview_counts_what_the_citizen_gets(clerk: Client, town: Town) -> None:
    code = make.in_hand()
    address = reverse("case_preview", args=[code, "finish"])
    part = clerk.post(address, {"note": "چاله پر شد."}, headers={"HX-Request": "true"}).content.decode()
    assert "چاله پر شد." in part
    assert "پیامک" in part
    whole = clerk.post(address, {"note": "چاله پر شد."}).content.decode()
    assert "phone-words" in whole
    assert clerk.post(reverse("case_preview", args=[code, "accept"]), {}).status_code == 404


def test_the_past_of_a_place_is_what_one_may_see(clerk: Client, town: Town, town_clock: TownClock) -> None:
    lat, lon = point_in("1")
    old = make.referred(lat=lat + 0.0005, lon=lon, phone=PHONES[1])
    town_clock.forward(days=400)
    mine = make.referred(lat=lat, lon=lon)
    near = make.referred(lat=lat + 0.0003, lon=lon, phone=PHONES[2])
    other = make.referred("CLN-01", lat=lat, lon=lon, phone=PHONES[3])  # another unit's
    far = make.referred(lat=lat + 0.005, lon=lon, phone=PHONES[4])
    clerk = browser("clerk")  # the session of last year has ended
    page = clerk.get(reverse("case_around", args=[mine])).content.decode()
    assert near in page
    for code in (old, other, far):
        assert f"/case/{code}/" not in page
    part = clerk.get(reverse("case_around", args=[mine]), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "data-dots" in part
    assert other in browser("supervisor").get(reverse("case_around", args=[mine])).content.decode()


def test_whoever_may_not_see_the_case_is_not_named(live_clerk: Client) -> None:
    code = make.in_hand()
    wrong = live_clerk.post(reverse("case_note", args=[code]), {"note": "@clerk_two ببین"})
    assert wrong.status_code == 422
    assert "@clerk_two ببین" in wrong.content.decode()


def test_a_colleague_is_named_and_finds_the_way(clerk: Client, town: Town) -> None:
    code = make.in_hand()
    people = clerk.get(reverse("case_colleagues", args=[code]), headers={"HX-Request": "true"}).content.decode()
    assert 'data-mention="clerk_b"' in people
    assert "clerk_two" not in people
    clerk.post(reverse("case_note", args=[code]), {"note": "@clerk_b ببین"})
    drain()
    other = browser("clerk_b")
    page = other.get(reverse("notices")).content.decode()
    assert "@clerk_b ببین" in page
    assert 'data-notices="1"' in page
    found = re.search(r"/desk/notices/(\d+)/", page)
    assert found
    number = found[1]
    stranger = browser("clerk_two").post(reverse("notice_open", args=[number]))
    assert stranger["Location"] == reverse("notices")
    assert count_new(town.clerk_b.id) == 1
    assert other.post(reverse("notice_open", args=[number]))["Location"] == reverse("case", args=[code])
    assert count_new(town.clerk_b.id) == 0


def test_managers_keep_the_templates_of_their_unit(town: Town) -> None:
    manager = browser("manager")
    values = {"verb": "finish", "language": "fa", "title": "پر شد", "body": "{topic} پر شد."}
    assert manager.post(reverse("templates"), values | {"body": "{code}"}).status_code == 422
    assert manager.post(reverse("templates"), values).status_code == 302
    (row,) = templates_of(town.city_id)
    assert row.unit_id == town.manager.unit_id
    assert manager.post(reverse("templates"), values | {"title": "انجام", "instead_of": row.pk}).status_code == 302
    (row,) = templates_of(town.city_id)
    assert row.title == "انجام"
    assert "انجام" in manager.get(reverse("templates")).content.decode()
    assert manager.post(reverse("template_end", args=[row.pk])).status_code == 302
    assert templates_of(town.city_id) == []
    assert browser("clerk").get(reverse("templates")).status_code == 403


def test_what_has_happened_since_is_told(clerk: Client, town: Town) -> None:
    code = make.in_hand()
    seen = make.case(code).event_count
    make.command(code, "wait", town.clerk_b, reason="weather", note="x", until=make.moment("2026-05-20T00:00+03:30"))
    address = reverse("case_news", args=[code])
    page = clerk.get(f"{address}?after={seen}").content.decode()
    assert "نام clerk_b" in page
    assert page.count("<li>") == 1
    assert browser("clerk_two").get(address).status_code == 404


@pytest.mark.parametrize(
    ("live_url", "says"),
    [
        ("", ""),
        (":8138", " http://testserver:8138"),
        ("/live", ""),
        ("https://live.example/x", " https://live.example"),
    ],
)
def test_the_desks_alone_may_listen_to_the_stream(clerk: Client, settings: Any, live_url: str, says: str) -> None:
    settings.LIVE_URL = live_url
    policy = clerk.get(reverse("inbox")).headers["Content-Security-Policy"]
    assert f"connect-src 'self'{says};" in policy
    assert "connect-src 'self';" in clerk.get(reverse("home")).headers["Content-Security-Policy"]
    page = clerk.get(reverse("inbox")).content.decode()
    assert ("data-live=" in page) == bool(live_url)


def test_the_page_asks_few_statements(clerk: Client) -> None:
    code = make.in_hand()
    page_of(clerk, code)
    with CaptureQueriesContext(connection) as asked:
        page_of(clerk, code)
    assert len(asked) <= MOST_STATEMENTS, [one["sql"][:90] for one in asked.captured_queries]


def test_forms_that_a_phone_may_keep_say_how_they_become_commands(clerk: Client, town: Town) -> None:
    code = make.referred()
    make.command(code, "accept", town.clerk)
    page = page_of(clerk, code)
    forms = dict(re.findall(r'data-command="(\w+)"\s+data-keys=["\'](.*?)["\']\s+data-order', page))
    assert {"note", "visit", "finish", "return"} <= set(forms)
    assert not {"refer", "wait", "refer_out", "merge"} & set(forms), "lists that change, days and codes need the server"
    assert json.loads(html.unescape(forms["return"])) == {"return_reason": "reason", "note": "note"}
    assert page.count(f'data-person="staff:{town.staff["clerk"]}"') == len(forms)
    assert "data-command-kept" in page
