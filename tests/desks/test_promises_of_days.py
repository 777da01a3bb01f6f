"""Promises of days end with a day: the calendar's, or that of the next collection; no new date lies in the past."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from peygir.city.actions import load_city
from peygir.desks.answers.models import Message
from peygir.desks.promises.models import EscalationStep
from peygir.history.queries import timeline
from peygir.journey.clock import tick
from tests import make
from tests.clocks import promise, wait
from tests.drain import drain
from tests.town import MORNING, Town, TownClock, write_city_files

# Sunday 3 May 2026, 9:30 in the town; it is collected on Mondays and Thursdays at nine in the evening.
MONDAY = make.moment("2026-05-04T23:59:59+03:30")
THURSDAY = make.moment("2026-05-07T23:59:59+03:30")


@pytest.fixture
def collecting(fresh_city: None, town: Town, tmp_path: Path) -> Town:
    """The town, with collection days for litter bins, and a topic of two days and nights."""
    folder = write_city_files(tmp_path / "town")
    (folder / "marks.csv").write_text(
        "topic,about,needs_place,is_confidential,collection\n"
        "CLN-01,place,1,0,household\nCND-01,staff,0,0,\nCNF-01,staff,0,1,\nINF-01,outcome,0,0,\n"
    )
    (folder / "collection.csv").write_text(
        "neighbourhood,kind,weekdays,from_time,source\n,household,mon|thu,21:00,made up\n"
    )
    topics = (folder / "topics.csv").read_text().replace(",U,1,2,6,C", ",U,1,2,48,C")
    (folder / "topics.csv").write_text(topics)
    load_city(folder, by="test", on=date(2026, 4, 1))
    return town


def test_collection_is_promised_for_the_end_of_the_next_round(collecting: Town, town_clock: TownClock) -> None:
    code = make.referred("CLN-01")
    assert promise(code).due_at == promise(code).given_due_at == make.case(code).due_at == MONDAY
    assert promise(code, "ack").clock == "B", "who takes it in hand still counts office hours"
    town_clock.moment = make.moment("2026-05-04T21:30:00+03:30")
    assert promise(make.referred("CLN-01", district="2")).due_at == THURSDAY, "tonight's round has begun"


def test_message_and_page_tell_the_day_of_the_round(collecting: Town, town_clock: TownClock) -> None:
    code = make.referred("CLN-01")
    (told,) = [message.body for message in Message.objects.filter(case__code=code) if "قول ما" in message.body]
    assert "۱۴ اردیبهشت ۱۴۰۵" in told
    assert "۲۳:۵۹" not in told
    page = Client(headers={"Accept-Language": "fa"}).get(reverse("public_case", args=[code])).content.decode()
    assert "۱۴ اردیبهشت ۱۴۰۵" in page
    assert "۲۳:۵۹" not in page


def test_short_pauses_together_gain_no_round(collecting: Town, town_clock: TownClock) -> None:
    code = make.referred("CLN-01")
    make.command(code, "accept", collecting.clerk_waste)
    for _ in range(3):
        wait(code, collecting.clerk_waste, "weather", town_clock() + timedelta(days=2))
        town_clock.forward(hours=1)
        make.command(code, "accept", collecting.clerk_waste)
        drain(twice=True)
    assert promise(code).due_at == MONDAY
    wait(code, collecting.clerk_waste, "weather", town_clock() + timedelta(days=2))
    assert make.case(code).due_at == THURSDAY
    town_clock.forward(days=2)
    tick(town_clock())
    assert promise(code).due_at == make.case(code).due_at == THURSDAY
    last = EscalationStep.objects.get(case__code=code, percent=100)
    assert last.due_at >= THURSDAY


def test_two_days_and_nights_end_with_the_second_day(collecting: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    due = make.moment("2026-05-05T23:59:59+03:30")
    assert promise(code).due_at == due
    assert promise(code, "ack").due_at == MORNING + timedelta(hours=1), "hours stay hours"
    wait(code, collecting.clerk, "weather", town_clock() + timedelta(days=3))
    town_clock.forward(hours=2)
    make.command(code, "accept", collecting.clerk)
    drain(twice=True)
    assert promise(code).due_at == due, "two hours end on the same day"
    wait(code, collecting.clerk, "weather", town_clock() + timedelta(days=3))
    town_clock.forward(hours=14)
    make.command(code, "accept", collecting.clerk)
    drain(twice=True)
    assert promise(code).due_at == due + timedelta(days=1)


def test_a_broken_promise_names_the_end_of_a_coming_day(collecting: Town, town_clock: TownClock) -> None:
    bins, road = make.referred("CLN-01"), make.in_hand(topic="CIV-09")
    town_clock.moment = MONDAY + timedelta(hours=2)
    tick(town_clock())
    assert promise(bins).proposed_due_at == THURSDAY
    town_clock.moment = make.moment("2026-05-06T08:00:00+03:30")
    tick(town_clock())
    new = promise(road).proposed_due_at
    assert new is not None
    assert new == make.moment("2026-05-07T23:59:59+03:30")


def test_a_pause_of_late_work_ends_with_a_date_to_come(collecting: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    town_clock.moment = make.moment("2026-05-06T08:00:00+03:30")
    tick(town_clock())
    wait(code, collecting.clerk, "weather", town_clock() + timedelta(days=5))
    town_clock.forward(days=4)
    make.command(code, "accept", collecting.clerk)
    drain(twice=True)
    after = promise(code)
    assert after.due_at < town_clock()
    assert after.proposed_due_at is not None
    assert after.proposed_due_at > town_clock()
    town_clock.moment = after.proposed_due_at + timedelta(days=2)
    wait(code, collecting.clerk, "weather", town_clock() + timedelta(days=5))
    town_clock.forward(hours=3)
    make.command(code, "accept", collecting.clerk)
    drain(twice=True)
    last = promise(code).proposed_due_at
    assert last is not None
    assert last > town_clock() > after.proposed_due_at
    resumed = [line.data for line in timeline("case", make.case(code).pk) if line.kind == "clock_resumed"]
    assert [data["new"] for data in resumed] == [after.proposed_due_at.isoformat(), last.isoformat()]


def test_a_new_date_that_has_passed_is_told_as_passed(collecting: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    town_clock.moment = make.moment("2026-05-06T08:00:00+03:30")
    tick(town_clock())
    client = Client(headers={"Accept-Language": "fa"})
    address = reverse("public_case", args=[code])
    assert "تاریخ تازه: ۱۷ اردیبهشت" in client.get(address).content.decode()
    town_clock.forward(days=9)
    page = client.get(address).content.decode()
    assert "تاریخ تازه: " not in page
    assert "تاریخ تازه هم گذشته" in page
    assert "تاریخی که آن روز گفتیم: ۱۷ اردیبهشت" in page


@pytest.mark.parametrize(
    ("text", "is_offered"),
    [("سطل زبالهٔ کوچه خالی نشده", True), ("سه روزه سطل زباله رو خالی نکردن", False)],
)
def test_who_says_for_how_long_is_not_sent_away(
    collecting: Town, town_clock: TownClock, text: str, *, is_offered: bool
) -> None:
    client = Client(headers={"Accept-Language": "fa"})
    page = client.post(reverse("report_known"), {"topic": "CLN-01", "text": text, "area": "ارم"}).content.decode()
    assert "نوبت بعدی" in page
    assert ("ممنون، پاسخم را گرفتم" in page) is is_offered
