"""Who has declared an interest decides nothing about it: no inspection, no appeal, no order to the contractor."""

import pytest
from django.test import Client

from peygir.desks.inspection.actions.conflicts import has_conflict
from peygir.people.actions.interests import (
    InterestIsDeclared,
    InterestIsNotRight,
    NoSuchInterest,
    OwnInterest,
    declare_interest,
    end_interest,
    refuse_interested,
)
from peygir.people.interests import interests_in_force, interests_of
from peygir.people.posts import city_today
from peygir.people.rules import SYSTEM
from tests import make
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_a_declaration_holds_until_it_ends(town: Town, town_clock: TownClock) -> None:
    unit = town.units["D-01"]
    for unit_id, contractor, reason in ((None, "", "family"), (unit, "C-1", "family"), (unit, "", "wings")):
        with make.refused(InterestIsNotRight):
            declare_interest(unit_id=unit_id, contractor=contractor, reason=reason, by=town.inspectorate)
    number = declare_interest(unit_id=unit, contractor="", reason="family", by=town.inspectorate)
    with make.refused(InterestIsDeclared):
        declare_interest(unit_id=unit, contractor="", reason="business", by=town.inspectorate)
    with make.refused(OwnInterest):
        refuse_interested(town.inspectorate, unit_id=unit)
    refuse_interested(town.inspectorate, unit_id=town.units["D-02"])
    refuse_interested(town.mayor, unit_id=unit)
    refuse_interested(SYSTEM, unit_id=unit)
    with make.refused(NoSuchInterest):
        end_interest(number, by=town.mayor)
    end_interest(number, by=town.inspectorate)
    with make.refused(OwnInterest):
        refuse_interested(town.inspectorate, unit_id=unit)
    town_clock.forward(days=1)
    refuse_interested(town.inspectorate, unit_id=unit)
    assert [one.id for one in interests_of(town.inspectorate.id)] == [number]
    assert interests_in_force() == []


def test_an_inspector_with_an_interest_does_not_inspect_the_unit(town: Town) -> None:
    case = make.case(make.done())
    assert not has_conflict(town.inspector.id, case, on=city_today())
    declare_interest(unit_id=case.unit_id, contractor="", reason="former_work", by=town.inspector)
    assert has_conflict(town.inspector.id, case, on=city_today())


def test_the_page_takes_and_ends_a_declaration_and_the_inspectorate_sees_it(town: Town) -> None:
    clerk: Client = signed_in("clerk", "en")
    path = "/staff/account/interests/"
    assert "You have declared nothing." in clerk.get(path).content.decode()
    assert clerk.post(path, {"about": "unit:0", "reason": "family"}).status_code == 422
    about = f"unit:{town.units['D-02']}"
    assert clerk.post(path, {"about": about, "reason": "family"}).status_code == 302
    [own] = interests_of(town.clerk.id)
    assert "Family or friends" in clerk.get(path).content.decode()
    assert "in force today" not in clerk.get(path).content.decode()
    assert "in force today" in signed_in("inspectorate", "en").get(path).content.decode()
    assert signed_in("manager", "en").post(f"{path}{own.id}/end/").status_code == 404
    assert clerk.post(f"{path}{own.id}/end/").status_code == 302
