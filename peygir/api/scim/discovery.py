"""What this service can of SCIM 2.0, and which attributes of users and groups it keeps (RFC 7643, 5 to 7)."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest

from peygir.api.scim.endpoint import Resource, ScimSchemaIsUnknown, listed
from peygir.api.scim.groups import GROUP
from peygir.api.scim.users import USER
from peygir.core.json_values import JsonObject

_CONFIG: Final = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
_TYPE: Final = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
_SCHEMA: Final = "urn:ietf:params:scim:schemas:core:2.0:Schema"


def abilities(_request: HttpRequest, _given: JsonObject) -> Resource:
    """What this service supports of the standard."""
    off = {"supported": False}
    return {
        "schemas": [_CONFIG],
        "patch": {"supported": True},
        "bulk": {**off, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": 200},
        "changePassword": off,
        "sort": off,
        "etag": off,
        "authenticationSchemes": [
            {"type": "oauthbearertoken", "name": "Bearer", "description": "A key with the scope “accounts”"}
        ],
    }


def kinds(request: HttpRequest, _given: JsonObject) -> Resource:
    """The kinds of resources."""
    named = (("User", "/Users", USER), ("Group", "/Groups", GROUP))
    return listed(
        [
            {"schemas": [_TYPE], "id": name, "name": name, "endpoint": at, "schema": schema}
            for name, at, schema in named
        ],
        request,
    )


def schemas(request: HttpRequest, _given: JsonObject) -> Resource:
    """The schemas of users and groups: the attributes that are kept here, no others."""
    return listed(_schemas(), request)


def one_schema(_request: HttpRequest, _given: JsonObject, schema: str) -> Resource:
    """One of them by its name. Raises ScimSchemaIsUnknown."""
    published = next((one for one in _schemas() if one["id"] == schema), None)
    if published is None:
        raise ScimSchemaIsUnknown()
    return published


def _schemas() -> list[Resource]:
    value, named = _attribute("value"), [_attribute(name) for name in ("formatted", "givenName", "familyName")]
    address = [value, _attribute("primary", type="boolean")]
    user = [
        _attribute("userName", required=True, uniqueness="server"),
        _attribute("externalId", caseExact=True, uniqueness="server"),
        _attribute("displayName"),
        _attribute("name", type="complex", subAttributes=named),
        _attribute("active", type="boolean"),
        _attribute("emails", type="complex", multiValued=True, subAttributes=address),
        _attribute(
            "groups",
            type="complex",
            multiValued=True,
            mutability="readOnly",
            subAttributes=[_attribute("display", mutability="readOnly")],
        ),
    ]
    group = [
        _attribute("displayName", required=True, mutability="immutable", uniqueness="server"),
        _attribute(
            "members",
            type="complex",
            multiValued=True,
            subAttributes=[value, _attribute("display", mutability="readOnly")],
        ),
    ]
    return [_schema(USER, "User", user), _schema(GROUP, "Group", group)]


def _schema(urn: str, name: str, attributes: list[dict[str, object]]) -> Resource:
    location = f"{settings.PUBLIC_URL.rstrip('/')}/api/scim/v2/Schemas/{urn}"
    return {
        "schemas": [_SCHEMA],
        "id": urn,
        "name": name,
        "attributes": attributes,
        "meta": {"resourceType": "Schema", "location": location},
    }


def _attribute(name: str, **more: object) -> dict[str, object]:
    """An attribute with every characteristic that it does not have by default (RFC 7643, 2.2)."""
    usual = {"type": "string", "multiValued": False, "required": False, "caseExact": False}
    return {"name": name, **usual, "mutability": "readWrite", "returned": "default", "uniqueness": "none", **more}
