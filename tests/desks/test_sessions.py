"""Live sessions: planned, registered for, spoken in, ordered; an order has a promise and its citizen hears of it."""

from datetime import timedelta

import pytest

from peygir.centre.sessions import actions, queries
from peygir.centre.sessions.actions.queue import NoSuchCaseOfYours
from peygir.centre.sessions.models import LiveOrder, Registration
from peygir.centre.sessions.rules import NewSession, OrderDateIsWrong
from peygir.core import clock
from peygir.desks.answers.models import Message
from peygir.history.queries import timeline
from peygir.journey.sessions import answer_order, call_off
from peygir.people.actions import NotYourWork, silence_phone
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
CITIZEN = Actor("citizen")
DAY = timedelta(days=1)


def planned(town: Town, places: int = 3) -> int:
    """A session of tomorrow, of the first district."""
    begins = clock.now() + DAY
    new = NewSession(
        unit_id=town.units["D-01"],
        who_fa="مهندس نمونه",
        who_en="Eng. Sample",
        begins_at=begins,
        ends_at=begins + timedelta(hours=2),
        line="137",
        places=places,
    )
    return actions.plan_session(town.city_id, new, by=town.supervisor)


def registered(session_id: int, number: int = 0, **given: str) -> int:
    """A citizen's place."""
    return actions.register(session_id, phone=PHONES[number], text="آسفالت کوچه", by=CITIZEN, **given)


def kinds(file: str, number: int) -> list[str]:
    """What happened to a session or an order."""
    return [line.kind for line in timeline(file, number)]


def test_only_who_leads_the_centre_plans(town: Town) -> None:
    for by in (town.operator, town.clerk, town.manager):
        with make.refused(NotYourWork):
            actions.plan_session(
                town.city_id,
                NewSession(town.units["D-01"], "x", clock.now() + DAY, clock.now() + DAY + DAY / 24, "137"),
                by=by,
            )
    session = planned(town)
    row = queries.session(town.city_id, session)
    assert row is not None
    assert (row.who, row.unit[0], row.left) == (("مهندس نمونه", "Eng. Sample"), "شهرداری منطقهٔ یک", 3)
    assert [one.id for one in queries.sessions_between(town.city_id, clock.now(), clock.now() + 2 * DAY)] == [session]


def test_a_phone_has_one_place_and_gives_it_up(town: Town) -> None:
    session = planned(town, places=2)
    place = registered(session)
    with make.refused(actions.RegisteredAlready):
        registered(session)
    with make.refused(actions.WordsAreMissing):
        actions.register(session, phone=PHONES[1], text="  ", by=CITIZEN)
    registered(session, 1)
    with make.refused(actions.NoPlaceLeft):
        registered(session, 2)
    with make.refused(actions.NoSuchPlace):
        actions.withdraw(place, phone=PHONES[1], by=CITIZEN)
    actions.withdraw(place, phone=PHONES[0], by=CITIZEN)
    actions.withdraw(place, phone=PHONES[0], by=CITIZEN)
    registered(session, 2)
    assert kinds("session", session) == [
        "session_planned",
        "session_joined",
        "session_joined",
        "session_left",
        "session_joined",
    ]
    assert set(queries.own_places(PHONES[2], [session])) == {session}
    assert not queries.own_places(PHONES[0], [session])


def test_a_case_is_linked_only_to_its_own_reporter(town: Town) -> None:
    session, code = planned(town), make.referred(phone=PHONES[0])
    with make.refused(NoSuchCaseOfYours):
        registered(session, 1, case_code=code)
    place = registered(session, 0, case_code=code, topic_code="CIV-01")
    found = queries.place(place)
    assert found is not None
    assert (found.case_code, found.is_own, found.topic) == (code, True, ("چاله خیابان", "pothole"))


def test_a_session_is_held_and_its_order_kept(town: Town, town_clock: TownClock, box: FakeMailbox) -> None:
    session = planned(town)
    place, late = registered(session), registered(session, 1)
    town_clock.forward(days=1, minutes=10)
    caller = actions.take_call(session, phone="0917 000 0003", name="رضا", by=town.operator)
    assert actions.take_call(session, phone="0917 000 0003", by=town.operator) == caller
    actions.tell_talk(place, is_reached=True, notes="قول پیگیری داد", by=town.operator)
    actions.tell_talk(caller, is_reached=True, by=town.operator)
    order = actions.give_order(
        place, unit_id=town.units["D-02"], text="لکه‌گیری کوچه", due_at=clock.now() + 3 * DAY, by=town.operator
    )
    actions.end_session(session, by=town.operator)
    assert Registration.objects.get(pk=late).state == "missed"
    with make.refused(actions.SessionIsOver):
        registered(session, 4)
    assert [one.id for one in queries.open_orders(town.city_id, town.clerk_two)] == [order]
    assert queries.open_orders(town.city_id, town.clerk) == []
    with make.refused(actions.NoSuchLiveOrder):
        answer_order(order, answer="انجام شد", by=town.clerk)
    with make.refused(actions.OrderNeedsWords):
        answer_order(order, answer=" ", by=town.clerk_two)
    town_clock.forward(days=1)
    answer_order(order, answer="کوچه لکه‌گیری شد.", by=town.clerk_two)
    drain(twice=True)
    with make.refused(actions.OrderIsDone):
        answer_order(order, answer="دوباره", by=town.clerk_two)
    (short_message,) = box.short(PHONES[0])
    assert "لکه‌گیری کوچه" in short_message.text
    assert "کوچه لکه‌گیری شد." in short_message.text
    assert "شهرداری منطقهٔ دو" in short_message.text
    (line,) = queries.orders_of(session)
    assert (line.promise(clock.now()), line.state) == ("kept", "done")
    assert kinds("order", order) == ["order_given", "order_done"]
    row = queries.session(town.city_id, session)
    assert row is not None
    assert (row.spoken, row.missed, row.orders, row.orders_open) == (2, 1, 1, 0)


def test_an_order_has_a_date_and_is_taken_back(town: Town) -> None:
    place = registered(planned(town))
    given = {"unit_id": town.units["D-01"], "text": "پیگیری", "by": town.operator}
    with make.refused(OrderDateIsWrong):
        actions.give_order(place, due_at=clock.now() - DAY, **given)  # type: ignore[arg-type]
    with make.refused(actions.OrderNeedsWords):
        actions.give_order(place, due_at=clock.now() + DAY, **{**given, "unit_id": 10**6})  # type: ignore[arg-type]
    with make.refused(NotYourWork):
        actions.give_order(place, due_at=clock.now() + DAY, **{**given, "by": town.clerk})  # type: ignore[arg-type]
    order = actions.give_order(place, due_at=clock.now() + DAY, **given)  # type: ignore[arg-type]
    with make.refused(NotYourWork):
        actions.drop_order(order, by=town.clerk)
    actions.drop_order(order, by=town.operator)
    assert LiveOrder.objects.get().state == "dropped"
    assert queries.open_orders(town.city_id, town.clerk) == []
    assert not Message.objects.exists()


def test_a_session_that_is_called_off_is_told_to_who_waits(town: Town) -> None:
    session = planned(town)
    registered(session, 0)
    registered(session, 1, language="en")
    gone = registered(session, 2)
    actions.withdraw(gone, phone=PHONES[2], by=CITIZEN)
    with make.refused(NotYourWork):
        call_off(town.city_id, session, by=town.operator)
    assert call_off(town.city_id, session, by=town.supervisor) == 2
    bodies = dict(Message.objects.values_list("address", "body"))
    assert set(bodies) == {PHONES[0], PHONES[1]}
    assert "مهندس نمونه" in bodies[PHONES[0]]
    assert "Eng. Sample" in bodies[PHONES[1]]
    with make.refused(actions.SessionIsOver):
        call_off(town.city_id, session, by=town.supervisor)


def test_who_wants_no_messages_gets_none(town: Town) -> None:
    make.report(phone=PHONES[0])
    silence_phone(PHONES[0], is_silent=True)
    place = registered(planned(town))
    order = actions.give_order(
        place, unit_id=town.units["D-01"], text="پیگیری", due_at=clock.now() + DAY, by=town.operator
    )
    before = Message.objects.count()
    answer_order(order, answer="انجام شد.", by=town.manager)
    assert Message.objects.count() == before
