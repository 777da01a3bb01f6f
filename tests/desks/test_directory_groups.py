"""The list of groups: by two people, on its page, and in force for those who follow groups; and a list of leavers."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from peygir.history.queries import timeline
from peygir.journey.directory.leavers import close_leavers
from peygir.journey.two_person import confirm_two_person_change, propose_groups
from peygir.people.actions.directory import DirectoryVisitor, NoRoleHere, enter_from_directory
from peygir.people.actions.role_refusals import SecondAdministratorIsNeeded
from peygir.people.actions.staff_list import StaffListIsNotBelieved, StaffListIsWrong, close_by_list
from peygir.people.directory_links import mapping
from peygir.people.models import DirectoryLink, Staff, TwoPersonChange
from peygir.people.two_person_queries import change_by_two
from tests.make import refused
from tests.town import Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PAGE = "/desk/admin/sign-in/"
LINES = "clerks ; clerk ; D-01\nwall ; operator"


def confirm(town: Town, change_id: int) -> None:
    change = change_by_two(town.city_id, change_id)
    assert change is not None
    confirm_two_person_change(town.city_id, change_id, shown=change.shown, by=town.mayor)


def visitor(name: str, *groups: str) -> DirectoryVisitor:
    return DirectoryVisitor("oidc", "https://id.example", f"id-{name}", name, name.title(), "", groups)


def test_one_person_alone_changes_nothing(town: Town) -> None:
    number = propose_groups(town.city_id, LINES, why="قرار شورا", by=town.admin)
    assert mapping() == []
    change = change_by_two(town.city_id, number)
    assert change is not None
    with refused(SecondAdministratorIsNeeded):
        confirm_two_person_change(town.city_id, number, shown=change.shown, by=town.admin)
    confirm(town, number)
    assert [(one.group, one.role, one.unit) for one in mapping()] == [
        ("clerks", "clerk", "D-01"),
        ("wall", "operator", ""),
    ]
    kinds = [line.kind for line in timeline("city", town.city_id)]
    assert kinds[-2:] == ["change_proposed", "change_confirmed"]


def test_another_list_moves_those_who_follow(town: Town, settings: Any) -> None:
    settings.JUST_IN_TIME = True
    confirm(town, propose_groups(town.city_id, LINES, why="قرار", by=town.admin))
    staff_id = enter_from_directory(visitor("mina", "clerks"))
    assert Staff.objects.get(pk=staff_id).role == "clerk"
    confirm(town, propose_groups(town.city_id, "clerks ; operator", why="قرار", by=town.admin))
    assert Staff.objects.get(pk=staff_id).role == "operator"
    confirm(town, propose_groups(town.city_id, "", why="قرار", by=town.admin))
    assert Staff.objects.get(pk=staff_id).role == ""
    with refused(NoRoleHere):
        enter_from_directory(visitor("mina", "clerks"))
    assert [line.kind for line in timeline("staff", staff_id)][-2:] == ["directory_groups_seen", "staff_changed"]


def test_the_page_proposes_and_says_what_is_wrong(town: Town) -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(Staff.objects.get(username="admin"))
    assert "No group gives anything yet" in client.get(PAGE).content.decode()
    for lines, sentence in (
        ("x", "Line 1 is not right"),
        ("a ; mayor ; M", "two people"),
        ("a ; clerk", "code of a unit"),
    ):
        answer = client.post(PAGE, {"lines": lines, "why": "because"})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert client.post(PAGE, {"lines": LINES, "why": ""}).status_code == 422
    answer = client.post(PAGE, {"lines": LINES, "why": "because"})
    assert answer.status_code == 302
    number = TwoPersonChange.objects.get().pk
    assert "137 operator" in client.get(f"/desk/admin/changes/{number}/").content.decode()
    assert "waits for a second person" in client.get(PAGE).content.decode()
    supervisor = Client()
    supervisor.force_login(Staff.objects.get(username="supervisor"))
    assert supervisor.post(PAGE, {"lines": LINES, "why": "because"}).status_code == 403


def test_the_last_administrator_stays(town: Town) -> None:
    admins = Staff.objects.filter(role="admin")
    link = DirectoryLink.objects.create(
        staff=admins[0], source="ldap", subject="1", linked_at=admins[0].date_joined, linked_by="system"
    )
    admins.exclude(pk=link.staff_id).update(is_active=False)
    assert close_leavers({link.pk: "gone"}, of=1) == 0
    assert Staff.objects.get(pk=link.staff_id).is_active


def list_of(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "staff.csv"
    path.write_text("\n".join(["username,active", *rows]) + "\n", encoding="utf-8")
    return path


def test_a_list_closes_whom_it_names_as_left(town: Town, tmp_path: Path) -> None:
    browser = Client()
    browser.force_login(Staff.objects.get(username="clerk"))
    path = list_of(tmp_path, "Clerk,no", "operator,yes", "stranger,no")
    outcome = close_by_list(path, is_whole=False, keep=frozenset(), dry_run=True)
    assert outcome.closed == ("clerk",)
    assert Staff.objects.get(username="clerk").is_active
    assert close_by_list(path, is_whole=False, keep=frozenset(), dry_run=False).closed == ("clerk",)
    staff = Staff.objects.get(username="clerk")
    assert not staff.is_active
    assert browser.get("/staff/account/").status_code == 302
    assert timeline("staff", staff.pk)[-2].data == {"source": "list", "why": "listed"}


def test_a_whole_list_closes_whoever_is_not_on_it(town: Town, tmp_path: Path) -> None:
    names = list(Staff.objects.values_list("username", flat=True))
    path = list_of(tmp_path, *(f"{name}," for name in names if name not in ("clerk", "operator")))
    outcome = close_by_list(path, is_whole=True, keep=frozenset({"operator"}), dry_run=False)
    assert outcome.closed == ("clerk",)
    with refused(StaffListIsNotBelieved):
        close_by_list(list_of(tmp_path, "manager,"), is_whole=True, keep=frozenset(), dry_run=False)
    assert Staff.objects.get(username="operator").is_active


@pytest.mark.parametrize("text", ["", "name\nx\n", "username,active\nclerk,perhaps\n", "username,active\n,no\n"])
def test_a_list_that_is_wrong_closes_nobody(town: Town, tmp_path: Path, text: str) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(text, encoding="utf-8")
    with refused(StaffListIsWrong):
        close_by_list(path, is_whole=True, keep=frozenset(), dry_run=False)
    with refused(StaffListIsWrong):
        close_by_list(tmp_path / "missing.csv", is_whole=True, keep=frozenset(), dry_run=False)
