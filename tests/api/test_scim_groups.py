"""SCIM's groups as identity systems send them: names and ids beside the members empty nothing, and rename nothing."""

from typing import Any

import pytest
from django.test import Client

from peygir.people.actions.directory_groups import set_group_lines
from peygir.people.models import Staff
from tests.api.test_scim import AT, MINA, Identity, patch
from tests.town import Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"


@pytest.fixture
def identity(town: Town) -> Identity:
    set_group_lines("clerks ; clerk ; D-01")
    return Identity()


@pytest.fixture
def group(identity: Identity) -> dict[str, Any]:
    """A group with one member, who has a post by it."""
    status, mina = identity("POST", "/Users", MINA)
    assert status == 201
    made: dict[str, Any] = identity("POST", "/Groups", {"displayName": "clerks", "members": [{"value": mina["id"]}]})[1]
    assert role() == "clerk"
    return made


def role() -> str:
    return Staff.objects.get(username="mina").role


def names(change: dict[str, Any], group: dict[str, Any]) -> dict[str, Any]:
    """The change with the group's own id where it names it."""
    value = change.get("value")
    return change | {"value": value | {"id": group["id"]}} if isinstance(value, dict) and "id" in value else change


@pytest.mark.parametrize(
    "change",
    [
        {"op": "replace", "value": {"id": "", "displayName": "clerks"}},
        {"op": "replace", "value": {"id": "", "displayName": "clerks", "members": None}},
        {"op": "Replace", "path": "displayName", "value": "Clerks"},
        {"op": "Replace", "path": "externalId", "value": "8aa1a0c0"},
        {"op": "Add", "path": "externalId", "value": "8aa1a0c0"},
        {"op": "Remove", "path": "externalId"},
        {"op": "add", "value": {"externalId": "8aa1a0c0", "schemas": [GROUP]}},
    ],
    ids=str,
)
def test_a_name_or_an_id_changes_no_members(identity: Identity, group: dict[str, Any], change: dict[str, Any]) -> None:
    status, now = identity("PATCH", f"/Groups/{group['id']}", patch(names(change, group)))
    assert (status, now) == (200, group)
    assert role() == "clerk"


@pytest.mark.parametrize(
    "change",
    [
        {"op": "replace", "value": {"id": "", "displayName": "clerks of region 6"}},
        {"op": "Replace", "path": "displayName", "value": "others"},
        {"op": "Remove", "path": "displayName"},
    ],
    ids=str,
)
def test_another_name_is_refused_in_words(identity: Identity, group: dict[str, Any], change: dict[str, Any]) -> None:
    status, refusal = identity("PATCH", f"/Groups/{group['id']}", patch(names(change, group)))
    assert (status, refusal["scimType"]) == (400, "mutability")
    assert "cannot be renamed" in refusal["detail"]
    assert identity("PUT", f"/Groups/{group['id']}", {"displayName": "others", "members": []})[0] == 400
    assert identity("GET", f"/Groups/{group['id']}") == (200, group)
    assert role() == "clerk"


def test_a_whole_group_without_members_keeps_them_and_an_empty_list_does_not(
    identity: Identity, group: dict[str, Any]
) -> None:
    assert identity("PUT", f"/Groups/{group['id']}", {"displayName": "clerks"}) == (200, group)
    assert role() == "clerk"
    status, now = identity("PUT", f"/Groups/{group['id']}", {"displayName": "clerks", "members": []})
    assert (status, now["members"]) == (200, [])
    assert role() == ""
    members = {"op": "replace", "value": {"id": group["id"], "displayName": "clerks", "members": group["members"]}}
    assert identity("PATCH", f"/Groups/{group['id']}", patch(members)) == (200, group)
    assert role() == "clerk"


@pytest.mark.parametrize(
    "change",
    [
        {"op": "move", "path": "members", "value": []},
        {"op": "replace", "path": "owner", "value": "x"},
        {"op": "replace", "value": {"members": "x"}},
        {"op": "remove"},
    ],
    ids=str,
)
def test_what_is_not_right_changes_nothing(identity: Identity, group: dict[str, Any], change: dict[str, Any]) -> None:
    assert identity("PATCH", f"/Groups/{group['id']}", patch(change))[0] == 400
    assert role() == "clerk"


def test_what_was_made_has_its_address_and_who_has_no_key_is_told_how(identity: Identity) -> None:
    given = {"Authorization": f"Bearer {identity.token}"}
    for path, values in (("/Users", MINA), ("/Groups", {"displayName": "clerks"})):
        made = identity.client.post(f"{AT}{path}", values, content_type="application/scim+json", headers=given)
        assert made.status_code == 201
        assert made["Location"] == made.json()["meta"]["location"]
        assert made["Location"].startswith("http")
    refused = Client().get(f"{AT}/Groups")
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer realm="SCIM"')


def test_it_says_what_it_keeps(identity: Identity) -> None:
    status, listed = identity("GET", "/Schemas")
    assert (status, listed["totalResults"]) == (200, 2)
    for schema in listed["Resources"]:
        assert identity("GET", f"/Schemas/{schema['id']}") == (200, schema)
    made = identity("POST", "/Users", MINA)[1]
    kept = {one["name"] for one in listed["Resources"][0]["attributes"]}
    assert made.keys() - kept == {"schemas", "id", "meta"}
