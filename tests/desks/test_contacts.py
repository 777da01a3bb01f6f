"""A contact's way: it rings, waits, is answered or missed, passed on or entered from paper; nobody is lost."""

import threading
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.actions.telling import CallStillRings, TimesOfContactAreWrong
from peygir.centre.contacts.models import Contact, QueueWait
from peygir.centre.contacts.rules import CentreSettings
from peygir.core import clock
from peygir.history.queries import verify
from peygir.journey.paper import enter_paper
from peygir.people.actions import NotYourWork
from tests import make
from tests.calls import NUMBER, answered, kinds, over, row, rung
from tests.drain import drain
from tests.town import CODE, PHONES, Town, TownClock


def test_an_answered_call_waits_for_its_outcome(seated: Town, town_clock: TownClock) -> None:
    contact = over(seated, town_clock)
    found = row(contact)
    assert (found.wait_seconds, found.seconds, found.operator_id) == (10, 60, seated.operator.id)
    assert found.phone == PHONES[7]
    assert kinds(contact) == ["call_rang", "call_answered", "call_ended"]
    assert [line.id for line in queries.untold(seated.city_id, seated.operator)] == [contact]
    assert [line.id for line in queries.untold(seated.city_id, seated.supervisor)] == [contact]
    assert queries.untold(seated.city_id, seated.clerk) == []
    assert QueueWait.objects.get().how == "answered"


def test_what_is_told_twice_is_told_once(seated: Town, town_clock: TownClock) -> None:
    contact = over(seated, town_clock)
    before = kinds(contact)
    actions.ring_call(seated.city_id, "100.1", at=town_clock(), caller=NUMBER)
    actions.answer_call("100.1", uniqueid="100.1-a", extension="101", at=town_clock())
    actions.leave_queue("100.1", queue="137", how="unanswered", at=town_clock())
    actions.leave_queue("100.1", queue="137", how="answered", at=town_clock())
    actions.end_call("100.1", at=town_clock())
    assert kinds(contact) == before
    assert QueueWait.objects.get().how == "answered", "the queue says of who was answered too that they left"
    assert not verify().breaks


def test_a_queue_that_says_twice_that_one_left(seated: Town, town_clock: TownClock) -> None:
    rung(seated, town_clock)
    actions.leave_queue("100.1", queue="137", how="unanswered", at=town_clock())
    actions.leave_queue("100.1", queue="137", how="", at=town_clock())
    actions.join_queue("100.1", queue="137-more", at=town_clock())
    actions.leave_queue("100.1", queue="137-more", how="", at=town_clock())
    actions.leave_queue("100.1", queue="137-more", how="answered", at=town_clock())
    stays = QueueWait.objects.order_by("pk").values_list("queue", "how")
    assert list(stays) == [("137", "unanswered"), ("137-more", "answered")]


def test_a_call_that_is_passed_on_takes_its_draft_along(seated: Town, town_clock: TownClock) -> None:
    actions.sit_at(seated.city_id, "102", by=seated.supervisor)
    contact = answered(seated, town_clock)
    actions.keep_draft(contact, draft_values={"text": "نیمه‌کاره"}, by=seated.operator)
    actions.answer_call("100.1", uniqueid="100.1-b", extension="102", at=town_clock())
    actions.answer_call("100.1", uniqueid="100.1-c", extension="102", at=town_clock())
    assert row(contact).operator_id == seated.supervisor.id
    assert queries.draft_of(contact) == {"text": "نیمه‌کاره"}
    assert kinds(contact).count("call_transferred") == 1, "another channel of the same phone is no other person"
    with make.refused(NotYourWork):
        actions.keep_draft(contact, draft_values={}, by=seated.operator)
    actions.hand_over(contact, to_staff_id=seated.operator.id, by=seated.supervisor)
    assert row(contact).operator_id == seated.operator.id


def test_a_call_that_still_rings_is_not_given(seated: Town, town_clock: TownClock) -> None:
    actions.sit_at(seated.city_id, "102", by=seated.supervisor)
    contact = rung(seated, town_clock)
    with make.refused(CallStillRings):
        actions.hand_over(contact, to_staff_id=seated.supervisor.id, by=seated.operator)
    actions.answer_call("100.1", uniqueid="100.1-a", extension="101", at=town_clock())
    actions.hand_over(contact, to_staff_id=seated.supervisor.id, by=seated.operator)
    assert row(contact).operator_id == seated.supervisor.id


def test_a_sheet_is_entered_once_though_its_press_comes_twice_at_the_same_moment(live_town: Town) -> None:
    both = threading.Barrier(2)
    numbers: list[int] = []
    began = clock.now() - timedelta(hours=2)

    def press() -> None:
        try:
            both.wait(timeout=30)
            numbers.append(
                enter_paper(
                    CODE,
                    channel="phone",
                    began_at=began,
                    ended_at=None,
                    phone=NUMBER,
                    operator_id=live_town.operator.id,
                    outcome="thanks",
                    by=live_town.supervisor,
                    key="page",
                )[0]
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 2
    assert numbers == [Contact.objects.get().pk] * 2


def test_the_night_on_paper_is_entered_with_its_own_times(town: Town, town_clock: TownClock) -> None:
    now = town_clock()
    contact = actions.record_contact(
        town.city_id,
        channel="phone",
        began_at=now - timedelta(hours=5),
        ended_at=now - timedelta(hours=4.9),
        phone=NUMBER,
        operator_id=town.operator.id,
        from_paper=True,
        by=town.supervisor,
    )
    found = row(contact)
    assert (found.seconds, found.operator_id, found.entered_at) == (360, town.operator.id, now)
    with make.refused(TimesOfContactAreWrong):
        actions.record_contact(town.city_id, channel="visit", began_at=now + timedelta(hours=1), by=town.operator)
    assert [one.id for one in queries.untold(town.city_id, town.operator)] == [contact]


def test_the_callers_card_in_few_statements(
    seated: Town, town_clock: TownClock, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        make.report(phone=PHONES[7], name="رضا نمونه", proof="call", address=f"کوچهٔ {number}")
    make.report("CNF-01", phone=PHONES[7], name="رضا نمونه", proof="call", address="پنهان")
    drain()
    over(seated, town_clock)
    with django_assert_max_num_queries(6):
        card = queries.caller_profile(seated.city_id, PHONES[7], by=seated.operator, now=town_clock())
    assert card.name == "رضا نمونه"
    assert len(card.cases) == 4, "a confidential report is not for an operator's eyes"
    assert {place.address for place in card.places} == {f"کوچهٔ {number}" for number in range(4)}
    assert [one.outcome for one in card.contacts] == [""]
    assert queries.caller_profile(seated.city_id, "", by=seated.operator, now=town_clock()).people == []


def test_terms_hold_from_when_they_are_kept(town: Town, town_clock: TownClock) -> None:
    new = CentreSettings(day_minutes=15, area_code="71", day_opens=time(8))
    with make.refused(NotYourWork):
        actions.keep_centre_settings(town.city_id, new, by=town.operator)
    with make.refused(actions.TermsAreWrong):
        actions.keep_centre_settings(town.city_id, CentreSettings(day_opens=time(22)), by=town.supervisor)
    before: datetime = town_clock()
    town_clock.forward(hours=1)
    actions.keep_centre_settings(town.city_id, new, by=town.supervisor)
    assert queries.centre_settings_at(town.city_id, town_clock()) == new
    assert queries.centre_settings_at(town.city_id, before) == CentreSettings()
    assert row(rung(town, town_clock, caller="32345678")).phone == "+987132345678"


def test_a_seat_is_left_when_another_is_taken(town: Town, town_clock: TownClock) -> None:
    actions.sit_at(town.city_id, "101", by=town.operator)
    actions.sit_at(town.city_id, "102", by=town.operator)
    assert queries.workstation_of(town.operator) == "102"
    actions.note_presence(town.city_id, "102", presence="paused", why="نماز", at=town_clock())
    assert [(seat["extension"], seat["presence"]) for seat in queries.seats(town.city_id)] == [
        ("101", ""),
        ("102", "paused"),
    ]
    actions.leave_workstation(by=town.operator)
    assert queries.workstation_of(town.operator) == ""
    with make.refused(NotYourWork):
        actions.sit_at(town.city_id, "103", by=town.clerk)


def test_figures_of_the_day(seated: Town, town_clock: TownClock) -> None:
    start = town_clock()
    over(seated, town_clock, "100.1")
    rung(seated, town_clock, "100.2", caller="09170000008")
    town_clock.forward(seconds=40)
    found = queries.metrics_between(seated.city_id, start, town_clock(), now=town_clock())
    assert (found.calls, found.answered, found.in_time, found.waiting, found.longest_wait) == (2, 1, 1, 1, 40)
