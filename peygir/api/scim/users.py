"""SCIM's users: the accounts that the identity system made, and whether their people work here."""

import re
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from peygir.api.scim.endpoint import Resource, ScimFilterIsWrong, ScimValueIsWrong, listed, text_of, truth_of
from peygir.core.json_values import JsonObject
from peygir.people.actions.provisioning import (
    NoSuchProvisionedAccount,
    ProvisionedPerson,
    change_provisioned,
    drop_provisioned,
    provision_account,
)
from peygir.people.provisioned import ProvisionedAccount, provisioned

USER: Final = "urn:ietf:params:scim:schemas:core:2.0:User"
FILTERS: Final = 'userName eq "…", externalId eq "…", id eq "…", active eq true'
_FILTER: Final = re.compile(
    r'(userName|externalId|id|active)\s+eq\s+(?:"((?:[^"\\]|\\.)*)"|(true|false))', re.IGNORECASE
)
_USERNAME: Final = re.compile(r"[\w.@+-]{1,150}")


def list_users(request: HttpRequest, _given: JsonObject) -> Resource:
    """The users that meet the filter. Raises ScimFilterIsWrong."""
    return listed([_resource(one) for one in _filtered(request.GET.get("filter", ""))], request)


def make_user(_request: HttpRequest, given: JsonObject) -> Resource:
    """Make an account. Raises ScimValueIsWrong, UsernameIsTaken, LinkIsTaken."""
    return _resource(_account(provision_account(_person(given))))


def one_user(_request: HttpRequest, _given: JsonObject, user: str) -> Resource:
    """One user. Raises NoSuchProvisionedAccount."""
    return _resource(_account(_id(user)))


def replace_user(_request: HttpRequest, given: JsonObject, user: str) -> Resource:
    """Replace what is kept of a user. Raises what `change_provisioned` does."""
    change_provisioned(_account(_id(user)).id, _person(given))
    return one_user(_request, {}, user)


def change_user(_request: HttpRequest, given: JsonObject, user: str) -> Resource:
    """Change some of it (PATCH). Raises ScimValueIsWrong, what `change_provisioned` does."""
    account = _account(_id(user))
    person = ProvisionedPerson(
        account.username, account.external_id, account.full_name, account.email, account.is_active
    )
    for path, value in changes_in(given):
        person = _changed(person, path, value)
    change_provisioned(account.id, person)
    return one_user(_request, {}, user)


def drop_user(_request: HttpRequest, _given: JsonObject, user: str) -> None:
    """Close the account; its history stays. Raises NoSuchProvisionedAccount."""
    drop_provisioned(_account(_id(user)).id)


def changes_in(given: JsonObject) -> list[tuple[str, object]]:
    """The operations of a PATCH as (path in small letters, value), one for each attribute; a removed one is None.

    Raises ScimValueIsWrong.
    """
    operations = given.get("Operations")
    if not isinstance(operations, list) or not operations:
        raise ScimValueIsWrong(name="Operations")
    changes: list[tuple[str, object]] = []
    for operation in operations:
        values = operation if isinstance(operation, dict) else {}
        verb = str(values.get("op", "")).lower()
        if verb not in ("add", "replace", "remove"):
            raise ScimValueIsWrong(name="op")
        path, value = str(values.get("path") or ""), None if verb == "remove" else values.get("value")
        if path:
            changes.append((path.lower(), value))
        elif isinstance(value, dict):
            changes += [(str(name).lower(), each) for name, each in value.items()]
        else:
            raise ScimValueIsWrong(name="path")
    return changes


def _filtered(text: str) -> list[ProvisionedAccount]:
    if not text.strip():
        return provisioned()
    match = _FILTER.fullmatch(text.strip())
    if match is None:
        raise ScimFilterIsWrong(filters=FILTERS)
    name, quoted, truth = match[1].lower(), match[2], match[3]
    value = re.sub(r"\\(.)", r"\1", quoted or "")
    if name == "active":
        return provisioned(is_active=truth_of(truth or value, "active"))
    if name == "username":
        return provisioned(username=value) if value else []
    if name == "externalid":
        return provisioned(external_id=value) if value else []
    return provisioned(staff_id=_id(value)) if value.isascii() and value.isdigit() else []


def _person(given: JsonObject) -> ProvisionedPerson:
    username = text_of(given, "userName", most=150, is_needed=True)
    if _USERNAME.fullmatch(username) is None:
        raise ScimValueIsWrong(name="userName")
    return ProvisionedPerson(
        username,
        text_of(given, "externalId", most=255),
        text_of(given, "displayName", most=200) or _full_name(given.get("name")) or username,
        _address(given.get("emails")),
        truth_of(given.get("active", True), "active"),
    )


def _changed(person: ProvisionedPerson, path: str, value: object) -> ProvisionedPerson:
    """The person with one attribute changed; attributes that are not kept here change nothing."""
    if path == "active":
        return replace(person, is_active=truth_of(value, "active"))
    if path == "username":
        username = text_of({"userName": value}, "userName", most=150, is_needed=True)
        if _USERNAME.fullmatch(username) is None:
            raise ScimValueIsWrong(name="userName")
        return replace(person, username=username)
    if path == "externalid":
        return replace(person, external_id=text_of({"externalId": value}, "externalId", most=255))
    if path in ("displayname", "name.formatted"):
        return replace(person, full_name=text_of({path: value}, path, most=200) or person.username)
    if path == "name":
        return replace(person, full_name=_full_name(value) or person.full_name)
    if path.startswith("emails"):
        return replace(person, email=value[:254] if isinstance(value, str) else _address(value))
    return person


def _full_name(name: object) -> str:
    if not isinstance(name, dict):
        return ""
    parts = [name.get("givenName"), name.get("familyName")]
    return str(name.get("formatted") or " ".join(part for part in parts if isinstance(part, str)))[:200]


def _address(emails: object) -> str:
    rows = [one for one in emails if isinstance(one, dict)] if isinstance(emails, list) else []
    rows.sort(key=lambda one: one.get("primary") is not True)
    return next((one["value"][:254] for one in rows if isinstance(one.get("value"), str)), "")


def _account(staff_id: int) -> ProvisionedAccount:
    accounts = provisioned(staff_id=staff_id)
    if not accounts:
        raise NoSuchProvisionedAccount()
    return accounts[0]


def _id(user: str) -> int:
    if not (user.isascii() and user.isdigit() and len(user) < 18):
        raise NoSuchProvisionedAccount()
    return int(user) or -1


def _resource(account: ProvisionedAccount) -> Resource:
    location = f"{settings.PUBLIC_URL.rstrip('/')}/api/scim/v2/Users/{account.id}"
    return {
        "schemas": [USER],
        "id": str(account.id),
        "externalId": account.external_id,
        "userName": account.username,
        "displayName": account.full_name,
        "active": account.is_active,
        "emails": [{"value": account.email, "primary": True}] if account.email else [],
        "groups": [{"display": group} for group in account.groups],
        "meta": {"resourceType": "User", "location": location},
    }
