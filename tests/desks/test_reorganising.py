"""A unit is merged or split: people, places and open cases move on the day, closed ones stay, nothing twice."""

from datetime import date, timedelta
from typing import Any

import pytest

from peygir.city import queries
from peygir.desks.promises.models import EscalationStep, Promise
from peygir.desks.routing.actions import call_off_reorganisation, plan_reorganisation, reorganise_due
from peygir.desks.routing.actions.reorganising import (
    NoSuchReorganisation,
    ReorganisationDayIsPast,
    ReorganisationHasBegun,
    ReorganisationIsWrong,
    ReorganisationNeedsAReason,
    UnitIsBeingReorganised,
)
from peygir.desks.routing.models import Reorganisation
from peygir.desks.routing.queries import preview
from peygir.desks.routing.reorganising_rules import UnitPart
from peygir.history.queries import verify
from peygir.journey.clock import next_due_at, tick
from peygir.people.actions import NotYourWork
from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
TODAY = date(2026, 5, 3)
REASON = "منطقهٔ یک در منطقهٔ دو ادغام شد"


def plan(town: Town, *parts: UnitPart, unit: str = "D-01", days: int = 0, people: bool = True, **more: Any) -> int:
    return plan_reorganisation(
        town.city_id,
        town.units[unit],
        parts or [UnitPart(town.units["D-02"])],
        from_on=TODAY + timedelta(days=days),
        moves_people=people,
        reason=more.get("reason", REASON),
        by=more.get("by", town.admin),
    )


def work_off(clock: TownClock) -> None:
    for _ in range(20):
        if not reorganise_due(clock.moment):
            break
    drain(twice=True)


def owner(town: Town, topic: str, district: str, on: date) -> int | None:
    row = queries.owner_of(town.topics[topic], district, on=on)
    return row.unit_id if row is not None else None


def test_a_merger_moves_what_is_open_as_it_stands(town: Town, town_clock: TownClock) -> None:
    held, new, done = make.in_hand(), make.referred(phone=PHONES[1]), make.done(phone=PHONES[2])
    closed = make.done(phone=PHONES[3])
    make.command(closed, "confirm", town.supervisor)
    drain()
    assert make.case(closed).state == "closed"
    promises = list(Promise.objects.order_by("pk").values_list("pk", "due_at", "kept_at"))
    plan(town)
    work_off(town_clock)
    for code, state in ((held, "in_hand"), (new, "referred"), (done, "done")):
        case = make.case(code)
        assert (case.unit_id, case.state) == (town.units["D-02"], state)
        assert make.kinds(code)[-1] == "case_moved"
    assert make.case(closed).unit_id == town.units["D-01"]
    assert list(Promise.objects.order_by("pk").values_list("pk", "due_at", "kept_at")) == promises
    # The people went along, so who had a case still has it.
    assert make.case(held).assignee_id == town.staff["clerk"]
    assert Staff.objects.get(pk=town.staff["clerk"]).unit_id == town.units["D-02"]
    assert not Staff.objects.filter(unit_id=town.units["D-01"], is_active=True).exists()
    row = Reorganisation.objects.get()
    assert (row.moved_count, row.ended_at) == (3, town_clock.moment)
    assert make.case(make.referred(phone=PHONES[4])).unit_id == town.units["D-02"], "new cases go there at once"
    page = signed_in("supervisor").get(f"/desk/case/{held}/").content.decode()
    assert "it passed to District 2" in page
    assert REASON in page
    assert REASON not in signed_in("supervisor").get(f"/t/{held}/").content.decode()
    assert verify().breaks == []


@pytest.mark.parametrize("role", ["mayor", "inspectorate"])
def test_accounts_of_the_highest_roles_do_not_move_along(town: Town, town_clock: TownClock, role: str) -> None:
    held, other = make.in_hand(), make.in_hand(phone=PHONES[1])
    unit = {"unit_id": town.units["D-01"]}
    Staff.objects.filter(username=role).update(**unit)
    case = make.case(other)
    type(case).objects.filter(pk=case.pk).update(assignee=town.staff[role])
    page = signed_in("admin").get("/desk/admin/units/D-01/reorganise/").content.decode()
    assert "mayor&#x27;s desk stay in this unit: 1" in page or "mayor's desk stay in this unit: 1" in page
    plan(town)
    work_off(town_clock)
    stayed = Staff.objects.get(username=role)
    assert (stayed.unit_id, stayed.event_count) == (town.units["D-01"], 0), "two persons change such an account"
    assert Staff.objects.get(username="clerk").unit_id == town.units["D-02"]
    assert (make.case(held).assignee_id, make.case(other).assignee_id) == (town.staff["clerk"], None)
    assert make.case(other).unit_id == town.units["D-02"]


def test_it_waits_for_its_day_and_goes_on_after_a_crash(town: Town, town_clock: TownClock) -> None:
    codes = [make.referred(phone=PHONES[number]) for number in range(5)]
    plan(town, days=6)
    assert reorganise_due(town_clock.moment) == 0
    assert next_due_at() is not None
    assert owner(town, "CIV-01", "1", TODAY) == town.units["D-01"]
    assert owner(town, "CIV-01", "1", TODAY + timedelta(days=6)) == town.units["D-02"]
    town_clock.forward(days=6)
    moved = []
    for _ in range(10):  # each round could have been the last before a crash
        count = reorganise_due(town_clock.moment, batch=2)
        moved.append(sum(make.case(code).unit_id == town.units["D-02"] for code in codes))
        if not count:
            break
    assert moved == [2, 4, 5, 5, 5]
    assert all(make.kinds(code).count("case_moved") == 1 for code in codes)
    assert Reorganisation.objects.get().moved_count == 5


def test_a_split_by_district_and_group(town: Town, town_clock: TownClock) -> None:
    hole, park = make.in_hand(), make.referred("GRN-07", phone=PHONES[1])
    other = make.referred("CLN-01", phone=PHONES[2])
    parts = [UnitPart(town.units["D-03"], ("1",), ("GRN",))]
    shown = preview(town.admin, town.city_id, town.units["D-01"], parts, on=TODAY)
    assert [(one.to_unit_id, one.cases, one.examples, one.places) for one in shown] == [
        (town.units["D-03"], 1, [park], 1),
        (None, 1, [hole], 2),
    ]
    plan(town, *parts, people=False)
    work_off(town_clock)
    assert make.case(park).unit_id == town.units["D-03"]
    assert make.case(hole).unit_id == town.units["D-01"]
    assert make.case(other).unit_id == town.units["O-waste"]
    assert make.case(hole).assignee_id == town.staff["clerk"]
    assert owner(town, "GRN-07", "1", TODAY) == town.units["D-03"]
    assert owner(town, "CIV-01", "1", TODAY) == town.units["D-01"]
    assert Staff.objects.get(pk=town.staff["clerk"]).unit_id == town.units["D-01"]


def test_a_complaint_never_moves_to_whom_it_is_about(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-01")
    row = make.case(code)
    type(row).objects.filter(pk=row.pk).update(about_unit=town.units["D-02"])
    plan(town)
    work_off(town_clock)
    assert make.case(code).unit_id == town.units["C"]


def test_what_has_climbed_follows(town: Town, town_clock: TownClock) -> None:
    make.referred()
    step = EscalationStep.objects.order_by("due_at").first()
    assert step is not None
    town_clock.moment = step.due_at + timedelta(seconds=1)
    tick(town_clock.moment)
    drain()
    fired = EscalationStep.objects.get(pk=step.pk)
    assert (fired.is_open, fired.unit_id) == (True, town.units["D-01"])
    plan(town, days=(queries.day_of(town.city_id, town_clock.moment) - TODAY).days)
    work_off(town_clock)
    assert EscalationStep.objects.get(pk=step.pk).unit_id == town.units["D-02"]


def test_before_its_day_it_is_called_off_and_ownership_set_back(town: Town, town_clock: TownClock) -> None:
    number = plan(town, days=6)
    with make.refused(NotYourWork):
        call_off_reorganisation(number, by=town.supervisor)
    call_off_reorganisation(number, by=town.admin)
    assert owner(town, "CIV-01", "1", TODAY + timedelta(days=6)) == town.units["D-01"]
    with make.refused(ReorganisationHasBegun):
        call_off_reorganisation(number, by=town.admin)
    with make.refused(NoSuchReorganisation):
        call_off_reorganisation(10**9, by=town.admin)
    town_clock.forward(days=6)
    assert reorganise_due(town_clock.moment) == 0
    plan(town, days=6)


def test_what_is_refused(town: Town) -> None:
    with make.refused(NotYourWork):
        plan(town, by=town.supervisor)
    for parts, unit in (
        ([UnitPart(town.units["D-01"])], "D-01"),
        ([UnitPart(town.units["C"])], "D-01"),
        ([UnitPart(0)], "D-01"),
        ([UnitPart(town.units["D-01"])], "V-insp"),
    ):
        with make.refused(ReorganisationIsWrong):
            plan(town, *parts, unit=unit)
    with make.refused(ReorganisationNeedsAReason):
        plan(town, reason=" ")
    with make.refused(ReorganisationDayIsPast):
        plan(town, days=-1)
    plan(town, days=3)
    with make.refused(UnitIsBeingReorganised):
        plan(town, days=9)


def test_the_pages(town: Town, town_clock: TownClock) -> None:
    code = make.referred()
    client, address = signed_in("admin"), "/desk/admin/units/D-01/reorganise/"
    assert "District 1" in client.get("/desk/admin/units/").content.decode()
    form = {"to_0": "D-02", "since": "1405/02/13", "reason": REASON, "people": "1"}
    page = client.post(address, form).content.decode()
    assert code in page
    assert "2 people move along" in page or "3 people move along" in page
    assert Reorganisation.objects.count() == 0, "a preview changes nothing"
    empty = client.post(address, form | {"to_0": ""})
    assert (empty.status_code, "Choose at least one unit" in empty.content.decode()) == (422, True)
    wrong = client.post(address, form | {"since": "soon"})
    assert (wrong.status_code, REASON in wrong.content.decode()) == (422, True)
    assert client.post(address, form | {"step": "do", "reason": ""}).status_code == 422
    assert signed_in("supervisor").post(address, form | {"step": "do"}).status_code == 403
    assert client.post(address, form | {"step": "do"}).status_code == 302
    assert "to come" in client.get("/desk/admin/units/").content.decode()
    off = f"/desk/admin/reorganisations/{Reorganisation.objects.get().pk}/off/"
    assert client.post(off).status_code == 302
    assert "called off" in client.get("/desk/admin/units/").content.decode()
    assert client.get("/desk/admin/units/D-99/reorganise/").status_code == 404
    work_off(town_clock)
    assert make.case(code).unit_id == town.units["D-01"]
