"""The staff of the simulated year: what they see of a case, how they act on it, and when."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.city.facts import TermsFacts, TopicFacts
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.desks.promises.calendar import add_working_time
from peygir.desks.promises.escalation_rules import in_office
from peygir.journey.commands import apply_command
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.roles import Role
from peygir.people.rules import Actor

LATE_ACCEPT, LATE = 0.07, 0.14
SOON: Final = timedelta(minutes=6)
URGENT: Final = "U"
DAY_AND_NIGHT: Final = "C"
TRIES: Final = 3


@dataclass(slots=True)
class WorkedCase:
    """A case as its staff know it."""

    number: int
    code: str
    case_id: int
    topic: TopicFacts
    is_unclear: bool
    rng: Random


@dataclass(frozen=True, slots=True)
class View:
    """What a person sees who opens the case now."""

    state: str
    unit_id: int | None
    is_confidential: bool
    district_id: int | None
    opened_at: datetime
    due_at: datetime | None
    urgency: str


class Desks:
    """The staff of the city, by unit and role; `did` and `refused` count what they tried."""

    def __init__(self, city_id: int) -> None:
        self.city_id = city_id
        self.did: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._seen: tuple[int, datetime, View] | None = None
        self.by_role: dict[str, list[Actor]] = {}
        self.at_unit: dict[int, Actor] = {}
        for person in Staff.objects.filter(is_active=True).order_by("username"):
            actor = actor_of(person)
            self.by_role.setdefault(actor.role, []).append(actor)
            if actor.unit_id is not None and actor.role in (Role.CLERK, Role.INSPECTORATE, Role.MAYOR):
                self.at_unit.setdefault(actor.unit_id, actor)

    # ── seeing and acting ───────────────────────────────────────────────────────────────────────────────────────────

    def look(self, life: WorkedCase) -> View:
        """Return the case as it is now; cached for each moment until something is done to it."""
        if self._seen is None or self._seen[:2] != (life.case_id, clock.now()):
            columns = View.__slots__
            view = View(*Case.objects.values_list(*columns).get(pk=life.case_id))
            self._seen = (life.case_id, clock.now(), view)
        return self._seen[2]

    def owner(self, life: WorkedCase) -> Actor:
        """Return who works on the case: the unit's clerk, the inspectorate for confidential ones, else the centre."""
        seen = self.look(life)
        if seen.is_confidential:
            return self.by_role[Role.INSPECTORATE][0]
        return self.at_unit.get(seen.unit_id or 0) or self.operator(life.rng)

    def operator(self, rng: Random) -> Actor:
        """Return an operator of the centre."""
        return rng.choice(self.by_role[Role.OPERATOR])

    def supervisor(self) -> Actor:
        """Return the supervisor of the centre."""
        return self.by_role[Role.SUPERVISOR][0]

    def act(self, life: WorkedCase, verb: str, by: Actor, **given: Any) -> bool:
        """Submit a command of the case's page; whether it was accepted."""
        return self.attempt(verb, lambda: apply_command(life.code, verb, by=by, version=None, **given))

    def attempt(self, what: str, deed: Callable[[], Any]) -> bool:
        """Run `deed`, once more after a conflict; a refusal is counted, and the case goes on."""
        self._seen = None
        for turn in range(TRIES):
            try:
                deed()
            except Refusal as refusal:
                if refusal.name == "CaseHasChanged" and turn < TRIES - 1:
                    continue
                self.refused[f"{what}: {refusal.name}"] += 1
                return False
            break
        self.did[what] += 1
        return True

    # ── times ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def hours(self, life: WorkedCase, least: float, most: float) -> datetime:
        """Return a moment some hours from now: office hours, or clock hours where the promise counts those."""
        wait = timedelta(hours=life.rng.uniform(least, most))
        if self._terms(life).clock == DAY_AND_NIGHT:
            return clock.now() + wait / 3 + SOON
        return add_working_time(clock.now(), wait, city.office_week(self.city_id, None, clock.now().date())) + SOON

    def ack_by(self, life: WorkedCase) -> datetime:
        """Return when somebody takes the case in hand: mostly in time."""
        seen, rng = self.look(life), life.rng
        hours = float(self._terms(life).ack_hours or 24)
        share = rng.uniform(1.05, 3.0) if rng.random() < LATE_ACCEPT else rng.betavariate(2.0, 2.5)
        return self._when_somebody_is_there(life, seen, seen.opened_at + timedelta(hours=hours) * share)

    def finish_by(self, life: WorkedCase) -> datetime:
        """Return when the work is done: mostly in time."""
        seen, rng = self.look(life), life.rng
        if seen.due_at is None:
            return self.hours(life, 1, 30)
        share = rng.uniform(1.05, 2.6) if rng.random() < LATE else rng.betavariate(2.5, 2.2)
        return self._when_somebody_is_there(life, seen, seen.opened_at + (seen.due_at - seen.opened_at) * share)

    def _when_somebody_is_there(self, life: WorkedCase, seen: View, at: datetime) -> datetime:
        at = max(at, clock.now() + SOON)
        if self._terms(life).clock == DAY_AND_NIGHT:
            return at
        opened = in_office(at, city.office_week(self.city_id, seen.unit_id, at.date()))
        return opened if opened == at else opened + timedelta(hours=life.rng.uniform(0, 5))

    def _terms(self, life: WorkedCase) -> TermsFacts:
        terms = city.terms_of(life.topic.id, on=clock.now().date())
        assert terms is not None  # an open topic has promised hours
        return terms
