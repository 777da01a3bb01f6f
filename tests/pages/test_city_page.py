"""The pages of the mayor, the deputies and the council: what came up, numbers, verbs that work, and the brief."""

from datetime import timedelta

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peygir.cases.models import Report
from peygir.core.persian import fa_digits
from peygir.desks.answers.models import Message
from peygir.desks.inquiries.models import FollowedCase, Inquiry, MorningBrief
from peygir.desks.promises.actions import count_weeks
from peygir.journey.clock import next_due_at, tick
from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
CITY = "/desk/city/"
WATCHED = "/desk/watched/"
MOST_STATEMENTS = 12


def text_of(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content.decode()
    return packed(answer.content.decode())


def late_cases(town_clock: TownClock) -> tuple[str, str]:
    """Two late cases of district 1, the second with two reporters, one week later."""
    alone = make.in_hand(phone=PHONES[0])
    together = make.referred(phone=PHONES[1])
    make.report(phone=PHONES[2], join_code=together, joins_own=True)
    drain()
    town_clock.forward(days=7)
    tick(town_clock())
    drain()
    count_weeks(town_clock())
    return alone, together


def test_the_page_says_what_now_and_puts_the_most_reported_first(town: Town, town_clock: TownClock) -> None:
    alone, together = late_cases(town_clock)
    page = text_of(signed_in("mayor"), CITY)
    worst = page.split('id="worst"')[1].split("</ol>")[0]
    assert worst.index(reverse("case", args=[together])) < worst.index(reverse("case", args=[alone]))
    for kind in ("ask", "date", "refer", "take_over", "note"):
        assert reverse("city_order", args=[alone, kind]) in worst
    assert "late now" in page
    assert "District 1" in page
    assert page.index('id="escalated"') < page.index('id="numbers"') < page.index('id="worst"')


@pytest.mark.parametrize(("user", "language", "title"), [("mayor", "en", "The worst ten"), ("deputy", "fa", "")])
def test_the_brief_is_a_document_to_take_along(
    town: Town, town_clock: TownClock, user: str, language: str, title: str
) -> None:
    alone, _ = late_cases(town_clock)
    answer = signed_in(user, language).get(reverse("city_brief"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(answer.content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert title in text
    assert (alone if language == "en" else fa_digits(alone)) in text
    assert len(document) <= 2


@pytest.mark.parametrize("user", ["mayor", "deputy", "council"])
def test_a_page_costs_at_most_twelve_statements(user: str, town: Town, town_clock: TownClock) -> None:
    late_cases(town_clock)
    client, address = signed_in(user), WATCHED if user == "council" else CITY
    text_of(client, address)
    with CaptureQueriesContext(connection) as queries:
        text_of(client, address)
    assert len(queries) <= MOST_STATEMENTS, [query["sql"][:120] for query in queries]
    assert not any("history_event" in query["sql"] or "promises_promise" in query["sql"] for query in queries)


def test_before_the_first_night_the_page_says_so(town: Town) -> None:
    assert "counted at night" in text_of(signed_in("mayor"), CITY)
    assert "counted at night" in text_of(signed_in("council"), WATCHED)


def test_a_deputy_compares_the_units_below_and_sees_no_others(town: Town, town_clock: TownClock) -> None:
    make.referred(district="3", phone=PHONES[3])
    late_cases(town_clock)
    page = text_of(signed_in("deputy"), CITY)
    assert "Units side by side" in page
    assert "District 1" in page
    assert "District 3" not in page


def test_a_question_is_asked_in_one_form_and_answered_in_place(town: Town) -> None:
    code = make.in_hand()
    mayor, manager = signed_in("mayor"), signed_in("manager")
    address = reverse("city_order", args=[code, "ask"])
    assert "Answer within" in text_of(mayor, address)
    assert mayor.post(address, {"text": "", "days": "2"}).status_code == 422
    assert mayor.post(address, {"text": "Why?", "days": "2"}).status_code == 302
    again = mayor.post(address, {"text": "Why, again?", "days": "2"})
    assert again.status_code == 409
    assert "Why, again?" in again.content.decode(), "what was typed stays"
    drain()
    row = Inquiry.objects.get()
    assert "Why?" in text_of(manager, reverse("inquiries"))
    assert reverse("inquiries") in text_of(manager, reverse("case", args=[code]))
    answer_address = reverse("inquiry_answer", args=[row.pk])
    assert manager.post(answer_address, {f"{row.pk}-text": " "}).status_code == 422
    assert manager.post(answer_address, {f"{row.pk}-text": "No asphalt yet"}).status_code == 302
    assert "No asphalt yet" in text_of(mayor, reverse("city_orders"))
    assert signed_in("clerk_two").post(answer_address, {f"{row.pk}-text": "x"}).status_code == 404


def test_every_verb_works_from_its_form(town: Town, town_clock: TownClock) -> None:
    code, mayor = make.in_hand(), signed_in("mayor")

    def send(kind: str, **values: str) -> int:
        values = {"text": "please", "version": str(make.case(code).version), **values}
        return mayor.post(reverse("city_order", args=[code, kind]), values).status_code

    assert send("date", until="2026-05-10") == 302
    assert send("date", until="2020-05-10") == 422
    assert send("refer", unit=str(town.units["D-02"])) == 302
    assert make.case(code).unit_id == town.units["D-02"]
    assert send("take_over") == 302
    assert make.case(code).assignee_id == town.mayor.id
    assert send("note") == 302
    assert send("nonsense") == 404
    assert list(Inquiry.objects.order_by("pk").values_list("kind", flat=True)) == ["date", "refer", "take_over", "note"]


def test_a_council_member_asks_in_public_and_everybody_reads_it(town: Town) -> None:
    code = make.in_hand()
    council = signed_in("council")
    address = reverse("watched_ask", args=[code, "ask"])
    assert "Everybody reads" in text_of(council, address)
    assert council.post(address, {"text": "When will it be done?", "days": "1"}).status_code == 302
    row = Inquiry.objects.get()
    signed_in("manager").post(reverse("inquiry_answer", args=[row.pk]), {f"{row.pk}-text": "Next week"})
    public = text_of(Client(), reverse("public_case", args=[code]))
    assert "When will it be done?" in public
    assert "Next week" in public
    assert (
        council.post(reverse("watched_ask", args=[code, "date"]), {"text": "now", "until": "2026-05-10"}).status_code
        == 403
    )
    assert council.get(reverse("city_order", args=[code, "ask"])).status_code == 403


def test_the_question_of_the_mayor_is_not_public(town: Town) -> None:
    code = make.in_hand()
    signed_in("mayor").post(reverse("city_order", args=[code, "ask"]), {"text": "Whose fault is it?", "days": "1"})
    assert "Whose fault is it?" not in text_of(Client(), reverse("public_case", args=[code]))


def test_the_watched_district_is_kept_and_a_report_for_a_citizen_is_followed(town: Town) -> None:
    council = signed_in("council")
    assert "District 2" in text_of(council, WATCHED, district="2").split("</h1>")[0].rsplit("<h1", 1)[1]
    assert "District 2" in text_of(council, WATCHED).split("</h1>")[0].rsplit("<h1", 1)[1]
    values = {
        "key": "k1",
        "text": make.POTHOLE,
        "area": "01-01",
        "name": "خانم امیری",
        "relation": "به دفترم آمد",
        "phone": "09170000009",
        "channel": "visit",
    }
    address = reverse("watched_report")
    assert council.post(address, values | {"text": ""}).status_code == 422
    assert council.post(address, values | {"phone": "123"}).status_code == 422
    assert council.post(address, values).status_code == 302
    report = Report.objects.get()
    assert (report.channel, report.spoken_for_name, report.spoken_for_relation) == (
        "visit",
        "خانم امیری",
        "به دفترم آمد",
    )
    drain()
    assert FollowedCase.objects.get().case_id == report.case_id
    assert council.post(address, values).status_code == 302, "the same press again files nothing"
    assert Report.objects.count() == 1
    assert report.case.code in text_of(council, WATCHED)
    leave = {"code": report.code, "deed": "leave"}
    assert council.post(reverse("watched_follow"), leave).status_code == 302
    assert not FollowedCase.objects.exists()
    answer = council.post(reverse("watched_follow"), {"code": "12x"})
    assert answer.status_code == 404
    assert 'value="12x"' in answer.content.decode(), "what was typed stays"


def test_the_brief_comes_once_a_day_by_the_ways_that_were_chosen(town: Town, town_clock: TownClock) -> None:
    Staff.objects.filter(username="mayor").update(email="mayor@golgasht.example")
    mayor = signed_in("mayor")
    address = reverse("staff_brief")
    assert mayor.post(address, {"phone": "09171234567", "by_mail": "on", "hour": "8"}).status_code == 302
    row = MorningBrief.objects.get()
    assert row.next_at is not None
    assert row.next_at > town_clock()
    late_cases(town_clock)
    tick(town_clock())
    drain()
    briefs = list(Message.objects.filter(kind="brief").order_by("pk"))
    assert [(one.channel, one.address) for one in briefs] == [
        ("sms", "+989171234567"),
        ("mail", "mayor@golgasht.example"),
    ]
    assert "۲ پروندهٔ دیر" in briefs[0].body
    town_clock.forward(hours=1)
    tick(town_clock())
    assert Message.objects.filter(kind="brief").count() == 2
    due = next_due_at()
    assert due is not None
    assert signed_in("mayor").post(address, {"phone": "", "hour": "8"}).status_code == 302
    town_clock.forward(days=1)
    tick(town_clock())
    assert Message.objects.filter(kind="brief").count() == 2, "it was switched off"


@pytest.mark.parametrize(
    ("user", "values"),
    [
        ("mayor", {"phone": "07132345678", "hour": "8"}),
        ("mayor", {"by_mail": "on", "hour": "8"}),
        ("mayor", {"phone": "09171234567", "hour": "3"}),
    ],
)
def test_a_brief_without_a_way_or_an_hour_is_refused(town: Town, user: str, values: dict[str, str]) -> None:
    Staff.objects.filter(username=user).update(email="")
    signed_in(user).post(reverse("staff_brief"), values)
    assert not MorningBrief.objects.exists()


def test_who_is_no_leader_any_more_gets_no_brief(town: Town, town_clock: TownClock) -> None:
    signed_in("deputy").post(reverse("staff_brief"), {"phone": "09171234567", "hour": "8"})
    Staff.objects.filter(username="deputy").update(role="clerk")
    town_clock.forward(days=2)
    tick(town_clock())
    assert not Message.objects.filter(kind="brief").exists()
    row = MorningBrief.objects.get()
    assert row.next_at is not None
    assert row.next_at - town_clock() < timedelta(days=1)
