"""Accounts are changed by the administrator, never by their own holder, with who and when, and can be set back."""

import pytest

from peygir.history.audit import AuditFilter, audit, kinds_of_people
from peygir.history.queries import timeline, verify
from peygir.people.actions import (
    ChangedSince,
    LastAdministrator,
    NoSuchPerson,
    NothingToChange,
    NotOnYourself,
    NotYourWork,
    OwnSignInIsChangedByProof,
    PasswordIsWeak,
    RoleIsUnknown,
    UnitIsMissing,
    add_staff,
    open_account,
    reset_password,
    reset_second_step,
    take_back_change,
)
from peygir.people.directory import directory
from peygir.people.models import Staff
from peygir.people.rules import IMPORT
from tests import make
from tests.accounts import change
from tests.town import PASSWORD, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_role_and_unit_change_and_are_set_back(town: Town) -> None:
    change(town, "clerk", role="manager", unit_code="D-02", email="c@example.ir")
    clerk = Staff.objects.get(pk=town.staff["clerk"])
    assert (clerk.role, clerk.unit_id, clerk.email) == ("manager", town.units["D-02"], "c@example.ir")
    [event] = timeline("staff", clerk.pk)
    assert event.data == {
        "changed": {"role": ["clerk", "manager"], "unit_id": [town.units["D-01"], town.units["D-02"]]},
        "own": True,
    }
    assert "example.ir" not in event.body, "no personal text in history"
    take_back_change(clerk.pk, number=1, by=town.admin)
    clerk.refresh_from_db()
    assert (clerk.role, clerk.unit_id, clerk.email) == ("clerk", town.units["D-01"], "c@example.ir")
    with make.refused(ChangedSince):
        take_back_change(clerk.pk, number=1, by=town.admin)
    take_back_change(clerk.pk, number=2, by=town.admin)
    with make.refused(ChangedSince):
        take_back_change(clerk.pk, number=99, by=town.admin)
    assert verify().breaks == []


def test_an_account_is_closed_and_opened(town: Town) -> None:
    open_account(town.staff["clerk"], is_active=False, by=town.admin)
    assert not Staff.objects.get(pk=town.staff["clerk"]).is_active
    with make.refused(NothingToChange):
        open_account(town.staff["clerk"], is_active=False, by=town.admin)
    take_back_change(town.staff["clerk"], number=1, by=town.admin)
    assert Staff.objects.get(pk=town.staff["clerk"]).is_active


def test_keys_are_reset(town: Town) -> None:
    Staff.objects.filter(pk=town.staff["clerk"]).update(totp_secret="JBSWY3DPEHPK3PXP", totp_last_step=7)
    reset_second_step(town.staff["clerk"], by=town.admin)
    with make.refused(NothingToChange):
        reset_second_step(town.staff["clerk"], by=town.admin)
    with make.refused(PasswordIsWeak):
        reset_password(town.staff["clerk"], password="12345", by=town.admin)
    reset_password(town.staff["clerk"], password=PASSWORD, by=town.admin)
    clerk = Staff.objects.get(pk=town.staff["clerk"])
    assert clerk.totp_secret == ""
    assert clerk.check_password(PASSWORD)
    assert [line.kind for line in timeline("staff", clerk.pk)] == ["second_step_reset", "password_reset"]


def test_an_administrator_changes_their_own_way_in_by_proof_alone(town: Town) -> None:
    mine = Staff.objects.filter(pk=town.staff["admin"])
    mine.update(totp_secret="JBSWY3DPEHPK3PXP")
    before = mine.get().password
    with make.refused(OwnSignInIsChangedByProof):
        reset_password(town.staff["admin"], password="lantern-orchard-9", by=town.admin)
    with make.refused(OwnSignInIsChangedByProof):
        reset_second_step(town.staff["admin"], by=town.admin)
    assert (mine.get().password, mine.get().totp_secret) == (before, "JBSWY3DPEHPK3PXP")


def test_what_is_refused(town: Town) -> None:
    for by in ("supervisor", "manager", "clerk", "council"):
        with make.refused(NotYourWork):
            change(town, "clerk_b", by=by, role="manager")
        with make.refused(NotYourWork):
            open_account(town.staff["clerk_b"], is_active=False, by=town.actors[by])
    with make.refused(RoleIsUnknown):
        change(town, "clerk", role="king")
    with make.refused(UnitIsMissing):
        change(town, "clerk", unit_code="")
    with make.refused(UnitIsMissing):
        change(town, "clerk", unit_code="D-99")
    with make.refused(NothingToChange):
        change(town, "clerk")
    with make.refused(NoSuchPerson):
        open_account(10**9, is_active=False, by=town.admin)
    with make.refused(NotOnYourself):
        change(town, "admin", role="supervisor")
    with make.refused(NotOnYourself):
        open_account(town.staff["admin"], is_active=False, by=town.admin)
    change(town, "admin", name="نامی دیگر")
    with make.refused(LastAdministrator):
        open_account(town.staff["admin"], is_active=False, by=IMPORT)


def test_an_account_is_made_with_its_line(town: Town) -> None:
    made = add_staff(
        "new.one", password=PASSWORD, role="clerk", unit_code="D-02", name="تازه", name_en="New", by=town.admin
    )
    [line] = timeline("staff", made)
    assert (line.kind, line.by, line.data) == (
        "staff_added",
        str(town.admin),
        {"role": "clerk", "unit": town.units["D-02"]},
    )
    assert [one.pk for one in directory(text="new", unit_id=town.units["D-02"]).people] == [made]
    assert directory(role="clerk", is_active=False).people == []


# ── the audit ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_audit_pages_by_where_the_last_page_ended(town: Town, town_clock: TownClock) -> None:
    for number in range(120):
        change(town, "clerk", role=("manager", "clerk")[number % 2])
        if number % 7 == 0:
            town_clock.forward(seconds=1)  # many lines of one moment
    numbers: list[int] = []
    after = None
    while True:
        page = audit(AuditFilter(by=str(town.admin), kinds=("staff_changed",), after=after))
        numbers += [line.number for line in page.lines]
        after = page.next_after
        if after is None:
            break
    assert numbers == list(range(120, 0, -1))
    assert kinds_of_people() == ["staff_changed"]


def test_the_audit_finds_by_person_kind_file_and_time(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand()
    since = town_clock.forward(hours=1)
    change(town, "clerk", role="manager")
    assert [line.kind for line in audit(AuditFilter(by=str(town.clerk))).lines] == ["case_accepted"]
    assert [line.kind for line in audit(AuditFilter()).lines] == ["staff_changed", "case_accepted"]
    assert [line.kind for line in audit(AuditFilter(since=since)).lines] == ["staff_changed"]
    assert [line.kind for line in audit(AuditFilter(until=since)).lines] == ["case_accepted"]
    whole = audit(AuditFilter(file="case", file_id=make.case(code).pk)).lines
    assert sorted(line.number for line in whole) == [1, 2, 3, 4, 5], "of one file also what the house wrote"
