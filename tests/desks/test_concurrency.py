"""Two people at once: one wins, the other is told; nothing is overwritten, nothing breaks."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from peygir.cases import actions as cases
from peygir.core import clock
from peygir.desks.answers.actions import close_silent, give_verdict, send_due_messages
from peygir.desks.answers.models import Message, Verdict
from peygir.history.queries import timeline
from peygir.journey.clock import tick
from peygir.journey.dispatch import work_round
from peygir.ops.rounds import event_round
from peygir.people.actions import make_system_token, use_one_time_code
from peygir.people.models import Staff
from peygir.people.rules import ANONYMOUS
from tests import make
from tests.at_once import at_once, is_whole, refusals
from tests.drain import drain, waiting
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_two_moves_on_what_both_saw(live_town: Town) -> None:
    for number in range(5):
        code = make.referred(phone=PHONES[number])
        seen = make.case(code).version
        answers = at_once(
            lambda code=code, seen=seen: make.command(code, "accept", live_town.clerk, version=seen),  # type: ignore[misc]
            lambda code=code, seen=seen: make.command(  # type: ignore[misc]
                code, "decline", live_town.clerk_b, version=seen, note="ملک خصوصی"
            ),
        )
        assert refusals(answers) == ["CaseHasChanged"]
        assert make.case(code).version == seen + 1
        assert len([kind for kind in make.kinds(code) if kind in ("case_accepted", "case_declined")]) == 1
    assert is_whole()


def test_two_hundred_moves_on_twenty_cases(live_town: Town) -> None:
    codes = [make.referred(phone=PHONES[number]) for number in range(20)]
    tokens = {
        name: make_system_token(name, channel="api", acts_as=Staff.objects.get(username=name))
        for name in ("clerk", "clerk_b", "manager")
    }
    moves: list[tuple[str, dict[str, Any]]] = [
        ("accept", {}),
        ("decline", {"note": "نیازی نیست"}),
        ("wait", {"reason": "weather", "note": "باران", "until": "2026-05-09T10:00:00+03:30"}),
        ("schedule", {"note": "بودجه"}),
        ("finish", {"note": "انجام شد", "form": "بازدید"}),
    ]
    jobs = [(codes[n % 20], *moves[n // 20 % len(moves)], list(tokens)[n % 3]) for n in range(200)]
    versions = {code: make.case(code).version for code in codes}

    def knock(job: tuple[str, str, dict[str, Any], str]) -> int:
        code, verb, given, who = job
        try:
            answer = Client().post(
                f"/api/v1/cases/{code}/moves",
                json.dumps({"verb": verb, "version": versions[code], **given}),
                content_type="application/json",
                headers={"Authorization": f"Bearer {tokens[who]}"},
            )
            if answer.status_code == 200:
                versions[code] = answer.json()["version"]
            return answer.status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(knock, jobs))
    assert set(answers) <= {200, 409}, answers
    assert answers[200] >= 20
    told = {"case_accepted", "case_declined", "case_paused", "case_scheduled", "case_finished"}
    moved = sum(1 for code in codes for kind in make.kinds(code) if kind in told)
    assert moved == answers[200]
    drain()
    assert is_whole()


def test_merges_that_cross_each_other(live_town: Town) -> None:
    for number in range(2):
        first, other = make.referred(phone=PHONES[number]), make.referred(phone=PHONES[number + 10])
        answers = at_once(
            lambda one=first, other=other: make.command(one, "merge", live_town.clerk, into=other),  # type: ignore[misc]
            lambda one=first, other=other: make.command(other, "merge", live_town.clerk_b, into=one),  # type: ignore[misc]
        )
        assert len(refusals(answers)) == 1, answers
        assert set(refusals(answers)) <= {"CaseHasChanged", "CaseCannotTakeIn", "MoveNotPossible"}
        assert sorted((make.case(first).state, make.case(other).state)) == ["merged", "referred"]
    drain()
    assert is_whole()


def test_yes_and_no_and_silence_at_once(live_town: Town, town_clock: TownClock) -> None:
    codes = []
    for number in range(4):
        code = make.done(phone=PHONES[number])
        second = make.report(phone=PHONES[number + 10], join_code=code).code
        codes.append((code, second))
    town_clock.forward(days=7)
    for code, second in codes:
        ids = [make.report_row(one).pk for one in (code, second)]

        def say(report_id: int, is_fixed: bool) -> None:
            give_verdict(report_id, is_fixed=is_fixed, reason="هنوز هست", channel="web", by=ANONYMOUS)

        answers = at_once(
            lambda ids=ids: say(ids[0], True),  # type: ignore[misc]
            lambda ids=ids: say(ids[1], False),  # type: ignore[misc]
            lambda ids=ids: say(ids[0], True),  # type: ignore[misc]
            lambda: close_silent(clock.now()),
        )
        assert set(refusals(answers)) <= {"AnsweredAlready", "NothingIsAsked"}
        assert make.case(code).state in ("confirmed", "reopened", "closed")
        assert Verdict.objects.filter(question__case__code=code).count() <= 1
        ended = [kind for kind in make.kinds(code) if kind in ("case_confirmed", "case_reopened", "case_closed")]
        assert len(ended) == 1
    drain()
    assert is_whole()


def test_two_workers_share_the_jobs(live_town: Town, tmp_path: Any) -> None:
    codes = [make.report(phone=phone).code for phone in PHONES[:12]]

    def work() -> None:
        """As the worker does it: a round that met another's lock the wrong way round is done again, one by one."""
        while waiting(["events"]):
            event_round()

    assert refusals(at_once(work, work, work)) == []
    for code in codes:
        # All stand at one spot, so they are a burst besides: noted at any point of their way.
        told = [kind for kind in make.kinds(code) if kind != "case_in_incident"]
        assert told == ["case_opened", "case_read", "case_referred", "promises_given"]
    assert Message.objects.count() == 24
    at_once(*[lambda: send_due_messages(clock.now()) for _ in range(3)])
    sent = FakeMailbox(tmp_path).short()
    assert len(sent) == len({one.message_id for one in sent}) == 24
    assert not Message.objects.exclude(state="sent").exists()
    assert is_whole()


def test_the_worker_and_a_clerk_at_once(live_town: Town) -> None:
    code = make.referred()
    for _ in range(5):
        make.report(phone=PHONES[1], join_code=code)
    answers = at_once(
        lambda: [work_round() for _ in range(3)],
        lambda: make.command(code, "accept", live_town.clerk),
        lambda: make.command(code, "note", live_town.manager, note="بروید", version=None),
    )
    assert refusals(answers) == []
    drain()
    assert make.case(code).state == "in_hand"
    assert is_whole()


def test_two_clocks_break_a_promise_once(live_town: Town, town_clock: TownClock) -> None:
    codes = [make.referred("CIV-09", phone=phone) for phone in PHONES[:5]]
    town_clock.forward(hours=10)
    at_once(*[lambda: tick(clock.now()) for _ in range(3)])
    for code in codes:
        assert make.kinds(code).count("promise_broken") == 3  # acknowledged, visited, finished: none was
    assert is_whole()


def test_a_one_time_code_is_good_once(live_town: Town) -> None:
    from peygir.people.actions import make_one_time_code

    code = make_one_time_code(PHONES[0])
    answers = at_once(*[lambda: use_one_time_code(PHONES[0], code=code) for _ in range(4)])
    assert refusals(answers) == ["CodeHasExpired"] * 3


def test_nobody_writes_past_the_lock(live_town: Town) -> None:
    code = make.referred()
    deeds = [
        lambda n=n: make.command(code, "note", live_town.clerk, note=f"یادداشت {n}", version=None) for n in range(8)
    ]
    assert refusals(at_once(*deeds)) == []
    numbers = [event.number for event in timeline("case", make.case(code).pk)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert make.kinds(code).count("note_added") == 8
    with pytest.raises(cases.CaseHasChanged):
        make.command(code, "accept", live_town.clerk, version=1)
