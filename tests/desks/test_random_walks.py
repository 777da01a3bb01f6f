"""Many people press whatever there is, in any order: nothing breaks, and what is written down holds together."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction

from peygir.cases.commands import VERBS
from peygir.cases.models import Case, Report
from peygir.cases.queries import allowed_moves
from peygir.cases.states import CloseKind, ReplanReason, ReturnReason, WaitReason
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.office import OfficeWeek
from peygir.core.refusals import Refusal
from peygir.desks.answers.actions import give_verdict
from peygir.desks.answers.models import Message, Question, Verdict
from peygir.desks.promises.actions.steps import collection_of
from peygir.desks.promises.days import COLLECTION, due_after_pauses, is_of_days
from peygir.desks.promises.models import EscalationStep, Pause, Promise
from peygir.desks.promises.rules import PromisedHours, moved_by_pause, promises_due
from peygir.history.queries import timeline, verify
from peygir.journey.clock import tick
from peygir.people.rules import ANONYMOUS, Actor
from peygir.storage.jobs.rules import PendingJob
from tests import make
from tests.drain import deliver_again, drain
from tests.town import PHONES, Town, TownClock

TOPICS = ("CIV-01", "CIV-09", "CLN-01", "EXT-01", "CNF-01", "INF-01", "")


class Walk:
    """One seeded walk: every step is one deed of somebody, allowed or not."""

    def __init__(self, seed: int, town: Town, still: TownClock) -> None:
        self.dice, self.town, self.clock = Random(seed), town, still
        self.codes: list[str] = []
        self.jobs: list[PendingJob] = []
        self.done: list[str] = []
        self.refusals: list[Refusal] = []

    def step(self) -> None:
        """One deed; a refusal is an answer like any other, everything else is a fault."""
        self.clock.forward(minutes=self.dice.randint(1, 2000))
        others = [self.say, self.work, self.work, self.tick, self.ask]
        deeds = [self.press] * 8 + others if len(self.codes) > 2 else []
        deed = self.dice.choice([self.report, *deeds])
        try:
            with transaction.atomic():
                deed()
        except Refusal as refusal:
            self.refusals.append(refusal)

    def report(self) -> None:
        """A citizen speaks, perhaps of a case that is there."""
        topic = self.dice.choice(TOPICS)
        join = self.dice.choice(["", "", *self.codes]) if self.codes else ""
        district = "" if topic in ("CNF-01", "INF-01") else self.dice.choice("123")
        phone = self.dice.choice([None, *PHONES[:5]])
        code = make.report(topic, phone=phone, join_code=join, district=district).code
        if not join:
            self.codes.append(code)

    def press(self) -> None:
        """Somebody of the cast presses something on a case."""
        code, verb = self.dice.choice(self.codes), self.dice.choice(sorted(VERBS))
        by = self.dice.choice(list(self.town.actors.values()))
        if self.dice.random() < 0.8 and (open_moves := self._open_moves(code)):
            by, verb = self.dice.choice(open_moves)
        given: dict[str, Any] = {
            "note": self.dice.choice(["", "دلیل", "دلیل", "دلیل"]),
            "reason": self.dice.choice([*ReturnReason, *WaitReason, *ReplanReason]),
            "kind": self.dice.choice([*CloseKind, "grant", "refuse"]),
            "until": clock.now() + timedelta(days=self.dice.randint(-1, 30)),
            "form": self.dice.choice(["", "بازدید شد"]),
            "into": self.dice.choice(self.codes),
            "unit_id": self.dice.choice(list(self.town.units.values())),
            "agency_id": self.dice.choice(list(self.town.agencies.values())),
            "topic_id": self.dice.choice(list(self.town.topics.values())),
            "assignee_id": self.dice.choice([None, *self.town.staff.values()]),
        }
        make.command(code, verb, by, **given)
        self.done.append(verb)

    def ask(self) -> None:
        """Whoever has the case visits, asks for more time or corrects the topic; the centre decides."""
        code, verb = self.dice.choice(self.codes), self.dice.choice(["visit", "ask_replan", "decide_replan", "topic"])
        unit_id = make.case(code).unit_id
        owners = [actor for actor in self.town.actors.values() if actor.unit_id == unit_id]
        by = self.dice.choice([*owners, self.town.supervisor])
        until = clock.now() + timedelta(days=self.dice.randint(1, 90))
        make.command(
            code,
            verb,
            by,
            reason=self.dice.choice(list(ReplanReason)),
            until=until,
            note="دلیل",
            kind=self.dice.choice(["grant", "refuse"]),
            topic_id=self.dice.choice(list(self.town.topics.values())),
        )
        self.done.append(verb)

    def _open_moves(self, code: str) -> list[tuple[Actor, str]]:
        """Who may do what now; ends are rarer than the way there."""
        moves = [
            (actor, row.move.verb)
            for actor in self.town.actors.values()
            for row in allowed_moves(actor, make.case(code))
            if row.is_allowed
        ]
        return [one for one in moves if one[1] not in ("withdraw", "merge") or self.dice.random() < 0.1]

    def say(self) -> None:
        """A reporter answers, asked or not."""
        report_id = self.dice.choice(list(Report.objects.order_by("pk").values_list("pk", flat=True)))
        is_fixed = self.dice.random() < 0.5
        give_verdict(report_id, is_fixed=is_fixed, reason="هنوز هست", channel="web", by=ANONYMOUS)
        self.done.append("verdict")

    def work(self) -> None:
        """The worker comes by."""
        self.jobs += drain()

    def tick(self) -> None:
        """The clock looks."""
        tick(clock.now())


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_pressed(town: Town, town_clock: TownClock, seed: int) -> None:
    walk = Walk(seed, town, town_clock)
    while len(walk.codes) < 3:
        walk.step()
    for _ in range(50):
        walk.step()
    walk.work()
    while tick(clock.now()):
        walk.work()
    assert len(walk.done) > 5
    assert all(refusal.words("fa") and refusal.words("en") for refusal in walk.refusals)
    _holds_together()
    deliver_again(walk.jobs[-15:])


def _no_clock_was_reset(case: Case) -> None:
    """Every promise runs from the first word, and has moved by the pauses on record and by nothing else."""
    pauses = list(Pause.objects.filter(case=case).order_by("number"))
    for promise in Promise.objects.filter(case=case):
        assert promise.given_due_at == _from_the_first_word(case, promise)
        week = city.office_week(case.city_id, promise.unit_id, city.day_of(case.city_id, case.opened_at))
        due, spans = promise.given_due_at, list[tuple[datetime, datetime]]()
        for pause in pauses:
            if pause.to_at is not None and not (promise.kept_at and promise.kept_at <= pause.from_at):
                spans.append((pause.from_at, pause.to_at))
                moved = _moved(case, promise, due, spans, week)
                # A pause after a promise was kept once, and reopened since, may have been none of its own.
                due = moved if promise.due_at >= moved else due
        assert promise.due_at == due
        assert promise.paused_at is None or any(pause.to_at is None for pause in pauses)
    firsts = Promise.objects.filter(case=case, is_first=True).values_list("kind", flat=True)
    assert len(set(firsts)) == len(firsts)
    fired = [line.data for line in timeline("case", case.pk) if line.kind == "case_climbed"]
    assert (
        len({data["step"] for data in fired})
        == len(fired)
        == EscalationStep.objects.filter(case=case, state="fired").count()
    )
    assert Pause.objects.filter(case=case, to_at=None).count() <= 1


def _moved(
    case: Case, promise: Promise, due: datetime, spans: list[tuple[datetime, datetime]], week: OfficeWeek
) -> datetime:
    """Moved by the last pause; a promise of days is counted anew with all of them."""
    if not is_of_days(promise.clock, promise.hours):
        return moved_by_pause(due, first=spans[-1][0], last=spans[-1][1], clock=promise.clock, week=week)
    return due_after_pauses(
        promise.given_due_at,
        start=case.opened_at,
        hours=promise.hours,
        clock=promise.clock,
        pauses=spans,
        week=week,
        collection=collection_of(case, promise.topic_id),
    )


def _from_the_first_word(case: Case, promise: Promise) -> datetime:
    week = city.office_week(case.city_id, promise.unit_id, city.day_of(case.city_id, case.opened_at))
    assert promise.hours is not None
    hours = {"ack": Decimal(0), "visit": Decimal(0), "finish": Decimal(0), promise.kind: promise.hours}
    terms = PromisedHours(hours["ack"], hours["finish"], "B" if promise.clock == "B" else "C", hours["visit"])
    collection = collection_of(case, promise.topic_id) if promise.clock == COLLECTION else None
    (due,) = promises_due(terms, start=case.opened_at, week=week, collection=collection)
    return due.due_at


def _holds_together() -> None:
    assert verify().breaks == []
    for case in Case.objects.all():
        story = [(event.kind, event.data) for event in timeline("case", case.pk)]
        states = [data["to"] for _, data in story if {"from", "to"} <= data.keys()]
        assert case.state == [*["new"], *states][-1]
        assert case.report_count == Report.objects.filter(case=case).count()
        assert case.state != "merged" or case.report_count == 0
        assert case.unit_id is not None or case.state in ("new", "withdrawn", "merged")
        assert (case.until is not None) == (case.state == "waiting")
        in_force = Promise.objects.filter(case=case, is_over=False)
        assert not (in_force.exists() and case.state in ("merged", "withdrawn"))
        finish = in_force.filter(kind="finish").first()
        if finish is not None:
            assert (finish.kept_at is not None) == (case.state in ("done", "confirmed", "closed", "not_actionable"))
            assert finish.paused_at or case.due_at == (finish.granted_due_at or finish.due_at)
        _no_clock_was_reset(case)
        if case.is_confidential and case.state in ("new", "referred", "in_hand", "waiting", "scheduled"):
            assert case.unit is not None
        open_questions = Question.objects.filter(case=case, ended_at=None)
        if case.state == "done":
            assert open_questions.exists()
    for question in Question.objects.all():
        assert Verdict.objects.filter(question=question).count() <= 1
    assert not Message.objects.filter(state="dead").exists()
