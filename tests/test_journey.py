"""The plot: who is woken by what, and a queue in which nothing is lost and nothing holds up the rest."""

import os
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from peygir.cases.actions import NoSuchCase, SomethingIsMissing
from peygir.cases.commands import COMMANDS, FIELDS, VERBS
from peygir.cases.lifecycle import MOVES
from peygir.core import clock
from peygir.desks.answers.actions.outbox import tell_reporters as tell
from peygir.desks.answers.reporter_messages import TOLD
from peygir.desks.intake.models import Photo
from peygir.history.actions import wakes
from peygir.history.catalogue import catalogue
from peygir.journey import commands
from peygir.journey.clock import next_due_at, tick
from peygir.journey.dispatch import ACTIONS, work_one, work_round
from peygir.journey.night import tidy
from peygir.journey.plot import WAKES
from peygir.media import files
from peygir.people.actions import count_use
from peygir.people.models import RateLimitUse
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import EVENTS_QUEUE, LAST_ATTEMPT, OUTSIDE_QUEUE, PendingJob, seconds_until_retry
from tests import make
from tests.drain import drain, waiting
from tests.pictures import encoded, picture
from tests.town import MORNING, PHONES, Town, TownClock


def test_every_move_of_the_table_is_in_the_plot() -> None:
    assert {move.event for move in MOVES} <= {event for event in catalogue().values() if event in WAKES or event.ends}


def test_every_verb_can_be_pressed() -> None:
    assert set(commands.ACTIONS) == VERBS
    assert {command.move for command in COMMANDS} - {None} == set(MOVES)
    assert {name for command in COMMANDS for name in (*command.fields, *command.required)} <= set(FIELDS)


def test_an_action_has_one_name() -> None:
    woken = [action for row in WAKES.values() for action in row]
    assert len(ACTIONS) == len(set(woken))
    assert set(ACTIONS.values()) == set(woken)
    for name, action in ACTIONS.items():
        desk, verb = name.split(".")
        assert action.__module__.startswith(f"{apps.get_app_config(desk).name}.actions")
        assert action.__name__ == verb
    assert all(count == 1 for row in WAKES.values() for count in Counter(row).values())


def test_history_knows_whom_to_wake() -> None:
    assert set(wakes) == {event.kind for event in WAKES}
    places = {name: queue for row in wakes.values() for queue, name in row}
    outside = {name for name, queue in places.items() if queue == OUTSIDE_QUEUE}
    assert outside == {
        "intake.examine_files",
        "intake.prepare_photos",
        "intake.fetch_media",
        "fieldwork.prepare_evidence",
        "fieldwork.look_at_evidence",
        "routing.forward_referral",
        "scoring.order_seasons",
        "scoring.mail_marks",
        "insight.compose_report",
        "panel.prepare_visit_photo",
    }, "what touches files or asks other servers, and nothing else"
    assert set(places.values()) == {EVENTS_QUEUE, OUTSIDE_QUEUE}


def test_what_is_told_is_what_wakes_the_telling() -> None:
    assert set(TOLD) == {event.kind for event, row in WAKES.items() if tell in row}


# ── the queue ───────────────────────────────────────────────────────────────────────────────────────────────────────


def failed_jobs() -> list[tuple[str, int]]:
    """(state, attempts) of what is left in the queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, attempts FROM jobs_job ORDER BY id")
        return [(state, attempts) for state, attempts in cursor.fetchall()]


def hurry() -> None:
    """What waits for its next attempt is due now."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE jobs_job SET due_at = statement_timestamp()")


@pytest.mark.usefixtures("town_clock")
def test_a_round_does_what_is_there_and_what_it_leaves_behind(town: Town) -> None:
    code = make.report().code
    assert waiting() == 2
    assert work_round() == 7
    assert waiting() == 0
    assert make.kinds(code) == ["case_opened", "case_read", "case_referred", "promises_given"]
    assert work_round() == 0
    assert work_one() is None


@pytest.mark.usefixtures("town_clock")
def test_a_round_has_its_limit(town: Town) -> None:
    code = make.report().code
    assert work_round(limit=1) == 6, "one that waited, and what it leaves behind"
    assert waiting() == 1, "the other one that waited"
    assert make.kinds(code)[-1] == "promises_given"
    assert work_round(limit=1) == 1
    assert waiting() == 0


@pytest.mark.usefixtures("town_clock")
def test_a_round_that_fails_has_not_happened(live_town: Town) -> None:
    good = make.report().code
    broken = _break_a_job()
    with pytest.raises(NoSuchCase):
        work_round()
    assert make.kinds(good) == ["case_opened"]
    failures: list[PendingJob | None] = []
    while waiting(["events"]) and len(failures) < 50:
        failures.append(work_one())
        if all(state == "waiting" and attempts for state, attempts in failed_jobs()):
            break
    assert make.kinds(good)[-1] == "promises_given"
    assert [job.file_id for job in failures if job is not None] == [broken]
    assert failed_jobs() == [("waiting", 1)]


@pytest.mark.usefixtures("town_clock")
def test_a_job_that_always_fails_stays_to_be_seen(live_town: Town) -> None:
    _break_a_job()
    last = LAST_ATTEMPT[EVENTS_QUEUE]
    for attempt in range(1, last + 1):
        hurry()
        assert work_one() is not None
        assert failed_jobs() == [("failed" if attempt == last else "waiting", attempt)]
    hurry()
    assert work_one() is None


def _break_a_job() -> int:
    """A job for a case that is not there; gives its id."""
    add_jobs("routing.route_case", [7])
    return 7


def test_retries_wait_longer_and_longer() -> None:
    for queue, longest in ((EVENTS_QUEUE, 3600), (OUTSIDE_QUEUE, 2**14)):
        waits = [seconds_until_retry(attempt, queue) for attempt in range(LAST_ATTEMPT[queue] - 1)]
        assert waits == sorted(waits)
        assert (waits[0], max(waits)) == (2, longest)


# ── the clock ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_clock_knows_when_to_look_again(town: Town, town_clock: TownClock) -> None:
    assert next_due_at() is None
    assert tick(clock.now()) == 0
    make.done()
    make.referred("CIV-09", phone=PHONES[1])
    due = next_due_at()
    assert due == MORNING + timedelta(hours=1)
    steps = 0
    while (due := next_due_at()) is not None:
        town_clock.moment = max(town_clock.moment, due + timedelta(microseconds=1))
        assert tick(clock.now()) > 0, "at its moment there is something to do"
        drain()
        steps += 1
        assert steps < 20
    assert town_clock.moment == MORNING + timedelta(days=7, microseconds=1)


def test_a_batch_of_overtaken_questions_does_not_hide_the_rest(
    town: Town, town_clock: TownClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peygir.desks.answers.models import Question

    code = make.done()
    case = make.case(code)
    asked = Question.objects.get()
    Question.objects.bulk_create(
        Question(case=case, number=-number, kind="fixed", asked_at=MORNING, closes_at=asked.closes_at - timedelta(1))
        for number in range(1, 301)
    )
    town_clock.forward(days=8)
    while tick(clock.now()):
        pass
    assert make.case(code).close_kind == "silence"


def test_tidying(town: Town, town_clock: TownClock) -> None:
    count_use("login", "x", 5, 60)
    assert tidy(clock.now(), before=MORNING + timedelta(days=1)) == 1
    assert not RateLimitUse.objects.exists()


def test_a_raw_upload_that_no_row_names_goes(town: Town, town_clock: TownClock, tmp_path: Path, settings: Any) -> None:
    settings.UPLOADS = tmp_path / "uploads"
    make.report(photos_raw=[encoded(picture())])
    named = Photo.objects.get().raw
    lost, young = files.save(b"lost", "raw", is_own=True), files.save(b"young", "raw", is_own=True)
    half = settings.UPLOADS / named[:5] / ".0123.part"
    half.write_bytes(b"half")
    for old in (settings.UPLOADS / named, settings.UPLOADS / lost, half):
        os.utime(old, (MORNING.timestamp(), MORNING.timestamp()))
    assert tidy(clock.now(), before=MORNING + timedelta(hours=1)) == 1
    assert files.read(named)
    assert files.read(young) == b"young"
    assert not (settings.UPLOADS / lost).exists()
    assert not half.exists()


def test_one_press_is_one_transaction(town: Town, town_clock: TownClock, settings: Any) -> None:
    code = make.in_hand()
    before = make.case(code)
    with make.refused(SomethingIsMissing):
        make.command(code, "finish", town.clerk, note="", form="بازدید")
    after = make.case(code)
    assert (after.state, after.version, after.event_count) == (before.state, before.version, before.event_count)
    from peygir.desks.fieldwork.models import Evidence

    assert not Evidence.objects.exists()
