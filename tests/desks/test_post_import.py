"""Posts from a table: all rows or none, and every fault with its row."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from peygir.history.queries import timeline, verify
from peygir.people.actions import NotYourWork, PostColumnsAreMissing, import_posts
from peygir.people.models import Post
from peygir.people.posts import leader_of
from peygir.people.rules import SYSTEM
from tests import make
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = date(2026, 5, 3)


def leader(town: Town, unit: str, on: date) -> str:
    post = leader_of(town.units[unit], on=on).leader
    return post.username if post else ""


HEADINGS = "username,unit,role,kind,from,to\n"


@pytest.fixture
def table(tmp_path: Path) -> Any:
    def write(text: str) -> Path:
        path = tmp_path / "posts.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_posts_are_imported_whole_or_not_at_all(town: Town, table: Any) -> None:
    path = table(
        HEADINGS
        + "manager,D-01,manager,holder,1402/01/01,1404/12/29\n"
        + "clerk_two,D-01,مدیر واحد,سرپرست,۱۴۰۵/۰۱/۰۱,\n"
        + "inspector,,inspector,,2024-03-01,\n"
    )
    tried = import_posts(path, dry_run=True, by=SYSTEM)
    assert (tried.rows, tried.faults, tried.is_written) == (3, (), False)
    assert Post.objects.count() == 0
    done = import_posts(path, dry_run=False, by=SYSTEM)
    assert (done.rows, done.faults, done.is_written) == (3, (), True)
    assert leader(town, "D-01", date(2025, 1, 1)) == "manager"
    assert leader(town, "D-01", TODAY) == "clerk_two"
    again = import_posts(path, dry_run=False, by=SYSTEM)
    assert [(one.row, one.why.name) for one in again.faults] == [
        (2, "PostIsOnRecord"),
        (3, "PostIsOnRecord"),
        (4, "PostIsOnRecord"),
    ]
    assert verify().breaks == []


def test_every_fault_of_a_table_is_listed(town: Town, table: Any) -> None:
    path = table(
        "نام کاربری;کد واحد;نقش;نوع;اولین روز;آخرین روز\n"
        "manager;D-01;manager;;1403/01/01;\n"
        "clerk;D-01;manager;;1404/01/01;\n"
        "nobody;D-01;clerk;;1404/01/01;\n"
        "clerk;D-99;clerk;;1404/01/01;\n"
        "clerk;D-01;king;;1404/01/01;\n"
        "clerk;D-01;clerk;guest;1404/01/01;\n"
        "clerk;D-01;clerk;;1404/13/01;\n"
        "clerk;D-01;clerk;;1404/05/02;1404/05/01\n"
        "clerk;V-insp;inspectorate;;1404/05/02;\n"
    )
    outcome = import_posts(path, dry_run=False, by=town.admin)
    assert [(one.row, one.why.name) for one in outcome.faults] == [
        (3, "PostIsHeld"),
        (4, "NoSuchPerson"),
        (5, "UnitIsMissing"),
        (6, "RoleIsUnknown"),
        (7, "PostKindIsUnknown"),
        (8, "DateIsNotValid"),
        (9, "PostDaysAreWrong"),
        (10, "PostNeedsTwoPeople"),
    ]
    assert not outcome.is_written
    assert Post.objects.count() == 0
    assert timeline("staff", town.staff["manager"]) == []
    with make.refused(PostColumnsAreMissing):
        import_posts(table("who,where\na,b\n"), dry_run=True, by=town.admin)
    with make.refused(NotYourWork):
        import_posts(path, dry_run=True, by=town.supervisor)
