"""The behaviour of staff and citizens in the simulated year: mostly good and in time, sometimes late, wrong or never.

Each case has a course: a generator that yields its next moment and acts when it has come, only through the real
actions. Its random choices depend on the seed and the report's number, so a year is reproducible.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Final

from lab.bench.year_commands import SingleCommands
from lab.bench.year_desks import SOON, URGENT, WorkedCase
from lab.bench.year_reports import PlannedReport
from peygir.cases.models import Report
from peygir.cases.states import ReplanReason, ReturnReason, WaitReason
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.answers.actions import give_verdict
from peygir.people.rules import Actor

# Probabilities, in the order in which a case meets them.
NEVER, WITHDRAWN, RETURNED, RETURNED_AGAIN = 0.03, 0.012, 0.06, 0.35
NOTED, CORRECTED, TRANSFERRED, MERGED, SPLIT = 0.15, 0.03, 0.03, 0.006, 0.4
DECLINED, PLANNED, REFERRED_OUT, WAITS, LONG_WAIT, REPLANS, GRANTED = 0.05, 0.06, 0.03, 0.12, 0.3, 0.06, 0.6
VISITED, ANSWERS, NOT_FIXED, RECALLED = 0.25, 0.4, 0.12, 0.01
AGENCY_ANSWERS: Final = 0.9
MOST_TURNS: Final = 3
DAY: Final = timedelta(days=1)
Course = Iterator[datetime]


class People(SingleCommands):
    """All staff, and the citizens who answer."""

    def teller(self, channel: str, rng: Random) -> Actor:
        """Return who enters a report."""
        return Actor("anonymous") if channel == "web" else self.operator(rng)

    def course(self, planned_report: PlannedReport, code: str, case_id: int) -> Course:
        """Return the course of the case that a report has opened."""
        rng = Random(f"{self.year.seed} {planned_report.number}")  # noqa: S311 - a sample, not a secret
        life = WorkedCase(planned_report.number, code, case_id, planned_report.topic, planned_report.is_unclear, rng)
        self.recent.append(life)
        return self._live(life)

    # ── the course ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _live(self, life: WorkedCase) -> Course:
        rng = life.rng
        if rng.random() < NEVER:
            return
        yield self.hours(life, 0.1, 1)
        if rng.random() < WITHDRAWN:
            self.act(life, "withdraw", self.operator(rng), note=self.words.say("withdrawn", rng) or "—")
            return
        if life.is_unclear:
            yield from self._find_out(life)
        if self.look(life).state == "referred_out":
            yield from self._with_agency(life)
            return
        yield from self._give_back(life)
        if rng.random() < MERGED and self.merge(life):
            if rng.random() >= SPLIT:
                return
            yield clock.now() + DAY * rng.uniform(0.5, 6)
            self.act(life, "split", self.operator(rng), note="دو موضوع جداست.")
            yield self.hours(life, 0.2, 4)
        yield self.ack_by(life)
        self.act(life, "accept", self.owner(life))
        yield from self._look_into(life)
        yield from self._bring_to_an_end(life)

    def _find_out(self, life: WorkedCase) -> Course:
        """The centre calls back, learns what is meant and refers the case."""
        self.act(life, "topic", self.operator(life.rng), topic_id=life.topic.id, note="با تماس روشن شد.")
        yield clock.now() + SOON
        self.pass_on(life)
        yield clock.now() + 3 * SOON

    def _give_back(self, life: WorkedCase) -> Course:
        """The unit returns it as "not ours", once or, now and then, until the centre decides."""
        rng, share, returns = life.rng, RETURNED, 0
        while rng.random() < share:
            reason = rng.choice(sorted(ReturnReason))
            note = self.words.say("returns", rng, kind=reason)
            self.act(life, "return", self.owner(life), reason=reason, note=note)
            returns, share = returns + 1, RETURNED_AGAIN
            yield self.hours(life, 0.5, 8)
        if returns and city.centre_of(self.year.city_id).id == self.look(life).unit_id:
            self.pass_on(life)
            yield self.hours(life, 0.5, 8)

    def _look_into(self, life: WorkedCase) -> Course:
        """What happens while it is in hand: notes, a visit, another topic, another unit, waiting, more time."""
        rng = life.rng
        for share, step in (
            (NOTED, self.note),
            (VISITED, self.visit),
            (CORRECTED, self.correct),
            (TRANSFERRED, self.transfer),
        ):
            if rng.random() < share:
                yield self.hours(life, 0.1, 6)
                step(life)
        if self.look(life).state == "referred":
            yield self.hours(life, 0.3, 6)
            self.act(life, "accept", self.owner(life))
        if rng.random() < WAITS:
            yield from self._wait(life)
        if rng.random() < REPLANS:
            yield from self._ask_for_time(life)

    def _bring_to_an_end(self, life: WorkedCase) -> Course:
        rng, draw = life.rng, life.rng.random()
        if draw < DECLINED:
            yield self.hours(life, 0.5, 8)
            self.act(life, "decline", self.owner(life), note=self.words.say("declined", rng))
            yield from self._hear(life, objects=0.2)
            return
        if draw < DECLINED + REFERRED_OUT:
            yield self.hours(life, 0.5, 8)
            agency = rng.choice(city.agencies(self.year.city_id))
            self.act(life, "refer_out", self.owner(life), agency_id=agency.id, note="به دستگاه مسئول اعلام شد.")
            yield from self._with_agency(life)
            return
        if draw < DECLINED + REFERRED_OUT + PLANNED and self.look(life).urgency != URGENT:
            yield self.hours(life, 3, 30)
            self.act(life, "schedule", self.owner(life), note=self.words.say("scheduled", rng))
            yield clock.now() + DAY * rng.uniform(20, 200)
        else:
            yield self.finish_by(life)
        yield from self._finish(life)

    def _finish(self, life: WorkedCase) -> Course:
        """The work is done and the citizen answers; up to three times, and now and then once more after the closing."""
        rng, code = life.rng, life.topic.code
        for _ in range(MOST_TURNS):
            self.act(
                life,
                "finish",
                self.owner(life),
                form=self.words.form(code, rng),
                note=self.words.answer(code, rng),
            )
            if rng.random() < RECALLED:
                yield clock.now() + DAY * rng.uniform(9, 30)
                self.act(life, "reopen", self.operator(rng), note=self.words.say("not_fixed", rng))
            else:
                yield from self._hear(life, objects=NOT_FIXED)
            if self.look(life).state != "reopened":
                return
            yield self.hours(life, 0.5, 8)
            self.act(life, "accept", self.owner(life))
            yield self.hours(life, 2, 24)

    def _hear(self, life: WorkedCase, *, objects: float) -> Course:
        """The citizen answers, or does not."""
        rng = life.rng
        is_fixed, speaks = rng.random() >= objects, rng.random() < ANSWERS
        if not speaks:
            return
        yield clock.now() + DAY * min(rng.expovariate(0.7), 6.5) + SOON
        report = Report.objects.filter(code=life.code).values_list("pk", "citizen_id").first()
        if report is None or report[1] is None:
            return
        reason = "" if is_fixed else self.words.say("not_fixed", rng)
        by = Actor("citizen", report[1])
        verdict = "citizen_yes" if is_fixed else "citizen_no"
        self.attempt(verdict, lambda: give_verdict(report[0], is_fixed=is_fixed, reason=reason, channel="web", by=by))
        yield clock.now() + SOON

    def _with_agency(self, life: WorkedCase) -> Course:
        rng = life.rng
        yield clock.now() + DAY * rng.uniform(0.5, 20)
        if rng.random() < AGENCY_ANSWERS:
            note = self.words.answer("EXT", rng)
            self.act(life, "close", self.operator(rng), kind="outside", note=note)

    def _wait(self, life: WorkedCase) -> Course:
        """The case waits for days or weeks; it is resumed before the expected day, on it, or long after."""
        rng = life.rng
        yield self.hours(life, 0.5, 6)
        reason = rng.choice(sorted(WaitReason))
        until = clock.now() + DAY * (rng.uniform(10, 40) if rng.random() < LONG_WAIT else rng.uniform(1, 8))
        note = self.words.say("waits", rng, kind=reason)
        self.act(life, "wait", self.owner(life), reason=reason, until=until, note=note)
        yield clock.now() + (until - clock.now()) * rng.choice((rng.uniform(0.2, 0.95), 1.0, 1.0, 1.6))
        self.act(life, "accept", self.owner(life))
        yield clock.now() + SOON  # by then the pause has been added to the promise

    def _ask_for_time(self, life: WorkedCase) -> Course:
        rng, due_at = life.rng, self.look(life).due_at
        yield self.hours(life, 0.2, 6)
        until = max(due_at or clock.now(), clock.now()) + DAY * rng.uniform(2, 20)
        reason = rng.choice(sorted(ReplanReason))
        if self.act(life, "ask_replan", self.owner(life), reason=reason, until=until, note="زمان بیشتر لازم است."):
            yield self.hours(life, 1, 20)
            kind = "grant" if rng.random() < GRANTED else "refuse"
            self.act(life, "decide_replan", self.supervisor(), kind=kind, note="بررسی شد.")
