"""Promises: given once by the topic's terms, kept, broken, running on when a case is reopened."""

from datetime import datetime, timedelta

import pytest

from peygir.desks.promises.actions import promise_by_record, promise_case, settle_promises
from peygir.desks.promises.models import Promise
from peygir.desks.promises.queries import promises_of, standing_by_unit
from peygir.desks.promises.rules import acknowledged_at, finished_at
from peygir.journey.clock import next_due_at, tick
from peygir.people.rules import IMPORT
from tests import make
from tests.drain import deliver_again, drain
from tests.town import MORNING, PHONES, Town, TownClock


def promise(code: str, kind: str = "finish") -> Promise:
    """A promise of a case."""
    return Promise.objects.get(case__code=code, kind=kind)


def test_an_urgent_topic_is_promised_in_calendar_hours(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    assert promise(code, "ack").due_at == MORNING + timedelta(hours=1)
    assert promise(code).due_at == MORNING + timedelta(hours=6)
    assert make.case(code).due_at == promise(code).due_at
    assert promise(code).hours == 6
    assert promise(code).clock == "C"


def test_working_hours_skip_the_weekend(town: Town, town_clock: TownClock) -> None:
    town_clock.moment = make.moment("2026-05-06T13:00:00+03:30")  # Wednesday; Thursday and Friday are off
    code = make.referred("CLN-01")
    assert promise(code, "ack").due_at > make.moment("2026-05-09T00:00:00+03:30")


@pytest.mark.parametrize("topic", ["EXT-01", "INF-01", ""])
def test_what_has_no_hours_has_no_promise(town: Town, town_clock: TownClock, topic: str) -> None:
    code = make.referred(topic, text="چیزی که هیچ موضوعی نیست")
    assert not Promise.objects.filter(case__code=code).exists()
    assert make.case(code).due_at is None


def test_a_transfer_or_a_note_changes_no_promise(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-01")
    before = list(Promise.objects.filter(case__code=code).order_by("pk").values())
    town_clock.forward(hours=1)
    make.command(code, "refer", town.supervisor, unit_id=town.units["D-02"], note="به منطقهٔ دو")
    make.command(code, "note", town.supervisor, note="پیگیری شد")
    drain()
    assert list(Promise.objects.filter(case__code=code).order_by("pk").values()) == before
    assert len(before) == 2


def test_a_case_that_gets_its_topic_late_is_promised_from_the_first_word(town: Town, town_clock: TownClock) -> None:
    code = make.referred("", text="چیزی که هیچ موضوعی نیست")
    town_clock.forward(hours=2)
    make.command(code, "topic", town.operator, topic_id=town.topics["CIV-09"])
    make.command(code, "refer", town.operator, unit_id=town.units["D-01"], note="چاله است")
    drain()
    assert promise(code).due_at == MORNING + timedelta(hours=6)


def test_accepted_keeps_ack_and_done_keeps_finish(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    accepted = town_clock.forward(minutes=30)
    make.command(code, "accept", town.clerk)
    drain()
    assert promise(code, "ack").kept_at == accepted
    assert promise(code).kept_at is None
    finished = town_clock.forward(hours=1)
    make.command(code, "finish", town.clerk, note="انجام شد", form="بازدید")
    drain()
    assert promise(code).kept_at == finished


def test_kept_is_when_it_was_done_however_late_the_worker_comes(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    done_at = town_clock.forward(hours=5)
    make.command(code, "finish", town.clerk, note="انجام شد", form="بازدید")
    town_clock.forward(hours=12)
    make.command(code, "confirm", town.operator)
    drain()
    assert promise(code).kept_at == done_at
    assert make.case(code).state == "closed"


def test_reopened_the_original_clock_runs_on(town: Town, town_clock: TownClock) -> None:
    code = make.done(topic="CIV-09")
    due = promise(code).due_at
    assert promise(code).kept_at is not None
    make.command(code, "reopen", town.operator, note="درست نشده")
    drain()
    assert promise(code).kept_at is None
    assert promise(code).due_at == due
    town_clock.forward(hours=7)
    assert tick(town_clock()) >= 1
    assert promise(code).broken_at == due
    make.command(code, "accept", town.clerk)
    finished = town_clock.forward(hours=1)
    make.command(code, "finish", town.clerk, note="این بار درست شد", form="بازدید")
    drain()
    assert promise(code).kept_at == finished
    assert promise(code).broken_at == due
    assert standing_by_unit(town.city_id, now=town_clock())[town.units["D-01"]].overdue == 1


def test_a_broken_promise_is_told_once(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    assert next_due_at() == promise(code, "ack").due_at
    town_clock.forward(hours=1)
    assert tick(town_clock()) == 0, "due at this very moment is not late yet"
    town_clock.forward(seconds=1)
    assert tick(town_clock()) == 1
    assert tick(town_clock()) == 0
    assert make.kinds(code).count("promise_broken") == 1
    assert next_due_at() == promise(code, "visit").due_at
    assert make.case(code).state == "referred"


def test_late_is_late_even_when_it_is_done_after(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    town_clock.forward(hours=8)
    assert tick(town_clock()) == 6, "three promises, and the steps at 50, 80 and 100 % of the last"
    make.command(code, "accept", town.clerk)
    drain()
    ack = promise(code, "ack")
    assert ack.kept_at == town_clock()
    assert ack.broken_at == ack.due_at


def test_merged_and_withdrawn_are_no_longer_counted(town: Town, town_clock: TownClock) -> None:
    kept, gone, away = make.referred(), make.referred(phone=PHONES[1]), make.referred(phone=PHONES[2])
    make.command(gone, "merge", town.clerk, into=kept)
    make.command(away, "withdraw", town.operator, note="شهروند پس گرفت")
    drain()
    assert promises_of(make.case(gone).pk) == []
    assert promises_of(make.case(away).pk) == []
    assert len(promises_of(make.case(kept).pk)) == 2


def test_split_off_again_the_promise_runs_on(town: Town, town_clock: TownClock) -> None:
    kept, gone = make.referred("CIV-09"), make.referred("CIV-09", phone=PHONES[1])
    due = promise(gone).due_at
    make.command(gone, "merge", town.clerk, into=kept)
    drain()
    make.command(gone, "split", town.operator, note="دو چالهٔ جداست")
    jobs = drain(twice=True)
    assert [row.due_at for row in promises_of(make.case(gone).pk) if row.kind == "finish"] == [due]
    assert make.case(gone).due_at == due
    deliver_again(jobs)


def test_a_recorded_target_is_the_finish_promise_and_is_given_once(town: Town, town_clock: TownClock) -> None:
    code = make.referred("", text="بی‌موضوع")
    case_id = make.case(code).pk
    due = MORNING + timedelta(days=3)
    promise_by_record(case_id, due_at=due, at=MORNING)
    promise_by_record(case_id, due_at=due + timedelta(days=1), at=MORNING)
    assert promise(code).due_at == due
    assert promise(code).clock == ""
    assert make.case(code).due_at == due
    assert promise(code).terms_id is None
    assert str(IMPORT) == "import"


def test_delivered_again_and_late_settles_to_the_same(town: Town, town_clock: TownClock) -> None:
    code = make.done(topic="CIV-09")
    case_id = make.case(code).pk
    before = list(Promise.objects.filter(case_id=case_id).order_by("pk").values())
    for number in range(1, make.case(code).event_count + 1):
        settle_promises(case_id, number)
        promise_case(case_id, number)
    assert list(Promise.objects.filter(case_id=case_id).order_by("pk").values()) == before


def at(minute: int) -> datetime:
    """A moment."""
    return MORNING + timedelta(minutes=minute)


def test_when_a_case_counts_as_acknowledged_and_finished() -> None:
    states = (
        "referred",
        "returned",
        "referred",
        "in_hand",
        "done",
        "reopened",
        "in_hand",
        "done",
        "confirmed",
        "closed",
    )
    story = [(at(minute), state) for minute, state in enumerate(states, start=1)]
    assert acknowledged_at(story) == at(4)
    assert acknowledged_at(story[:3]) is None
    assert finished_at(story[:5]) == at(5)
    assert finished_at(story[:7]) is None
    assert finished_at(story) == at(8)
    assert finished_at([]) is None


def test_a_promise_that_comes_late_knows_what_was_before(town: Town, town_clock: TownClock) -> None:
    code = make.referred("", text="چیزی که هیچ موضوعی نیست")
    make.command(code, "accept", town.operator)
    accepted = town_clock()
    town_clock.forward(hours=1)
    make.command(code, "topic", town.operator, topic_id=town.topics["CIV-01"])
    make.command(code, "refer", town.operator, unit_id=town.units["D-01"], note="چاله است")
    jobs = drain(twice=True)
    assert promise(code, "ack").kept_at == accepted
    assert promise(code).kept_at is None
    deliver_again(jobs)
