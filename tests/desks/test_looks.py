"""Looks at numbers: shown to whom they concern, objected to, answered, and listed where they are unusual."""

from datetime import timedelta

import pytest
from django.test import Client

from peygir.cases.actions.looking import look_at_phone, look_up_phone
from peygir.cases.looks import looks_at, looks_of_month
from peygir.cases.queries import reports_of_citizens
from peygir.core import clock
from peygir.history.queries import timeline
from peygir.people.actions import NotYourWork
from peygir.people.actions.looks import (
    FindingIsMissing,
    LookIsObjectedTo,
    NoSuchLookObjection,
    ObjectionSaysNothing,
    answer_objection,
    object_to_look,
    review_looks,
)
from peygir.people.actions.retention_runs import erase_citizen
from peygir.people.look_queries import objections_to, open_objections, reviews_of
from peygir.people.look_rules import LookSign, LooksOfPerson, signs_of
from peygir.people.models import LookObjection
from peygir.people.rules import CLOCK, Actor
from tests import make
from tests.pages.test_honours_pages import citizen_browser
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def look(code: str, by: Actor) -> int:
    """Somebody opens the number; the id of the event."""
    look_at_phone(code, report_id=make.report_row(code).pk, by=by)
    return timeline("case", make.case(code).pk)[-1].pk


def objected(town: Town, code: str, event: int) -> int:
    report = make.report_row(code)
    assert report.citizen_id is not None
    return object_to_look(
        town.city_id,
        citizen_id=report.citizen_id,
        event=event,
        case_id=report.case_id,
        staff_id=town.staff["operator"],
        looked_at=clock.now(),
        text="من این اپراتور را می‌شناسم",
        by=Actor("citizen", report.citizen_id),
    )


def test_each_look_says_how_and_whether_there_was_other_work(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(phone=PHONES[3])
    other = make.referred(phone=PHONES[4])
    town_clock.forward(days=3)
    look(code, town.clerk)
    look_up_phone(PHONES[3], city_id=town.city_id, region="IR", by=town.operator)
    look(other, town.operator)
    citizen_id = make.report_row(code).citizen_id
    assert citizen_id is not None
    seen = looks_at(reports_of_citizens([citizen_id]))
    assert {(one.staff_id, one.how, one.did_more) for one in seen} == {
        (town.staff["clerk"], "", True),
        (town.staff["operator"], "search", False),
    }
    assert {one.code for one in seen} == {code}


def test_an_objection_is_answered_once_by_another_and_goes_with_the_number(town: Town) -> None:
    code = make.referred(phone=PHONES[3])
    event = look(code, town.operator)
    number = objected(town, code, event)
    with make.refused(LookIsObjectedTo):
        objected(town, code, event)
    with make.refused(NotYourWork):
        answer_objection(number, finding="in_order", answer="لازم بود", by=town.supervisor)
    with make.refused(FindingIsMissing):
        answer_objection(number, finding="", answer="لازم بود", by=town.inspectorate)
    with make.refused(ObjectionSaysNothing):
        answer_objection(number, finding="in_order", answer=" ", by=town.inspectorate)
    assert [one.id for one in open_objections(town.city_id)] == [number]
    answer_objection(number, finding="not_needed", answer="با او گفت‌وگو شد", by=town.inspectorate)
    with make.refused(NoSuchLookObjection):
        answer_objection(number, finding="in_order", answer="باز", by=town.inspectorate)
    answered = objections_to([event])[event]
    assert (answered.finding, answered.answer) == ("not_needed", "با او گفت‌وگو شد")
    citizen_id = make.report_row(code).citizen_id
    assert citizen_id is not None
    erase_citizen(citizen_id, by=CLOCK, at=clock.now())
    assert LookObjection.objects.values_list("words", "answer").get() == ("", "")


def test_the_inspectorate_does_not_judge_itself(town: Town) -> None:
    code = make.referred(phone=PHONES[3])
    number = objected(town, code, look(code, town.operator))
    LookObjection.objects.filter(pk=number).update(staff_id=town.inspectorate.id)
    with make.refused(NotYourWork):
        answer_objection(number, finding="in_order", answer="لازم بود", by=town.inspectorate)
    month = clock.now().date().replace(day=1)
    with make.refused(NotYourWork):
        review_looks(town.city_id, staff_id=town.inspectorate.id, month=month, finding="in_order", by=town.inspectorate)


def test_who_looks_without_work_is_counted(town: Town, town_clock: TownClock) -> None:
    start = clock.now()
    codes = [make.referred(phone=PHONES[number]) for number in range(3, 7)]
    for code in codes:
        look(code, town.operator)
    make.command(codes[0], "accept", town.clerk)
    look(codes[0], town.clerk)
    people = looks_of_month(town.city_id, start=start, end=clock.now() + timedelta(days=1))
    assert [(one.staff_id, one.looks, one.cases, one.idle, one.foreign) for one in people] == [
        (town.staff["operator"], 4, 4, 4, 0),
        (town.staff["clerk"], 1, 1, 0, 0),
    ]
    assert [signs_of(one) for one in people] == [[LookSign.IDLE], []]
    assert looks_of_month(town.city_id, start=clock.now() + timedelta(days=1), end=clock.now()) == []


@pytest.mark.parametrize(
    ("looks", "idle", "foreign", "peers", "signs"),
    [
        (4, 2, 0, None, []),
        (4, 3, 0, None, [LookSign.IDLE]),
        (20, 9, 0, None, []),
        (4, 0, 2, None, [LookSign.FOREIGN]),
        (4, 0, 0, 1.0, []),
        (10, 0, 0, 3.0, [LookSign.MANY]),
        (9, 0, 0, 3.0, []),
        (5, 0, 0, 0.0, [LookSign.MANY]),
    ],
)
def test_what_is_unusual(looks: int, idle: int, foreign: int, peers: float | None, signs: list[LookSign]) -> None:
    assert signs_of(LooksOfPerson(1, "operator", looks, looks, idle, foreign, 0, peers)) == signs


def test_a_citizen_sees_the_look_objects_and_reads_the_answer(town: Town) -> None:
    code = make.referred(phone=PHONES[3], proof="code")
    event = look(code, town.operator)
    client = citizen_browser(PHONES[3])
    page = client.get("/me/looks/").content.decode()
    assert "شمارهٔ شما را در صفحهٔ این گزارش باز کرد." in page
    assert "در آن هفته کار دیگری در آن نکرد." in page
    assert client.post(f"/me/looks/{event}/object/", {"words": " "}).status_code == 422
    assert client.post(f"/me/looks/{event}/object/", {"words": "چرا؟"}).status_code == 302
    assert client.post(f"/me/looks/{event + 1}/object/", {"words": "چرا؟"}).status_code == 404
    assert citizen_browser(PHONES[5]).post(f"/me/looks/{event}/object/", {"words": "چرا؟"}).status_code == 404
    desk = signed_in("inspectorate", "en")
    assert "wait for a finding: 1" in desk.get("/desk/confidential/").content.decode()
    assert "چرا؟" in desk.get("/desk/looks/").content.decode()
    [waiting] = open_objections(town.city_id)
    answer = {"finding": "not_needed", "answer": "پیگیری شد"}
    assert desk.post(f"/desk/looks/objections/{waiting.id}/", answer).status_code == 302
    page = client.get("/me/looks/").content.decode()
    assert "پیگیری شد" in page
    assert "برای کار لازم نبود" in page


def test_the_list_of_a_month_is_reviewed_on_its_page(town: Town, town_clock: TownClock) -> None:
    for number in range(3, 7):
        look(make.referred(phone=PHONES[number]), town.operator)
    town_clock.forward(days=31)
    client: Client = signed_in("inspectorate", "en")
    page = client.get("/desk/looks/").content.decode()
    assert "Nothing else was done in the case within a week" in page
    assert "relative or a neighbour cannot be known" in page
    path = f"/desk/looks/of/{town.staff['operator']}/"
    assert client.post(path, {"month": "2026-04-21", "finding": ""}).status_code == 422
    assert client.post(path, {"month": "2020-01-01", "finding": "in_order"}).status_code == 404
    assert client.post(path, {"month": "2026-04-21", "finding": "in_order"}).status_code == 302
    [finding] = reviews_of(town.city_id, make.moment("2026-04-21T00:00:00Z").date()).values()
    assert finding == "in_order"
    assert "wait for a finding" not in client.get("/desk/confidential/").content.decode()
