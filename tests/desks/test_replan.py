"""More time: asked, granted or refused, on record; a broken promise is told with a new date before anybody asks."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from peygir.cases.actions import MoveNotPossible, MoveNotYours, SomethingIsMissing
from peygir.city import queries as city
from peygir.desks.answers.models import Message
from peygir.desks.promises.actions import (
    AskedAlready,
    DateIsNotLater,
    DecisionIsUnknown,
    NothingIsAskedFor,
    NothingIsPromised,
    YouAskedYourself,
)
from peygir.desks.promises.calendar import working_time_between
from peygir.desks.promises.models import Promise, Replan
from peygir.desks.promises.queries import finishes, open_replans, standing_by_unit
from peygir.history.queries import verify
from peygir.journey.clock import tick
from peygir.people.models import Staff
from tests import make
from tests.clocks import promise
from tests.drain import deliver_again, drain
from tests.town import MORNING, Town, TownClock


def ask(
    code: str, town: Town, until: datetime, *, by: Any = None, reason: str = "material", note: str = "قیر نیست"
) -> None:
    """The unit asks."""
    make.command(code, "ask_replan", by or town.clerk, reason=reason, until=until, note=note)
    drain(twice=True)


def decide(code: str, town: Town, kind: str, *, by: Any = None, note: str = "پذیرفتنی است") -> None:
    """The centre decides."""
    make.command(code, "decide_replan", by or town.supervisor, kind=kind, note=note)
    drain(twice=True)


def messages_about(code: str) -> list[Message]:
    """What the reporter was told about a date."""
    return list(Message.objects.filter(case__code=code, kind__in=["late", "new_date", "renewed"]).order_by("pk"))


def test_granted_the_citizen_has_a_new_date_and_the_first_is_scored(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    first, until = promise(code).due_at, MORNING + timedelta(days=2)
    town_clock.forward(hours=1)
    ask(code, town, until)
    assert [one.case.code for one in open_replans(town.supervisor, town.city_id)] == [code]
    assert make.case(code).due_at == first, "asking moves nothing"
    decide(code, town, "grant")
    granted = promise(code)
    assert (granted.due_at, granted.granted_due_at, make.case(code).due_at) == (first, until, until)
    (message,) = messages_about(code)
    assert message.kind == "new_date"
    assert "نرسیدن مصالح یا تجهیزات" in message.body
    assert open_replans(town.supervisor, town.city_id) == []
    town_clock.forward(hours=6)
    tick(town_clock())
    drain(twice=True)
    assert promise(code).broken_at == first
    assert len(messages_about(code)) == 1, "he has read the new date already"
    make.command(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain()
    assert standing_by_unit(town.city_id, now=town_clock())[town.units["D-01"]].on_time == 0
    due_at, kept_at = finishes(town.city_id)[make.case(code).pk]
    assert due_at == first < kept_at < until  # type: ignore[operator]
    (row,) = Replan.objects.all()
    assert (row.is_granted, row.asked_by, row.decided_by) == (True, str(town.clerk), str(town.supervisor))
    assert verify().breaks == []


def test_refused_nothing_changes_and_both_stay_on_record(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    before = Promise.objects.filter(case__code=code).order_by("pk").values()
    kept = list(before)
    ask(code, town, MORNING + timedelta(days=9), by=town.manager, reason="workload")
    decide(code, town, "refuse", note="کار فوری است")
    assert list(before.all()) == kept
    assert messages_about(code) == []
    (row,) = Replan.objects.all()
    assert row.is_granted is False
    client = Client()
    client.force_login(Staff.objects.get(username="clerk"))
    page = client.get(f"/desk/case/{code}/").content.decode()
    for words in ("تراکم کار", "قیر نیست", "کار فوری است", "موافقت نشد"):
        assert words in page
    public = Client().get(f"/t/{code}/").content.decode()
    assert "تراکم کار" in public
    assert "قیر نیست" not in public
    ask(code, town, MORNING + timedelta(days=2))
    assert Replan.objects.count() == 2


def test_who_may_ask_for_what_and_when(town: Town, town_clock: TownClock) -> None:
    code, until = make.referred("CIV-09"), MORNING + timedelta(days=2)
    for by in (town.operator, town.clerk_two, town.deputy):
        with make.refused(Exception if by is town.clerk_two else MoveNotYours):  # type: ignore[arg-type]
            make.command(code, "ask_replan", by, reason="material", until=until, note="قیر نیست")
    for when in (None, MORNING, MORNING + timedelta(hours=6), MORNING + timedelta(days=4000)):
        with make.refused(DateIsNotLater):
            make.command(code, "ask_replan", town.clerk, reason="material", until=when, note="قیر نیست")
    with make.refused(SomethingIsMissing):
        make.command(code, "ask_replan", town.clerk, reason="material", until=until, note=" ")
    ask(code, town, until)
    with make.refused(AskedAlready):
        make.command(code, "ask_replan", town.clerk, reason="material", until=until, note="قیر نیست")
    free = make.in_hand(by=town.operator, topic="INF-01", district="")
    with make.refused(NothingIsPromised):
        make.command(free, "ask_replan", town.operator, reason="material", until=until, note="قیر نیست")
    done = make.done(topic="CIV-09")
    with make.refused(MoveNotPossible):
        make.command(done, "ask_replan", town.clerk, reason="material", until=until, note="قیر نیست")


def test_who_may_decide(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    with make.refused(NothingIsAskedFor):
        make.command(code, "decide_replan", town.supervisor, kind="grant", note="باشد")
    ask(code, town, MORNING + timedelta(days=2))
    with make.refused(MoveNotYours):
        make.command(code, "decide_replan", town.manager, kind="grant", note="باشد")
    with make.refused(DecisionIsUnknown):
        make.command(code, "decide_replan", town.supervisor, kind="perhaps", note="باشد")
    with make.refused(SomethingIsMissing):
        make.command(code, "decide_replan", town.supervisor, kind="refuse", note="")
    town_clock.forward(days=3)
    with make.refused(DateIsNotLater):
        make.command(code, "decide_replan", town.supervisor, kind="grant", note="دیر شد")
    own = make.in_hand(by=town.operator, topic="CND-01", district="")
    make.command(
        own, "ask_replan", town.operator, reason="workload", until=town_clock() + timedelta(days=30), note="زیاد است"
    )
    with make.refused(YouAskedYourself):
        make.command(own, "decide_replan", town.operator, kind="grant", note="باشد")
    make.command(own, "decide_replan", town.supervisor, kind="grant", note="باشد")


def test_a_broken_promise_tells_the_citizen_once_before_he_asks(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09", email="shahrvand@example.org")
    due = promise(code).due_at
    town_clock.forward(hours=6, seconds=1)
    while tick(town_clock()):
        pass
    jobs = drain(twice=True)
    assert promise(code).proposed_due_at == town_clock() + timedelta(hours=3), "half the first length again"
    assert make.case(code).due_at == due, "in the inbox it is late"
    messages = messages_about(code)
    assert sorted(message.channel for message in messages) == ["mail", "sms"]
    assert {message.kind for message in messages} == {"late"}
    assert all("دلیل" not in message.body for message in messages), "no reason is on record"
    deliver_again(jobs)
    town_clock.forward(days=3)
    while tick(town_clock()):
        pass
    drain(twice=True)
    assert len(messages_about(code)) == 2
    page = Client().get(f"/t/{code}/").content.decode()
    assert "دیر شده است و پوزش می‌خواهیم" in page
    assert "تاریخ تازه" in page


def test_the_date_that_is_offered_counts_working_time(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-01")
    due = promise(code).due_at
    town_clock.moment = due + timedelta(seconds=1)
    while tick(town_clock()):
        pass
    week = city.office_week(town.city_id, town.units["D-01"], MORNING.date())
    offered = promise(code).proposed_due_at
    assert offered is not None
    assert offered == week.closes_at(week.day_of(offered)), "a date of days is due when the office closes"
    more = working_time_between(due, offered, week) - working_time_between(MORNING, due, week) / 2
    assert timedelta() <= more < week.day_length


def test_a_reason_on_record_is_told(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    ask(code, town, MORNING + timedelta(days=2), reason="permit")
    town_clock.forward(hours=7)
    while tick(town_clock()):
        pass
    drain(twice=True)
    (late,) = messages_about(code)
    assert "در انتظار مجوز" in late.body
    decide(code, town, "grant")
    assert [message.kind for message in messages_about(code)] == ["late", "new_date"]


def test_another_topic_is_told_with_its_date(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    make.command(code, "topic", town.clerk, topic_id=town.topics["CIV-01"])
    drain(twice=True)
    (message,) = messages_about(code)
    assert message.kind == "renewed"
    assert "چاله خیابان" in message.body
    make.command(code, "topic", town.clerk, topic_id=town.topics["INF-01"])
    drain(twice=True)
    assert len(messages_about(code)) == 1, "there is no date to tell of"
