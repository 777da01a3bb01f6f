"""Accounts of the inspectorate and the mayor's desk change with two people: every way around it that we know of."""

import pytest
from django.db import IntegrityError, transaction

from peygir.desks.answers.notices import notices_of
from peygir.history.queries import timeline, verify
from peygir.people.account_changes import waiting_changes
from peygir.people.actions import (
    LastOfTheHighest,
    NobodyCouldConfirm,
    NoSuchAccountChange,
    NotYourWork,
    SecondPersonIsNeeded,
    add_staff,
    confirm_account_change,
    open_account,
    refuse_account_change,
    reset_password,
    reset_second_step,
    withdraw_account_change,
)
from peygir.people.models import AccountChange, Staff
from peygir.people.queries import actor_of
from peygir.people.role_catalogue import highest_roles
from peygir.people.rules import CLOCK, SYSTEM
from tests import make
from tests.accounts import SECRET, change, into_the_inspectorate, person, proposal, reads_confidential
from tests.drain import drain
from tests.town import PASSWORD, Town

pytestmark = pytest.mark.usefixtures("town_clock")


# ── the ordinary course ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_account_opens_when_a_second_person_confirms(town: Town) -> None:
    made = add_staff("nika", password=PASSWORD, role="inspectorate", unit_code="V-insp", name="نیکا", by=town.admin)
    row = Staff.objects.get(pk=made)
    assert (row.is_active, row.has_usable_password()) == (False, False)
    [waiting] = waiting_changes()
    password = confirm_account_change(waiting.id, by=town.mayor)
    row.refresh_from_db()
    assert row.is_active
    assert row.must_change_password
    assert row.check_password(password)
    assert not row.check_password(PASSWORD), "what the administrator typed opens nothing"
    assert [line.kind for line in timeline("staff", made)] == [
        "staff_added",
        "account_change_proposed",
        "account_change_confirmed",
        "staff_changed",
    ]
    lines = timeline("staff", made)
    assert (lines[1].by, lines[2].by) == (str(town.admin), str(town.mayor))
    assert lines[2].data["proposed_by"] == str(town.admin)
    assert password not in "".join(line.body for line in lines)
    assert verify().breaks == []


def test_a_password_is_new_when_it_is_confirmed_and_the_proposer_never_knows_it(town: Town) -> None:
    row = person(town, "inspectorate")
    row.set_password("an-older-lantern")
    row.totp_secret = SECRET
    row.save()
    assert not reset_password(row.pk, password="known-to-the-admin", by=town.admin)
    row.refresh_from_db()
    assert row.check_password("an-older-lantern")
    password = confirm_account_change(proposal(town, "inspectorate"), by=town.mayor)
    row.refresh_from_db()
    assert row.check_password(password)
    assert not row.check_password("known-to-the-admin")
    assert (row.must_change_password, row.totp_secret) == (True, SECRET), "the second step stays"


def test_the_second_step_goes_when_it_is_confirmed(town: Town) -> None:
    Staff.objects.filter(pk=town.staff["mayor"]).update(totp_secret=SECRET)
    assert not reset_second_step(town.staff["mayor"], by=town.admin)
    assert person(town, "mayor").totp_secret == SECRET
    assert confirm_account_change(proposal(town, "mayor"), by=town.inspectorate) == ""
    assert person(town, "mayor").totp_secret == ""


def test_refused_and_withdrawn_proposals_change_nothing(town: Town) -> None:
    refuse_account_change(into_the_inspectorate(town), by=town.inspectorate)
    withdraw_account_change(into_the_inspectorate(town), by=town.admin)
    assert person(town, "clerk").role == "clerk"
    assert waiting_changes() == []
    for number in AccountChange.objects.values_list("pk", flat=True):
        for decide in (confirm_account_change, refuse_account_change):
            with make.refused(NoSuchAccountChange):
                decide(number, by=town.mayor)
    assert [line.kind for line in timeline("staff", town.staff["clerk"])] == [
        "account_change_proposed",
        "account_change_refused",
        "account_change_proposed",
        "account_change_withdrawn",
    ]


def test_a_decided_proposal_keeps_no_name_and_no_address(town: Town) -> None:
    change(town, "mayor", email="m@example.ir", name="نامی تازه")
    number = proposal(town, "mayor")
    assert person(town, "mayor").email == ""
    assert confirm_account_change(number, by=town.inspectorate) == "", "an open account keeps its password"
    assert person(town, "mayor").email == "m@example.ir"
    row = AccountChange.objects.get(pk=number)
    assert "example.ir" not in str(row.values)
    assert "نامی تازه" not in str(row.values)
    assert "example.ir" not in "".join(line.body for line in timeline("staff", town.staff["mayor"]))


# ── who confirms ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "who", ["admin", "supervisor", "council", "manager", "clerk", "operator", "deputy", "inspector"]
)
def test_nobody_else_confirms(town: Town, who: str) -> None:
    number = into_the_inspectorate(town)
    for decide in (confirm_account_change, refuse_account_change):
        with make.refused(NotYourWork):
            decide(number, by=town.actors[who])
    for by in (SYSTEM, CLOCK):
        with make.refused(NotYourWork):
            confirm_account_change(number, by=by)
    assert person(town, "clerk").role == "clerk"


def test_not_the_subject(town: Town) -> None:
    reset_password(town.staff["inspectorate"], password=PASSWORD, by=town.admin)
    with make.refused(SecondPersonIsNeeded):
        confirm_account_change(proposal(town, "inspectorate"), by=town.inspectorate)


def test_not_the_proposer_though_their_role_has_become_one_of_these(town: Town) -> None:
    """An administrator proposes, is moved into the mayor's desk with everybody's consent, and confirms: refused."""
    add_staff("admin_b", password=PASSWORD, role="admin", by=SYSTEM)
    number = into_the_inspectorate(town)
    Staff.objects.filter(pk=town.staff["admin"]).update(role="mayor", unit_id=town.units["M"])
    with make.refused(SecondPersonIsNeeded):
        confirm_account_change(number, by=actor_of(person(town, "admin")))
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountChange.objects.filter(pk=number).update(outcome="confirmed", decided_by=str(town.admin))


def test_not_somebody_whose_account_was_closed_or_moved_meanwhile(town: Town) -> None:
    """The rights of a page that was opened before do not count; those of this moment do."""
    number = into_the_inspectorate(town)
    Staff.objects.filter(pk=town.staff["mayor"]).update(is_active=False)
    with make.refused(NotYourWork):
        confirm_account_change(number, by=town.mayor)
    Staff.objects.filter(pk=town.staff["mayor"]).update(is_active=True, role="council")
    with make.refused(NotYourWork):
        confirm_account_change(number, by=town.mayor)


# ── a city that has none of them yet, or one alone ──────────────────────────────────────────────────────────────────


def test_the_last_one_is_not_closed_by_the_administrator(town: Town) -> None:
    open_account(town.staff["mayor"], is_active=False, by=town.admin)
    with make.refused(LastOfTheHighest):
        open_account(town.staff["inspectorate"], is_active=False, by=town.admin)
    open_account(town.staff["inspectorate"], is_active=False, by=SYSTEM)


def test_without_a_second_person_it_is_done_on_the_server(town: Town) -> None:
    open_account(town.staff["mayor"], is_active=False, by=town.admin)
    with make.refused(NobodyCouldConfirm):
        reset_password(town.staff["inspectorate"], password=PASSWORD, by=town.admin)
    Staff.objects.filter(role__in=highest_roles()).update(is_active=False)
    with make.refused(NobodyCouldConfirm):
        add_staff("first", password=PASSWORD, role="mayor", unit_code="M", by=town.admin)
    assert not Staff.objects.filter(username="first").exists()
    first = add_staff("first", password="lantern-orchard-9", role="mayor", unit_code="M", by=SYSTEM)
    second = add_staff("second", password="lantern-orchard-8", role="inspectorate", unit_code="V-insp", by=SYSTEM)
    assert reads_confidential(second)
    assert timeline("staff", first)[0].by == "system"
    drain()
    assert "second" in {line.account for line in notices_of(actor_of(Staff.objects.get(pk=first)))}
