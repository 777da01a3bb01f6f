"""Ways by which an administrator might come to what the inspectorate alone reads; each is shut."""

from datetime import date, timedelta

import pytest

from peygir.city.actions.topics import ConfidentialStaysSo, change_topic
from peygir.history.queries import timeline
from peygir.people import actions
from peygir.people.account_changes import waiting_change_of, waiting_changes
from peygir.people.actions import (
    ChangedSince,
    ChangeIsWaiting,
    NotYourWork,
    ProposalIsTooOld,
    add_staff,
    confirm_account_change,
    open_account,
    refuse_account_change,
    reset_password,
    take_back_change,
)
from peygir.people.models import Staff
from peygir.people.queries import desks_of
from tests import make
from tests.accounts import (
    SECRET,
    change,
    into_the_inspectorate,
    make_second_inspector,
    person,
    proposal,
    reads_confidential,
)
from tests.town import PASSWORD, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_who_knew_the_password_before_the_role_does_not_get_in_with_it(town: Town) -> None:
    """The administrator sets a clerk's password and takes up their second step, then has the clerk promoted."""
    reset_password(town.staff["clerk"], password="chosen-by-the-admin", by=town.admin)
    Staff.objects.filter(pk=town.staff["clerk"]).update(totp_secret=SECRET, must_change_password=False)
    before = person(town, "clerk").get_session_auth_hash()
    password = confirm_account_change(into_the_inspectorate(town), by=town.mayor)
    row = person(town, "clerk")
    assert not row.check_password("chosen-by-the-admin")
    assert row.check_password(password)
    assert (row.totp_secret, row.must_change_password) == ("", True)
    assert row.get_session_auth_hash() != before, "their sessions are over"


def test_a_closed_account_of_these_roles_is_not_reopened_alone(town: Town) -> None:
    make_second_inspector(town)
    assert open_account(town.staff["inspectorate"], is_active=False, by=town.admin), "closing is at once"
    row = person(town, "inspectorate")
    row.set_password("an-older-lantern")
    row.save()
    assert not open_account(row.pk, is_active=True, by=town.admin)
    assert not person(town, "inspectorate").is_active
    password = confirm_account_change(proposal(town, "inspectorate"), by=town.mayor)
    row.refresh_from_db()
    assert row.is_active
    assert row.check_password(password)


def test_neither_out_of_the_role_nor_back(town: Town) -> None:
    """Taken out of the role, an account would lose its protection; put back, it would read again."""
    make_second_inspector(town)
    change(town, "inspectorate", role="clerk", unit_code="D-01")
    assert person(town, "inspectorate").role == "inspectorate"
    confirm_account_change(proposal(town, "inspectorate"), by=town.mayor)
    assert person(town, "inspectorate").role == "clerk"
    reset_password(town.staff["inspectorate"], password="chosen-by-the-admin", by=town.admin)
    change(town, "inspectorate", role="inspectorate", unit_code="V-insp")
    assert not reads_confidential(town.staff["inspectorate"])


def test_taking_back_a_change_is_a_change(town: Town) -> None:
    make_second_inspector(town)
    change(town, "inspectorate", role="clerk", unit_code="D-01")
    confirm_account_change(proposal(town, "inspectorate"), by=town.mayor)
    number = timeline("staff", town.staff["inspectorate"])[-1].number
    assert not take_back_change(town.staff["inspectorate"], number=number, by=town.admin)
    assert not reads_confidential(town.staff["inspectorate"])
    open_account(town.staff["mayor"], is_active=False, by=town.admin)
    number = timeline("staff", town.staff["mayor"])[-1].number
    assert not take_back_change(town.staff["mayor"], number=number, by=town.admin)
    assert not person(town, "mayor").is_active


@pytest.mark.parametrize("more", [{"email": "spy@example.ir"}, {"name": "دیگری"}, {"unit_code": "C"}])
def test_not_even_an_address_a_name_or_a_unit(town: Town, more: dict[str, str]) -> None:
    change(town, "inspectorate", **more)
    row = person(town, "inspectorate")
    assert (row.email, row.name_fa, row.unit_id) == ("", "نام inspectorate", town.units["V-insp"])
    assert waiting_change_of(row.pk) is not None


@pytest.mark.parametrize("role", ["clerk", "manager", "supervisor", "deputy", "council", "admin", "operator"])
def test_a_place_in_the_inspectorates_unit_reads_nothing(town: Town, role: str) -> None:
    made = add_staff(f"new-{role}", password=PASSWORD, role=role, unit_code="V-insp", by=town.admin)
    assert not reads_confidential(made)


def test_who_stands_in_for_the_inspectorate_reads_nothing_more(town: Town) -> None:
    made = add_staff("stand-in", password=PASSWORD, role="clerk", unit_code="V-insp", by=town.admin)
    today = date(2026, 5, 3)
    actions.say_absence(
        town.staff["inspectorate"],
        first=today,
        last=today + timedelta(days=9),
        deputy_id=made,
        today=today,
        by=town.admin,
    )
    assert town.staff["inspectorate"] in desks_of(made, on=today)
    assert not reads_confidential(made)


def test_a_confidential_topic_does_not_lose_its_mark(town: Town) -> None:
    """Otherwise the next report about it would be an ordinary one, which the administrator reads."""
    with make.refused(ConfidentialStaysSo):
        change_topic(
            town.city_id,
            "CNF-01",
            face={"is_confidential": False},
            since=date(2026, 5, 3),
            by=str(town.admin),
        )


@pytest.mark.parametrize("by", ["supervisor", "manager", "council", "mayor", "inspectorate"])
def test_nobody_but_the_administrator_proposes(town: Town, by: str) -> None:
    with make.refused(NotYourWork):
        add_staff("x", password=PASSWORD, role="inspectorate", unit_code="V-insp", by=town.actors[by])
    with make.refused(NotYourWork):
        change(town, "clerk", by=by, role="mayor", unit_code="M")
    with make.refused(NotYourWork):
        reset_password(town.staff["mayor"], password=PASSWORD, by=town.actors[by])
    assert waiting_changes() == []


def test_one_change_at_a_time_and_of_the_account_as_it_was(town: Town) -> None:
    """Two proposals together, or one on top of another, could come to what nobody confirmed."""
    number = into_the_inspectorate(town)
    with make.refused(ChangeIsWaiting):
        change(town, "clerk", role="mayor", unit_code="M")
    change(town, "clerk", role="manager")
    with make.refused(ChangedSince):
        confirm_account_change(number, by=town.mayor)
    assert person(town, "clerk").role == "manager"


def test_a_proposal_runs_out(town: Town, town_clock: TownClock) -> None:
    number = into_the_inspectorate(town)
    town_clock.forward(days=15)
    with make.refused(ProposalIsTooOld):
        confirm_account_change(number, by=town.mayor)
    refuse_account_change(number, by=town.mayor)
    assert person(town, "clerk").role == "clerk"
