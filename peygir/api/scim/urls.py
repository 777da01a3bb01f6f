"""The addresses of SCIM 2.0: what this service can, users and groups."""

from django.http import HttpRequest
from django.urls import path

from peygir.api.scim.endpoint import Resource, listed, scim
from peygir.api.scim.groups import (
    GROUP,
    change_group,
    drop_group,
    list_groups,
    make_group,
    one_group,
    replace_group,
)
from peygir.api.scim.users import USER, change_user, drop_user, list_users, make_user, one_user, replace_user
from peygir.core.json_values import JsonObject

_CONFIG = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
_TYPE = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"


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


urlpatterns = [
    path("ServiceProviderConfig", scim(GET=abilities), name="scim_abilities"),
    path("ResourceTypes", scim(GET=kinds), name="scim_kinds"),
    path("Users", scim(GET=list_users, POST=make_user), name="scim_users"),
    path(
        "Users/<str:user>",
        scim(GET=one_user, PUT=replace_user, PATCH=change_user, DELETE=drop_user),
        name="scim_user",
    ),
    path("Groups", scim(GET=list_groups, POST=make_group), name="scim_groups"),
    path(
        "Groups/<str:group>",
        scim(GET=one_group, PUT=replace_group, PATCH=change_group, DELETE=drop_group),
        name="scim_group",
    ),
]
