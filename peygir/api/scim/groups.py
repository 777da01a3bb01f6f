"""SCIM's groups: who is in which, so that the mapping can give posts. Of a group nothing but its name is kept."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from peygir.api.scim.endpoint import Resource, ScimFilterIsWrong, ScimNameStays, ScimValueIsWrong, listed, text_of
from peygir.core.json_values import JsonObject
from peygir.people.actions.provisioning import NoSuchProvisionedAccount, set_members
from peygir.people.directory_links import mapping
from peygir.people.provisioned import provisioned
from peygir.people.sign_in_rules import LONGEST_GROUP

GROUP: Final = "urn:ietf:params:scim:schemas:core:2.0:Group"
_FILTER: Final = re.compile(r'displayName\s+eq\s+"((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_NOT_KEPT: Final = ("id", "externalid", "schemas", "meta")
_MEMBER: Final = re.compile(r'members\[value eq "(\d{1,17})"\]', re.IGNORECASE)


def list_groups(request: HttpRequest, _given: JsonObject) -> Resource:
    """The groups of the mapping and those with members, or the one that the filter names. Raises ScimFilterIsWrong."""
    accounts = provisioned()
    names = {one.group for one in mapping()} | {group for account in accounts for group in account.groups}
    asked = request.GET.get("filter", "").strip()
    if asked:
        match = _FILTER.fullmatch(asked)
        if match is None:
            raise ScimFilterIsWrong(filters='displayName eq "…"')
        names &= {re.sub(r"\\(.)", r"\1", match[1])}
    return listed([_resource(name) for name in sorted(names)], request)


def make_group(_request: HttpRequest, given: JsonObject) -> Resource:
    """Take a group with its members. Raises ScimValueIsWrong, NoSuchProvisionedAccount."""
    name = text_of(given, "displayName", most=LONGEST_GROUP, is_needed=True)
    set_members(name, _members(given.get("members") or []), only_add=True)
    return _resource(name)


def one_group(_request: HttpRequest, _given: JsonObject, group: str) -> Resource:
    """One group with its members. Raises NoSuchProvisionedAccount."""
    return _resource(_name(group))


def replace_group(_request: HttpRequest, given: JsonObject, group: str) -> Resource:
    """Set the members; without `members` they stay.

    Raises ScimValueIsWrong, ScimNameStays, NoSuchProvisionedAccount.
    """
    name = _name(group)
    if given.get("displayName") is not None:
        _keep_name(name, given["displayName"])
    if given.get("members") is not None:
        set_members(name, _members(given["members"]))
    return _resource(name)


def change_group(_request: HttpRequest, given: JsonObject, group: str) -> Resource:
    """Add, remove or set members (PATCH); what else identity systems send of a group is not kept here.

    Raises ScimValueIsWrong, ScimNameStays, NoSuchProvisionedAccount.
    """
    name, operations = _name(group), given.get("Operations")
    if not isinstance(operations, list) or not operations:
        raise ScimValueIsWrong(name="Operations")
    for operation in operations:
        values = operation if isinstance(operation, dict) else {}
        verb, path, value = str(values.get("op", "")).lower(), str(values.get("path") or ""), values.get("value")
        if verb not in ("add", "replace", "remove"):
            raise ScimValueIsWrong(name="op")
        if path:
            _change(name, verb, path, value)
        elif isinstance(value, dict):
            for key, each in value.items():
                if each is not None:  # as if it were not there (RFC 7643, 2.5); it must not empty the group
                    _change(name, verb, key, each)
        else:
            raise ScimValueIsWrong(name="path")
    return _resource(name)


def _change(name: str, verb: str, path: str, value: object) -> None:
    """Change one attribute of a group. Raises ScimValueIsWrong, ScimNameStays, NoSuchProvisionedAccount."""
    single, attribute = _MEMBER.fullmatch(path), path.lower()
    if single is not None and verb == "remove":
        set_members(name, [int(single[1])], only_remove=True)
    elif attribute == "displayname":
        _keep_name(name, None if verb == "remove" else value)
    elif attribute == "members" and verb == "remove" and value is None:
        set_members(name, [])
    elif attribute == "members":
        set_members(name, _members(value), only_add=verb == "add", only_remove=verb == "remove")
    elif attribute not in _NOT_KEPT:
        raise ScimValueIsWrong(name="path")


def _keep_name(name: str, value: object) -> None:
    """Take the name that the group has, case aside, as the list of groups does. Raises ScimNameStays."""
    if not isinstance(value, str) or value.strip().casefold() != name.casefold():
        raise ScimNameStays()


def drop_group(_request: HttpRequest, _given: JsonObject, group: str) -> None:
    """Take everybody out of a group. Raises NoSuchProvisionedAccount."""
    set_members(_name(group), [])


def _members(value: object) -> list[int]:
    rows = value if isinstance(value, list) else [value]
    ids = [str(one.get("value", "")) for one in rows if isinstance(one, dict)]
    if len(ids) != len(rows) or not all(one.isascii() and one.isdigit() and len(one) < 18 for one in ids):
        raise ScimValueIsWrong(name="members")
    return [int(one) for one in ids]


def _name(group: str) -> str:
    try:
        return urlsafe_b64decode(group + "=" * (-len(group) % 4)).decode()
    except ValueError as error:
        raise NoSuchProvisionedAccount() from error


def _resource(name: str) -> Resource:
    key = urlsafe_b64encode(name.encode()).decode().rstrip("=")
    location = f"{settings.PUBLIC_URL.rstrip('/')}/api/scim/v2/Groups/{key}"
    members = [{"value": str(one.id), "display": one.username} for one in provisioned(group=name)]
    return {
        "schemas": [GROUP],
        "id": key,
        "displayName": name,
        "members": members,
        "meta": {"resourceType": "Group", "location": location},
    }
