"""SCIM: accounts made, found, changed and closed by an identity system; groups that give posts; and who may do it."""

import json
from typing import Any

import pytest
from django.test import Client

from peygir.history.queries import timeline
from peygir.people.actions import issue_key
from peygir.people.actions.directory import DirectoryVisitor, enter_from_directory
from peygir.people.actions.directory_groups import set_group_lines
from peygir.people.models import DirectoryLink, Staff
from peygir.people.rules import SYSTEM
from tests.town import Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
AT = "/api/scim/v2"
MINA = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "userName": "mina",
    "externalId": "0f5c-1",
    "name": {"givenName": "Mina", "familyName": "Karimi"},
    "emails": [{"value": "other@golgasht.example"}, {"value": "mina@golgasht.example", "primary": True}],
    "active": True,
}


class Identity:
    """The organisation's identity system, with its key."""

    def __init__(self, *scopes: str) -> None:
        made = issue_key("identity", owner="IT", scopes=scopes or ("accounts",), by=SYSTEM)
        self.client, self.token = Client(), made if isinstance(made, str) else made[1]

    def __call__(self, method: str, path: str, values: Any = None) -> tuple[int, Any]:
        answer = self.client.generic(
            method,
            f"{AT}{path}",
            json.dumps(values) if values is not None else "",
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {self.token}"},
        )
        return answer.status_code, json.loads(answer.content) if answer.content else None


@pytest.fixture
def identity(town: Town) -> Identity:
    return Identity()


@pytest.fixture
def mina(identity: Identity) -> Staff:
    status, made = identity("POST", "/Users", MINA)
    assert status == 201, made
    return Staff.objects.get(pk=int(made["id"]))


def patch(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": list(operations)}


def test_an_account_is_made_without_password_and_post(mina: Staff) -> None:
    assert (mina.username, mina.role, mina.email, mina.name_fa) == ("mina", "", "mina@golgasht.example", "Mina Karimi")
    assert not mina.has_usable_password()
    assert [(line.kind, line.by) for line in timeline("staff", mina.pk)] == [
        ("staff_added", "directory"),
        ("directory_linked", "directory"),
    ]


def test_it_is_found_by_filters(identity: Identity, mina: Staff) -> None:
    for query in ('userName eq "MINA"', 'externalId eq "0f5c-1"', f'id eq "{mina.pk}"', "active eq true"):
        status, found = identity("GET", f"/Users?filter={query}")
        assert (status, found["totalResults"]) == (200, 1), query
        assert found["Resources"][0]["userName"] == "mina"
    for query in ('userName eq "clerk"', 'externalId eq ""', "active eq false", 'id eq "7x"'):
        assert identity("GET", f"/Users?filter={query}")[1]["totalResults"] == 0, query
    status, refusal = identity("GET", '/Users?filter=userName co "m"')
    assert (status, refusal["scimType"]) == (400, "invalidFilter")
    assert identity("GET", "/Users?count=0")[1]["Resources"] == []


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "active", "value": False},
        {"op": "Replace", "value": {"active": False}},
        {"op": "replace", "path": "active", "value": "False"},
    ],
)
def test_a_leaver_is_locked_out_at_once_and_may_return(
    identity: Identity, mina: Staff, operation: dict[str, Any]
) -> None:
    set_group_lines("clerks ; clerk ; D-01")
    identity("POST", "/Groups", {"displayName": "clerks", "members": [{"value": str(mina.pk)}]})
    browser = Client()
    browser.force_login(Staff.objects.get(pk=mina.pk))
    assert browser.get("/staff/account/").status_code == 200
    status, now = identity("PATCH", f"/Users/{mina.pk}", patch(operation))
    assert (status, now["active"]) == (200, False)
    assert browser.get("/staff/account/").status_code == 302
    mina.refresh_from_db()
    assert not mina.is_active
    assert timeline("staff", mina.pk)[-2].data == {"source": "scim", "why": "disabled"}
    assert identity("PATCH", f"/Users/{mina.pk}", patch({"op": "replace", "path": "active", "value": True}))[0] == 200
    mina.refresh_from_db()
    assert mina.is_active


def test_what_was_closed_here_stays_closed(town: Town, identity: Identity, mina: Staff) -> None:
    Staff.objects.filter(pk=mina.pk).update(is_active=False)
    status, refusal = identity("PUT", f"/Users/{mina.pk}", MINA)
    assert (status, refusal["status"]) == (409, "409")


def test_groups_give_posts(identity: Identity, mina: Staff) -> None:
    set_group_lines("clerks ; clerk ; D-01\nwall ; operator")
    status, group = identity("POST", "/Groups", {"displayName": "clerks", "members": [{"value": str(mina.pk)}]})
    assert (status, group["members"][0]["display"]) == (201, "mina")
    mina.refresh_from_db()
    assert (mina.role, mina.unit.code if mina.unit else "") == ("clerk", "D-01")
    other = identity("POST", "/Groups", {"displayName": "wall"})[1]
    add = patch({"op": "add", "path": "members", "value": [{"value": str(mina.pk)}]})
    assert identity("PATCH", f"/Groups/{other['id']}", add)[0] == 200
    remove = patch({"op": "remove", "path": f'members[value eq "{mina.pk}"]'})
    assert identity("PATCH", f"/Groups/{group['id']}", remove)[1]["members"] == []
    mina.refresh_from_db()
    assert (mina.role, mina.unit_id) == ("operator", None)
    assert identity("DELETE", f"/Groups/{other['id']}")[0] == 204
    mina.refresh_from_db()
    assert mina.role == ""
    assert identity("GET", '/Groups?filter=displayName eq "clerks"')[1]["totalResults"] == 1


def test_a_mapping_that_comes_later_is_followed(identity: Identity, mina: Staff) -> None:
    identity("POST", "/Groups", {"displayName": "clerks", "members": [{"value": str(mina.pk)}]})
    mina.refresh_from_db()
    assert mina.role == ""
    set_group_lines("clerks ; clerk ; D-01")
    mina.refresh_from_db()
    assert mina.role == "clerk"


def test_no_account_is_taken_over(town: Town, identity: Identity, mina: Staff) -> None:
    for values in (MINA | {"userName": "Clerk", "externalId": "2"}, MINA | {"userName": "mina2"}):
        status, refusal = identity("POST", "/Users", values)
        assert (status, refusal["scimType"]) == (409, "uniqueness")
    clerk = Staff.objects.get(username="clerk")
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        assert (
            identity(method, f"/Users/{clerk.pk}", MINA | patch({"op": "add", "path": "active", "value": False}))[0]
            == 404
        )
    assert Staff.objects.get(username="clerk").is_active
    members = {"displayName": "clerks", "members": [{"value": str(clerk.pk)}]}
    assert identity("POST", "/Groups", members)[0] == 404


def test_whom_it_made_signs_in_by_the_same_id_alone(identity: Identity, mina: Staff) -> None:
    identity("POST", "/Groups", {"displayName": "clerks", "members": [{"value": str(mina.pk)}]})
    set_group_lines("clerks ; clerk ; D-01")
    same = DirectoryVisitor("oidc", "https://id.example", "0f5c-1", "mina", "Mina", "", ())
    assert enter_from_directory(same) == mina.pk
    mina.refresh_from_db()
    assert mina.role == "clerk", "the groups are those of the provisioning"
    assert {row.source for row in DirectoryLink.objects.filter(staff=mina)} == {"scim", "oidc"}


def test_deleting_closes_and_lets_go(identity: Identity, mina: Staff) -> None:
    assert identity("DELETE", f"/Users/{mina.pk}") == (204, None)
    assert identity("GET", f"/Users/{mina.pk}")[0] == 404
    mina.refresh_from_db()
    assert not mina.is_active


@pytest.mark.parametrize(
    ("method", "path", "values", "status"),
    [
        ("POST", "/Users", {}, 400),
        ("POST", "/Users", [], 400),
        ("POST", "/Users", MINA | {"userName": 7}, 400),
        ("POST", "/Users", MINA | {"userName": "a b"}, 400),
        ("POST", "/Users", MINA | {"active": "perhaps"}, 400),
        ("PATCH", "/Users/9", {}, 404),
        ("GET", "/Users/x", None, 404),
        ("GET", f"/Users/{'9' * 40}", None, 404),
        ("GET", "/Groups/%FF", None, 404),
        ("POST", "/Groups", {"displayName": "g", "members": [7]}, 400),
        ("DELETE", "/Users", None, 405),
        ("GET", "/ServiceProviderConfig", None, 200),
        ("GET", "/ResourceTypes", None, 200),
        ("GET", "/Schemas/urn:nothing", None, 404),
    ],
)
def test_what_is_not_right_is_said_in_scims_words(
    identity: Identity, method: str, path: str, values: Any, status: int
) -> None:
    found, body = identity(method, path, values)
    assert found == status, body
    if status >= 400:
        assert body["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]


def test_only_a_key_with_the_scope_opens_it(town: Town) -> None:
    assert Client().get(f"{AT}/Users").status_code == 401
    reports = Identity("report")
    assert reports("GET", "/Users")[0] == 403
    assert reports("POST", "/Users", MINA)[0] == 403
    assert not Staff.objects.filter(username="mina").exists()
