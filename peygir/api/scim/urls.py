"""The addresses of SCIM 2.0: what this service can, users and groups."""

from django.urls import path

from peygir.api.scim.discovery import abilities, kinds, one_schema, schemas
from peygir.api.scim.endpoint import scim
from peygir.api.scim.groups import change_group, drop_group, list_groups, make_group, one_group, replace_group
from peygir.api.scim.users import change_user, drop_user, list_users, make_user, one_user, replace_user

urlpatterns = [
    path("ServiceProviderConfig", scim(GET=abilities), name="scim_abilities"),
    path("ResourceTypes", scim(GET=kinds), name="scim_kinds"),
    path("Schemas", scim(GET=schemas), name="scim_schemas"),
    path("Schemas/<str:schema>", scim(GET=one_schema), name="scim_schema"),
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
