"""The common part of every SCIM address: the key, the body, and errors as RFC 7644 writes them."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from peygir.api.answers import status_of
from peygir.api.bodies import View, taking
from peygir.core.bodies import FORM
from peygir.core.json_values import JsonObject
from peygir.core.refusals import Conflict, Invalid, Missing, Refusal, Unavailable
from peygir.core.strict_json import read_json
from peygir.core.translation import gettext_lazy as _
from peygir.history.outages import outage_of
from peygir.people.actions import KeyIsNotValid, KeyMayNot, UsernameIsTaken, count_key
from peygir.people.actions.directory import LinkIsTaken
from peygir.people.key_rules import SCOPES
from peygir.people.queries import caller_of_token

SCOPE: Final = "accounts"
MEDIA: Final = "application/scim+json"
ERROR: Final = "urn:ietf:params:scim:api:messages:2.0:Error"
LIST: Final = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
DEEPEST: Final = 8
MOST_LISTED: Final = 200
Resource = Mapping[str, object]


class ScimValueIsWrong(Invalid):
    """A value is missing, or has another type than the schema says."""

    message = _("“{name}” is missing or not right.")
    published_as = "invalidValue"


class ScimFilterIsWrong(Invalid):
    """The filter is not one that this service understands."""

    message = _("This filter is not understood; these are: {filters}")
    published_as = "invalidFilter"


class ScimNameStays(Invalid):
    """A group is its name here, so it cannot be given another one."""

    message = _(
        "A group is known here by its name, so it cannot be renamed. Make a group with the new name, and write that "
        "name into the list of groups."
    )
    published_as = "mutability"


class ScimSchemaIsUnknown(Missing):
    """There is no schema of this name."""

    message = _("There is no such schema.")


class ScimMethodIsWrong(Invalid):
    """The address does not take this method."""

    message = _("This address does not take this method.")


def scim(**methods: Callable[..., Resource | None]) -> View:
    """The view of an address, by method; a function returns the resource, or None for 204.

    A function takes the request, the values of its body (of GET and DELETE none) and the parts of its address.
    """

    def view(request: HttpRequest, **parts: str) -> HttpResponse:
        try:
            _admit(request)
            act = methods.get(str(request.method))
            if act is None:
                raise ScimMethodIsWrong()
            given = _values(request) if request.method in ("POST", "PUT", "PATCH") else {}
            resource = act(request, given, **parts)
        except Refusal as refusal:
            return refuse(request, refusal)
        except OSError as failure:
            outage = outage_of(failure)
            if outage is None:
                raise
            return refuse(request, outage)
        if resource is None:
            return HttpResponse(status=204)
        return _answered(request, resource)

    return taking(csrf_exempt(wraps(scim)(view)), FORM, refuse=refuse)


def listed(resources: Sequence[Resource], request: HttpRequest) -> Resource:
    """A page of resources, by `startIndex` (from 1) and `count`."""
    start = max(_number(request.GET.get("startIndex", ""), 1), 1)
    count = min(max(_number(request.GET.get("count", ""), MOST_LISTED), 0), MOST_LISTED)
    page = resources[start - 1 : start - 1 + count]
    return {
        "schemas": [LIST],
        "totalResults": len(resources),
        "startIndex": start,
        "itemsPerPage": len(page),
        "Resources": list(page),
    }


def text_of(given: JsonObject, name: str, *, most: int, is_needed: bool = False) -> str:
    """A text among the values. Raises ScimValueIsWrong."""
    value = given.get(name)
    if value is None and not is_needed:
        return ""
    if not isinstance(value, str) or len(value) > most or (is_needed and not value.strip()):
        raise ScimValueIsWrong(name=name)
    return value.strip()


def truth_of(value: object, name: str) -> bool:
    """A truth value, also as the text that some systems send. Raises ScimValueIsWrong."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise ScimValueIsWrong(name=name)


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as SCIM's error."""
    status = 401 if isinstance(refusal, KeyIsNotValid) else status_of(refusal)
    kind = refusal.name if refusal.name.startswith("invalid") or isinstance(refusal, ScimNameStays) else ""
    if isinstance(refusal, ScimMethodIsWrong):
        status = 405
    elif isinstance(refusal, UsernameIsTaken | LinkIsTaken):
        status, kind = 409, "uniqueness"
    elif isinstance(refusal, Invalid) and not isinstance(refusal, Conflict):
        status, kind = 400, kind or "invalidValue"
    body = {"schemas": [ERROR], "status": str(status), "detail": refusal.words("en")}
    response = _answer(body | ({"scimType": kind} if kind else {}), status)
    if isinstance(refusal, Unavailable):
        response["Retry-After"] = str(refusal.retry_after)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="SCIM"'
    return response


def _admit(request: HttpRequest) -> None:
    """Raises KeyIsNotValid, KeyMayNot, AskedTooOften."""
    caller = caller_of_token(request.headers.get("Authorization", "").removeprefix("Bearer ").strip())
    if caller is None:
        raise KeyIsNotValid()
    count_key(caller)
    if not caller.may(SCOPE):
        raise KeyMayNot(scope=SCOPES[SCOPE])


def _values(request: HttpRequest) -> Resource:
    values = read_json(request.body, deepest=DEEPEST)
    if not isinstance(values, dict):
        raise ScimValueIsWrong(name="body")
    return values


def _number(value: str, otherwise: int) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else otherwise


def _answered(request: HttpRequest, resource: Resource) -> HttpResponse:
    """A resource; of one that was made also its address."""
    if request.method != "POST":
        return _answer(resource, 200)
    response, meta = _answer(resource, 201), resource.get("meta")
    if isinstance(meta, Mapping):
        response["Location"] = str(meta["location"])
    return response


def _answer(body: Mapping[str, object], status: int) -> HttpResponse:
    response = HttpResponse(json.dumps(body, ensure_ascii=False), content_type=MEDIA, status=status)
    response["Cache-Control"] = "no-store"
    return response
