"""While somebody is away nothing waits: what is handed to them, climbs or is told goes to who stands in."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from peygir.cases.actions import open_file
from peygir.cases.actions.verbs import assign
from peygir.core import clock
from peygir.desks.answers.models import Message
from peygir.desks.promises import queries as promises
from peygir.desks.promises.models import EscalationStep
from peygir.history.queries import timeline, verify
from peygir.journey.clock import next_due_at, tick
from peygir.people.actions import (
    AbsenceDatesAreWrong,
    AbsenceIsOver,
    AbsencesOverlap,
    DeputyIsAway,
    DeputyIsNotOfTheUnit,
    NoSuchAbsence,
    NoSuchPerson,
    NotYourWork,
    OneselfIsNoDeputy,
    PersonStandsIn,
    call_off_absence,
    say_absence,
)
from peygir.people.models import Absence, Staff
from peygir.people.queries import desks_of, taker_of
from peygir.people.rules import SYSTEM, Actor
from tests import make
from tests.drain import drain
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = date(2026, 5, 3)  # tests.town.MORNING on Tehran's calendar


def say(town: Town, who: str, deputy: str | None, first: int = 0, last: int = 4, by: Actor | None = None) -> int:
    return say_absence(
        town.staff[who],
        first=TODAY + timedelta(days=first),
        last=TODAY + timedelta(days=last),
        deputy_id=town.staff[deputy] if deputy else None,
        today=TODAY,
        by=by or town.actors[who],
    )


def test_it_holds_from_its_first_day_to_its_last_and_ends_by_itself(town: Town) -> None:
    say(town, "clerk", "clerk_b", 1, 3)
    clerk, other = town.staff["clerk"], town.staff["clerk_b"]
    takers = [taker_of(clerk, on=TODAY + timedelta(days=offset)) for offset in range(6)]
    assert takers == [clerk, other, other, other, clerk, clerk]
    assert desks_of(other, on=TODAY + timedelta(days=2)) == (other, clerk)
    assert desks_of(other, on=TODAY) == (other,)
    [line] = timeline("staff", clerk)
    assert (line.kind, line.by, line.data["deputy"]) == ("absence_said", str(town.clerk), other)
    assert verify().breaks == []


def test_without_a_deputy_it_goes_to_who_leads_the_unit(town: Town) -> None:
    say(town, "clerk", None)
    assert taker_of(town.staff["clerk"], on=TODAY) == town.staff["manager"]
    say(town, "manager", None)
    assert taker_of(town.staff["clerk"], on=TODAY) is None, "nobody in the unit can; the case waits for no one person"


def test_a_deputy_who_left_is_none(town: Town) -> None:
    say(town, "clerk", "clerk_b")
    Staff.objects.filter(pk=town.staff["clerk_b"]).update(is_active=False)
    assert taker_of(town.staff["clerk"], on=TODAY) == town.staff["manager"]


def test_chains_circles_and_overlaps_are_refused(town: Town) -> None:
    say(town, "clerk", "clerk_b")
    with make.refused(AbsencesOverlap):
        say(town, "clerk", "manager", 4, 9)
    with make.refused(PersonStandsIn):
        say(town, "clerk_b", "manager", 3, 9)
    with make.refused(DeputyIsAway):
        say(town, "manager", "clerk")
    with make.refused(OneselfIsNoDeputy):
        say(town, "manager", "manager")
    with make.refused(DeputyIsNotOfTheUnit):
        say(town, "manager", "clerk_two")
    with make.refused(AbsenceDatesAreWrong):
        say(town, "manager", None, 3, 1)
    with make.refused(NoSuchPerson):
        say_absence(10**9, first=TODAY, last=TODAY, deputy_id=None, today=TODAY, by=town.admin)
    say(town, "clerk_b", "manager", 5, 9)
    assert Absence.objects.count() == 2


def test_who_may_say_it(town: Town) -> None:
    for name in ("clerk_b", "clerk_two", "supervisor", "operator", "council"):
        with make.refused(NotYourWork):
            say(town, "clerk", None, by=town.actors[name])
    say(town, "clerk", None, 0, 1, by=town.manager)
    say(town, "operator", None, 0, 1, by=town.supervisor)
    absence = say(town, "clerk_b", None, 0, 1, by=town.admin)
    with make.refused(NotYourWork):
        call_off_absence(absence, today=TODAY, by=town.clerk)


def test_called_off_the_person_is_back(town: Town) -> None:
    absence = say(town, "clerk", "clerk_b")
    call_off_absence(absence, today=TODAY, by=town.clerk)
    assert taker_of(town.staff["clerk"], on=TODAY) == town.staff["clerk"]
    with make.refused(AbsenceIsOver):
        call_off_absence(absence, today=TODAY, by=town.clerk)
    with make.refused(NoSuchAbsence):
        call_off_absence(10**9, today=TODAY, by=town.clerk)
    say(town, "clerk", "manager")
    over = say(town, "clerk_b", None, 0, 1)
    with make.refused(AbsenceIsOver):
        call_off_absence(over, today=TODAY + timedelta(days=2), by=town.clerk_b)


@pytest.mark.parametrize("wrong", [{"to_on": TODAY - timedelta(days=9)}, {"deputy": "oneself"}])
def test_the_database_refuses_it_too(town: Town, wrong: dict[str, Any]) -> None:
    row = Absence(
        staff_id=town.staff["clerk"],
        from_on=TODAY,
        to_on=wrong.get("to_on", TODAY),
        said_by="x",
        said_at=clock.now(),
        deputy_id=town.staff["clerk"] if "deputy" in wrong else None,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


# ── what goes to the deputy ─────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_handed_to_somebody_away_goes_to_who_stands_in(town: Town) -> None:
    code = make.referred()
    say(town, "clerk", "clerk_b")
    make.command(code, "assign", town.manager, assignee_id=town.staff["clerk"])
    assert make.case(code).assignee_id == town.staff["clerk_b"]
    line = timeline("case", make.case(code).pk)[-1]
    assert line.data == {"assignee": town.staff["clerk_b"], "instead_of": town.staff["clerk"]}
    # A routing rule's person is handed it by the house, in the same way.
    with open_file(code=code) as case:
        assign(case, assignee_id=town.staff["clerk"], by=SYSTEM)
    assert make.case(code).assignee_id == town.staff["clerk_b"]


def test_with_nobody_to_stand_in_the_unit_has_it(town: Town) -> None:
    code = make.referred()
    say(town, "clerk", None)
    say(town, "manager", None)
    make.command(code, "assign", town.manager, assignee_id=town.staff["clerk"])
    assert make.case(code).assignee_id is None


def climb(town_clock: TownClock, percent: int) -> EscalationStep:
    """Let time pass until a step of this percent is taken, and the worker has told of it."""
    for _ in range(200):
        fired = EscalationStep.objects.filter(state="fired", percent__gte=percent).order_by("percent").first()
        if fired is not None:
            drain(twice=True)
            return fired
        due = next_due_at()
        assert due is not None
        town_clock.moment = max(town_clock.moment, due) + timedelta(seconds=1)
        tick(town_clock.moment)
    raise AssertionError("the step is never taken")


def with_addresses() -> None:
    for person in Staff.objects.all():
        Staff.objects.filter(pk=person.pk).update(email=f"{person.username}@example.ir")


def addresses_told() -> set[str]:
    return set(Message.objects.filter(kind="climbed").values_list("address", flat=True))


def test_a_step_of_the_ladder_reaches_the_deputy_by_mail_and_on_the_desk(town: Town, town_clock: TownClock) -> None:
    with_addresses()
    code = make.referred()
    step = EscalationStep.objects.filter(audience="manager").order_by("percent").first()
    assert step is not None
    say(town, "manager", "clerk", 0, 60)
    fired = climb(town_clock, step.percent)
    assert (fired.reached, fired.unit_id) == ("manager", town.units["D-01"])
    assert "clerk@example.ir" in addresses_told()
    assert "manager@example.ir" not in addresses_told()
    assert len(promises.escalated(town.clerk, town.city_id)) == 1
    assert [one.case.code for one in promises.escalated_to(town.clerk, town.city_id)] == [code]
    # A colleague on the same rung as the deputy, who stands in for nobody, is shown what was theirs alone.
    own = EscalationStep.objects.filter(is_open=True, reached="clerk").count()
    assert len(promises.escalated(town.clerk_b, town.city_id)) == min(own, 1)


def test_without_a_deputy_the_next_above_is_told(town: Town, town_clock: TownClock) -> None:
    with_addresses()
    make.referred()
    step = EscalationStep.objects.filter(audience="manager").order_by("percent").first()
    assert step is not None
    say(town, "manager", None, 0, 60)
    fired = climb(town_clock, step.percent)
    assert (fired.reached, fired.unit_id) == ("deputy", town.units["V-city"])
    assert "deputy@example.ir" in addresses_told()
    assert "manager@example.ir" not in addresses_told()


def test_a_clerk_away_without_a_deputy_is_answered_for_by_the_manager(town: Town, town_clock: TownClock) -> None:
    with_addresses()
    make.referred()
    step = EscalationStep.objects.filter(audience="clerk").order_by("percent").first()
    assert step is not None, "the town's ladder begins with the clerk"
    say(town, "clerk", None, 0, 60)
    say(town, "clerk_b", None, 0, 60)
    climb(town_clock, step.percent)
    assert "manager@example.ir" in addresses_told()
    assert "clerk@example.ir" not in addresses_told()
