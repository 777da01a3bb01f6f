"""Weekly mails of boards and questions: on Saturday morning, once a week also after a crash, and to whom."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from peygir.core import clock
from peygir.desks.answers import actions as answers
from peygir.desks.answers.models import Message, MessageFile
from peygir.history.queries import timeline, verify
from peygir.journey.clock import next_due_at, tick
from peygir.journey.lake import lake_folder
from peygir.outlook.insight import actions
from peygir.outlook.insight.actions import subscribing
from peygir.outlook.insight.models import (
    QuestionBoard,
    QuestionSubscription,
    SavedQuestion,
    SubscriptionMail,
)
from peygir.outlook.insight.saved_queries import (
    subscriptions_of,
)
from peygir.outlook.insight.weeks import next_weekly_moment
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.rules import Actor
from tests.drain import drain
from tests.lake_town import written
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
TEXT = "cases_opened~by.month"
MAIL = "m@golgasht.example"


def person(username: str) -> Actor:
    """A member of staff as an actor."""
    return actor_of(Staff.objects.get(username=username))


def saved(town: Town, name: str = "Cases by month", *, by: str = "supervisor", **more: Any) -> SavedQuestion:
    """A question that somebody saved."""
    return actions.save_question(town.city_id, name, TEXT, **{"chart": "line", **more}, by=person(by))


def board(town: Town, name: str = "Mine", *, by: str = "supervisor", **more: Any) -> QuestionBoard:
    """A board that somebody made."""
    return actions.make_board(town.city_id, name, **more, by=person(by))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-05-01T12:00", "2026-05-02T07:00"),  # a Friday
        ("2026-05-02T06:59", "2026-05-02T07:00"),
        ("2026-05-02T07:00", "2026-05-09T07:00"),
        ("2026-05-08T23:59", "2026-05-09T07:00"),
    ],
)
def test_saturday_morning_is_that_of_the_city(now: str, expected: str) -> None:
    zone = "Asia/Tehran"
    moment = datetime.fromisoformat(f"{now}+03:30").astimezone(UTC)
    assert next_weekly_moment(moment, zone) == datetime.fromisoformat(f"{expected}+03:30")


def subscribed(town: Town, *, by: str = "supervisor") -> QuestionSubscription:
    """Somebody with an address who wants a board with two questions by mail."""
    Staff.objects.filter(username=by).update(email=MAIL)
    row = board(town, "Of the week", shared_with="city", by=by)
    for name in ("one", "two"):
        actions.put_on_board(row.pk, saved(town, name, by=by).pk, by=person(by))
    return actions.subscribe(town.city_id, board_id=row.pk, by=person(by))


def test_a_mail_comes_on_saturday_morning_once_a_week(town: Town, town_clock: TownClock) -> None:
    written(lake_folder(), town)
    row = subscribed(town)
    assert [one.name for one in subscriptions_of(town.supervisor)] == ["Of the week"]
    assert actions.subscribe(town.city_id, board_id=row.board_id, by=town.supervisor).pk == row.pk
    assert row.next_at.astimezone().weekday() in (4, 5)
    assert actions.plan_weekly_mails(clock.now()) == 0
    assert not Message.objects.exists()
    town_clock.moment = row.next_at
    assert next_due_at() is not None
    tick(clock.now())
    drain(twice=True)
    message = Message.objects.get()
    assert (message.kind, message.address, message.state) == ("weekly", MAIL, "sent")
    assert f"/desk/boards/{row.board_id}/" in message.body
    assert "/desk/subscriptions/" in message.body
    row.refresh_from_db()
    assert row.next_at == town_clock.moment + timedelta(days=7)
    tick(clock.now())
    drain()
    assert actions.send_weekly(row.pk) is False
    assert Message.objects.count() == 1
    town_clock.forward(days=21)
    tick(clock.now())
    drain()
    assert Message.objects.count() == 2, "after a pause of the clock one mail, not three"
    assert verify().breaks == []


def test_the_mail_has_the_pdf(town: Town, town_clock: TownClock) -> None:
    written(lake_folder(), town)
    row = subscribed(town)
    town_clock.moment = row.next_at
    assert actions.send_weekly(row.pk) is True
    file = MessageFile.objects.get()
    assert (file.kind, bytes(file.content)[:5]) == ("application/pdf", b"%PDF-")
    assert SubscriptionMail.objects.get().week == date(2026, 5, 9)


def test_a_mail_that_is_killed_is_written_once(
    town: Town, town_clock: TownClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(lake_folder(), town)
    row = subscribed(town)
    town_clock.moment = row.next_at
    (make,) = subscribing.board_document_makers
    say = answers.say

    def killed(*given: Any, **more: Any) -> None:
        say(*given, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(answers, "say", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.send_weekly(row.pk)
    assert not Message.objects.exists()
    assert not SubscriptionMail.objects.exists()
    monkeypatch.setattr(answers, "say", say)
    assert actions.send_weekly(row.pk) is True
    assert actions.send_weekly(row.pk) is False
    assert Message.objects.count() == 1
    assert subscribing.board_document_makers == [make]


def test_who_gets_none(town: Town, town_clock: TownClock) -> None:
    written(lake_folder(), town)
    Staff.objects.filter(username="manager").update(email="")
    unread = saved(town, "x", by="manager")
    with pytest.raises(subscribing.NoAddressForMail):
        actions.subscribe(town.city_id, question_id=unread.pk, by=person("manager"))
    row = subscribed(town)
    viewer = person("manager")
    Staff.objects.filter(username="manager").update(email="r@golgasht.example")
    theirs = actions.subscribe(town.city_id, board_id=row.board_id, by=viewer)
    town_clock.moment = row.next_at
    actions.change_board(row.board_id or 0, name="Of the week", shared_with="nobody", by=town.supervisor)
    assert actions.send_weekly(theirs.pk) is False, "not shared any more"
    with pytest.raises(subscribing.NoSuchSubscription):
        actions.unsubscribe(row.pk, by=viewer)
    Staff.objects.filter(username="supervisor").update(is_active=False)
    assert actions.send_weekly(row.pk) is False
    Staff.objects.filter(username="supervisor").update(is_active=True)
    actions.unsubscribe(row.pk, by=town.supervisor)
    assert actions.send_weekly(row.pk) is False, "no longer wanted"
    again = actions.subscribe(town.city_id, board_id=row.board_id, by=town.supervisor)
    actions.end_board(row.board_id or 0, by=town.supervisor)
    assert actions.send_weekly(again.pk) is False, "deleted"
    assert not Message.objects.exists()
    kinds = [event.kind for event in timeline("qboard", row.board_id or 0)]
    assert kinds.count("question_board_subscribed") == 4
