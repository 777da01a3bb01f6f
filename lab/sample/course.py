"""The course of one sample case from the report until now: mostly good, sometimes not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from lab.bench.million.owners import AssignedOwner
from lab.sample.pace import SHORTEST_STEP, Pace
from lab.sample.words import SampleTexts
from peygir.cases.states import ReturnReason, WaitReason
from peygir.city import queries as city
from peygir.city.facts import Place, TopicFacts

# Probabilities, in the order in which a case meets them.
WITHDRAWN, RETURNED, DECLINED, WAITS, NOTED = 0.015, 0.04, 0.06, 0.08, 0.15
PLANNED: Final = {"P": 0.11, "N": 0.015, "U": 0.0, "I": 0.0}
ANSWERS, OBJECTS = 0.40, 0.16
AGENCY_ANSWERS: Final = 0.96
NOT_FIXED: Final = (0.04, 0.15)  # between the best and the worst unit
LATE: Final = (0.03, 0.20)


@dataclass(slots=True)
class Joiner:
    """A further report of the same thing; `taken` is called if the case still accepts it."""

    report: dict[str, Any]
    by: str
    taken: Callable[[], None]


@dataclass(slots=True)
class Course(Pace):
    """The course of one case; it stops at `now`. Every step returns whether there was time for it."""

    topic: TopicFacts | None  # None: not clear from the text
    meant: TopicFacts
    meant_owner: AssignedOwner
    place: Place
    words: SampleTexts
    now: datetime
    reporter: str  # the citizen as an actor: "citizen:7" or "anonymous"
    joiners: list[Joiner] = field(default_factory=list)

    def run(self) -> None:
        """Run the course."""
        self._arrive()
        if self.rng.random() < WITHDRAWN and self.reporter != "anonymous":
            self._withdraw()
        elif self.owner.answer.agency_id is not None:
            self._follow_agency()
        else:
            self._work_off()
        self._take_in(self.now)
        self.life.save(now=self.now)

    def _arrive(self) -> None:
        """The worker's part, seconds after the report."""
        life, owner, topic = self.life, self.owner, self.topic
        at = life.at + timedelta(seconds=self.rng.uniform(0.2, 1.5))
        facts: dict[str, Any] = {
            "topic_id": topic.id if topic else None,
            "district_id": self.place.district_id,
            "neighbourhood_id": self.place.neighbourhood_id,
        }
        if topic:
            facts |= {"urgency": owner.urgency, "is_confidential": topic.is_confidential}
        code = topic.code if topic else ""
        life.read(facts, topic=code, topic_by="said" if topic else "none", place_by="point", at=at)
        at += timedelta(milliseconds=self.rng.randint(40, 400))
        life.routed(owner.answer, topic=code, district=self.place.district_code, at=at)
        life.promised(owner.promises(life.columns["opened_at"]), at=at + timedelta(milliseconds=300))

    def _work_off(self) -> None:
        """The unit's part: accept, perhaps return, refuse, plan or wait, then do the work."""
        if self.topic is None:
            if not self._find_out():
                return
        elif self.rng.random() < RETURNED:
            reason = self.rng.choice(sorted(ReturnReason))
            data = {"reason": reason, "unit": self.unit()}
            note = self.words.say("returns", self.rng, kind=reason)
            if not self._move("return", self.hours(0.5, 7), data=data, note=note, assignee_id=None, return_count=1):
                return
            self.life.routed(
                self.owner.returned,
                topic=self.topic.code,
                district=self.place.district_code,
                at=self.life.at + timedelta(seconds=1),
            )
            if not self._pass_on(self.hours(0.2, 5), to=self._district_unit()):
                return
        if not self._accept(self.share("ack", late=0.06)):
            return
        if self.rng.random() < NOTED:
            at = self.life.at + timedelta(minutes=self.rng.randint(4, 50))
            if at < self.now:
                self.life.noted(self.words.say("notes", self.rng), by=self.clerk(), at=at)
        if self.rng.random() < DECLINED:
            self._decline()
        elif self.rng.random() < PLANNED[self.owner.urgency]:
            self._plan()
        elif self.rng.random() >= WAITS or self._wait():
            self._finish(max(self.share("finish", late=self.badness(LATE)), self.soon()))

    def _find_out(self) -> bool:
        """The centre calls back, learns what is meant, and refers the case; then the promises begin."""
        at, meant, owner = self.hours(0.3, 9), self.meant, self.meant_owner
        if not self._has_time(at + SHORTEST_STEP):
            return False
        by = f"staff:{self.rng.choice(self.crew.operators)}"
        facts = {"topic_id": meant.id, "urgency": owner.urgency, "is_confidential": meant.is_confidential}
        self.life.corrected(facts, topic=meant.code, by=by, at=self.at(at))
        self.topic, self.owner = meant, owner
        self.life.clock, self.life.terms_id = owner.clock, owner.terms_id
        self._pass_on(self.life.at + SHORTEST_STEP, to=owner.answer.unit_id, by=by)
        given = owner.promises(self.life.columns["opened_at"])
        self.life.promised(given, at=self.life.at + timedelta(milliseconds=250))
        return True

    def _finish(self, at: datetime) -> None:
        """The work is done and the citizen answers; up to three times."""
        code = self.topic.code if self.topic else "ADM"
        for turn in range(3):
            if not self._has_time(at):
                return
            self.life.finished(
                form=self.words.form(code, self.rng),
                answer=self.words.answer(code, self.rng),
                by=self.clerk(),
                at=self.at(at),
            )
            is_fixed = turn == 2 or self.rng.random() >= self.badness(NOT_FIXED)
            if self._is_silent(ANSWERS if is_fixed else 0.75):
                return
            if not self._judge(is_fixed, "thanks" if is_fixed else "not_fixed") or is_fixed:
                return
            if not self._accept(self.hours(0.5, 6)):
                return
            at = self.hours(2, 20)

    def _decline(self) -> None:
        at = self.hours(0.5, 8)
        if not self._has_time(at):
            return
        self.life.declined(note=self.words.say("declined", self.rng), by=self.clerk(), at=self.at(at))
        objects = self.rng.random() < OBJECTS
        if self._is_silent(1.0 if objects else 0.1):
            return
        is_open_again = self._judge(not objects, "objections" if objects else "thanks") and objects
        if is_open_again and self._accept(self.hours(0.5, 6)):
            self._finish(self.hours(2, 24))

    def _plan(self) -> None:
        if not self._move("schedule", self.hours(3, 30), note=self.words.say("scheduled", self.rng), is_public=True):
            return
        delivered_at = self.life.at + timedelta(days=self.rng.uniform(40, 420))
        if self._has_time(delivered_at):
            code = self.topic.code if self.topic else "ADM"
            self.life.finished(
                form=self.words.form(code, self.rng),
                answer=self.words.answer(code, self.rng),
                by=self.clerk(),
                at=self.at(delivered_at),
            )
            self._is_silent(0.0)

    def _wait(self) -> bool:
        reason = self.rng.choice(sorted(WaitReason))
        at = self.hours(0.5, 6)
        until = at + timedelta(days=self.rng.randint(2, 9))
        data = {"reason": reason, "until": until.isoformat()}
        note = self.words.say("waits", self.rng, kind=reason)
        return self._move("wait", at, data=data, note=note, until=until) and self._accept(until)

    def _follow_agency(self) -> None:
        """The centre monitors another agency, and closes the case when it reports back."""
        at = self.life.at + timedelta(days=self.rng.uniform(0.3, 9))
        if self.rng.random() < AGENCY_ANSWERS and self._has_time(at):
            operator = f"staff:{self.rng.choice(self.crew.operators)}"
            self.life.closed("outside", by=operator, at=self.at(at), note=self.words.answer("EXT", self.rng))

    def _withdraw(self) -> None:
        note = self.words.say("withdrawn", self.rng) or "—"
        if self.life.state == "referred":
            self._move(
                "withdraw", self.life.at + timedelta(minutes=self.rng.randint(3, 300)), note=note, by=self.reporter
            )

    # Small steps

    def _pass_on(self, at: datetime, *, to: int, by: str = "") -> bool:
        """An operator of the centre refers it to the unit it belongs to."""
        if not self._has_time(at):
            return False
        by = by or f"staff:{self.rng.choice(self.crew.operators)}"
        self.life.referred(
            to,
            topic=self.topic.code if self.topic else "",
            district=self.place.district_code,
            note=self.words.say("referrals", self.rng),
            by=by,
            at=self.at(at),
        )
        return True

    def _accept(self, at: datetime) -> bool:
        clerk = self.clerk()
        number = int(clerk.partition(":")[2])
        return self._move("accept", at, data={"assignee": number}, assignee_id=number, until=None)

    def _move(self, verb: str, at: datetime, *, by: str = "", **rest: Any) -> bool:
        if not self._has_time(at):
            return False
        self.life.moved(verb, by=by or self.clerk(), at=self.at(at), **rest)
        return True

    def _is_silent(self, answers: float) -> bool:
        """Whether the citizen does not answer; then the clock closes the case, if its time has come."""
        speaks = self.reporter != "anonymous" and self.rng.random() < answers
        return not speaks and (self.life.silent(now=self.now) or True)

    def _judge(self, is_fixed: bool, about: str) -> bool:
        assert self.life.question is not None
        room = self.life.question.closes_at - self.life.at
        at = self.life.at + room * min(self.rng.expovariate(5.0), 0.98) + SHORTEST_STEP
        if not self._has_time(at):
            return False
        self.life.judged(
            is_fixed=is_fixed, reason=self.words.say(about, self.rng), channel="web", by=self.reporter, at=self.at(at)
        )
        return True

    def _take_in(self, until: datetime) -> None:
        while self.joiners and self.joiners[0].report["received_at"] < until:
            joiner = self.joiners.pop(0)
            if joiner.report["received_at"] > self.life.at and self.life.state not in ("closed", "withdrawn"):
                self.life.joined(report=joiner.report, by=joiner.by)
                joiner.taken()

    def _has_time(self, at: datetime) -> bool:
        self._take_in(min(at, self.now))
        return self.at(at) < self.now

    def _district_unit(self) -> int:
        found = city.district(self.life.columns["city_id"], self.place.district_id)
        assert found is not None
        return found.unit_id
