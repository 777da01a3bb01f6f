"""A caller's stay in a queue is kept once, however often the exchange's events are delivered."""

from datetime import timedelta

from peygir.centre.contacts.actions.calls import join_queue, leave_queue, ring_call
from peygir.centre.contacts.actions.missing import LostCall, LostStay, close_lost_call
from peygir.centre.contacts.models import QueueWait
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


def test_stays_that_were_heard_late_are_those_of_the_log(town: Town, town_clock: TownClock) -> None:
    at, late = clock.now(), timedelta(seconds=7)
    ring_call(town.city_id, "1.1", at=at + late, caller="09170000001")
    for number, queue in enumerate(("137", "137-more")):
        heard = at + late + timedelta(seconds=number)
        join_queue("1.1", queue=queue, at=heard)
        leave_queue("1.1", queue=queue, how="unanswered", at=heard)
    stays = tuple(
        LostStay(queue, at + timedelta(seconds=number), None, is_answered=False)
        for number, queue in enumerate(("137", "137-more", "137"))
    )
    over = at + timedelta(minutes=1)
    lost = LostCall("1.1", "09170000001", "137", began_at=at, ended_at=over, queue="137", stays=stays)
    close_lost_call(town.city_id, lost)
    kept = list(QueueWait.objects.order_by("joined_at").values_list("queue", "joined_at"))
    assert [queue for queue, _ in kept] == ["137", "137", "137-more"], "one of the two stays in the first was heard"
    lost = LostCall("1.1", "09170000001", "137", began_at=at, ended_at=over, queue="137", stays=stays[:2])
    before = QueueWait.objects.count()
    close_lost_call(town.city_id, lost)
    assert QueueWait.objects.count() == before


def test_a_log_that_holds_the_last_stay_alone_ends_that_one(town: Town, town_clock: TownClock) -> None:
    at, minute = clock.now(), timedelta(minutes=1)
    ring_call(town.city_id, "1.1", at=at, caller="09170000001")
    join_queue("1.1", queue="137", at=at)
    leave_queue("1.1", queue="137", how="unanswered", at=at + minute)
    join_queue("1.1", queue="137", at=at + 2 * minute)
    last = LostStay("137", at + 2 * minute, at + 3 * minute, is_answered=False)
    lost = LostCall("1.1", "09170000001", "137", began_at=at, ended_at=at + 4 * minute, queue="137", stays=(last,))
    close_lost_call(town.city_id, lost)
    assert list(QueueWait.objects.order_by("joined_at").values_list("left_at", "how")) == [
        (at + minute, "unanswered"),
        (at + 3 * minute, "unanswered"),
    ]
