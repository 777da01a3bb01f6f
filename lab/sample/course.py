"""The course of one sample case from the report until now: mostly good, sometimes not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from lab.sample.pace import Pace
from lab.sample.plan import PlannedContact
from lab.sample.scenes import Scene
from lab.sample.words import SampleTexts
from peygir.cases.commands import GRANT
from peygir.cases.states import ENDED, CaseState, ReturnReason, WaitReason
from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.city.urgencies import Urgency
from peygir.desks.answers.actions import give_verdict
from peygir.desks.intake.actions import add_photos
from peygir.desks.intake.queries import pictures_of
from peygir.journey.commands import show_to_everybody
from peygir.people.rules import ANONYMOUS, Actor

# Probabilities, in the order in which a case meets them.
WITHDRAWN, RETURNED, DECLINED, WAITS, NOTED = 0.015, 0.04, 0.06, 0.08, 0.15
PLANNED: Final = {"P": 0.13, "N": 0.015, "U": 0.0, "I": 0.0}
PLANNED_DAYS: Final = (25, 140)
PLANNED_GROUPS: Final = frozenset({"ASP", "GRN", "LGT", "SUR", "TRF", "BLD"})
"""Groups whose normal work may need another year's money; waste and cleaning never do."""
WHY_LATER: Final = ("material", "contractor", "workload", "more_work")
ANSWERS, OBJECTS = 0.40, 0.16
AGENCY_ANSWERS: Final = 0.96
NOT_FIXED: Final = (0.04, 0.15)  # between the best and the worst unit
LATE: Final = (0.03, 0.20)
MOST_TURNS: Final = 3


@dataclass(slots=True)
class Course(Pace):
    """The course of one case; it stops when the year ends. Every step returns whether there was time for it.

    `join` adds a later contact to the case, at its moment.
    """

    topic: TopicFacts  # as the citizen means it
    words: SampleTexts
    join: Callable[[PlannedContact], None]
    joining: list[PlannedContact] = field(default_factory=list)
    scene: Scene | None = None  # what photos of the case show

    def run(self) -> None:
        """Run the course."""
        if self.scene is not None:
            self._send_photo(self.scene)
        if self.rng.random() < WITHDRAWN and self._is_known():
            self._withdraw()
        elif self.life.now.state == CaseState.REFERRED_OUT:
            self._follow_agency()
        else:
            self._work_off()
        self._let_join(self.life.time.end)
        self.life.end()

    def _work_off(self) -> None:
        """The unit's part: accept, perhaps return, refuse, plan or wait, then do the work."""
        if self.life.now.topic_id is None:
            if not self._find_out():
                return
        elif self.rng.random() < RETURNED and not self._return():
            return
        if not self._accept(self.share("ack", late=0.06)):
            return
        self._show_photos()
        if self.rng.random() < NOTED:
            at = self.life.at + timedelta(minutes=self.rng.randint(4, 50))
            if not self._do("note", at, note=self.words.say("notes", self.rng)):
                return
        if self.rng.random() < DECLINED:
            self._decline()
        elif self._is_work_of_years() and self.rng.random() < PLANNED.get(self.life.now.urgency, 0.0):
            self._plan()
        elif self.rng.random() >= WAITS or self._wait():
            self._finish(max(self.share("finish", late=self.badness(LATE)), self.soon()))

    def _is_work_of_years(self) -> bool:
        """Whether it may be planned: what is urgent now, or collected every week, is not."""
        is_long = self.life.now.urgency == Urgency.PLANNED or self.topic.group_code in PLANNED_GROUPS
        return is_long and not self.life.now.is_confidential

    def _find_out(self) -> bool:
        """The centre calls back, learns what is meant, and refers the case."""
        at = self.hours(0.3, 9)
        return self._do("topic", at, by=self.operator, topic_id=self.topic.id, note="با تماس روشن شد.") and self._refer(
            self.life.at
        )

    def _return(self) -> bool:
        """The unit returns it; where the centre then has it, it is referred again."""
        reason = self.rng.choice(sorted(ReturnReason))
        note = self.words.say("returns", self.rng, kind=reason)
        if not self._do("return", self.hours(0.5, 7), reason=reason, note=note):
            return False
        is_at_centre = self.life.now.unit_id == city.centre_of(self.city_id).id
        return not is_at_centre or self._refer(self.hours(0.2, 5))

    def _finish(self, at: datetime) -> None:
        """The work is done and the citizen answers; up to three times."""
        for turn in range(MOST_TURNS):
            if not self._do_work(at):
                return
            is_fixed = turn == MOST_TURNS - 1 or self.rng.random() >= self.badness(NOT_FIXED)
            if not self._answers(ANSWERS if is_fixed else 0.75):
                return
            if not self._judge(is_fixed, "thanks" if is_fixed else "not_fixed") or is_fixed:
                return
            if not self._accept(self.hours(0.5, 6)):
                return
            at = self.hours(2, 20)

    def _decline(self) -> None:
        if not self._do("decline", self.hours(0.5, 8), note=self.words.say("declined", self.rng)):
            return
        objects = self.rng.random() < OBJECTS
        if not self._answers(1.0 if objects else 0.1):
            return
        is_judged = self._judge(not objects, "objections" if objects else "thanks")
        if is_judged and objects and self._accept(self.hours(0.5, 6)):
            self._finish(self.hours(2, 24))

    def _plan(self) -> None:
        """The work waits for its turn: the unit asks for a later date, the centre grants it, the work keeps to it."""
        if not self._do("schedule", self.hours(3, 30), note=self.words.say("scheduled", self.rng)):
            return
        promise = self.life.due_at("finish")
        begins = max(self.life.at, promise[0]) if promise is not None else self.life.at
        until = begins + timedelta(days=self.rng.uniform(*PLANNED_DAYS))
        note = self.words.say("more_time", self.rng)
        if promise is None:
            self._do_work(until)
            return
        if not self._do("ask_replan", self.hours(0.3, 3), reason=self.rng.choice(WHY_LATER), until=until, note=note):
            return
        granted = self.words.say("granted", self.rng)
        self._do("decide_replan", self.hours(1, 9), by=self._colleague, kind=GRANT, note=granted)
        self._do_work(until - timedelta(days=self.rng.uniform(0.5, 12)))

    def _colleague(self) -> Actor:
        """Return an operator who did not ask: nobody decides on their own request."""
        return self.rng.choice([operator for operator in self.crew.operators if operator != self.worker()])

    def _wait(self) -> bool:
        reason = self.rng.choice(sorted(WaitReason))
        at = self.life.soonest(self.hours(0.5, 6))
        until = at + timedelta(days=self.rng.randint(2, 9))
        note = self.words.say("waits", self.rng, kind=reason)
        return self._do("wait", at, reason=reason, until=until, note=note) and self._accept(until)

    def _follow_agency(self) -> None:
        """The centre monitors another agency, and closes the case when it reports back."""
        at = self.life.at + timedelta(days=self.rng.uniform(0.3, 9))
        if self.rng.random() < AGENCY_ANSWERS:
            self._do("close", at, by=self.operator, kind="outside", note=self.words.answer("EXT", self.rng))

    def _withdraw(self) -> None:
        note = self.words.say("withdrawn", self.rng) or "—"
        at = self.life.at + timedelta(minutes=self.rng.randint(3, 300))
        self._do("withdraw", at, by=self.operator, note=note)

    # Small steps

    def _refer(self, at: datetime) -> bool:
        """An operator of the centre refers it to the unit that the table names, else to the unit of the district."""
        seen = self.life.now
        place = city.district(self.city_id, seen.district_id) if seen.district_id else None
        owner = city.owner_of(self.topic.id, place.code if place else "", on=self.life.at.date())
        unit_id = owner.unit_id if owner is not None else None
        if unit_id is None or unit_id == seen.unit_id:
            unit_id = place.unit_id if place is not None else None
        if unit_id is None or unit_id == seen.unit_id:
            return True
        note = self.words.say("referrals", self.rng)
        return self._do("refer", at, by=self.operator, unit_id=unit_id, note=note)

    def _accept(self, at: datetime) -> bool:
        return self._do("accept", at)

    def _do_work(self, at: datetime) -> bool:
        code = self.topic.code
        form, note = self.words.form(code, self.rng), self.words.answer(code, self.rng)
        photo = self.scene.photo(is_after=True) if self.scene is not None else None
        is_done = self._do("finish", at, form=form, note=note, photo=photo, is_photo_shown=photo is not None)
        if is_done and photo is not None:
            self.life.prepare_photos()
        return is_done

    def _send_photo(self, scene: Scene) -> None:
        """The citizen photographs it, and sends the photo by the link of the first message."""
        number, at = self.life.report_id, self.life.at + timedelta(minutes=self.rng.uniform(1, 8))
        if self.life.step(at, lambda: add_photos(number, photos_raw=[scene.photo(is_after=False)], by=ANONYMOUS)):
            self.life.prepare_photos()

    def _show_photos(self) -> None:
        """The unit shows the citizen's photo to everybody."""
        pictures = pictures_of(self.life.case_id) if self.scene is not None else []
        for picture in (one for one in pictures if one.state == "ready" and not one.is_public):
            at = self.life.at + timedelta(minutes=self.rng.uniform(1, 20))
            self.life.step(at, partial(self._show, picture.id))

    def _show(self, number: int) -> None:
        show_to_everybody(self.life.code, "report", number=number, is_shown=True, by=self.worker())

    def _do(self, verb: str, at: datetime, *, by: Callable[[], Actor] | None = None, **given: object) -> bool:
        self._let_join(at)
        return self.life.command(verb, at, by=by or self.worker, **given)

    def _is_known(self) -> bool:
        return self.life.citizen_id is not None

    def _answers(self, share: float) -> bool:
        """Whether the citizen answers; if not, the clock closes the case when its time has come."""
        return self._is_known() and self.rng.random() < share

    def _judge(self, is_fixed: bool, about: str) -> bool:
        room = timedelta(days=city.city_by_id(self.city_id).silence_days)
        at = self.life.at + room * min(self.rng.expovariate(5.0), 0.98)
        self._let_join(at)
        reason, by = self.words.say(about, self.rng), Actor("citizen", self.life.citizen_id or 0)
        number = self.life.report_id
        return self.life.step(at, lambda: give_verdict(number, is_fixed=is_fixed, reason=reason, channel="web", by=by))

    def _let_join(self, until: datetime) -> None:
        """Let others join until a moment."""
        while self.joining and self.joining[0].at < min(until, self.life.time.end):
            contact = self.joining.pop(0)
            if contact.at > self.life.at:
                self.life.step(contact.at, partial(self._join, contact))

    def _join(self, contact: PlannedContact) -> None:
        if self.life.now.state not in ENDED:
            self.join(contact)
