"""A caller's stay in a queue is kept once, however often the exchange's events are delivered."""

from datetime import timedelta

from peygir.contacts.actions.calls import join_queue, leave_queue, ring_call
from peygir.contacts.models import QueueWait
from peygir.core import clock
from tests.town import Town, TownClock


def test_events_that_come_twice_make_one_stay(town: Town, town_clock: TownClock) -> None:
    at = clock.now()
    ring_call(town.city_id, "1.1", at=at, caller="09170000001")
    for _ in range(2):
        join_queue("1.1", queue="137", at=at)
        leave_queue("1.1", queue="137", how="unanswered", at=at + timedelta(seconds=9))
    assert list(QueueWait.objects.values_list("queue", "how")) == [("137", "unanswered")]
    join_queue("1.1", queue="137", at=at + timedelta(seconds=30))
    assert QueueWait.objects.count() == 2
