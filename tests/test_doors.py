"""Every door has a rule, and the rule holds: for strangers, for citizens, and for each role of staff."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from peygir.desks.answers.links import token_of
from peygir.people.first_roles import FIRST_ROLES
from peygir.people.models import Staff
from tests import asset_register, make
from tests.doors import Endpoint, operations, pages
from tests.permission_parts import INSPECTION_VALUES
from tests.permissions_of_agencies import AGENCY_VALUES
from tests.permissions_of_boards import BOARD_VALUES
from tests.permissions_of_council import COUNCIL_VALUES
from tests.permissions_of_goals import GOAL_VALUES
from tests.permissions_of_help import HELP_VALUES
from tests.permissions_of_honours import HONOUR_VALUES
from tests.permissions_of_marks import MARK_VALUES
from tests.permissions_of_panel import PANEL_VALUES
from tests.permissions_of_plans import PLAN_VALUES
from tests.permissions_of_ranking import RANKING_VALUES
from tests.permissions_of_record import RECORD_VALUES
from tests.permissions_of_units import UNIT_VALUES
from tests.street_permissions import STREET_VALUES
from tests.town import Town

# Doors of the API that need no token: what anybody with a code may know, the map, and published figures.
OPEN_OPERATIONS = {
    ("get", "/api/v1/reports/{code}"),
    ("get", "/api/v1/map"),
    ("get", "/api/v1/data"),
    ("get", "/api/v1/data/{month}"),
}
ARGUMENT = re.compile(r"<(\w+):(\w+)>")
NAMES = sorted(door.name for door in pages())


def door(name: str) -> Endpoint:
    """A page by name."""
    return next(one for one in pages() if one.name == name)


def _one(kind: str) -> int:
    assert kind == "int", kind
    return 1


def paths_in(town: Town) -> Callable[[str], str]:
    """Make a case, and return the function from the name of a door to its path with the values of this case.

    Numbers that are not said here are 1.
    """
    asset_register.make_types()
    row = make.report_row(make.referred())
    values: dict[str, Any] = {
        "code": row.code,
        "tag": asset_register.register(),
        "token": token_of(row.pk),
        "verb": "accept",
        "report_id": row.pk,
        "kind": "report",
        "size": "thumb",
        "deed": "accept",
        "work": "own-1",
        "season": "snow",
        "unit": "D-01",
        **INSPECTION_VALUES,
        "staff_id": town.staff["clerk"],
        "form": "note",
        "language": "fa",
        "part": "waiting",
        "article": "none",
        "role": "clerk",
        **STREET_VALUES,
        **BOARD_VALUES,
        **(UNIT_VALUES | RECORD_VALUES | HELP_VALUES | AGENCY_VALUES | PANEL_VALUES),
        **(PLAN_VALUES | COUNCIL_VALUES | HONOUR_VALUES | MARK_VALUES | RANKING_VALUES | GOAL_VALUES),
        "upload_id": UUID(int=1),
        "name": "0" * 16,
    }

    def path_of(name: str) -> str:
        arguments = ARGUMENT.findall(door(name).pattern)
        return reverse(name, kwargs={key: values[key] if key in values else _one(kind) for kind, key in arguments})

    return path_of


@pytest.fixture(scope="module")
def paths(shared_town: Callable[[], AbstractContextManager[Town]]) -> Callable[[str], str]:
    """The paths of a case that the tests of a module share."""
    with shared_town() as town:
        return paths_in(town)


@pytest.fixture
def address(paths: Callable[[str], str], town: Town, town_clock: Any) -> Callable[[str], str]:
    """`address(name)`: the path of a door, with the values of a case that is there."""
    return paths


def knock(client: Client, method: str, path: str) -> Any:
    """One request; what it would undo, its savepoint undoes."""
    with transaction.atomic():
        return getattr(client, method)(path)


def test_every_page_has_a_name_and_a_rule() -> None:
    assert NAMES
    for page in pages():
        assert page.name, page.pattern
        assert page.rule is not None, f"{page.name} declares no access rule"
        assert page.rule.kind in ("public", "citizen", "staff")
        assert page.rule.roles <= set(FIRST_ROLES)
        assert bool(page.rule.roles) == (page.rule.kind == "staff")
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize(("method", "path"), operations())
def test_every_door_of_the_api_asks_for_a_token_or_is_named_here(method: str, path: str, town: Town) -> None:
    values = {"code": "0", "form": "csv", "number": "W-1405-000001", "tag": "AAAA", "month": "1405-02"}
    answer = knock(Client(), method, path.format(**values))
    assert (answer.status_code != 401) == ((method, path) in OPEN_OPERATIONS)


@pytest.mark.parametrize("name", [one.name for one in pages() if one.rule and one.rule.kind != "public"])
def test_a_stranger_sends_nothing(name: str, address: Any) -> None:
    """Whom a page opens to, tests/test_permissions.py asks; what is sent to it leads to the same sign-in."""
    answer = knock(Client(), "post", address(name))
    assert answer.status_code == 302
    assert reverse("staff_login" if door(name).rule.kind == "staff" else "me") in answer["Location"]


@pytest.mark.parametrize("name", [one.name for one in pages() if one.rule and one.rule.kind == "public"])
def test_an_open_door_that_takes_something_counts_its_uses(name: str, address: Any) -> None:
    """A public page either takes no POST at all, or counts how often one address sends one."""
    rule = door(name).rule
    answer = knock(Client(), "post", address(name))
    if not rule.door:
        assert answer.status_code == 405 or name in {"set_language", "set_theme", "me_out", "staff_logout"}
    else:
        assert rule.limit > 0
        assert rule.window_seconds > 0


def test_a_form_without_its_token_is_refused(address: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    assert knock(client, "post", address("report")).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/t/%00/",
        "/t/0/",
        "/v/x/",
        "/desk/case/0/",
        "/%ff",
        "/api/v1/nowhere",
        "/answers/%00/",
        "/%00",
        "/api/v1/reports/%00",
        "/api/open311/v2/tokens/%00.xml",
        "/api/open311/v2/requests/%00.json",
        "/api/open311/v2/services/%00.xml",
        "/desk/case/%00/news/",
        "/f/%00/",
    ],
)
def test_an_address_that_is_none(path: str, town: Town) -> None:
    client = Client()
    client.force_login(Staff.objects.get(username="supervisor"))
    assert knock(client, "get", path).status_code == 404
